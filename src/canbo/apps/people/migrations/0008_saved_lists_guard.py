from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("people", "0007_saved_lists"), ("record", "0002_guards")]

    operations = [Guard("savedlist")]
