"""Head and foot of an official document: whose it is, by which layout, from which place and day, who signs.

Bodies of the Party write by guidance 36-HD/VPTW of 03/04/2018, all others by decree 30/2020/NĐ-CP of 05/03/2020.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.db.models import Q

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.bodies.permissions import codes_above
from canbo.apps.bodies.queries import BodyOn, body_on
from canbo.apps.people.listing import held_on
from canbo.apps.people.models import PersonVersion, Seat
from canbo.base.packs.queries import current_pack
from canbo.base.walls.asking import everything
from canbo.core.calendar import stamp
from canbo.core.pack import Pack

_PARTY = (BodyVersion.Kind.COMMITTEE, BodyVersion.Kind.CELL)
#: What stands before the name of a locality and is left out of the line of place and day.
_KINDS = ("Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ", "Thị trấn ", "Phường ", "Xã ")
#: Where the register does not know the place or the office, a pen fills it.
BLANK = "…………"


@dataclass(frozen=True)
class Signer:
    """Who signs: on whose behalf (blank: for the own office), the office, the name."""

    behalf: str
    office: str
    name: str


@dataclass(frozen=True)
class Letterhead:
    """A body as the author of a document on a day. `above`: the name of the body over it, blank at the top.

    `works_for`: the abbreviation of the committee above it, of which it is an organ.
    """

    body: Body
    name: str
    above: str
    party: bool
    place: str
    signer: Signer
    works_for: str = ""

    def series(self, kind: str, organ: str = "") -> str:
        """The series of a kind of document ("QĐ"): before the author a slash with the Party, else a hyphen."""
        author = organ or self._short
        return f"{kind}/{author}" if self.party else f"{kind}-{author}"

    @property
    def _short(self) -> str:
        """The abbreviation: of an organ of a committee its own and that of the committee (BTCTU)."""
        return (self.body.code.rpartition(".")[2] + self.works_for).upper()

    def place_and_day(self, day: dt.date) -> str:
        """The line of place and day; days below 10 and the first two months with a zero before them."""
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"{self.place}, ngày {day:%d} tháng {month} năm {day.year}"

    def values(self, day: dt.date) -> dict[str, Any]:
        """What the forms read of head and foot."""
        return {
            "party": self.party,
            "above": self.above.upper(),
            "body": self.name,
            "body_upper": without_end(self.name, self.above).upper(),
            "dated": self.place_and_day(day),
            "signer": {
                "behalf": self.signer.behalf, "office": self.signer.office.upper(), "name": self.signer.name,
            },
        }  # fmt: skip


def letterhead(body: Body, day: dt.date, pack: Pack | None = None) -> Letterhead:
    """How a body writes on a day; its titles by the rules in use, or by those of a pack."""
    above = _above(body, day)
    own = next((each for each in above if each.code == body.code), None)
    over = next((each for each in above if own is not None and each.body == own.parent), None)
    name = own.name if own else body.code
    own_side = takewhile(lambda each: each.kind != BodyVersion.Kind.LOCALITY, above)
    party = any(each.kind in _PARTY for each in own_side)
    local = [each for each in above if each.kind == BodyVersion.Kind.LOCALITY]
    with everything():  # who signs does not turn on who prints
        signer = _signer(body, own, day, pack or current_pack())
    return Letterhead(
        body, name, over.name if over and over.kind != BodyVersion.Kind.LOCALITY else "", party,
        _bare(local[0].name) if local else BLANK, signer,
        over.code.rpartition(".")[2] if own and own.kind not in _PARTY and over and over.kind in _PARTY else "",
    )  # fmt: skip


def _above(body: Body, day: dt.date) -> Sequence[BodyOn]:
    """The body and those above it, the nearest first."""
    found = {each.body: each for code in codes_above(body.code, day) if (each := body_on(code, day))}
    line: list[BodyOn] = []
    each = found.get(body.pk)
    while each is not None:
        line.append(each)
        each = found.get(each.parent) if each.parent else None
    return line


def without_end(name: str, other: str, *, whole: bool = False) -> str:
    """A name without the words at its end with which another begins; `whole`: only where they are all of the other.

    Beneath “Tỉnh ủy Lam Giang” the “Ban Tổ chức Tỉnh ủy” is the “Ban Tổ chức”, and its head signs as “Trưởng ban”.
    """
    words, begins = name.split(), other.casefold().split()
    ends = [words[-count:] for count in range(min(len(begins), len(words) - 1), 0, -1)]
    found = next((end for end in ends if " ".join(end).casefold().split() == begins[: len(end)]), [])
    return " ".join(words[: len(words) - len(found)]) if found and (not whole or len(found) == len(begins)) else name


def _bare(name: str) -> str:
    return next((name.removeprefix(kind) for kind in _KINDS if name.startswith(kind)), name)


def _signer(body: Body, own: BodyOn | None, day: dt.date, pack: Pack) -> Signer:
    """The secretary of a committee for its standing committee; elsewhere whoever holds the highest title there."""
    now = stamp(day)
    if own is not None and own.kind in _PARTY:
        seats = Seat.objects.filter(
            Q(last_lo__isnull=True) | Q(last_lo__gt=now), body=body, role="secretary", entry_to__isnull=True,
            since_hi__lte=now,
        )  # fmt: skip
        seat = seats.order_by("-since_lo").first()
        return Signer("T/M BAN THƯỜNG VỤ", "Bí thư", _name(seat.person_id) if seat else "")
    titles = pack.titles
    held = [post for post in held_on(day).filter(body=body).order_by("since_lo", "pk") if post.title in titles]
    first = max(held, key=lambda post: titles[post.title].rank, default=None)
    if first is None:
        return Signer("", "Thủ trưởng cơ quan, đơn vị", "")
    office = without_end(titles[first.title].name.vi, own.name.partition(" ")[2] if own else "", whole=True)
    return Signer("", office.removesuffix(" sở"), _name(first.person_id))


def _name(person: int) -> str:
    found = PersonVersion.objects.filter(person=person, entry_to__isnull=True).values_list("name", flat=True)
    return found.first() or ""
