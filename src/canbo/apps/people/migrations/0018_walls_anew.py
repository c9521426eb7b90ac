from django.db import migrations

from canbo.base.walls.policies import WallsAnew


class Migration(migrations.Migration):
    dependencies = [("people", "0017_lists_of_a_nation")]

    operations = [WallsAnew()]
