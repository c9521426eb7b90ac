import canbo.base.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("record", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                (
                    "entry_from",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.entry"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BodyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(blank=True, max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "Cấp ủy"),
                            ("agency", "Cơ quan"),
                            ("unit", "Đơn vị sự nghiệp"),
                            ("locality", "Địa phương"),
                            ("cell", "Chi bộ"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("central", "Trung ương"),
                            ("province", "Cấp tỉnh"),
                            ("district", "Cấp huyện"),
                            ("commune", "Cấp xã"),
                            ("grassroots", "Cơ sở"),
                        ],
                        max_length=12,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=16)),
                (
                    "since",
                    canbo.base.fields.WrittenDate(max_length=10, validators=[canbo.base.fields.check_partial_date]),
                ),
                ("since_lo", models.IntegerField()),
                ("since_hi", models.IntegerField()),
                (
                    "last",
                    canbo.base.fields.WrittenDate(
                        blank=True, end=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("last_lo", models.IntegerField(blank=True, null=True)),
                ("last_hi", models.IntegerField(blank=True, null=True)),
                ("decree", models.CharField(blank=True, max_length=200)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="bodies.body"
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
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="bodyversion_says_what_it_is"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("committee", "agency", "unit", "locality", "cell"))),
                        name="bodyversion_kind_is_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ("central", "province", "district", "commune", "grassroots"))),
                        name="bodyversion_level_is_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place", ""), ("place__contains", ":"), _connector="OR"),
                        name="bodyversion_codes_name_their_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("since", ""), ("since_hi__isnull", True), ("since_lo__isnull", True)),
                            models.Q(
                                models.Q(("since", ""), _negated=True),
                                ("since_hi__isnull", False),
                                ("since_lo__isnull", False),
                                ("since_lo__lte", models.F("since_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="bodyversion_since_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last", ""), ("last_hi__isnull", True), ("last_lo__isnull", True)),
                            models.Q(
                                models.Q(("last", ""), _negated=True),
                                ("last_hi__isnull", False),
                                ("last_lo__isnull", False),
                                ("last_lo__lte", models.F("last_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="bodyversion_last_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since_lo__isnull", True),
                            ("last_hi__isnull", True),
                            ("since_lo__lt", models.F("last_hi")),
                            _connector="OR",
                        ),
                        name="bodyversion_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("body")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_body_is_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=60)),
                (
                    "since",
                    canbo.base.fields.WrittenDate(max_length=10, validators=[canbo.base.fields.check_partial_date]),
                ),
                ("since_lo", models.IntegerField()),
                ("since_hi", models.IntegerField()),
                (
                    "last",
                    canbo.base.fields.WrittenDate(
                        blank=True, end=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("last_lo", models.IntegerField(blank=True, null=True)),
                ("last_hi", models.IntegerField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="bodies.body"
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
                    models.UniqueConstraint(
                        condition=models.Q(("entry_to__isnull", True)),
                        fields=("code",),
                        name="post_code_once_on_the_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), _negated=True), models.Q(("title", ""), _negated=True)
                        ),
                        name="post_says_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("since", ""), ("since_hi__isnull", True), ("since_lo__isnull", True)),
                            models.Q(
                                models.Q(("since", ""), _negated=True),
                                ("since_hi__isnull", False),
                                ("since_lo__isnull", False),
                                ("since_lo__lte", models.F("since_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="post_since_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last", ""), ("last_hi__isnull", True), ("last_lo__isnull", True)),
                            models.Q(
                                models.Q(("last", ""), _negated=True),
                                ("last_hi__isnull", False),
                                ("last_lo__isnull", False),
                                ("last_lo__lte", models.F("last_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="post_last_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since_lo__isnull", True),
                            ("last_hi__isnull", True),
                            ("since_lo__lt", models.F("last_hi")),
                            _connector="OR",
                        ),
                        name="post_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
