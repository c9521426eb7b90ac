"""Which body may have decided what a row of a dossier says, and who decides on somebody now.

A post, a place in a plan and work beyond the age of retirement are decided by the authority that manages the title on
that day. Disciplines and ratings name their body too, but nothing is compared: the rules on them give the power to
other bodies as well (inspection commissions, cells, heads of units).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from canbo.apps.people.listing import held_on
from canbo.apps.people.models import Extension, Holding, Person, Planned
from canbo.apps.regulations.permissions import why_not_decided_by
from canbo.apps.regulations.queries import Authority, highest_authority
from canbo.base.packs.queries import current_pack
from canbo.core.calendar import PartialDate
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Tables whose rows stand on a decision of the managing authority, with the column of its day.
DECIDED = {Holding: "since", Planned: "since", Extension: "on"}

#: Columns that tell of a decision: a change of one of them is a new question who decides.
DECISION = frozenset({"decided_by", "title", "since", "on"})


def why_not_decided(model: type[Any], values: Mapping[str, Any], person: Person | None = None) -> Refusal | None:
    """Why a row (its values by column) cannot stand on a decision of the body it names; None when it can.

    Where the day is known only in part, some day of it on which the body may decide is enough. A row that names no body
    is not refused: old papers often do not tell.
    """
    body, written = values.get("decided_by", ""), values.get(DECIDED.get(model, ""), "")
    if not body or not written:
        return None
    title = values.get("title", "")
    try:
        span = PartialDate(written)
    except ValueError:
        return None  # the write refuses it, and says why
    found = [_refused(body, title, person, day) for day in {span.first, span.last}]
    return None if None in found else found[0]


def _refused(body: str, title: str, person: Person | None, day: dt.date) -> Refusal | None:
    if not title and person is not None:
        over = authority_over(person, day)
        title = over.title.code if over else ""
    return why_not_decided_by(body, title, day) if title in current_pack().titles else None


def authority_over(person: Person, day: dt.date) -> Authority | None:
    """Who decides on somebody on a day, by the posts that they may hold then; None without a post that is managed."""
    return highest_authority(held_on(day).filter(person=person).values_list("title", flat=True), day)


def in_a_cell(refusal: Refusal) -> Text:
    """What a file should have named instead, with the source of it."""
    cites, remedy = refusal.citation, refusal.remedy or refusal.says
    if cites is None:
        return remedy
    return Text(
        f"{remedy.vi} Căn cứ: {cites.instrument.number}, {cites.article}.",
        f"{remedy.en} Under {cites.instrument.number}, {cites.article}.",
    )
