"""What is asked of a screen: a title, a day, the dossier as it was known, and among whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from canbo.base.packs.queries import current_pack
from canbo.base.record.queries import position
from canbo.base.record.then import recorded_at
from canbo.core.calendar import stamp
from canbo.core.clauses import Standard
from canbo.core.engines.sql import Scope
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.pack import Pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


@dataclass(frozen=True)
class Request:
    """A question to the law.

    `on` is the day whose rules and dossier answer; `known_on` reads the dossier as it had been recorded by the end of
    that day (None: as recorded now). `pool` are codes of bodies: the people of these and everything under them; empty
    means all that the asker may see. `place` ("P34:40") is where the post is, for the rules on place of origin.
    """

    title: str
    on: dt.date
    known_on: dt.date | None = None
    purpose: str = "appointment"
    place: str = ""
    pool: tuple[str, ...] = ()

    def on_day(self, day: dt.date) -> Request:
        """The same question about another day."""
        return replace(self, on=day)


@dataclass(frozen=True)
class Grounds:
    """What answers a request: the rules in force, their pack, and the position on the record up to which it is read.

    `position` None reads the dossier as it stands now.
    """

    request: Request
    pack: Pack
    standard: Standard
    position: int | None

    def scope(self, people: tuple[int, ...] | None = None, roll: str = "") -> Scope:
        """The scope over which facts are asked; `roll` as in `core.engines.sql.Scope`."""
        on = self.request.on
        return Scope(
            asof=stamp(on),
            known=self.position,
            people=people,
            roll=roll if people is not None else "",
            scales=self.pack.scales(on),
            tables=self.pack.tables(on),
        )


def grounds(request: Request, *, pack: Pack | None = None, at_position: int | None = None) -> Grounds:
    """The rules and the record position behind a request.

    Raises Refusal for a title that the pack does not know (with the nearest names) and for a day that no version of its
    standard covers (with the instruments that come first).
    """
    rules = pack or current_pack()
    at_position = recorded_at() if at_position is None else at_position
    if at_position is None and request.known_on is not None:
        at_position = position(end_of_day(request.known_on))
    try:
        standard = rules.standard(request.title, request.purpose, request.on, place=request.place)
    except UnknownName as fault:
        raise _unknown_title(fault) from fault
    except NotInForce as fault:
        raise _no_rule(fault) from fault
    return Grounds(request, rules, standard, at_position)


def end_of_day(day: dt.date) -> dt.datetime:
    """The last moment of a day in the installation's time zone."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=timezone.get_default_timezone())


def _unknown_title(fault: UnknownName) -> Refusal:
    near = ", ".join(fault.nearest) or "–"
    return Refusal(
        code="unknown-title",
        says=Text(
            vi=f"Bộ quy định đang dùng không có tiêu chuẩn cho chức danh “{fault.name}”.",
            en=f"The rules in use have no standard for the title “{fault.name}”.",
        ),
        remedy=Text(vi=f"Chức danh gần nhất: {near}.", en=f"Nearest titles: {near}."),
        status=422,
    )


def _no_rule(fault: NotInForce) -> Refusal:
    first = "; ".join(f"{key.number} ({key.issued:%d/%m/%Y})" for key in fault.first_instruments) or "–"
    return Refusal(
        code="no-rule-on-that-day",
        says=Text(
            vi=f"Không có quy định nào trong bộ quy định áp dụng cho ngày {fault.on:%d/%m/%Y} ({fault.what}).",
            en=f"No rule in the pack covers {fault.on:%d/%m/%Y} ({fault.what}).",
        ),
        remedy=Text(
            vi=f"Chọn ngày trong thời gian hiệu lực. Văn bản có sớm nhất: {first}. Muốn đối chiếu ngày sớm hơn, "
            "cần bổ sung các văn bản trước đó vào bộ quy định.",
            en=f"Choose a day on which a rule is in force. The earliest instruments are: {first}. For earlier days the "
            "instruments before them must be added to the pack.",
        ),
        status=422,
    )
