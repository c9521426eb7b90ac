from django.db import migrations

from canbo.base.walls.policies import Wall


class Migration(migrations.Migration):
    dependencies = [("planning", "0002_guards")]

    operations = [Wall("place")]
