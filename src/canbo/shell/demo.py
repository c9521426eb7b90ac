"""The cast of the demo: who may be tried, with password and second factor. Nobody outside a demo."""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache

from canbo.base.accounts.models import Account
from canbo.base.accounts.second_factor import codes_of


def cast() -> list[dict[str, Any]]:
    """The people of the demo with their words in both languages; nobody outside a demo."""
    file = settings.HOME / "demo-cast.json"
    if not settings.DEMO or not file.exists():
        return []
    rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return rows


def present_code(account: Account) -> str:
    """A code of one of the cast that is good now and not used yet; "" for anybody else, and outside a demo.

    The secrets of the cast are published on purpose: nothing in that world needs keeping.
    """
    secret = next((each.get("secret", "") for each in cast() if each["username"] == account.username), "")
    app = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).first() if secret else None
    if app is None:
        return ""
    before, now, after = codes_of(secret)
    return next((code for code in (now, after, before) if _unused(app, code)), "")


def _unused(app: Authenticator, code: str) -> bool:
    return cache.get(app.wrap()._get_used_cache_key(code)) is None
