import canbo.base.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from canbo.base.at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("bodies", "0001_initial"),
        ("record", "0001_initial"),
    ]

    operations = [AtOnce([
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                (
                    "entry_from",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.entry"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                (
                    "issued",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("issued_lo", models.IntegerField(blank=True, null=True)),
                ("issued_hi", models.IntegerField(blank=True, null=True)),
                ("confirmed", models.BooleanField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="paper_says_what_it_is"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued", ""), ("issued_hi__isnull", True), ("issued_lo__isnull", True)),
                            models.Q(
                                models.Q(("issued", ""), _negated=True),
                                ("issued_hi__isnull", False),
                                ("issued_lo__isnull", False),
                                ("issued_lo__lte", models.F("issued_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="paper_issued_stamps",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("name_fold", models.CharField(max_length=120)),
                ("name_key", models.CharField(max_length=240)),
                ("other_name", models.CharField(blank=True, max_length=120)),
                ("sex", models.CharField(blank=True, choices=[("M", "Nam"), ("F", "Nữ")], max_length=1)),
                (
                    "born",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("born_lo", models.IntegerField(blank=True, null=True)),
                ("born_hi", models.IntegerField(blank=True, null=True)),
                ("ethnicity", models.CharField(blank=True, max_length=20)),
                ("religion", models.CharField(blank=True, max_length=20)),
                ("birthplace", models.CharField(blank=True, max_length=16)),
                ("birthplace_text", models.CharField(blank=True, max_length=200)),
                ("hometown", models.CharField(blank=True, max_length=16)),
                ("hometown_text", models.CharField(blank=True, max_length=200)),
                ("raised", models.CharField(blank=True, max_length=16)),
                ("category", models.CharField(blank=True, max_length=24)),
                ("schooling", models.CharField(blank=True, max_length=12)),
                ("academic_rank", models.CharField(blank=True, max_length=8)),
                ("managed_by", models.CharField(blank=True, max_length=40)),
                ("id_number", models.CharField(blank=True, max_length=20)),
                (
                    "recruited",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("recruited_lo", models.IntegerField(blank=True, null=True)),
                ("recruited_hi", models.IntegerField(blank=True, null=True)),
                (
                    "party_admitted",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("party_admitted_lo", models.IntegerField(blank=True, null=True)),
                ("party_admitted_hi", models.IntegerField(blank=True, null=True)),
                (
                    "party_official",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("party_official_lo", models.IntegerField(blank=True, null=True)),
                ("party_official_hi", models.IntegerField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["name_key"], name="personversion_sort"),
                    models.Index(fields=["name_fold"], name="personversion_search"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("entry_to__isnull", True)),
                        fields=("person",),
                        name="one_version_of_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("name_fold", ""), _negated=True),
                            models.Q(("name_key", ""), _negated=True),
                        ),
                        name="personversion_says_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ("M", "F", ""))), name="personversion_sex_is_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ethnicity", ""), ("ethnicity__contains", ":"), _connector="OR"),
                            models.Q(("birthplace", ""), ("birthplace__contains", ":"), _connector="OR"),
                            models.Q(("hometown", ""), ("hometown__contains", ":"), _connector="OR"),
                            models.Q(("raised", ""), ("raised__contains", ":"), _connector="OR"),
                        ),
                        name="personversion_codes_name_their_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("born", ""), ("born_hi__isnull", True), ("born_lo__isnull", True)),
                            models.Q(
                                models.Q(("born", ""), _negated=True),
                                ("born_hi__isnull", False),
                                ("born_lo__isnull", False),
                                ("born_lo__lte", models.F("born_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="personversion_born_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recruited", ""), ("recruited_hi__isnull", True), ("recruited_lo__isnull", True)),
                            models.Q(
                                models.Q(("recruited", ""), _negated=True),
                                ("recruited_hi__isnull", False),
                                ("recruited_lo__isnull", False),
                                ("recruited_lo__lte", models.F("recruited_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="personversion_recruited_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("party_admitted", ""),
                                ("party_admitted_hi__isnull", True),
                                ("party_admitted_lo__isnull", True),
                            ),
                            models.Q(
                                models.Q(("party_admitted", ""), _negated=True),
                                ("party_admitted_hi__isnull", False),
                                ("party_admitted_lo__isnull", False),
                                ("party_admitted_lo__lte", models.F("party_admitted_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="personversion_party_admitted_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("party_official", ""),
                                ("party_official_hi__isnull", True),
                                ("party_official_lo__isnull", True),
                            ),
                            models.Q(
                                models.Q(("party_official", ""), _negated=True),
                                ("party_official_hi__isnull", False),
                                ("party_official_lo__isnull", False),
                                ("party_official_lo__lte", models.F("party_official_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="personversion_party_official_stamps",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidacy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("election", models.CharField(max_length=40)),
                ("constituency", models.CharField(max_length=120)),
                ("votes", models.IntegerField(blank=True, null=True)),
                ("percent_of_valid", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("rank", models.IntegerField(blank=True, null=True)),
                ("outcome", models.CharField(max_length=16)),
                ("earlier_terms", models.CharField(blank=True, max_length=80)),
                ("note", models.CharField(blank=True, max_length=250)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("election", ""), _negated=True), models.Q(("constituency", ""), _negated=True)
                        ),
                        name="candidacy_says_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("elected", "not_elected", "withdrew", "not_confirmed"))),
                        name="candidacy_outcome_is_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("votes__isnull", True), ("votes__gte", 0), _connector="OR"),
                        name="candidacy_votes_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent_of_valid__isnull", True),
                            models.Q(("percent_of_valid__gte", 0), ("percent_of_valid__lte", 100)),
                            _connector="OR",
                        ),
                        name="candidacy_percent_of_valid_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__isnull", True), ("rank__gte", 1), _connector="OR"),
                        name="candidacy_rank_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("on_lo", models.IntegerField(blank=True, null=True)),
                ("on_hi", models.IntegerField(blank=True, null=True)),
                ("kind", models.CharField(max_length=24)),
                ("grade", models.CharField(max_length=40)),
                ("verified", models.BooleanField(blank=True, null=True)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on", ""), ("on_hi__isnull", True), ("on_lo__isnull", True)),
                            models.Q(
                                models.Q(("on", ""), _negated=True),
                                ("on_hi__isnull", False),
                                ("on_lo__isnull", False),
                                ("on_lo__lte", models.F("on_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="certificate_on_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), _negated=True), models.Q(("grade", ""), _negated=True)
                        ),
                        name="certificate_says_what_it_is",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Degree",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("on_lo", models.IntegerField(blank=True, null=True)),
                ("on_hi", models.IntegerField(blank=True, null=True)),
                ("grade", models.CharField(max_length=24)),
                ("field", models.CharField(blank=True, max_length=40)),
                ("field_text", models.CharField(blank=True, max_length=120)),
                ("school", models.CharField(blank=True, max_length=160)),
                ("mode", models.CharField(blank=True, max_length=24)),
                ("verified", models.BooleanField(blank=True, null=True)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on", ""), ("on_hi__isnull", True), ("on_lo__isnull", True)),
                            models.Q(
                                models.Q(("on", ""), _negated=True),
                                ("on_hi__isnull", False),
                                ("on_lo__isnull", False),
                                ("on_lo__lte", models.F("on_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="degree_on_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade", ""), _negated=True), name="degree_says_what_it_is"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Discipline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("on_lo", models.IntegerField(blank=True, null=True)),
                ("on_hi", models.IntegerField(blank=True, null=True)),
                ("system", models.CharField(default="government", max_length=12)),
                ("form", models.CharField(max_length=24)),
                ("reason", models.CharField(blank=True, max_length=24)),
                ("with_removal", models.BooleanField(default=False)),
                (
                    "last",
                    canbo.base.fields.WrittenDate(
                        blank=True, end=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("last_lo", models.IntegerField(blank=True, null=True)),
                ("last_hi", models.IntegerField(blank=True, null=True)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on", ""), ("on_hi__isnull", True), ("on_lo__isnull", True)),
                            models.Q(
                                models.Q(("on", ""), _negated=True),
                                ("on_hi__isnull", False),
                                ("on_lo__isnull", False),
                                ("on_lo__lte", models.F("on_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="discipline_on_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form", ""), _negated=True), name="discipline_says_what_it_is"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("system__in", ("party", "government"))), name="discipline_system_is_a_code"
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
                        name="discipline_last_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_lo__isnull", True),
                            ("last_hi__isnull", True),
                            ("on_lo__lt", models.F("last_hi")),
                            _connector="OR",
                        ),
                        name="discipline_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_links",
                        to=settings.AUTH_USER_MODEL,
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="account_links", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("entry_to__isnull", True)),
                        fields=("account",),
                        name="an_account_has_one_dossier",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("on_lo", models.IntegerField(blank=True, null=True)),
                ("on_hi", models.IntegerField(blank=True, null=True)),
                (
                    "last",
                    canbo.base.fields.WrittenDate(
                        end=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("last_lo", models.IntegerField()),
                ("last_hi", models.IntegerField()),
                ("decision", models.CharField(max_length=80)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on", ""), ("on_hi__isnull", True), ("on_lo__isnull", True)),
                            models.Q(
                                models.Q(("on", ""), _negated=True),
                                ("on_hi__isnull", False),
                                ("on_lo__isnull", False),
                                ("on_lo__lte", models.F("on_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="extension_on_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision", ""), _negated=True), name="extension_says_what_it_is"
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
                        name="extension_last_stamps",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("on_lo", models.IntegerField(blank=True, null=True)),
                ("on_hi", models.IntegerField(blank=True, null=True)),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=60)),
                ("holds", models.BooleanField()),
                ("by_body", models.CharField(max_length=200)),
                ("document", models.CharField(max_length=120)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on", ""), ("on_hi__isnull", True), ("on_lo__isnull", True)),
                            models.Q(
                                models.Q(("on", ""), _negated=True),
                                ("on_hi__isnull", False),
                                ("on_lo__isnull", False),
                                ("on_lo__lte", models.F("on_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="finding_on_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", ""), _negated=True),
                            models.Q(("by_body", ""), _negated=True),
                            models.Q(("document", ""), _negated=True),
                        ),
                        name="finding_says_what_it_is",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("post_code", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(max_length=60)),
                ("words", models.CharField(blank=True, max_length=250)),
                ("place", models.CharField(blank=True, max_length=16)),
                ("concurrent", models.BooleanField(default=False)),
                ("decision", models.CharField(blank=True, max_length=80)),
                ("brought_in", models.BooleanField(default=False)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("entry_to__isnull", True), ("post_code__gt", "")),
                        fields=["post_code"],
                        name="holding_post",
                    )
                ],
                "constraints": [
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
                        name="holding_since_stamps",
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
                        name="holding_last_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since_lo__isnull", True),
                            ("last_hi__isnull", True),
                            ("since_lo__lt", models.F("last_hi")),
                            _connector="OR",
                        ),
                        name="holding_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="holding_says_what_it_is"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place", ""), ("place__contains", ":"), _connector="OR"),
                        name="holding_codes_name_their_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Planned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("title", models.CharField(max_length=60)),
                ("term", models.CharField(blank=True, max_length=20)),
                ("decision", models.CharField(blank=True, max_length=80)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
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
                        name="planned_since_stamps",
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
                        name="planned_last_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since_lo__isnull", True),
                            ("last_hi__isnull", True),
                            ("since_lo__lt", models.F("last_hi")),
                            _connector="OR",
                        ),
                        name="planned_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="planned_says_what_it_is"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proceeding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("kind", models.CharField(max_length=24)),
                ("by_body", models.CharField(blank=True, max_length=200)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
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
                        name="proceeding_since_stamps",
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
                        name="proceeding_last_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since_lo__isnull", True),
                            ("last_hi__isnull", True),
                            ("since_lo__lt", models.F("last_hi")),
                            _connector="OR",
                        ),
                        name="proceeding_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="proceeding_says_what_it_is"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("on_lo", models.IntegerField(blank=True, null=True)),
                ("on_hi", models.IntegerField(blank=True, null=True)),
                ("words", models.CharField(max_length=300)),
                ("verified", models.BooleanField(blank=True, null=True)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on", ""), ("on_hi__isnull", True), ("on_lo__isnull", True)),
                            models.Q(
                                models.Q(("on", ""), _negated=True),
                                ("on_hi__isnull", False),
                                ("on_lo__isnull", False),
                                ("on_lo__lte", models.F("on_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="product_on_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="product_says_what_it_is"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.IntegerField()),
                ("system", models.CharField(default="government", max_length=12)),
                ("grade", models.CharField(max_length=12)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("entry_to__isnull", True)),
                        fields=("person", "year", "system"),
                        name="one_rating_a_year_and_system",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ("excellent", "good", "done", "not_done"))),
                        name="rating_grade_is_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("system__in", ("party", "government"))), name="rating_system_is_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("year__isnull", True), models.Q(("year__gte", 1900), ("year__lte", 2200)), _connector="OR"
                        ),
                        name="rating_year_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", models.CharField(max_length=24)),
                ("side", models.CharField(default="own", max_length=8)),
                ("name", models.CharField(max_length=120)),
                ("born_year", models.IntegerField(blank=True, null=True)),
                ("work", models.CharField(blank=True, max_length=250)),
                (
                    "declared",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("declared_lo", models.IntegerField(blank=True, null=True)),
                ("declared_hi", models.IntegerField(blank=True, null=True)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("relation", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="relative_says_what_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declared", ""), ("declared_hi__isnull", True), ("declared_lo__isnull", True)),
                            models.Q(
                                models.Q(("declared", ""), _negated=True),
                                ("declared_hi__isnull", False),
                                ("declared_lo__isnull", False),
                                ("declared_lo__lte", models.F("declared_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="relative_declared_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("born_year__isnull", True),
                            models.Q(("born_year__gte", 1800), ("born_year__lte", 2200)),
                            _connector="OR",
                        ),
                        name="relative_born_year_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("on_lo", models.IntegerField(blank=True, null=True)),
                ("on_hi", models.IntegerField(blank=True, null=True)),
                ("form", models.CharField(max_length=40)),
                ("words", models.CharField(blank=True, max_length=200)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on", ""), ("on_hi__isnull", True), ("on_lo__isnull", True)),
                            models.Q(
                                models.Q(("on", ""), _negated=True),
                                ("on_hi__isnull", False),
                                ("on_lo__isnull", False),
                                ("on_lo__lte", models.F("on_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="reward_on_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form", ""), _negated=True), name="reward_says_what_it_is"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("committee", models.CharField(max_length=40)),
                ("role", models.CharField(default="member", max_length=24)),
                ("alternate", models.BooleanField(default=False)),
                ("term", models.CharField(blank=True, max_length=20)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bodies.body",
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
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
                        name="seat_since_stamps",
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
                        name="seat_last_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since_lo__isnull", True),
                            ("last_hi__isnull", True),
                            ("since_lo__lt", models.F("last_hi")),
                            _connector="OR",
                        ),
                        name="seat_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("committee", ""), _negated=True), models.Q(("role", ""), _negated=True)
                        ),
                        name="seat_says_what_it_is",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=16)),
                (
                    "confirmed",
                    canbo.base.fields.WrittenDate(max_length=10, validators=[canbo.base.fields.check_partial_date]),
                ),
                ("confirmed_lo", models.IntegerField()),
                ("confirmed_hi", models.IntegerField()),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("entry_to__isnull", True)),
                        fields=("person", "name"),
                        name="a_section_is_confirmed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "name__in",
                                (
                                    "career",
                                    "seats",
                                    "degrees",
                                    "theory",
                                    "certificates",
                                    "ratings",
                                    "discipline",
                                    "proceedings",
                                    "planning",
                                    "family",
                                    "rewards",
                                    "papers",
                                    "membership",
                                ),
                            )
                        ),
                        name="section_name_is_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed", ""), _negated=True), name="section_says_what_it_is"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed", ""), ("confirmed_hi__isnull", True), ("confirmed_lo__isnull", True)),
                            models.Q(
                                models.Q(("confirmed", ""), _negated=True),
                                ("confirmed_hi__isnull", False),
                                ("confirmed_lo__isnull", False),
                                ("confirmed_lo__lte", models.F("confirmed_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="section_confirmed_stamps",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Theory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "on",
                    canbo.base.fields.WrittenDate(
                        blank=True, max_length=10, validators=[canbo.base.fields.check_partial_date]
                    ),
                ),
                ("on_lo", models.IntegerField(blank=True, null=True)),
                ("on_hi", models.IntegerField(blank=True, null=True)),
                ("grade", models.CharField(max_length=24)),
                ("equivalent", models.BooleanField(default=False)),
                ("verified", models.BooleanField(blank=True, null=True)),
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.paper",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("on", ""), ("on_hi__isnull", True), ("on_lo__isnull", True)),
                            models.Q(
                                models.Q(("on", ""), _negated=True),
                                ("on_hi__isnull", False),
                                ("on_lo__isnull", False),
                                ("on_lo__lte", models.F("on_hi")),
                            ),
                            _connector="OR",
                        ),
                        name="theory_on_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade", ""), _negated=True), name="theory_says_what_it_is"
                    ),
                ],
            },
        ),
    ])]
