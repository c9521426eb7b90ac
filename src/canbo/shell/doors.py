"""The main sections on every page. `config` says which there are; the shell only draws them."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.lib.text import Text


@dataclass(frozen=True)
class Door:
    """One main section: the name of its first page, its namespace, and its words."""

    page: str
    namespace: str
    says: Text


#: In the order shown; filled by config.urls.
DOORS: list[Door] = []
