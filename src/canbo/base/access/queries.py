"""Who holds which role over which body, and who has read what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from canbo.base.access.models import Grant, Reading, Role
from canbo.base.accounts.models import Account
from canbo.base.record.once import once

#: How long what was opened with a reason stays open to whoever gave it: as long as nobody turns a page.
OPEN_FOR = dt.timedelta(minutes=30)


def grants_on(account: Account, day: dt.date, roles: Iterable[Role] | None = None) -> QuerySet[Grant]:
    """The roles an account holds over bodies on a day, as the record stands now; `roles` limits which.

    Roles narrowed to the people of one managing authority are not among them: `narrow_grants_on` has those.
    """
    return _held(account, day, roles).filter(managed_by="")


def narrow_grants_on(account: Account, day: dt.date, roles: Iterable[Role] | None = None) -> QuerySet[Grant]:
    """The roles an account holds on a day over those people of some bodies whom one authority manages."""
    return _held(account, day, roles).exclude(managed_by="")


def grants_held(account: Account, day: dt.date, roles: Iterable[Role]) -> tuple[Grant, ...]:
    """Of these roles, those that an account holds on a day, those of one managing authority too. A page asks once for
    all roles."""
    asked = ("grants", account.pk, account.mandate, day)
    held = once(asked, lambda: tuple(_held(account, day, None).order_by("pk")))
    names = {role.value for role in roles}
    return tuple(each for each in held if each.role in names)


def _held(account: Account, day: dt.date, roles: Iterable[Role] | None) -> QuerySet[Grant]:
    held = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=day), entry_to__isnull=True, since__lte=day)
    held = held.filter(_whose(account, day))
    return held if roles is None else held.filter(role__in=list(roles))


def _whose(account: Account, day: dt.date) -> Q:
    """An account's own roles; while it acts for somebody else, the one office that is lent, as long as it is."""
    mandate = account.mandate
    if mandate is None:
        return Q(account=account)
    return Q(pk=mandate.grant) if mandate.since <= day < mandate.until else Q(pk__in=())


def opened(kind: str, key: str, by: Account, at: dt.datetime) -> frozenset[str]:
    """The sealed parts of a thing that somebody has opened with a reason and that are still open to them."""
    found = readings_of((kind,), key).filter(by=by, at__gt=at - OPEN_FOR, at__lte=at).exclude(sealed="")
    return frozenset(part for listed in found.values_list("sealed", flat=True) for part in listed.split(","))


def opened_things(kind: str, part: str, by: Account, at: dt.datetime) -> frozenset[str]:
    """The keys of the things of a kind of which somebody has opened a sealed part that is still open to them."""
    found = Reading.objects.filter(kind=kind, by=by, at__gt=at - OPEN_FOR, at__lte=at).exclude(sealed="")
    return frozenset(key for key, listed in found.values_list("key", "sealed") if part in listed.split(","))


def readings_of(kinds: Collection[str], key: str) -> QuerySet[Reading]:
    """Who read a thing, newest first; `kinds` are the ways in which it is read."""
    return Reading.objects.filter(kind__in=kinds, key=key).order_by("-at", "-pk")
