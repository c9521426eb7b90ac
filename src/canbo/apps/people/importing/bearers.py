"""A name that several bodies have borne, each in its time: which one a line means, its own days tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.people.importing.cells import When, shown_date
from canbo.apps.people.importing.errors import Expected
from canbo.lib.text import Text, fold


class Bearer(NamedTuple):
    """A body while it bore a name: days as stamps, `last_hi` None while it does."""

    body: int
    code: str
    since: str
    last: str
    since_lo: int
    last_hi: int | None

    def can_have(self, low: int, high: int) -> bool:
        """Whether it can have borne the name on some day between two stamps."""
        return self.since_lo <= high and (self.last_hi is None or self.last_hi > low)

    def shown(self, now: str) -> str:
        """The body and its days; `now` says that it still bears the name."""
        return f"{self.code} ({shown_date(self.since)} – {shown_date(self.last) or now})"


class Shared(NamedTuple):
    """What a cell says where several bodies have borne the name: the line is to choose among them."""

    name: str
    bearers: tuple[Bearer, ...]

    def meant(self, since: When | None, last: When | None, today: int) -> int | Expected:
        """The body that bore the name on the first day of a line; where that leaves several, also on its last day.

        Without a first day it is the one that bears the name today; without a last one the line lasts until today.
        """
        began = self._on(self.bearers, since.lo, since.hi) if since else self._on(self.bearers, today, today)
        ended = self._on(began, last.lo - 1, last.hi - 1) if last else self._on(began, today, today)
        for found in (began, ended):
            if len({each.body for each in found}) == 1:
                return found[0].body
        return Expected(self._asking())

    @staticmethod
    def _on(bearers: Iterable[Bearer], low: int, high: int) -> tuple[Bearer, ...]:
        return tuple(each for each in bearers if each.can_have(low, high))

    def _asking(self) -> Text:
        vi, en = ("; ".join(each.shown(now) for each in self.bearers) for now in ("nay", "now"))
        return Text(
            f"mã cơ quan: tên “{self.name}” từng là của {vi}, ngày ghi ở dòng này không cho biết là nơi nào",
            f"the code of a body: “{self.name}” has been the name of {en}; the days of this line do not tell which",
        )


def shared_names() -> Mapping[str, Shared]:
    """The names that more than one body has borne, by folded name."""
    found: dict[str, list[Bearer]] = defaultdict(list)
    names: dict[str, str] = {}
    columns = ("name", "body_id", "body__code", "since", "last", "since_lo", "last_hi")
    versions = BodyVersion.objects.filter(entry_to__isnull=True).order_by("since_lo", "pk")
    for name, *bearer in versions.values_list(*columns):
        found[fold(name)].append(Bearer(*bearer))
        names[fold(name)] = name
    return {
        key: Shared(names[key], tuple(bearers))
        for key, bearers in found.items()
        if len({each.body for each in bearers}) > 1
    }
