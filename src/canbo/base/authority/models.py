"""Acting for somebody else, and acts that need two people."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from canbo.base.access.models import Grant
from canbo.base.record.models import Entry, Recorded


class Delegation(Recorded):
    """An office (one `grant`) lent to another `account` from a day until another (exclusive), by a decision.

    `deeds` are the beginnings of the actions that are lent, separated by blanks ("people. eligibility.freeze"). The
    database refuses one to oneself, one of an office that is not the giver's own and in force for the whole time, and
    one that somebody other than its holder (or the house itself) enters: so it cannot be passed on.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="delegations")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations")
    decided_by = models.CharField(max_length=200)
    number = models.CharField(max_length=80)
    decided_on = models.DateField()
    since = models.DateField()
    until = models.DateField()
    deeds = models.CharField(max_length=400)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(number="") & ~models.Q(decided_by="") & ~models.Q(deeds=""),
                name="delegation_names_its_decision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.number}"


class Proposal(models.Model):
    """An act that one person asks for and another must confirm: its kind, `what` (canonical JSON), the digest of that.

    Worth nothing after `expires`. Who proposes is whoever acted under `entry`.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=80)
    what = models.TextField()
    digest = models.CharField(max_length=64)
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Answer(models.Model):
    """What became of a proposal: confirmed by a second person, or dropped. `digest` is that of what was confirmed.

    The database refuses a confirmation by whoever proposed, one of another digest, and one that comes too late.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="answer")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    confirmed = models.BooleanField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.confirmed}"
