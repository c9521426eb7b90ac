from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial"), ("record", "0002_guards")]

    operations = [Guard("case", "move")]
