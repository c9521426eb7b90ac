"""Refusal: somebody cannot do this now, or what was given cannot be used."""

from __future__ import annotations

from canbo.core.law import Citation
from canbo.lib.text import Text


class Refusal(Exception):
    """What cannot be done and why, what would cure it, and the article behind it.

    `code` is stable for programs ("date-not-a-day"); `status` the HTTP status of the answer: 409 for a condition that
    is not met, 403 for somebody who may not, 422 for input that cannot be used.
    """

    def __init__(
        self, code: str, says: Text, remedy: Text | None = None, citation: Citation | None = None, status: int = 409
    ) -> None:
        super().__init__(says.en)
        self.code = code
        self.says = says
        self.remedy = remedy
        self.citation = citation
        self.status = status
