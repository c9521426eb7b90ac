from django.db import migrations, models

from canbo.base.access.own_rights import NeverByOneself
from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    # SQLite writes the table anew, and then reads every trigger: those of the record must fit their tables by then.
    dependencies = [("access", "0002_guards"), ("record", "0003_merkle_record")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="decision",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddField(
            model_name="grant",
            name="managed_by",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AlterField(
            model_name="grant",
            name="role",
            field=models.CharField(
                choices=[
                    ("officer", "Cán bộ tổ chức"),
                    ("head", "Người đứng đầu"),
                    ("standing", "Ủy viên ban thường vụ"),
                    ("member", "Cấp ủy viên"),
                    ("teller", "Tổ kiểm phiếu"),
                    ("approver", "Cấp phê duyệt"),
                    ("inspector", "Cán bộ kiểm tra"),
                    ("custodian", "Người giữ hồ sơ"),
                    ("official", "Cán bộ, công chức"),
                    ("jurist", "Cán bộ pháp chế"),
                    ("administrator", "Quản trị hệ thống"),
                ],
                max_length=16,
            ),
        ),
        Guard("grant"),
        NeverByOneself(),
    ]
