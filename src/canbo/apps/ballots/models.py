"""Secret ballots counted on paper: what is voted on, who counts, the papers as keyed, and the closed result.

Nothing here says who voted what, and nothing could: a keyed paper knows the ballot, the side that keyed it and the
number that the tellers wrote on it after the box was opened and mixed. It has no moment, no account, no elector, and no
row points at it. Who attended is kept elsewhere, by name only.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import Person
from canbo.base.fields import between, one_of, stated
from canbo.base.packs.models import ArchivedPack
from canbo.base.record.models import Entry, Recorded

#: A ballot is the first one, another round because too few passed, or a vote between tied names.
ROUNDS = ("first", "again", "tie")


class Ballot(models.Model):
    """One vote: its kind and day, pinned to the rules in use when it was opened. Never changed.

    `owner` says what the vote belongs to in the words of whoever opened it (for example "procedures:12");
    nothing is read from it here. `summoned` are the electors called. Where a meeting opened the vote, its attendance is
    settled and nobody types it again: `present`, `roll` and `members`; and `under` is the day whose rules hold.
    """

    owner = models.CharField(max_length=120, blank=True, db_index=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="ballots")
    purpose = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    held = models.DateField()
    pack = models.ForeignKey(ArchivedPack, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveIntegerField()
    summoned = models.PositiveIntegerField()
    round = models.CharField(max_length=8, default="first")
    after = models.OneToOneField("self", on_delete=models.PROTECT, related_name="next", null=True, blank=True)
    under = models.DateField(null=True, blank=True)
    present = models.PositiveIntegerField(null=True, blank=True)
    roll = models.PositiveIntegerField(null=True, blank=True)
    members = models.PositiveIntegerField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            stated("purpose", "kind"),
            one_of("round", *ROUNDS),
            between("seats", 1),
            between("summoned", 1),
            models.CheckConstraint(
                condition=Q(round="first", after__isnull=True) | ~Q(round="first") & Q(after__isnull=False),
                name="a_further_round_follows_a_ballot",
            ),
        )

    def __str__(self) -> str:
        return self.purpose


class BallotName(models.Model):
    """One name on the ballot, in the order printed (`place` from 0). `detail` is the line beside the name.

    `born` is a stamp, for rules that settle ties by age; `person` the dossier, where there is one.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="names")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    detail = models.CharField(max_length=300, blank=True)
    born = models.IntegerField(null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("place",)
        constraints = (
            stated("name"),
            models.UniqueConstraint(fields=("ballot", "place"), name="a_place_on_a_ballot_has_one_name"),
        )

    def __str__(self) -> str:
        return f"{self.place + 1}. {self.name}"


class Withdrawal(models.Model):
    """A name that withdrew after the papers were printed: votes for it are counted and decide nothing."""

    name = models.OneToOneField(BallotName, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (stated("reason"),)

    def __str__(self) -> str:
        return f"{self.name}"


class Teller(Recorded):
    """A member of the counting team. `side` 1 or 2 keys the papers; the head leads, closes and signs."""

    class Role(models.TextChoices):
        HEAD = "head", "Trưởng ban kiểm phiếu"
        MEMBER = "member", "Ủy viên"
        SECRETARY = "secretary", "Thư ký"

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="tellers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tellings")
    role = models.CharField(max_length=10, choices=Role.choices)
    side = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            one_of("role", "head", "member", "secretary"),
            between("side", 1, 2),
            models.UniqueConstraint(
                fields=("ballot", "side"), condition=Q(entry_to__isnull=True), name="a_side_has_one_teller"
            ),
            models.UniqueConstraint(
                fields=("ballot", "account"), condition=Q(entry_to__isnull=True), name="a_teller_has_one_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.role}"


class PaperNumbers(Recorded):
    """The papers around the box: how many were printed, issued, exchanged for spoilt ones, left over, came back."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="paper_numbers")
    present = models.PositiveIntegerField()
    printed = models.PositiveIntegerField()
    issued = models.PositiveIntegerField()
    spoilt = models.PositiveIntegerField()
    unused = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    roll = models.PositiveIntegerField(null=True, blank=True)
    members = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("ballot",), condition=Q(entry_to__isnull=True), name="a_ballot_has_one_sheet_of_numbers"
            ),
        )

    def __str__(self) -> str:
        return f"{self.issued} / {self.returned}"


class KeyedPaper(models.Model):
    """One paper as one side keyed it. `number` was written on it after the box was opened and mixed.

    Working material until the ballot is closed; from then on the database refuses every change. No moment, no account.
    """

    pk = models.CompositePrimaryKey("ballot_id", "side", "number")
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="papers", db_index=False)
    side = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    marks = models.CharField(max_length=1000)
    faults = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (between("side", 1, 2), between("number", 1))

    def __str__(self) -> str:
        return f"{self.number}"


class KeyingDone(Recorded):
    """A side says that it has keyed every paper; closed again when the two sides settle their differences."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="keyings_done")
    side = models.PositiveSmallIntegerField()
    papers = models.PositiveIntegerField()

    class Meta:
        constraints = (
            between("side", 1, 2),
            models.UniqueConstraint(
                fields=("ballot", "side"), condition=Q(entry_to__isnull=True), name="a_side_is_done_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.side}: {self.papers}"


class Closing(models.Model):
    """The count is closed: `result` as plain values, `papers` the settled papers as a sorted list without numbers.

    `digest` is the SHA-256 of salt, result and papers, and stands on the record in their place: the record is read by
    people who may not see a result that the rule does not announce.
    """

    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, related_name="closing")
    result = models.TextField()
    papers = models.TextField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.digest[:12]


class Annulment(models.Model):
    """The vote is void: more papers came back than were issued, for one. A new ballot must be opened."""

    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, related_name="annulment")
    reason = models.CharField(max_length=500)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (stated("reason"),)

    def __str__(self) -> str:
        return self.reason
