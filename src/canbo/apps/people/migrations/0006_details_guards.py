from django.db import migrations

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("people", "0005_details_proposals"), ("record", "0002_guards")]

    operations = [Guard("detail", "privatedetail", "proposal", "verification")]
