"""Pictures of the law over time as plain geometry; templates draw them as SVG, with a table of text behind each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 960
_LEFT = 20
_RIGHT = 24
_TOP = 32
_ROW = 34
_BAR = 14
#: Room for a label beside a bar, in drawing units, and about how wide one letter of it is.
_LETTER = 7


@dataclass(frozen=True, slots=True)
class Spell:
    """Something that held for a time: `strong` when it is certain; `link` where it leads, if anywhere."""

    label: str
    since: dt.date
    until: dt.date | None
    strong: bool = True
    link: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One drawn spell; its label stands above the bar."""

    spell: Spell
    x: float
    width: float
    y: int
    label_x: float
    anchor: str

    @property
    def label_y(self) -> int:
        """Base line of the label."""
        return self.y - 4

    @property
    def lasts(self) -> bool:
        """True when it still holds."""
        return self.spell.until is None


@dataclass(frozen=True, slots=True)
class Tie:
    """A line from the end of what was replaced to the beginning of its successor."""

    x: float
    top: int
    bottom: int
    to: float


@dataclass(frozen=True)
class Picture:
    """Bars on one axis of years."""

    bars: tuple[Bar, ...]
    ties: tuple[Tie, ...]
    years: tuple[tuple[int, float], ...]
    now: float
    height: int
    lanes: tuple[tuple[str, int], ...] = ()
    width: int = WIDTH


class _Axis:
    """Days to places between the first year shown and the end of this one."""

    def __init__(self, spells: Sequence[Spell], today: dt.date, left: int) -> None:
        days = [spell.since for spell in spells] + [spell.until for spell in spells if spell.until]
        self.first = min(day.year for day in days)
        self.last = max(max(day.year for day in days), today.year) + 1
        self.left = left
        self.scale = (WIDTH - left - _RIGHT) / (self.last - self.first)
        self.today = today

    def place(self, day: dt.date | None) -> float:
        at = day or dt.date(self.last, 1, 1)
        return round(self.left + (at.year - self.first + (at.timetuple().tm_yday - 1) / 366) * self.scale, 1)

    def years(self) -> tuple[tuple[int, float], ...]:
        step = next(s for s in (1, 2, 5, 10, 20, 50) if (self.last - self.first) / s <= 16)
        return tuple((y, self.place(dt.date(y, 1, 1))) for y in range(self.first, self.last + 1) if y % step == 0)

    def bar(self, spell: Spell, y: int) -> Bar:
        x, end = self.place(spell.since), self.place(spell.until)
        width = max(end - x, 3.0)
        room = len(spell.label) * _LETTER
        if x + room <= WIDTH:
            return Bar(spell, x, width, y, x, "start")
        return Bar(spell, x, width, y, max(end, float(room)), "end")


def succession(rows: Sequence[Spell], ties: Sequence[tuple[int, int]], today: dt.date) -> Picture | None:
    """One row for each spell, with lines from what was replaced down to its successor."""
    if not rows:
        return None
    axis = _Axis(rows, today, _LEFT)
    bars = tuple(axis.bar(spell, _TOP + number * _ROW + 16) for number, spell in enumerate(rows))
    drawn = []
    for old, new in ties:
        top, bottom = sorted((bars[old].y, bars[new].y))
        drawn.append(Tie(axis.place(rows[new].since), top + _BAR, bottom, bars[new].x))
    return Picture(bars, tuple(drawn), axis.years(), axis.place(today), _TOP + len(bars) * _ROW + 12)


def history(lanes: Sequence[tuple[str, Sequence[Spell]]], today: dt.date) -> Picture | None:
    """The values of one thing over time, one lane for each key; the label of a value stands above its bar."""
    every = [spell for _, spells in lanes for spell in spells]
    if not every:
        return None
    left = _LEFT if all(not name for name, _ in lanes) else 210
    axis = _Axis(every, today, left)
    bars = []
    for number, (_, spells) in enumerate(lanes):
        y = _TOP + number * (_ROW + 8) + 20
        bars += [_cut(axis.bar(spell, y)) for spell in spells]
    named = tuple((name, _TOP + number * (_ROW + 8) + 20 + _BAR - 2) for number, (name, _) in enumerate(lanes))
    return Picture(tuple(bars), (), axis.years(), axis.place(today), _TOP + len(lanes) * (_ROW + 8) + 8, named)


def _cut(bar: Bar) -> Bar:
    """A label no wider than its bar, so that neighbours do not run into each other; the table has it whole."""
    letters = max(int(bar.width // _LETTER), 2)
    label = bar.spell.label
    short = label if len(label) <= letters else label[: letters - 1].rstrip() + "…"
    spell = Spell(short, bar.spell.since, bar.spell.until, bar.spell.strong, bar.spell.link, bar.spell.whole or label)
    return Bar(spell, bar.x, max(bar.width - 2, 2.0), bar.y, bar.x, "start")
