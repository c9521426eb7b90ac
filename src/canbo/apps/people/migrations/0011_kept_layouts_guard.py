from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("people", "0010_kept_layouts"), ("record", "0002_guards")]

    operations = [Guard("keptlayout")]
