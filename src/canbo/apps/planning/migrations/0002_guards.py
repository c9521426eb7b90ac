from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial"), ("record", "0002_guards")]

    operations = [Guard("cycle", "place", "exit")]
