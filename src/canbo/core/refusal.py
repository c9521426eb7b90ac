"""Refusals: somebody cannot do this now, or gave something that cannot be taken."""

from __future__ import annotations

from canbo.core.law import Citation
from canbo.lib.text import Text


class Refusal(Exception):
    """Raised by actions and readers of input; shown by one translator of the shell, and by commands.

    `code` is stable and machine-readable ("people.import.faulty"); `says` is the sentence, `remedy` what would cure it,
    `citation` the rule behind it; `status` the HTTP status (403 may not, 404 not there, 409 not now, 422 bad input).
    """

    def __init__(
        self,
        code: str,
        says: Text,
        remedy: Text | None = None,
        citation: Citation | None = None,
        status: int = 409,
    ) -> None:
        self.code = code
        self.says = says
        self.remedy = remedy
        self.citation = citation
        self.status = status
        super().__init__(f"{code}: {says.en}")

    def under(self, citation: Citation | None) -> Refusal:
        """The same refusal, with this citation where it names none."""
        if self.citation is not None:
            return self
        return Refusal(self.code, self.says, self.remedy, citation, self.status)
