from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("planning", "0006_reviews"), ("record", "0002_guards")]

    operations = [Guard("review")]
