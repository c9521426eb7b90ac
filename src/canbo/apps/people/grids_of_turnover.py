"""The tables of who came and who left: by year, by reason, by body; each figure opens its people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from django.db.models import QuerySet

from canbo.apps.bodies.queries import BodyOn
from canbo.apps.bodies.quotas import summed
from canbo.apps.people.comings import BACK, left_by_body, turnover
from canbo.apps.people.models import TELLING_REASONS, PersonVersion
from canbo.lib.text import Text
from canbo.shell.grids import Cell, Grid
from canbo.shell.naming import Names

YEAR, BODY, TOGETHER = Text("Năm", "Year"), Text("Cơ quan", "Body"), Text("Cộng", "Together")
#: Figures of a year, beside those of a day.
TURNOVER = {
    "came": Text("Vào", "Came"),
    "left": Text("Thôi", "Left"),
    "stood": Text("Có mặt đầu năm", "There on 1 January"),
}
#: The code list of reasons; people whose dossier gives none are counted under a reason of their own.
KINDS = "leaving-kinds"
UNSTATED = "unstated"
ANY_FORM = Text("Thôi việc (các hình thức)", "Left service (any form)")
NOT_STATED = Text("Chưa ghi lý do", "No reason stated")
#: The address of the people behind a figure.
Link = Callable[..., str]


def reasons(called: Names) -> dict[str, Text]:
    """The reasons in words, by their code; one that would tell what is sealed stands with another."""
    told = {code: says for code, says in called.choices(KINDS) if code not in TELLING_REASONS}
    return {**told, **dict.fromkeys(TELLING_REASONS.values(), ANY_FORM), UNSTATED: NOT_STATED}


def reason_words(why: str, called: Names, *, whole: bool) -> Text:
    """A reason in words; unless the reader sees the disciplines (`whole`), without telling what they say."""
    if whole:
        return dict(called.choices(KINDS)).get(why, NOT_STATED)
    return reasons(called).get(_key(TELLING_REASONS.get(why, why)), NOT_STATED)


def by_year(people: QuerySet[PersonVersion], day: dt.date, link: Link) -> Grid:
    """Who came, who left and who was there, by year."""
    heads = (YEAR, *TURNOVER.values())
    rows = [
        [
            Cell(str(each.year)),
            *(_figure(number, link, of=kind, year=str(each.year))
              for kind, number in (("came", each.came), ("left", each.left), ("stood", each.stood))),
        ]
        for each in turnover(people, day)
    ]  # fmt: skip
    return Grid("bien-dong", Text(f"Vào và thôi {BACK} năm qua", f"Turnover of {BACK} years"), heads, rows)


def by_reason(people: QuerySet[PersonVersion], day: dt.date, called: Names, link: Link) -> Grid:
    """Who left in each year, by reason; a reason that nobody left for has no column."""
    years = turnover(people, day)
    shown = _shown(called, {_key(why) for each in years for why in each.why})
    rows = []
    for each in years:
        told = {_key(why): number for why, number in each.why.items()}
        cells = [_figure(told.get(why, 0), link, of="left", year=str(each.year), why=why) for why in shown]
        rows.append([Cell(str(each.year)), *cells, _figure(each.left, link, of="left", year=str(each.year))])
    says = Text("Thôi công tác theo lý do", "Leaving by reason")
    return Grid("thoi-theo-ly-do", says, (YEAR, *shown.values(), TOGETHER), rows)


def by_body(
    people: QuerySet[PersonVersion],
    day: dt.date,
    tree: list[BodyOn],
    shown: Sequence[BodyOn],
    called: Names,
    link: Link,
) -> Grid:
    """Who left in all these years, by reason and body, each body with everything under it."""
    counted = {_key(why): summed(tree, own) for why, own in left_by_body(people, day).items()}
    whys = _shown(called, set(counted))
    rows = []
    for body in shown:
        told = {why: counted[why][body.body] for why in whys}
        if any(told.values()):
            cells = [_figure(told[why], link, of="left", body=body.code, why=why) for why in whys]
            rows.append([Cell(body.name), *cells, _figure(sum(told.values()), link, of="left", body=body.code)])
    says = Text(f"Thôi công tác {BACK} năm qua, theo cơ quan", f"Leaving in {BACK} years, by body")
    return Grid("thoi-theo-co-quan", says, (BODY, *whys.values(), TOGETHER), rows)


def _shown(called: Names, used: set[str]) -> Mapping[str, Text]:
    return {why: says for why, says in reasons(called).items() if why in used}


def _key(why: str) -> str:
    return why or UNSTATED


def _figure(number: int, link: Link, **asked: str) -> Cell:
    return Cell(number, link(**asked) if number else "")


def left_words(why: str, called: Names, since: int, until: int) -> Text:
    """What a list of people who left is called."""
    known = reasons(called).get(why)
    years = f"{since}" if since == until else f"{since}–{until}"
    if known is None:
        return Text(f"Thôi công tác, năm {years}", f"Left service, {years}")
    return Text(f"Thôi công tác ({known.vi.lower()}), năm {years}", f"Left service ({known.en.lower()}), {years}")
