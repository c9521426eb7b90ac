import django.db.models.deletion
from django.db import migrations, models

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [("access", "0004_readings"), ("record", "0004_accounts_change_by_an_entry")]

    operations = [
        migrations.CreateModel(
            name="ReadingSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("upto", models.BigIntegerField(unique=True)),
                ("count", models.PositiveIntegerField()),
                ("root", models.CharField(max_length=64)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.entry"
                    ),
                ),
            ],
        ),
        Guard("readingseal"),
    ]
