"""The tables of the second factor and of sessions come after the guards of the record; the cache is a table too."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def cache_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sign_ins_counted_after_the_record")]
    run_before = [
        ("account", "0001_initial"),
        ("mfa", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(cache_table, migrations.RunPython.noop)]
