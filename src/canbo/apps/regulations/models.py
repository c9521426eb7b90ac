"""Who is asked to study which instrument and who has read it; which of two rules that differ a body has chosen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from canbo.base.fields import stated
from canbo.base.record.models import Recorded


class Study(Recorded):
    """An instrument ("377-QĐ/TW@2025-10-08") to be read by a day: by everybody in office in a body and below, or by one
    account. Exactly one of `body_code` and `account` is given."""

    instrument = models.CharField(max_length=80)
    body_code = models.CharField(max_length=40, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="studies", null=True, blank=True
    )
    assigned = models.DateField()
    due = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            stated("instrument"),
            models.CheckConstraint(
                condition=(Q(body_code="") & Q(account__isnull=False)) | (~Q(body_code="") & Q(account__isnull=True)),
                name="study_is_for_a_body_or_an_account",
            ),
            models.CheckConstraint(condition=Q(due__gte=F("assigned")), name="study_is_due_after_it_is_assigned"),
            models.UniqueConstraint(
                fields=("instrument", "body_code"),
                condition=Q(entry_to__isnull=True) & ~Q(body_code=""),
                name="study_unique_for_a_body",
            ),
            models.UniqueConstraint(
                fields=("instrument", "account"), condition=Q(entry_to__isnull=True), name="study_unique_for_an_account"
            ),
        )

    def __str__(self) -> str:
        return f"{self.instrument} → {self.body_code or self.account}"


class StudyConfirmation(Recorded):
    """An account says that it has read an instrument: by themselves, once, whoever asked for it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="confirmations")
    instrument = models.CharField(max_length=80)
    on = models.DateField()

    class Meta:
        constraints = (
            stated("instrument"),
            models.UniqueConstraint(
                fields=("account", "instrument"), condition=Q(entry_to__isnull=True), name="studyconfirmation_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.instrument} {self.on}"


class StudyReminder(Recorded):
    """Those who have not yet confirmed an assignment were reminded on a day; once a day is enough."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="reminders")
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("study", "on"), name="studyreminder_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.study} {self.on}"


class RuleChoice(Recorded):
    """A competent body says which of two rules that differ is applied: in one case (`subject`, a staff number or a case
    number), or in every case in the charge of a body (`charge`, its code) and of all under it.

    `conflict` and `option` are codes of the rules in use."""

    conflict = models.CharField(max_length=60)
    option = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, blank=True)
    charge = models.CharField(max_length=40, blank=True)
    body = models.CharField(max_length=200)
    number = models.CharField(max_length=80)
    document = models.CharField(max_length=200)
    decided = models.DateField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = (
            stated("conflict", "option", "body", "number", "document", "reason"),
            models.UniqueConstraint(
                fields=("conflict", "subject", "charge"),
                condition=Q(entry_to__isnull=True),
                name="rulechoice_unique_for_a_case",
            ),
            models.CheckConstraint(condition=Q(subject="") | Q(charge=""), name="rulechoice_for_one_thing"),
        )

    def __str__(self) -> str:
        return f"{self.conflict} → {self.option}"
