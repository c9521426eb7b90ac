from django.db import migrations

from canbo.base.record.triggers import Guard, Seal

_CLOSED = ("closing", "annulment")


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial"), ("record", "0002_guards")]

    operations = [
        Guard(
            "ballot", "ballotname", "withdrawal", "teller", "papernumbers", "keyingdone", "closing", "annulment"
        ),
        Seal("keyedpaper", "ballot_id", _CLOSED),
        Seal("papernumbers", "ballot_id", _CLOSED),
        Seal("keyingdone", "ballot_id", _CLOSED),
        Seal("teller", "ballot_id", _CLOSED),
    ]
