"""Each request says for whom it asks the database: decision 16."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from canbo.apps.ballots.visibility import visible_ballots
from canbo.apps.people.visibility import own_people, sees_others
from canbo.base.accounts.models import Account
from canbo.base.record.once import one_page
from canbo.base.walls.asking import everything, only


class SaysWhoAsks:
    """Before anything but the session is read: nothing for a stranger; for who sees no others, the own rows and the
    ballots that are theirs to see or to count."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_page() if request.method in ("GET", "HEAD") else nullcontext():
            return self._told(request)

    def _told(self, request: HttpRequest) -> HttpResponse:
        if connection.vendor != "postgresql":
            return self.get_response(request)
        if not request.user.is_authenticated:
            with only(()):
                return self.get_response(request)
        with everything():  # the account's link to its own dossier is walled as well
            others = sees_others(request.user, timezone.localdate())
            own = () if others else own_people(request.user)
            ballots = () if others else _ballots(request.user)
        with everything() if others else only(own, ballots):
            return self.get_response(request)


def _ballots(account: Account) -> list[int]:
    return list(visible_ballots(account, timezone.localdate()).values_list("pk", flat=True))
