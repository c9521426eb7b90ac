"""Who is called to a meeting learns it from Canbo too: the invitation, for those summoned alone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

from canbo.apps.people.models import DossierLink
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.queries import standing, state_of, unreadable
from canbo.base.accounts.models import Account
from canbo.base.walls.asking import everything


def called_to(account: Account, today: dt.date) -> list[Move]:
    """The cases whose next meeting, today or later, an account is called to, the nearest first.

    Whoever is called may see no case: the posts of the day call them, no role.
    """
    with everything():
        keys = DossierLink.objects.filter(account=account, entry_to__isnull=True).values_list("person__key", flat=True)
        return [move for key in keys for move in _called(key, today)]


def _called(key: str, today: dt.date) -> Iterator[Move]:
    named = json.dumps(key, ensure_ascii=False)
    moves = standing(Case.objects.all()).filter(status="running", due__gte=today, state__contains=named)
    for move in moves:
        now = state_of(move).now
        called = now is not None and now.sitting is not None and key in now.sitting.summoned
        if called and unreadable(move.case.pack_id) is None:
            yield move
