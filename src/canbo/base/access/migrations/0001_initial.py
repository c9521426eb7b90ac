import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("record", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "Cán bộ tổ chức"),
                            ("head", "Người đứng đầu"),
                            ("standing", "Ủy viên ban thường vụ"),
                            ("member", "Cấp ủy viên"),
                            ("teller", "Tổ kiểm phiếu"),
                            ("approver", "Cấp phê duyệt"),
                            ("inspector", "Cán bộ kiểm tra"),
                            ("official", "Cán bộ, công chức"),
                            ("jurist", "Cán bộ pháp chế"),
                            ("administrator", "Quản trị hệ thống"),
                        ],
                        max_length=16,
                    ),
                ),
                ("body_code", models.CharField(max_length=40)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry_from",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.entry"
                    ),
                ),
                (
                    "entry_to",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="record.entry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"),
                        name="grant_ends_after_it_begins",
                    )
                ],
            },
        ),
    ]
