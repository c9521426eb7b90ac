"""The tables of accounts at an organisation's provider come after the guards of the record."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_account_one_time_until")]
    run_before = [("socialaccount", "0001_initial")]
    operations = []
