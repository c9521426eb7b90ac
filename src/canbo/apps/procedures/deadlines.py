"""The days that wait for somebody: meetings of cases, and what the capabilities above add, each with its article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.module_loading import import_string

from canbo.apps.bodies.queries import names_on
from canbo.apps.procedures.invitations import called_to
from canbo.apps.procedures.models import Move
from canbo.apps.procedures.queries import plan_of, standing, step_name, unreadable
from canbo.apps.procedures.registry import DEADLINES
from canbo.apps.procedures.visibility import visible_cases
from canbo.base.accounts.models import Account
from canbo.core.law import Citation
from canbo.lib.text import Text


@dataclass(frozen=True)
class Deadline:
    """A day on which something is due.

    `key` is its own for ever, `sequence` grows when it moves: a calendar keeps one event of each key. `short` stands
    before the matter in a calendar; `url` is the address of its page below that of the installation.
    """

    key: str
    sequence: int
    day: dt.date
    short: str
    says: Text
    matter: Text
    place: str
    url: str
    cites: Citation | None


def deadlines_of(actor: Account, today: dt.date) -> list[Deadline]:
    """Every day that waits in what an account may see, or that it is called to, the nearest first."""
    seen = list(standing(visible_cases(actor, today)).filter(status="running", due__isnull=False))
    known = {move.case_id for move in seen}
    called = [move for move in called_to(actor, today) if move.case_id not in known]
    places = names_on((move.case.body for move in (*seen, *called)), today)
    found = [
        *(_meeting(move, places, "one") for move in seen), *(_meeting(move, places, "invitation") for move in called)
    ]  # fmt: skip
    for source in DEADLINES:
        more: Callable[[Account, dt.date], Iterable[Deadline]] = import_string(source)
        found += more(actor, today)
    return sorted(found, key=lambda each: (each.day, each.key))


def _meeting(move: Move, places: dict[str, str], page: str) -> Deadline:
    assert move.due is not None
    body = move.case.body.code
    return Deadline(
        f"case-{move.case_id}", move.number, move.due, move.step, step_name(move) or Text(move.step, move.step),
        Text(move.case.purpose, move.case.purpose), places.get(body, body),
        reverse(f"procedures:{page}", args=[move.case_id]), _notice(move),
    )  # fmt: skip


def _notice(move: Move) -> Citation | None:
    """The article that a meeting is called under: that of its notice, or else of its step."""
    if unreadable(move.case.pack_id):
        return None
    plan = plan_of(move.case)
    step = plan.step(move.step)
    return plan.numbers[step.notice].cites if step.notice else step.cites
