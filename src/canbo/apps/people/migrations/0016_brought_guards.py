from django.db import migrations

from canbo.base.record.triggers import Guard
from canbo.base.walls.policies import Wall


class Migration(migrations.Migration):
    dependencies = [("people", "0015_brought"), ("record", "0002_guards")]

    operations = [Guard("brought"), Wall("brought")]
