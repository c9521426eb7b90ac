"""Posts that a file gives to more people than the register of posts has seats for: two heads of one department.

Two lines that contradict each other are a fault. A line that only comes beside somebody on the register is a warning:
that person's leaving may be entered later. Where the register keeps no posts of a title in a body, nothing is said.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from canbo.apps.bodies.models import Post
from canbo.apps.people.importing.plan import RowChange
from canbo.apps.people.models import Holding
from canbo.core.calendar import stamp
from canbo.core.rules import Title
from canbo.lib.text import Text


@dataclass(frozen=True, slots=True)
class Taken:
    """A holding that a line writes: the line's place and number, and the person's body."""

    index: int
    line: int
    body: int | None
    change: RowChange


#: A title in a body.
Place = tuple[int, str]


def crowded(taken: Sequence[Taken], titles: Mapping[str, Title], on: dt.date) -> Iterator[tuple[Taken, Text, bool]]:
    """The holdings for which no seat is left, what is wrong, and whether it surely is. Two queries."""
    new: dict[Place, list[Taken]] = {}
    for each in taken:
        after = each.change.after
        if after and not after.get("last") and (body := after.get("body_id") or each.body):
            new.setdefault((body, after["title"]), []).append(each)
    seats = _seats(new, on)
    if not seats:
        return
    left = {each.change.before["id"] for each in taken if each.change.before}
    standing = _standing(seats, left)
    for place, number in seats.items():
        ours, title = new[place], titles[place[1]].name
        for each in ours[number:]:
            yield each, _crowd(number, title, ours[0].line), True
        if len(ours) <= number < len(ours) + standing[place]:
            yield ours[-1], _beside(number, title, standing[place]), False


def _crowd(seats: int, title: Text, line: int) -> Text:
    return Text(
        f"sổ chỉ có {seats} ghế {title.vi} ở đơn vị này; dòng {line} cũng ghi người đang giữ",
        f"the register has {seats} seat(s) of {title.en} in this body; line {line} gives a present holder too",
    )


def _beside(seats: int, title: Text, others: int) -> Text:
    return Text(
        f"sổ chỉ có {seats} ghế {title.vi} ở đơn vị này, hồ sơ đang có {others} người giữ: nhớ ghi thôi giữ",
        f"the register has {seats} seat(s) of {title.en} in this body, and {others} hold one: remember to end that",
    )


def _seats(places: dict[Place, list[Taken]], on: dt.date) -> dict[Place, int]:
    """How many posts the register has of each title in each body on the day; places without any are left out."""
    now = stamp(on)
    posts = Post.objects.filter(Q(last_hi__isnull=True) | Q(last_hi__gt=now), entry_to__isnull=True, since_lo__lte=now)
    counted = Counter(posts.values_list("body_id", "title")) if places else Counter[Place]()
    return {place: counted[place] for place in places if counted[place]}


def _standing(seats: dict[Place, int], left: set[int]) -> Counter[Place]:
    """How many hold those posts by the register, but for the rows that the file corrects."""
    rows = Holding.objects.filter(entry_to__isnull=True, last="", title__in={title for _, title in seats})
    held = rows.filter(body__isnull=False).values_list("pk", "body_id", "title")
    return Counter((body, title) for number, body, title in held if number not in left and (body, title) in seats)
