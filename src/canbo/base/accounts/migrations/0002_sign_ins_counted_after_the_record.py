"""The tables that count failed sign-ins are rebuilt several times on the way to their present shape, and SQLite reads
every trigger of the database at each rebuilding: the guards of the record must fit its tables by then."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("record", "0003_merkle_record")]
    run_before = [("axes", "0001_initial")]
    operations = []
