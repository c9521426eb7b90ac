"""Roles: what an account is entitled to, in which body, for how long."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from canbo.base.record.models import Recorded


class Role(models.TextChoices):
    """The roles of the house, in the words of the glossary."""

    OFFICER = "officer", "Cán bộ tổ chức"
    HEAD = "head", "Người đứng đầu"
    STANDING = "standing", "Ủy viên ban thường vụ"
    MEMBER = "member", "Cấp ủy viên"
    TELLER = "teller", "Tổ kiểm phiếu"
    APPROVER = "approver", "Cấp phê duyệt"
    INSPECTOR = "inspector", "Cán bộ kiểm tra"
    OFFICIAL = "official", "Cán bộ, công chức"
    JURIST = "jurist", "Cán bộ pháp chế"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


class Grant(Recorded):
    """A role held by an account over a body (by code) and everything under it, from a day until another (exclusive)."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    body_code = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="grant_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.role} {self.body_code}"
