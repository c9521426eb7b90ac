from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    """What an account is called, and whether it is open, changes only as the newest entry says."""

    dependencies = [("record", "0003_merkle_record"), ("accounts", "0005_organisations_accounts")]

    operations = [Guard("entry", "accounts.Account")]
