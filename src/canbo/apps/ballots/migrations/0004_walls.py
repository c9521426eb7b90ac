from django.db import migrations

from canbo.base.walls.policies import Wall


class Migration(migrations.Migration):
    dependencies = [("ballots", "0003_settled_by_a_meeting")]

    operations = [
        Wall(
            "ballot", "ballotname", "teller", "papernumbers", "keyedpaper", "keyingdone", "closing", "annulment",
            of="ballots.ballot",
        ),
    ]  # fmt: skip
