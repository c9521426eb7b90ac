"""Pictures as plain geometry: numbers in, places on the drawing out. Templates draw them as SVG with classes only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

#: Drawing width of every picture, in its own units; the page scales it.
WIDTH = 960
_LABEL = 400
_ROW = 30
_TOP = 30
#: Letters of a label before it is cut; the whole text stands in the table behind and in the tooltip.
_LETTERS = 52


@dataclass(frozen=True)
class Span:
    """Something that lasts: the earliest and latest day of its beginning and of its end (None: it lasts)."""

    label: str
    begins: tuple[dt.date, dt.date]
    ends: tuple[dt.date, dt.date] | None
    main: bool = True


@dataclass(frozen=True)
class Bar:
    """One row of a timeline: where the certain part and the whole possible part are drawn."""

    label: str
    whole: str
    y: int
    x: float
    width: float
    sure_x: float
    sure_width: float
    main: bool

    @property
    def text_y(self) -> int:
        """Base line of the label."""
        return self.y + 15


@dataclass(frozen=True)
class Timeline:
    """A drawn career."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[int, float], ...]
    now: float
    height: int
    width: int = WIDTH
    left: int = _LABEL
    top: int = _TOP


def timeline(spans: Sequence[Span], today: dt.date) -> Timeline | None:
    """Spans under each other on one axis of years, oldest first; None when there is nothing to draw."""
    if not spans:
        return None
    first = min(span.begins[0] for span in spans).year
    last = max([today.year + 1] + [span.ends[1].year + 1 for span in spans if span.ends])
    scale = (WIDTH - _LABEL - 16) / (last - first)

    def place(day: dt.date) -> float:
        return round(_LABEL + (day.year - first + (day.timetuple().tm_yday - 1) / 366) * scale, 1)

    bars = []
    for number, span in enumerate(sorted(spans, key=lambda s: s.begins)):
        left, sure_left = place(span.begins[0]), place(span.begins[1])
        sure_right, right = (place(span.ends[0]), place(span.ends[1])) if span.ends else (place(today),) * 2
        short = span.label if len(span.label) <= _LETTERS else span.label[: _LETTERS - 1].rstrip() + "…"
        bars.append(
            Bar(
                short, span.label, _TOP + number * _ROW + 4, left, max(right - left, 3.0), sure_left,
                max(sure_right - sure_left, 0.0), span.main,
            )
        )  # fmt: skip
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= 10)
    years = tuple((y, place(dt.date(y, 1, 1))) for y in range(first, last + 1) if y % step == 0)
    return Timeline(tuple(bars), years, place(today), _TOP + len(bars) * _ROW + 8)


@dataclass(frozen=True)
class Step:
    """One age band of a pyramid."""

    label: str
    left: int
    right: int
    y: int
    left_x: float
    left_width: float
    right_width: float
    left_to: str = ""
    right_to: str = ""

    @property
    def text_y(self) -> int:
        """Base line of the numbers."""
        return self.y + 16


@dataclass(frozen=True)
class Pyramid:
    """A drawn age pyramid: one side left, the other right of a column of labels."""

    steps: tuple[Step, ...]
    height: int
    middle_left: int = WIDTH // 2 - 44
    middle_right: int = WIDTH // 2 + 44
    middle: int = WIDTH // 2
    width: int = WIDTH


def pyramid(bands: Sequence[tuple[str, int, int]], links: Sequence[Sequence[str]] = ()) -> Pyramid | None:
    """Bands (label, left, right) from the youngest up, with where each side leads; None when nobody is counted."""
    most = max((max(left, right) for _, left, right in bands), default=0)
    if not most:
        return None
    room = WIDTH // 2 - 44 - 72
    steps = []
    leads = [*links, *[()] * (len(bands) - len(links))]
    for number, ((label, left, right), to) in enumerate(reversed(list(zip(bands, leads, strict=True)))):
        width, other = round(left / most * room, 1), round(right / most * room, 1)
        steps.append(Step(label, left, right, number * 26 + 4, WIDTH // 2 - 44 - width, width, other, *to))
    return Pyramid(tuple(steps), len(steps) * 26 + 8)


@dataclass(frozen=True)
class Column:
    """One year of a drawing of columns: two heights that stand on each other, and the number over them."""

    label: str
    total: int
    x: float
    width: float
    low_y: float
    low_height: float
    high_y: float
    high_height: float

    @property
    def middle(self) -> float:
        """Where the texts are centred."""
        return round(self.x + self.width / 2, 1)

    @property
    def text_y(self) -> float:
        """Base line of the number over the column."""
        return self.high_y - 6


@dataclass(frozen=True)
class Columns:
    """Columns beside each other on one ground line."""

    columns: tuple[Column, ...]
    ground: int = 220
    height: int = 250
    width: int = WIDTH


def columns(bars: Sequence[tuple[str, int, int]]) -> Columns | None:
    """Columns (label, lower part, upper part) in their order; None when all are nothing."""
    most = max((low + high for _, low, high in bars), default=0)
    if not most:
        return None
    step, room, ground = WIDTH / len(bars), 180, 220
    drawn = []
    for number, (label, low, high) in enumerate(bars):
        below, above = round(low / most * room, 1), round(high / most * room, 1)
        drawn.append(
            Column(
                label, low + high, round(number * step + step * 0.2, 1), round(step * 0.6, 1), round(ground - below, 1),
                below, round(ground - below - above, 1), above,
            )
        )  # fmt: skip
    return Columns(tuple(drawn))
