from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("procedures", "0003_feed"), ("record", "0002_guards")]

    operations = [
        Guard("feed"),
    ]
