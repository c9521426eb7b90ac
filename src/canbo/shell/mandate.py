"""Acting for somebody else: chosen on a page, carried by the session, said on every page, over when it runs out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from canbo.base.authority.delegating import lent_to, mandate_of
from canbo.base.authority.models import Delegation

_KEY = "delegation"
#: Addresses that stay open to whoever has signed in by a password for one use.
_FIRST = ("account_change_password", "sign-out", "language")


def begin(request: HttpRequest, delegation: Delegation) -> None:
    """From now on the reader of this session acts under a delegation."""
    request.session[_KEY] = delegation.pk


def stop(request: HttpRequest) -> None:
    """From now on the reader acts with the own office again."""
    request.session.pop(_KEY, None)


class Mandates:
    """Puts on the account of a request in whose stead it acts; a delegation that is over is forgotten."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and _KEY in request.session:
            found = lent_to(request.user, timezone.localdate()).filter(pk=request.session[_KEY]).first()
            if found is None:
                stop(request)
            else:
                request.user.mandate = mandate_of(found)
        return self.get_response(request)


class FirstOfAllAPassword:
    """Whoever came in by a password for one use sets another before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        waits = request.user.is_authenticated and request.user.one_time_until is not None
        if waits and request.path not in {reverse(name) for name in _FIRST}:
            return HttpResponseRedirect(reverse("account_change_password"))
        return self.get_response(request)
