"""Sessions end: a working day after signing in, and when nobody has turned a page for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

#: A page moves the stamp only when it is older than this many seconds: most pages then write nothing.
_STEP = 60
_BEGAN, _SEEN = "began", "seen"


class EndingSessions:
    """Signs out whoever has been signed in for too long, or has been away for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _end_or_go_on(request, int(time.time()))
        return self.get_response(request)


def _end_or_go_on(request: HttpRequest, now: int) -> None:
    session = request.session
    began, seen = session.get(_BEGAN, now), session.get(_SEEN, 0)
    if now - began > settings.SESSION_COOKIE_AGE or (seen and now - seen > settings.SESSION_IDLE_AGE):
        logout(request)
    elif now - seen > _STEP:
        session[_BEGAN], session[_SEEN] = began, now
