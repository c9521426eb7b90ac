from django.db import migrations

from canbo.base.record.triggers import Guard, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("people", "0013_deciding_bodies"), ("record", "0002_guards")]

    operations = [
        Guard("holding", "planned", "discipline", "rating", "extension"),
        NoOverlap("holding", "post_code", unless_blank=True),
        NoOverlap("holding", "person_id", unless="concurrent", part="main"),
    ]
