from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("regulations", "0003_rulechoice"), ("record", "0002_guards")]

    operations = [
        Guard("rulechoice"),
    ]
