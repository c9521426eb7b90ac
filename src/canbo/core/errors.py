"""Errors of the law floor: a faulty pack, a day that no rule covers, a name that nobody knows."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from canbo.core.law import InstrumentKey
from canbo.lib.text import Text, fold


def nearest_names(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The known names nearest to a mistyped one, best first; tones, case and đ do not count."""
    by_fold: dict[str, str] = {}
    for candidate in known:
        by_fold.setdefault(fold(candidate), candidate)
    found = difflib.get_close_matches(fold(name), list(by_fold), n=most, cutoff=0.55)
    return tuple(by_fold[each] for each in found)


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a file of the pack; lines count from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a pack: where it stands and what is wrong, in both languages."""

    file: str
    line: int
    says: Text

    @property
    def message(self) -> str:
        """What is wrong, in both languages on one line."""
        return f"{self.says.vi} / {self.says.en}"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PackError(Exception):
    """A pack does not hold together. `faults` are all of them, in order of file and line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.says.en)))
        super().__init__("\n".join(map(str, self.faults)))


class NotInForce(LookupError):
    """No rule covers the day asked about. `first_instruments` are the earliest that the pack knows for the matter.

    `what` is its code, `named` what a reader calls it; `ended` is the day from which nothing holds any more.
    """

    def __init__(
        self,
        what: str,
        on: dt.date,
        first_instruments: Sequence[InstrumentKey] = (),
        named: Text | None = None,
        ended: dt.date | None = None,
    ) -> None:
        self.what = what
        self.on = on
        self.first_instruments = tuple(first_instruments)
        self.named = named or Text(what, what)
        self.ended = ended if ended is not None and ended <= on else None
        super().__init__(f"{self.says.vi} / {self.says.en}")

    @property
    def says(self) -> Text:
        """The sentence for a screen, naming the earliest instruments known."""
        day = f"{self.on:%d/%m/%Y}"
        known = "; ".join(f"{key.number} ({key.issued:%d/%m/%Y})" for key in self.first_instruments)
        vi = f"Gói quy định không có quy định về {self.named.vi} vào ngày {day}"
        en = f"The pack has no rule on {self.named.en} for {day}"
        if self.ended is not None:
            return Text(f"{vi}; đã hết hiệu lực từ {self.ended:%d/%m/%Y}.", f"{en}; it ended on {self.ended:%d/%m/%Y}.")
        if known:
            return Text(f"{vi}; sớm nhất là {known}.", f"{en}; the earliest is {known}.")
        return Text(f"{vi}.", f"{en}.")


class UnknownName(LookupError):
    """A title, list, parameter or other name that the pack does not know; `nearest` are those it may have meant."""

    def __init__(self, kind: str, name: str, nearest: Sequence[str] = ()) -> None:
        self.kind = kind
        self.name = name
        self.nearest = tuple(nearest)
        super().__init__(f"{self.says.vi} / {self.says.en}")

    @property
    def says(self) -> Text:
        """The sentence for a screen, with the nearest names."""
        near = ", ".join(self.nearest)
        vi, en = f"Không có {KINDS.get(self.kind, self.kind)} “{self.name}”", f"There is no {self.kind} “{self.name}”"
        if near:
            return Text(f"{vi}; gần nhất: {near}.", f"{en}; nearest: {near}.")
        return Text(f"{vi}.", f"{en}.")


#: How the kinds of names read in Vietnamese.
KINDS = {
    "title": "chức danh",
    "standard": "tiêu chuẩn của chức danh",
    "parameter": "tham số",
    "clause": "điều khoản",
    "code": "mã",
    "list": "danh mục",
    "group": "nhóm chức danh",
    "instrument": "văn bản",
    "ballot": "loại phiếu",
    "fact": "dữ kiện",
    "argument": "đối số",
    "key": "mục",
    "term kind": "loại nhiệm kỳ",
    "place": "địa danh",
}
