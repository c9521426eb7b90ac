"""What is asked about a dossier: proposals to change it, and questions to schools; each with its answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from canbo.base.fields import stated
from canbo.base.record.models import Recorded


class Proposal(Recorded):
    """A change of a dossier that somebody asks for with its proof, and what another person decided about it.

    A change: `table` and `row` name the row as it stood (no row: a new detail of the kind that `field` names), `before`
    and `after` its value as written. A new row: what it says is `after`, as JSON; a withdrawal: what the row said is
    `before`, as JSON; neither has a `field`. Undecided: `decided_by`, `decided` and `accepted` are null.
    """

    class Deed(models.TextChoices):
        CHANGE = "change", "Sửa"
        ADD = "add", "Thêm"
        WITHDRAW = "withdraw", "Rút"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="proposals")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    proposed = models.DateField()
    deed = models.CharField(max_length=8, choices=Deed.choices, default=Deed.CHANGE)
    table = models.CharField(max_length=24)
    row = models.BigIntegerField(null=True, blank=True)
    field = models.CharField(max_length=40, blank=True)
    before = models.CharField(max_length=4000, blank=True)
    after = models.CharField(max_length=4000, blank=True)
    reason = models.CharField(max_length=500)
    paper = models.ForeignKey("people.Paper", on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    decided = models.DateField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            stated("table", "reason"),
            models.CheckConstraint(
                condition=models.Q(deed="change") & ~models.Q(field="")
                | models.Q(deed="add", field="", row__isnull=True, before="")
                | models.Q(deed="withdraw", field="", row__isnull=False, after=""),
                name="a_proposal_changes_adds_or_withdraws",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="nobody_decides_on_their_own_proposal",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided__isnull=True, accepted__isnull=True)
                | models.Q(decided_by__isnull=False, decided__isnull=False, accepted__isnull=False)
                & ~models.Q(answer=""),
                name="a_decision_has_its_day_and_reason",
            ),
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="a_proposal_changes_something"),
        )

    def __str__(self) -> str:
        return f"{self.deed} {self.table}.{self.field}".rstrip(".")


class Verification(Recorded):
    """A question to the school or authority whether a degree is genuine, and its answer; unanswered while null."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="verifications")
    degree = models.ForeignKey("people.Degree", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_of = models.CharField(max_length=200)
    letter = models.CharField(max_length=80)
    asked = models.DateField()
    answered = models.DateField(null=True, blank=True)
    genuine = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            stated("asked_of", "letter"),
            models.UniqueConstraint(
                fields=("degree",),
                condition=models.Q(entry_to__isnull=True, answered__isnull=True),
                name="a_degree_is_asked_about_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(answered__isnull=True, genuine__isnull=True)
                | models.Q(answered__isnull=False, genuine__isnull=False) & models.Q(answered__gte=models.F("asked")),
                name="an_answer_comes_after_the_question",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter} {self.asked_of}"
