"""What screening leaves behind: exceptions decided by a competent body, and frozen lists of eligibles."""

from __future__ import annotations

from django.db import models

from canbo.apps.people.models import Person
from canbo.base.packs.models import ArchivedPack
from canbo.base.record.models import Recorded


class ExceptionDecision(Recorded):
    """A decision of a named body that excuses one person from one clause of one title, from a day until another.

    Verdicts show it as *excepted*, never as yes.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exception_decisions")
    title = models.CharField(max_length=60)
    clause = models.CharField(max_length=40)
    body = models.CharField(max_length=200)
    number = models.CharField(max_length=80)
    decided = models.DateField()
    until = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(body="") & ~models.Q(number="") & ~models.Q(document="") & ~models.Q(reason=""),
                name="an_exception_names_its_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("decided")),
                name="exception_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.clause}"


class EligiblesCertificate(models.Model):
    """A frozen screen: the canonical bytes, and what is needed to compute them again.

    `position` is the sequence number of the record up to which the dossier was read; `content` the canonical JSON
    whose SHA-256 is `digest`; `dossier_digest` covers every fact that was read.
    """

    title = models.CharField(max_length=60)
    purpose = models.CharField(max_length=24)
    on = models.DateField()
    position = models.BigIntegerField()
    pack = models.ForeignKey(ArchivedPack, on_delete=models.PROTECT, related_name="+")
    dossier_digest = models.CharField(max_length=64)
    content = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    entry = models.ForeignKey("record.Entry", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.title} {self.on} {self.digest[:12]}"
