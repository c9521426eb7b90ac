from django.db import migrations

from canbo.base.authority.walls import Walls
from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("authority", "0001_initial"), ("access", "0002_guards"), ("accounts", "0004_account_one_time_until")]

    operations = [Guard("delegation", "proposal", "answer"), Walls()]
