"""One line of what is due from somebody."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import num, say


@dataclass(frozen=True)
class Due:
    """One thing that waits for the reader, and where it is done; `about`: where, which step, by when."""

    says: Text
    url: str
    verb: Text
    about: Text | None = None


def counted(vi: str, en: str, number: int) -> Text:
    """A sentence with its number as the reader writes it."""
    shown = say(Text(num(number), num(number)))
    return Text(vi, en).filled(n=shown)


def joined(*parts: Text | None) -> Text:
    """Some words of both languages on one line."""
    told = [part for part in parts if part is not None]
    return Text(" · ".join(part.vi for part in told), " · ".join(part.en for part in told))
