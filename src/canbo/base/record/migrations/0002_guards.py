from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [
        Guard("entry"),
    ]
