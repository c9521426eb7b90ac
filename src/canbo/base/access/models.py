"""Roles: what an account is entitled to, in which body, for how long."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from canbo.base.record.models import Entry, Recorded


class Role(models.TextChoices):
    """The roles of the house, in the words of the glossary."""

    OFFICER = "officer", "Cán bộ tổ chức"
    HEAD = "head", "Người đứng đầu"
    STANDING = "standing", "Ủy viên ban thường vụ"
    MEMBER = "member", "Cấp ủy viên"
    TELLER = "teller", "Tổ kiểm phiếu"
    APPROVER = "approver", "Cấp phê duyệt"
    INSPECTOR = "inspector", "Cán bộ kiểm tra"
    CUSTODIAN = "custodian", "Người giữ hồ sơ"
    OFFICIAL = "official", "Cán bộ, công chức"
    JURIST = "jurist", "Cán bộ pháp chế"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


class Grant(Recorded):
    """A role held by an account over a body (by code) and everything under it, from a day until another (exclusive).

    Where `managed_by` names a managing authority (code list managing-authorities), the role reaches only the people in
    those bodies whom that authority manages, and no body as such. `decision` is the number of the decision behind it;
    only the house itself, at the founding of an installation, grants without one. The database lets nobody grant or end
    a role of their own.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    body_code = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    managed_by = models.CharField(max_length=40, blank=True, default="")
    decision = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="grant_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.role} {self.body_code}"


class Reading(models.Model):
    """Somebody read a private thing: who, what, when, in which roles, and, where a part of it is sealed, why.

    `key` is the name of the thing in its register ("dossier" and a staff number). `sealed` lists the sealed parts that
    were opened, by code; for those a reason is given. `entry` is the newest entry of the record at that moment: a
    reading is no entry of its own, since it changes nothing, but it stands between two of them, and the same guards
    keep it from being changed or removed. Readings are bound into the record in batches: `ReadingSeal`.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    key = models.CharField(max_length=60)
    roles = models.CharField(max_length=160, blank=True)
    sealed = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = (models.Index(fields=("kind", "key", "at"), name="reading_by_thing"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(sealed="") | ~models.Q(reason=""), name="what_is_sealed_is_opened_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.by} {self.kind} {self.key}"


class ReadingSeal(models.Model):
    """An entry binds the readings since the last such entry: up to number `upto`, so many (`count`), under one root.

    `root` is the Merkle root over them in the order of their numbers; see `actions_readings`.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    upto = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.upto} {self.root[:12]}"
