"""Plans: cycles by title, body and term, and who stands in them.

A place in a plan is also a row of the dossier (`people.Planned`), so that standards and screens see it; what stands
here is which cycle and decision it came from, and why it ended.
"""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import Person, Planned
from canbo.base.fields import between, one_of, stated
from canbo.base.record.models import Entry, Recorded

#: Why somebody leaves a plan: a clause of the planning standard no longer holds, a decision, or the place is taken up.
EXITS = ("standard", "review", "placed")
#: Of whom a committee may want a share, and the whole in hundredths of a per cent.
TARGETS, WHOLE = ("women", "minority", "young"), 10_000


class Cycle(models.Model):
    """A body plans its future holders of a title for a term. Which case runs it is told by the case's owner key."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=60)
    term = models.CharField(max_length=20)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            stated("title", "term"),
            models.UniqueConstraint(fields=("body", "title", "term"), name="a_title_is_planned_once_a_term"),
        )

    @property
    def owner(self) -> str:
        """The key under which cases belong to this cycle."""
        return f"planning:{self.pk}"

    def __str__(self) -> str:
        return f"{self.title} {self.term}"


class Place(Recorded):
    """Somebody stands in a plan, by a decision; the row of the dossier that says so is `planned`."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="standing")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plans")
    planned = models.ForeignKey(Planned, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=80)

    class Meta:
        constraints = (
            stated("decision"),
            models.UniqueConstraint(
                fields=("cycle", "person"), condition=Q(entry_to__isnull=True), name="one_place_in_a_plan"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.cycle}"


class Target(Recorded):
    """The share of a kind of people that a committee wants in the plans of an area, by a document of its own.

    Where the rule of the centre says “suited to the area” and gives no number, the committee gives one. `hundredths` of
    a per cent; `young_below`: who counts as young, in years.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField(max_length=10)
    hundredths = models.PositiveIntegerField()
    young_below = models.PositiveIntegerField(null=True, blank=True)
    since = models.DateField()
    document = models.CharField(max_length=120)
    decided_by = models.CharField(max_length=120)

    class Meta:
        constraints = (
            stated("document", "decided_by"),
            one_of("kind", *TARGETS),
            between("hundredths", 1, WHOLE),
            models.CheckConstraint(condition=Q(kind="young") ^ Q(young_below__isnull=True), name="young_has_an_age"),
            models.UniqueConstraint(
                fields=("body", "kind"), condition=Q(entry_to__isnull=True), name="one_target_of_a_kind"
            ),
        )

    @property
    def share(self) -> Fraction:
        """The share, exact."""
        return Fraction(self.hundredths, WHOLE)

    def __str__(self) -> str:
        return f"{self.kind} {self.share}"


class Review(models.Model):
    """A plan as looked through once a year, by a document: how many were kept. Who left, and who came, stands apart."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reviews")
    year = models.PositiveIntegerField()
    on = models.DateField()
    kept = models.PositiveIntegerField()
    document = models.CharField(max_length=200)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            stated("document"),
            models.UniqueConstraint(fields=("cycle", "year"), name="a_plan_is_reviewed_once_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.cycle} {self.year}"


class Exit(models.Model):
    """Somebody left a plan: on which day, why, by which clause, or by which document of which body."""

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="exit")
    on = models.DateField()
    why = models.CharField(max_length=10)
    clause = models.CharField(max_length=40, blank=True)
    document = models.CharField(max_length=200, blank=True)
    decided_by = models.CharField(max_length=200, blank=True, default="")  # the body, as the document names it
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            one_of("why", *EXITS),
            models.CheckConstraint(condition=~Q(clause="") | ~Q(document=""), name="an_exit_gives_its_ground"),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.on}"
