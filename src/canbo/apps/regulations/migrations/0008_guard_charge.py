from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("regulations", "0007_charge"), ("record", "0002_guards")]

    operations = [
        Guard("rulechoice"),
    ]
