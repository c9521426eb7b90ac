"""Reading ballots: their state, the two sides of the keying, the differences, the closed result."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Value, When

from canbo.apps.ballots.models import Ballot, BallotName, KeyedPaper, KeyingDone, PaperNumbers, Teller
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import archived_pack
from canbo.core.tally import Paper, Standing, Turnout
from canbo.core.tally_kinds import Kind
from canbo.lib.text import Text

#: The states of a ballot, in the order of time.
STATES = {
    "open": Text("Đang chuẩn bị", "Being prepared"),
    "keying": Text("Đang nhập phiếu", "Being keyed"),
    "differing": Text("Đối chiếu sai lệch", "Settling differences"),
    "ready": Text("Sẵn sàng đóng", "Ready to close"),
    "closed": Text("Đã đóng", "Closed"),
    "annulled": Text("Đã hủy", "Annulled"),
}
SIDES = (1, 2)


def ballots_of(owner: str) -> QuerySet[Ballot]:
    """The ballots that were opened for an owner's key, in the order of opening."""
    return Ballot.objects.filter(owner=owner).select_related("closing", "annulment").order_by("pk")


def kind_of(ballot: Ballot) -> Kind:
    """The kind of a ballot under the rules to which it is pinned, as they stand on its day, or on that of its case."""
    return archived_pack(ballot.pack_id).ballot(ballot.kind, ballot.under or ballot.held)


def settled_of(ballot: Ballot) -> dict[str, int]:
    """The numbers of a sheet that the meeting has settled: nobody enters them again."""
    said = {"present": ballot.present, "roll": ballot.roll, "members": ballot.members}
    return {name: number for name, number in said.items() if number is not None}


def names_of(ballot: Ballot) -> list[BallotName]:
    """The names in the order printed, with their withdrawals."""
    return list(ballot.names.select_related("withdrawal", "person"))


def standing_of(names: Collection[BallotName]) -> Standing:
    """What else decides between names."""
    gone = frozenset(name.place for name in names if hasattr(name, "withdrawal"))
    return Standing(tuple(name.born for name in names), gone)


def tellers_of(ballot: Ballot) -> list[Teller]:
    """The counting team: the head first."""
    team = ballot.tellers.filter(entry_to__isnull=True).select_related("account")
    return sorted(team, key=lambda teller: (teller.role != Teller.Role.HEAD, teller.side or 3, teller.pk))


def numbers_of(ballot: Ballot) -> PaperNumbers | None:
    """The numbers of the papers, if they have been entered."""
    return ballot.paper_numbers.filter(entry_to__isnull=True).first()


def turnout_of(ballot: Ballot, numbers: PaperNumbers) -> Turnout:
    """The numbers as the count wants them."""
    return Turnout(
        summoned=ballot.summoned,
        present=numbers.present,
        printed=numbers.printed,
        issued=numbers.issued,
        spoilt=numbers.spoilt,
        unused=numbers.unused,
        returned=numbers.returned,
        roll=numbers.roll,
        members=numbers.members,
    )


def keyed(ballot: Ballot, side: int) -> dict[int, Paper]:
    """The papers that a side has keyed, by their numbers."""
    rows = KeyedPaper.objects.filter(ballot=ballot, side=side).order_by("number")
    return {
        number: Paper(marks, tuple(faults.split()))
        for number, marks, faults in rows.values_list("number", "marks", "faults")
    }


def done_sides(ballot: Ballot) -> frozenset[int]:
    """The sides that have keyed everything."""
    return frozenset(KeyingDone.objects.filter(ballot=ballot, entry_to__isnull=True).values_list("side", flat=True))


def counts_keyed(ballot: Ballot) -> dict[int, int]:
    """How many papers each side has keyed."""
    rows = KeyedPaper.objects.filter(ballot=ballot).values("side").annotate(n=Count("number")).values_list("side", "n")
    return dict.fromkeys(SIDES, 0) | dict(rows)


@dataclass(frozen=True)
class Difference:
    """A paper on which the sides do not agree; None: that side has not keyed it. `places` are the names concerned."""

    number: int
    first: Paper | None
    second: Paper | None

    @property
    def places(self) -> tuple[int, ...]:
        """Places (from 0) of the names whose marks differ; empty where a whole paper or only its faults do."""
        if self.first is None or self.second is None:
            return ()
        pairs = zip(self.first.marks, self.second.marks, strict=True)
        return tuple(place for place, (one, other) in enumerate(pairs) if one != other)


def differences(ballot: Ballot) -> list[Difference]:
    """Every paper on which the two sides do not agree, by number. Only asked when both sides are done."""
    first, second = (keyed(ballot, side) for side in SIDES)
    return list(_differing(first, second))


def _differing(first: dict[int, Paper], second: dict[int, Paper]) -> Iterator[Difference]:
    for number in sorted({*first, *second}):
        one, other = first.get(number), second.get(number)
        if one != other:
            yield Difference(number, one, other)


def state_of(ballot: Ballot) -> str:
    """Where a ballot stands: a code of STATES."""
    if hasattr(ballot, "closing"):
        return "closed"
    if hasattr(ballot, "annulment"):
        return "annulled"
    if done_sides(ballot) == frozenset(SIDES):
        return "differing" if differences(ballot) else "ready"
    return "keying" if KeyedPaper.objects.filter(ballot=ballot).exists() else "open"


def result_of(ballot: Ballot) -> dict[str, Any] | None:
    """The closed result as plain values (see `core.tally_words.as_data`); None before the closing.

    Whoever shows it must first ask `visibility.may_see_result`: the rule may say that it is not announced.
    """
    return json.loads(ballot.closing.result) if hasattr(ballot, "closing") else None


def in_turn(ballots: QuerySet[Ballot], actor: Account) -> QuerySet[Ballot]:
    """Some ballots in the order of their urgency: those to be counted, of these the actor's own first; newest first."""
    mine = Teller.objects.filter(ballot=OuterRef("pk"), account=actor, entry_to__isnull=True)
    waits = Case(When(closing__isnull=True, annulment__isnull=True, then=Value(0)), default=Value(1))
    others = Case(When(Exists(mine), then=Value(0)), default=Value(1))
    return ballots.annotate(done=waits, others=others).order_by("done", "others", "-held", "-pk")
