from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial"), ("record", "0002_guards")]

    operations = [
        Guard("archivedfile", "document"),
    ]
