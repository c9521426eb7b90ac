"""Where a ballot that belongs to something leads back to. `config` fills this once at start.

An owner is told by its key up to the colon ("procedures:12"); the rest is the number in the address.
"""

from __future__ import annotations

from django.urls import reverse

#: Kind of owner → the name of its page.
PAGES: dict[str, str] = {}


def lead_back(kind: str, page: str) -> None:
    """Let ballots of a kind of owner lead back to a page. Harmless when done again."""
    PAGES[kind] = page


def page_of(owner: str) -> str:
    """The address of an owner's page; blank when nobody has said where it is."""
    kind, _, number = owner.partition(":")
    return reverse(PAGES[kind], args=[number]) if kind in PAGES and number else ""
