"""Read-only mode: while a copy is made or a fault is looked into, nothing is written on the record."""

from __future__ import annotations

from django.conf import settings

from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def why_not_write() -> Refusal | None:
    """Why nothing can be entered now, or None. An administrator decides by CANBO_READ_ONLY."""
    if not settings.READ_ONLY:
        return None
    return Refusal(
        "record.read_only",
        Text("Hệ thống đang ở chế độ chỉ đọc; chưa ghi gì.", "The system is read-only now; nothing was written."),
        Text(
            "Vui lòng thực hiện lại khi quản trị hệ thống cho phép ghi.",
            "Do it again when the administrator allows writing.",
        ),
        status=503,
    )
