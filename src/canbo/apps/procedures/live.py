"""What a list says of itself while it is made: who cannot be on it, its caps, its shares with the smallest cure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from canbo.apps.people.reach import having_left
from canbo.apps.people.visibility import visible_people
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.subjects import subject_of
from canbo.base.accounts.models import Account
from canbo.core.procedure_state import Bar, Condition
from canbo.core.shares import Share
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import d

#: Staff numbers looked at while they are typed: a list is no export.
_MOST = 300
_LEFT = Text("{who}: đã thôi công tác từ {day}.", "{who} is no longer in service, since {day}.")


@dataclass(frozen=True)
class Live:
    """A list as typed: whose dossiers the reader sees, who is barred, the caps and the shares (no owner: none)."""

    keys: Sequence[str]
    strange: Sequence[str]
    barred: Sequence[Bar]
    caps: Condition | None
    shares: Sequence[Share]


def live_of(case: Case, names: Sequence[str], by: Account, day: dt.date, *, bars: bool = True) -> Live:
    """What a list of staff numbers says of itself to a reader on a day; dossiers out of sight add nothing.

    `bars`: whether to ask who is barred, which nobody on a list that was taken is.
    """
    asked = tuple(dict.fromkeys(name for name in names if name))[:_MOST]
    seen = set(visible_people(by, day).filter(person__key__in=asked).values_list("person__key", flat=True))
    keys, strange = [each for each in asked if each in seen], [each for each in asked if each not in seen]
    subject = subject_of(case)
    if subject is None or not keys:
        return Live(keys, strange, (), None, ())
    shares, caps = subject.figures(case, keys, day)
    barred = [*_gone(keys, by, day), *subject.barred(case, keys, day).values()] if bars else ()
    return Live(keys, strange, barred, caps, shares)


def _gone(keys: Sequence[str], by: Account, day: dt.date) -> list[Bar]:
    """Who of these has left service."""
    people = having_left(visible_people(by, day).filter(person__key__in=keys), day).select_related("person")
    return [Bar(_LEFT.filled(who=each.person.key, day=d(each.left))) for each in people.order_by("person__key")]
