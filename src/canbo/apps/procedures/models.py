"""Cases of procedures: what was opened, under which rules, and every move since. Nothing is ever changed.

A case stands where its newest move says. A move follows exactly one other, so that of two people who close a step at
once one is refused by the database itself.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from canbo.apps.bodies.models import Body
from canbo.base.fields import between, one_of, stated
from canbo.base.packs.models import ArchivedPack
from canbo.base.record.models import Entry, Recorded


class Case(models.Model):
    """A procedure that runs in a body, pinned to the rules of the day it was opened (`pack` and `opened`).

    `owner` says in the words of a capability above what it belongs to ("planning:12"); nothing is read from it here.
    """

    procedure = models.CharField(max_length=40)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="cases")
    title = models.CharField(max_length=60, blank=True)
    term = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=300)
    places = models.PositiveIntegerField()
    opened = models.DateField()
    owner = models.CharField(max_length=120, blank=True, db_index=True)
    pack = models.ForeignKey(ArchivedPack, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (stated("procedure", "purpose"), between("places", 1))

    def __str__(self) -> str:
        return self.purpose


class Move(models.Model):
    """One event of a case and the state after it, both as canonical JSON. `due`: the day the open step waits for."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    after = models.OneToOneField("self", on_delete=models.PROTECT, related_name="next", null=True, blank=True)
    event = models.TextField()
    state = models.TextField()
    step = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10)
    due = models.DateField(null=True, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="a_move_has_its_number"),
            one_of("status", "running", "decided", "stopped"),
            models.CheckConstraint(
                condition=Q(number=0, after__isnull=True) | Q(number__gt=0, after__isnull=False),
                name="a_move_follows_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.step or self.status}"


class Feed(Recorded):
    """An account reads its days as a calendar, by an address with a token, of which the digest alone is kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = (
            stated("digest"),
            models.UniqueConstraint(
                fields=("account",), condition=Q(entry_to__isnull=True), name="an_account_has_one_feed"
            ),
        )

    def __str__(self) -> str:
        return self.digest[:12]
