"""Dossiers: people and the dated rows of their lives in office. Plain rows, no opinions.

Every row carries its place on the record (`Recorded`) and, where one proves it, the paper. Dates are kept as written
with two stamps beside them (`base.fields`). The privacy class of each table stands in PRIVACY.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from canbo.apps.bodies.models import Body
from canbo.apps.people import indexes
from canbo.apps.people.models_asked import Proposal, Verification
from canbo.apps.people.models_kept import Brought, KeptLayout, SavedList
from canbo.base.fields import WrittenDate, between, ends_after_it_begins, listed, one_of, stamps_agree, stated
from canbo.base.record.models import Entry, Recorded, closed_rows

#: Tables of this app that stand in files of their own.
__all__ = ["Brought", "KeptLayout", "Proposal", "SavedList", "Verification"]

#: Sections of a dossier that can be confirmed complete.
SECTIONS = (
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
)
#: Attested apart from those: where it is confirmed, no date of admission means "not a member of the Party".
MEMBERSHIP = "membership"
#: What a table refuses.
Constraints = tuple[models.BaseConstraint, ...]


class Person(models.Model):
    """An official with a dossier. `key` is the stable staff number; what is known of the person is a PersonVersion."""

    key = models.CharField(max_length=40, unique=True)
    entry_from = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return self.key


class Paper(Recorded):
    """A paper of the dossier: its kind, who issued it and when, whether it was confirmed, the digest of its file."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=40)  # code list paper-kinds of the pack
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    issued = WrittenDate(blank=True)
    issued_lo = models.IntegerField(null=True, blank=True)
    issued_hi = models.IntegerField(null=True, blank=True)
    confirmed = models.BooleanField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (stated("kind"), stamps_agree("issued"))
        # A dossier holds dozens of papers; whoever screens asks for the one of a kind.
        indexes = (indexes.PAPER_OF_KIND,)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()


class OfPerson(Recorded):
    """A dossier row: whose it is and which paper proves it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)ss")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)

    class Meta:
        abstract = True


class PersonVersion(OfPerson):
    """Who the person is. One row on the record at a time; a correction closes it and writes the next.

    Places are "LIST:code" with the words of the paper beside them; blank means not stated. `left` is the first day on
    which somebody is no longer in service, `left_why` a code of the list leaving-kinds, `left_by` the decision.
    """

    class Sex(models.TextChoices):
        MALE = "M", "Nam"
        FEMALE = "F", "Nữ"

    name = models.CharField(max_length=120)
    name_fold = models.CharField(max_length=120)  # search: lib.text.fold
    name_key = models.CharField(max_length=240)  # sort: lib.names.sort_key, given name first
    other_name = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    born = WrittenDate(blank=True)
    born_lo = models.IntegerField(null=True, blank=True)
    born_hi = models.IntegerField(null=True, blank=True)
    ethnicity = models.CharField(max_length=20, blank=True)  # "GSO:01"
    religion = models.CharField(max_length=20, blank=True)
    birthplace = models.CharField(max_length=16, blank=True)
    birthplace_text = models.CharField(max_length=200, blank=True)
    hometown = models.CharField(max_length=16, blank=True)
    hometown_text = models.CharField(max_length=200, blank=True)
    raised = models.CharField(max_length=16, blank=True)
    category = models.CharField(max_length=24, blank=True)  # cadre, civil_servant, public_employee, commune
    schooling = models.CharField(max_length=12, blank=True)
    academic_rank = models.CharField(max_length=8, blank=True)  # GS, PGS
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    managed_by = models.CharField(max_length=40, blank=True)  # code of the managing authority
    id_number = models.CharField(max_length=20, blank=True)
    recruited = WrittenDate(blank=True)
    recruited_lo = models.IntegerField(null=True, blank=True)
    recruited_hi = models.IntegerField(null=True, blank=True)
    party_admitted = WrittenDate(blank=True)
    party_admitted_lo = models.IntegerField(null=True, blank=True)
    party_admitted_hi = models.IntegerField(null=True, blank=True)
    party_official = WrittenDate(blank=True)
    party_official_lo = models.IntegerField(null=True, blank=True)
    party_official_hi = models.IntegerField(null=True, blank=True)
    left = WrittenDate(blank=True, default="")
    left_lo = models.IntegerField(null=True, blank=True)
    left_hi = models.IntegerField(null=True, blank=True)
    left_why = models.CharField(max_length=24, blank=True, default="")
    left_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(entry_to__isnull=True), name="one_version_of_a_person"
            ),
            stated("name", "name_fold", "name_key"),
            one_of("sex", "M", "F", ""),
            listed("ethnicity", "birthplace", "hometown", "raised"),
            *map(stamps_agree, ("born", "recruited", "party_admitted", "party_official", "left")),
            models.CheckConstraint(
                condition=~models.Q(left="") | models.Q(left_why="", left_by=""),
                name="a_reason_for_leaving_has_its_day",
            ),
        )
        indexes = indexes.OF_PEOPLE

    def __str__(self) -> str:
        return self.name


class Spell(OfPerson):
    """Something that lasts: `since` the first day, `last` the last day (blank while it lasts)."""

    since = WrittenDate()
    since_lo = models.IntegerField()
    since_hi = models.IntegerField()
    last = WrittenDate(blank=True, end=True)
    last_lo = models.IntegerField(null=True, blank=True)
    last_hi = models.IntegerField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints: Constraints = (stamps_agree("since"), stamps_agree("last"), ends_after_it_begins())


class Happening(OfPerson):
    """Something that happened on a day, a month or a year, or at a time not stated (blank)."""

    on = WrittenDate(blank=True)
    on_lo = models.IntegerField(null=True, blank=True)
    on_hi = models.IntegerField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints: Constraints = (stamps_agree("on"),)


class Holding(Spell):
    """A person in a post. `title` is a code of the pack; `post` the seat where the register has it; `body` always.

    `began` says since when the post has been held without a break, where a decree about its body cut the spell in two.
    `uses_quota` tells whether it takes a place of the body's allotment; null: as usual, a main post does and a
    concurrent one does not.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    post_code = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=60)
    words = models.CharField(max_length=250, blank=True)  # as the dossier writes it
    place = models.CharField(max_length=16, blank=True)  # where the work was done, "LIST:code"
    concurrent = models.BooleanField(default=False)
    decision = models.CharField(max_length=80, blank=True)
    decided_by = models.CharField(max_length=200, blank=True, default="")  # the body, as the paper names it
    brought_in = models.BooleanField(default=False)  # transferred or rotated in from elsewhere
    began = WrittenDate(blank=True, default="")
    began_lo = models.IntegerField(null=True, blank=True)
    began_hi = models.IntegerField(null=True, blank=True)
    uses_quota = models.BooleanField(null=True, blank=True)

    class Meta(Spell.Meta):
        constraints = (*Spell.Meta.constraints, stated("title"), listed("place"), stamps_agree("began"))
        indexes = (indexes.HOLDING_POST, indexes.HOLDING_TITLE, closed_rows("holding_closed"))


class Seat(Spell):
    """Membership of a committee: which, in what role, for which term of the pack's list, full or alternate."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    committee = models.CharField(max_length=40)  # kind of committee: central, politburo, province, district, commune
    role = models.CharField(max_length=24, default="member")  # member, standing, deputy_secretary, secretary
    alternate = models.BooleanField(default=False)
    term = models.CharField(max_length=20, blank=True)

    class Meta(Spell.Meta):
        constraints = (*Spell.Meta.constraints, stated("committee", "role"))


class Degree(Happening):
    """A degree. `verified` true, false, or null while nobody has answered; `grade` is a code of the list degrees."""

    grade = models.CharField(max_length=24)
    field = models.CharField(max_length=40, blank=True)  # code list fields-of-study
    field_text = models.CharField(max_length=120, blank=True)
    school = models.CharField(max_length=160, blank=True)
    mode = models.CharField(max_length=24, blank=True)
    verified = models.BooleanField(null=True, blank=True)

    class Meta(Happening.Meta):
        constraints = (*Happening.Meta.constraints, stated("grade"))
        indexes = (indexes.DEGREE_GRADE, closed_rows("degree_closed"))


class Theory(Happening):
    """A level of political theory (code list theory-levels), by certificate or certified as equivalent."""

    grade = models.CharField(max_length=24)
    equivalent = models.BooleanField(default=False)
    verified = models.BooleanField(null=True, blank=True)

    class Meta(Happening.Meta):
        constraints = (*Happening.Meta.constraints, stated("grade"))
        indexes = (indexes.THEORY_GRADE, closed_rows("theory_closed"))


class Certificate(Happening):
    """A certificate: `kind` state_management, language, it; `grade` a code of that kind's list."""

    kind = models.CharField(max_length=24)
    grade = models.CharField(max_length=40)
    verified = models.BooleanField(null=True, blank=True)

    class Meta(Happening.Meta):
        constraints = (*Happening.Meta.constraints, stated("kind", "grade"))


class Rating(OfPerson):
    """The classification of one year. `system` party or government; `grade` excellent, good, done, not_done."""

    year = models.IntegerField()
    system = models.CharField(max_length=12, default="government")
    grade = models.CharField(max_length=12)
    decided_by = models.CharField(max_length=200, blank=True, default="")  # the body, as the paper names it

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "year", "system"),
                condition=models.Q(entry_to__isnull=True),
                name="one_rating_a_year_and_system",
            ),
            one_of("grade", "excellent", "good", "done", "not_done"),
            one_of("system", "party", "government"),
            between("year", 1900, 2200),
        )


class Discipline(Happening):
    """A discipline in effect from `on` (day of effect) until `last` (expunged or lapsed; blank while it runs).

    `form` is a code of the list discipline-forms; `reason` a code of discipline-reasons ("canvassing", …);
    `with_removal` tells a warning that also removed from the post.
    """

    system = models.CharField(max_length=12, default="government")
    form = models.CharField(max_length=24)
    reason = models.CharField(max_length=24, blank=True)
    with_removal = models.BooleanField(default=False)
    decided_by = models.CharField(max_length=200, blank=True, default="")  # the body, as the paper names it
    last = WrittenDate(blank=True, end=True)
    last_lo = models.IntegerField(null=True, blank=True)
    last_hi = models.IntegerField(null=True, blank=True)

    class Meta(Happening.Meta):
        constraints = (
            *Happening.Meta.constraints,
            stated("form"),
            one_of("system", "party", "government"),
            stamps_agree("last"),
            ends_after_it_begins("on"),
        )


class Proceeding(Spell):
    """A proceeding, open or closed; `kind` is a code of the list proceeding-kinds (inspection, prosecution, …)."""

    kind = models.CharField(max_length=24)
    by_body = models.CharField(max_length=200, blank=True)

    class Meta(Spell.Meta):
        constraints = (*Spell.Meta.constraints, stated("kind"))


class Planned(Spell):
    """Planned for a title in a term; `last` when removed or when the term has passed."""

    title = models.CharField(max_length=60)
    term = models.CharField(max_length=20, blank=True)
    decision = models.CharField(max_length=80, blank=True)
    decided_by = models.CharField(max_length=200, blank=True, default="")  # the body, as the paper names it

    class Meta(Spell.Meta):
        constraints = (*Spell.Meta.constraints, stated("title"))
        indexes = (indexes.PLANNED_TITLE,)


class Relative(OfPerson):
    """A relative as declared: relation, name, birth year, work. Read only through the visibility function."""

    relation = models.CharField(max_length=24)
    side = models.CharField(max_length=8, default="own")
    name = models.CharField(max_length=120)
    born_year = models.IntegerField(null=True, blank=True)
    work = models.CharField(max_length=250, blank=True)
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    declared = WrittenDate(blank=True)
    declared_lo = models.IntegerField(null=True, blank=True)
    declared_hi = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = (stated("relation", "name"), stamps_agree("declared"), between("born_year", 1800, 2200))


class Reward(Happening):
    """A reward or title of honour."""

    form = models.CharField(max_length=40)
    words = models.CharField(max_length=200, blank=True)

    class Meta(Happening.Meta):
        constraints = (*Happening.Meta.constraints, stated("form"))


class Product(Happening):
    """A result of work with evidence: a "product" in the sense of regulation 365."""

    words = models.CharField(max_length=300)
    verified = models.BooleanField(null=True, blank=True)

    class Meta(Happening.Meta):
        constraints = (*Happening.Meta.constraints, stated("words"))


class Finding(Happening):
    """A recorded conclusion of a competent body: `kind` (code list findings), answer, who concluded, document.

    What a machine may not judge (health, political standards, field fits the sector) enters the law only in this form.
    """

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True)  # title code where the finding is for one title
    holds = models.BooleanField()
    by_body = models.CharField(max_length=200)
    document = models.CharField(max_length=120)

    class Meta(Happening.Meta):
        constraints = (*Happening.Meta.constraints, stated("kind", "by_body", "document"))


class Extension(Happening):
    """A decision to work beyond the age of retirement: `until_month` is the last month, "2028-06"."""

    last = WrittenDate(end=True)
    last_lo = models.IntegerField()
    last_hi = models.IntegerField()
    decision = models.CharField(max_length=80)
    decided_by = models.CharField(max_length=200, blank=True, default="")  # the body, as the paper names it

    class Meta(Happening.Meta):
        constraints = (*Happening.Meta.constraints, stated("decision"), stamps_agree("last"))


class Candidacy(OfPerson):
    """Standing for election: where, the count, the outcome (elected, not_elected, withdrew, not_confirmed)."""

    election = models.CharField(max_length=40)
    constituency = models.CharField(max_length=120)
    votes = models.IntegerField(null=True, blank=True)
    percent_of_valid = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    rank = models.IntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=16)
    earlier_terms = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = (
            stated("election", "constituency"),
            one_of("outcome", "elected", "not_elected", "withdrew", "not_confirmed"),
            between("votes", 0),
            between("percent_of_valid", 0, 100),
            between("rank", 1),
        )
        indexes = (closed_rows("candidacy_closed"),)


class Section(OfPerson):
    """Somebody confirmed that a section of the dossier is complete: only then does an empty section mean "none".

    `name` is one of SECTIONS or MEMBERSHIP; `confirmed` the day.
    """

    name = models.CharField(max_length=16)
    confirmed = WrittenDate()
    confirmed_lo = models.IntegerField()
    confirmed_hi = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "name"),
                condition=models.Q(entry_to__isnull=True),
                name="a_section_is_confirmed_once",
            ),
            one_of("name", *SECTIONS, MEMBERSHIP),
            stated("confirmed"),
            stamps_agree("confirmed"),
        )
        indexes = (closed_rows("section_closed"),)


class AnyDetail(Happening):
    """One thing that the standard form asks and that has no table of its own; one row for each kind on the record."""

    kind = models.CharField(max_length=32)
    value = models.CharField(max_length=500)

    class Meta:
        abstract = True
        constraints: Constraints = (
            *Happening.Meta.constraints,
            stated("kind", "value"),
            models.UniqueConstraint(
                fields=("person", "kind"), condition=models.Q(entry_to__isnull=True), name="%(class)s_once"
            ),
        )


class Detail(AnyDetail):
    """A detail open to whoever may see the person: residence, grade and step, army service (code list details)."""

    class Meta(AnyDetail.Meta):
        pass


class PrivateDetail(AnyDetail):
    """A detail behind the visibility function: health, telephone, insurance (code list private-details)."""

    class Meta(AnyDetail.Meta):
        pass


class DossierLink(Recorded):
    """The account with which an official reads the own dossier."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="dossier_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="account_links")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=models.Q(entry_to__isnull=True), name="an_account_has_one_dossier"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.person}"


#: Privacy class per table: "open" to whoever may see the person, "restricted" (data dictionary: 49–55 and the like).
PRIVACY = {
    "PersonVersion": "open",
    "Paper": "open",
    "Holding": "open",
    "Seat": "open",
    "Degree": "open",
    "Theory": "open",
    "Certificate": "open",
    "Rating": "open",
    "Planned": "open",
    "Reward": "open",
    "Product": "open",
    "Extension": "open",
    "Candidacy": "open",
    "Section": "open",
    "Detail": "open",
    "PrivateDetail": "restricted",
    "Discipline": "restricted",
    "Proceeding": "restricted",
    "Relative": "restricted",
    "Finding": "restricted",
}
#: Columns of the open identity that are read as a sealed table is.
SEALED_FIELDS = {"id_number": "PrivateDetail", "left_why": "Discipline"}
#: Kinds of papers that are not even named to whom a sealed table is closed: the name alone would tell.
TELLING_PAPERS = {"discipline_decision": "Discipline"}
#: Reasons of leaving that would tell what the sealed disciplines say → with which other they are counted.
TELLING_REASONS = {"dismissed": "resigned"}
#: Kinds of papers whose files are sealed whatever they prove.
SEALED_PAPERS = frozenset(
    {
        *("discipline_decision", "family_declaration", "asset_declaration"),
        *("political_conclusion", "health_certificate", "residence_comments"),
    }
)
