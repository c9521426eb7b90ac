from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("regulations", "0005_studyreminder"), ("record", "0002_guards")]

    operations = [
        Guard("studyreminder"),
    ]
