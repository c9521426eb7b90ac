"""Secrets of second factors are kept sealed: who copies the database alone cannot work out anybody's codes."""

from __future__ import annotations

import base64
import functools
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def sealed(text: str) -> str:
    """A text under the installation's own key (CANBO_SECRET_KEY or secret.key)."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What `sealed` sealed. Raises cryptography's InvalidToken under another key."""
    return _box(settings.SECRET_KEY).decrypt(text.encode()).decode()


@functools.cache
def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"canbo/second-factor/1\n" + key.encode()).digest()))
