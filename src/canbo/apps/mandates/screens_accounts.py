"""Who has an account, who holds which role over which body, since when and by which decision: for administrators."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.queries import names_on
from canbo.base.access.models import Grant, Role
from canbo.base.accounts.models import Account
from canbo.base.accounts.second_factor import PROVING
from canbo.base.authority.kinds import why_not_administer
from canbo.base.record.actions import refuse
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.naming import names

#: The code list of whom an authority manages.
AUTHORITIES = "managing-authorities"
_PAGE = Text("Trang", "Page")


@login_required
@require_safe
def accounts(request: asking.SignedIn) -> HttpResponse:
    """Every account with its roles, by name; `q` finds by a part of the name or of the sign-in name.

    Raises Refusal (403) for whoever is no administrator today.
    """
    today = timezone.localdate()
    refuse(why_not_administer(request.user, today))
    wanted, page = asking.words(request, "q"), asking.whole(request, "page", _PAGE, 1)
    found = Account.objects.filter(system=False).order_by("shown_as", "username")
    if wanted:
        found = found.filter(Q(shown_as__icontains=wanted) | Q(username__icontains=wanted))
    sheet = asking.Sheet(page, found.count())
    shown = list(found[sheet.offset : sheet.offset + sheet.rows])
    context = {
        "rows": [(each, held, each.pk in proven) for each, held, proven in _with_roles(shown, today)],
        "sheet": sheet, "q": wanted, "today": today, "me": request.user,
    }  # fmt: skip
    return render(request, "mandates/accounts.html", context)


@dataclass(frozen=True)
class Held:
    """A role as it is read: its row, what it is called, the names of its body and of whose people it is narrowed to."""

    grant: Grant
    role: Text
    body: str
    whose: str


def _with_roles(shown: Sequence[Account], today: dt.date) -> Iterator[tuple[Account, list[Held], set[int]]]:
    """Some accounts with their roles as the record stands, the last begun first."""
    grants = list(Grant.objects.filter(account__in=shown, entry_to=None).order_by("-since", "pk"))
    bodies = names_on(Body.objects.filter(code__in={each.body_code for each in grants}), today)
    called, held, proven = names(), defaultdict(list), _proven(shown)
    for each in grants:
        role = Text(Role(each.role).label, each.role)
        whose = called.code(AUTHORITIES, each.managed_by) if each.managed_by else ""
        held[each.account_id].append(Held(each, role, bodies.get(each.body_code, each.body_code), whose))
    yield from ((each, held[each.pk], proven) for each in shown)


def _proven(accounts: Sequence[Account]) -> set[int]:
    return set(Authenticator.objects.filter(user__in=accounts, type__in=PROVING).values_list("user_id", flat=True))
