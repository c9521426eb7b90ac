from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("planning", "0008_targets"), ("record", "0002_guards")]

    operations = [Guard("target")]
