"""A log says what went wrong and never what would open a door."""

from __future__ import annotations

import logging
import re

#: Names whose values are secrets, however they are written: key=value, "key": "value", Key: value.
_SECRET = re.compile(
    r"""((?:password\d?|passphrase|csrfmiddlewaretoken|csrftoken|x-csrftoken|sessionid|secret_key|authorization|cookie)
    ["']?\s*[:=]\s*)(\[?["'][^"']*["']\]?|(?:bearer\s+|basic\s+)?[^\s"'&;,)}]+)""",
    re.IGNORECASE | re.VERBOSE,
)
#: An address with the secrets of its account: postgresql://user:pass@host.
_ADDRESS = re.compile(r"(\w+://[^\s:/@]*:)[^\s@]+(@)")
#: The address of somebody's calendar, which opens without an account: /procedures/feed/….ics.
_FEED = re.compile(r"(/feed/)[^\s/?\"']+")
HIDDEN = "…"


class Discreet(logging.Formatter):
    """Formats a line, its traceback included, with the values of secrets left out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return without_secrets(super().format(record))


def without_secrets(text: str) -> str:
    """A text in which passwords, tokens, sessions, cookies and secret addresses are replaced by “…”."""
    return _FEED.sub(rf"\1{HIDDEN}", _ADDRESS.sub(rf"\1{HIDDEN}\2", _SECRET.sub(rf"\1{HIDDEN}", text)))
