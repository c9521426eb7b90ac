from django.db import migrations

from canbo.base.record.triggers import Guard, NoCircle, NoGap, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("bodies", "0003_decrees"), ("record", "0002_guards")]

    operations = [
        Guard("post", "decree", "act", "allotment"),
        NoOverlap("post", "code"),
        NoOverlap("allotment", "body_id, category"),
        NoGap("bodyversion", "body_id"),
        NoCircle("bodyversion", "body_id", "parent_id"),
    ]
