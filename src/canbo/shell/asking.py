"""Reading what a page's address asks for; what cannot be read is refused by the name of its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest

from canbo.base.accounts.models import Account
from canbo.core.errors import nearest_names
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc
from canbo.shell.fields import read_count, read_day

#: Rows of a table at once.
ROWS = 100


class SignedIn(HttpRequest):
    """A request to a page or an address of the API that asks for an account: its user is one, never nobody."""

    user: Account


def words(request: HttpRequest, name: str) -> str:
    """The text of a parameter, composed and trimmed; empty when absent."""
    return nfc(request.GET.get(name, "").replace("\x00", ""))


def typed(request: HttpRequest, name: str, label: Text, most: int) -> str:
    """The text of a field of a form, composed and trimmed; empty when absent. Refuses (422) one longer than `most`."""
    written = nfc(request.POST.get(name, "").replace("\x00", ""))
    if len(written) <= most:
        return written
    raise Refusal(
        code="too-long",
        says=Text(
            f"Ô “{label.vi}” có {len(written)} ký tự, nhiều nhất {most}.",
            f"“{label.en}” has {len(written)} letters; {most} at most.",
        ),
        status=422,
    )


def day(request: HttpRequest, name: str, label: Text, default: dt.date | None) -> dt.date | None:
    """The day of a parameter, or the default when it is absent. Refuses (422) what is not a day."""
    written = words(request, name)
    if not written:
        return default
    found = read_day(written)
    if found is None:
        raise Refusal(
            code="not-a-day",
            says=Text(
                f"Ô “{label.vi}” ghi “{written}”, không phải một ngày.",
                f"“{label.en}” says “{written}”, which is not a day.",
            ),
            remedy=Text("Viết dd/mm/yyyy, ví dụ 08/10/2025.", "Write dd/mm/yyyy, such as 08/10/2025."),
            status=422,
        )
    return found


def whole(request: HttpRequest, name: str, label: Text, default: int) -> int:
    """A whole number of at least 1. Refuses (422) anything else."""
    written = words(request, name)
    if not written:
        return default
    found = read_count(written)
    if not found:
        raise Refusal(
            code="not-a-number",
            says=Text(
                f"Ô “{label.vi}” ghi “{written}”, không phải số đếm từ 1.",
                f"“{label.en}” says “{written}”, which is no count from 1.",
            ),
            status=422,
        )
    return found


def choice(request: HttpRequest, name: str, label: Text, known: Collection[str]) -> str:
    """One of the known codes, or empty when absent. Refuses (422) an unknown one."""
    written = words(request, name)
    return one_of(written, label, known) if written else ""


def one_of(written: str, label: Text, known: Collection[str]) -> str:
    """A code that must be known. Refuses (422) with the nearest known ones."""
    if written in known:
        return written
    near = ", ".join(nearest_names(written, known) or sorted(known)[:12])
    raise Refusal(
        code="not-a-choice",
        says=Text(f"Ô “{label.vi}” không có lựa chọn “{written}”.", f"“{label.en}” has no choice “{written}”."),
        remedy=Text(f"Gần nhất: {near}.", f"Nearest: {near}."),
        status=422,
    )


@dataclass(frozen=True)
class Sheet:
    """One page of a long table: which rows of how many; `more`: there are more, which nobody has counted."""

    page: int
    total: int
    rows: int = ROWS
    more: bool = False

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.rows

    @property
    def pages(self) -> int:
        """Pages in all, at least one."""
        return max(1, -(-self.total // self.rows))

    @property
    def first(self) -> int:
        """Number of the first row shown, counted from 1."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.offset + self.rows, self.total)

    @property
    def previous(self) -> int:
        """The page before; a page beyond the end leads back to the last."""
        return min(self.page - 1, self.pages)

    @property
    def next(self) -> int:
        """The page after."""
        return self.page + 1
