from django.db import migrations

from canbo.base.record.triggers import Guard, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("bodies", "0001_initial"), ("record", "0002_guards")]

    operations = [
        Guard("body", "bodyversion", "post"),
        NoOverlap("bodyversion", "body_id"),
    ]
