"""Whose turn it is in a count: what each ballot waits for from an account of its team, and where that is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import QuerySet
from django.urls import reverse

from canbo.apps.ballots.documents import minutes_owner
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import SIDES, counts_keyed, differences, done_sides, numbers_of
from canbo.apps.papers.models import Document
from canbo.base.accounts.models import Account
from canbo.lib.text import Text

KEY = Text("Nhập phiếu", "Key papers")
SETTLE = Text("Đối chiếu phiếu lệch", "Settle the differences")
NUMBERS = Text("Ghi số phiếu", "Enter the numbers of papers")
CLOSE = Text("Đóng biên bản kiểm phiếu", "Close the count")
MINUTES = Text("Lập biên bản kiểm phiếu", "Issue the minutes")
#: Closed counts asked for their minutes: the newest.
_CLOSED = 20


@dataclass(frozen=True)
class Turn:
    """What a ballot waits for from somebody: the verb, how far it is, and the address."""

    ballot: Ballot
    verb: Text
    says: Text
    url: str


def turns(account: Account, most: int) -> list[Turn]:
    """What waits for an account in the ballots that it counts, the oldest vote first, at most so many."""
    places = Teller.objects.filter(account=account, entry_to__isnull=True, ballot__annulment__isnull=True)
    ordered = places.select_related("ballot").order_by("ballot__held", "ballot_id")
    open_ones = ordered.filter(ballot__closing__isnull=True)
    return list(islice((*_counting(open_ones), *_unwritten(ordered.filter(ballot__closing__isnull=False))), most))


def _counting(tellers: QuerySet[Teller]) -> Iterator[Turn]:
    for teller in tellers:
        if teller.side:
            yield from _keying(teller.ballot, teller.side)
        elif teller.role == Teller.Role.HEAD:
            yield from _leading(teller.ballot)


def _unwritten(tellers: QuerySet[Teller]) -> Iterator[Turn]:
    """The newest closed counts of a head for which no minutes are issued."""
    led = {
        minutes_owner(each.ballot): each.ballot for each in tellers.filter(role=Teller.Role.HEAD).reverse()[:_CLOSED]
    }
    written = set(Document.objects.filter(owner__in=led).values_list("owner", flat=True))
    for owner, ballot in led.items():
        if owner not in written:
            yield _at(ballot, "one", MINUTES, Text("đã đóng, chưa lập biên bản", "closed, without minutes"))


def _keying(ballot: Ballot, side: int) -> list[Turn]:
    done = done_sides(ballot)
    if side not in done:
        keyed, numbers = counts_keyed(ballot)[side], numbers_of(ballot)
        of = f"/{numbers.returned}" if numbers else ""
        return [_at(ballot, "key", KEY, Text(f"đã nhập {keyed}{of} phiếu", f"{keyed}{of} papers keyed"))]
    differing = len(differences(ballot)) if done == frozenset(SIDES) else 0
    if not differing:
        return []
    return [_at(ballot, "differences", SETTLE, Text(f"lệch {differing} phiếu", f"{differing} papers differ"))]


def _leading(ballot: Ballot) -> list[Turn]:
    if numbers_of(ballot) is None:
        return [_at(ballot, "one", NUMBERS, Text("chưa ghi số phiếu", "no numbers yet"))]
    if done_sides(ballot) == frozenset(SIDES) and not differences(ballot):
        return [_at(ballot, "one", CLOSE, Text("hai bên khớp nhau", "both sides agree"))]
    return []


def _at(ballot: Ballot, page: str, verb: Text, says: Text) -> Turn:
    return Turn(ballot, verb, says, reverse(f"ballots:{page}", args=[ballot.pk]))
