"""What somebody reads who has given a wrong password too often."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from canbo.base.accounts.actions import enter_lock
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.middleware import answer


def locked_out(request: Any, *_: Any) -> HttpResponse:
    """429 with the minutes to wait, as a page, a fragment or problem+json; entered once, when the door shuts."""
    if getattr(request, "axes_failures_since_start", None) == settings.AXES_FAILURE_LIMIT:
        name = (request.axes_credentials or {}).get("username") or ""
        enter_lock(username=name, address=request.axes_ip_address or "", at=timezone.now())
    wait = settings.AXES_COOLOFF_TIME
    says = Text("Đăng nhập sai quá nhiều lần.", "Too many sign-ins have failed.")
    remedy = Text(
        "Vui lòng thử lại sau {minutes} phút. Nếu quên mật khẩu, đề nghị quản trị hệ thống đặt lại.",
        "Try again in {minutes} minutes. If the password is forgotten, ask an administrator to set it anew.",
    ).filled(minutes=int(wait.total_seconds() // 60))
    response = answer(request, Refusal("accounts.locked_out", says, remedy, status=429))
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response
