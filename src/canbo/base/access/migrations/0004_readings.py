import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_decisions_and_reach"),
        ("record", "0003_merkle_record"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=24)),
                ("key", models.CharField(max_length=60)),
                ("roles", models.CharField(blank=True, max_length=160)),
                ("sealed", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.entry"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "key", "at"], name="reading_by_thing")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sealed", ""), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="what_is_sealed_is_opened_with_a_reason",
                    )
                ],
            },
        ),
        Guard("reading"),
    ]
