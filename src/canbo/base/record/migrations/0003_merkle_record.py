import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from canbo.base.record.migrating import guards_lifted, guards_restored, rechained
from canbo.base.record.triggers import Guard


class Migration(migrations.Migration):
    """Commitments, erasure and the tree. Entries of an older record are chained anew: none of them was ever signed."""

    dependencies = [
        ("record", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(guards_lifted),
        migrations.AddField("entry", "salt", models.CharField(max_length=64, null=True)),
        migrations.AddField(
            "entry", "commitment", models.CharField(default="", max_length=64), preserve_default=False
        ),
        migrations.AddField(
            "entry",
            "erased",
            models.ForeignKey(
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.entry",
            ),
        ),
        migrations.AlterField("entry", "payload", models.TextField(null=True)),
        migrations.CreateModel(
            name="Node",
            fields=[
                ("pk", models.CompositePrimaryKey("level", "place", blank=True, editable=False, primary_key=True, serialize=False)),
                ("level", models.SmallIntegerField()),
                ("place", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.RunPython(rechained),
        migrations.RunPython(guards_restored),
        Guard("entry", "node", "accounts.Account"),
    ]
