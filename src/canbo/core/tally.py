"""Counting papers: from marks to totals per name, and from totals to who passes, in whole numbers and fractions.

A paper is its marks, one sign per name in the order printed, and what the tellers saw on it. Nothing here knows who
voted. Counts add up: papers may be counted in any order and in any parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from canbo.core.tally_kinds import NONE, SEVERAL, Kind
from canbo.lib.text import Text


@dataclass(frozen=True, slots=True)
class Paper:
    """One ballot paper: a sign per name, and the codes of ballot-faults that the tellers saw on it."""

    marks: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameCount:
    """The valid papers as they treat one name: votes per option, no box, several boxes."""

    votes: tuple[int, ...]
    no_tick: int
    many_ticks: int

    def __add__(self, other: NameCount) -> NameCount:
        votes = tuple(mine + theirs for mine, theirs in zip(self.votes, other.votes, strict=True))
        return NameCount(votes, self.no_tick + other.no_tick, self.many_ticks + other.many_ticks)

    @property
    def valid(self) -> int:
        """Papers that count for this name."""
        return sum(self.votes)


@dataclass(frozen=True)
class Count:
    """The papers that came back. `blank` are those left as printed, whether they are valid or not.

    `faults` gives the invalid papers by the first fault of each, in the order of the kind: they add up to `invalid`.
    """

    returned: int
    blank: int
    faults: Mapping[str, int]
    names: tuple[NameCount, ...]

    @property
    def invalid(self) -> int:
        """Papers that count for nobody."""
        return sum(self.faults.values())

    @property
    def valid(self) -> int:
        """Papers that count."""
        return self.returned - self.invalid

    def __add__(self, other: Count) -> Count:
        faults = {
            code: self.faults.get(code, 0) + other.faults.get(code, 0) for code in {**self.faults, **other.faults}
        }
        names = tuple(mine + theirs for mine, theirs in zip(self.names, other.names, strict=True))
        return Count(self.returned + other.returned, self.blank + other.blank, faults, names)


@dataclass(frozen=True, slots=True)
class Turnout:
    """The numbers around the papers. `printed` = issued + exchanged for spoilt ones + left over.

    `roll` are those summoned less the deductions of the law; `members` all members of the body. None: not given.
    """

    summoned: int
    present: int
    printed: int
    issued: int
    spoilt: int
    unused: int
    returned: int
    roll: int | None = None
    members: int | None = None

    @property
    def not_returned(self) -> int:
        """Papers that were issued and did not come back."""
        return self.issued - self.returned


@dataclass(frozen=True, slots=True)
class NameResult:
    """What became of one name; `rank` counts from 1, equal votes share a rank; `share` is of the base."""

    place: int
    votes: int
    rank: int
    share: Fraction | None
    outcome: str
    count: NameCount


@dataclass(frozen=True, slots=True)
class Round:
    """A further vote that the rule asks for: `why` is "again" (too few passed) or "tie"; places from 0."""

    why: str
    places: tuple[int, ...]
    seats: int


@dataclass(frozen=True)
class Result:
    """A count under its rule. `base` None: the rule's base was not given, and nothing is decided."""

    base: int | None
    fewest: int | None
    names: tuple[NameResult, ...]
    next: Round | None = None
    count: Count = field(default_factory=lambda: Count(0, 0, {}, ()))

    @property
    def passed(self) -> tuple[int, ...]:
        """Places of the names that passed, highest first."""
        found = [name for name in self.names if name.outcome == "passed"]
        return tuple(name.place for name in sorted(found, key=lambda name: (name.rank, name.place)))


def paper_faults(kind: Kind, seats: int, paper: Paper) -> tuple[str, ...]:
    """Why a paper counts for nobody, in the order of the kind's list; empty when it counts."""
    chosen, most = paper.marks.count(kind.counted_mark), kind.most_names(seats)
    seen = set(paper.faults)
    if most is not None and chosen > most:
        seen.add("too_many_names")
    if chosen == 0:
        seen.add("nobody")
    found = [code for code in kind.papers if code in seen]
    if len(paper.marks) == 1 and len(kind.options) > 1:
        of_the_name = {NONE: "no_tick", SEVERAL: "many_ticks"}.get(paper.marks)
        found += [code for code in kind.alone if code == of_the_name]
    return tuple(found)


def why_not_paper(kind: Kind, names: int, paper: Paper) -> Text | None:
    """Why something keyed cannot be a paper of this kind at all: another number of names, an unknown sign."""
    if len(paper.marks) != names:
        return Text(
            f"Phiếu có {names} tên, đã nhập {len(paper.marks)} dấu.",
            f"A paper has {names} names, {len(paper.marks)} marks were entered.",
        )
    strange = sorted(set(paper.marks) - set(kind.marks))
    if strange:
        return Text(f"Dấu “{strange[0]}” không có trên phiếu này.", f"This paper has no mark “{strange[0]}”.")
    return None


def counted(kind: Kind, seats: int, names: int, papers: Iterable[Paper]) -> Count:
    """Count papers of a kind with so many names and seats. Raises ValueError for what cannot be such a paper."""
    valid: list[str] = []
    faults: dict[str, int] = {}
    returned = blank = 0
    untouched = kind.untouched * names
    for paper in papers:
        wrong = why_not_paper(kind, names, paper)
        if wrong:
            raise ValueError(wrong.en)
        returned += 1
        blank += paper.marks == untouched
        found = paper_faults(kind, seats, paper)
        if found:
            faults[found[0]] = faults.get(found[0], 0) + 1
        else:
            valid.append(paper.marks)
    columns = ("".join(column) for column in zip(*valid, strict=True)) if valid else iter([""] * names)
    return Count(returned, blank, faults, tuple(_name_count(kind, column) for column in columns))


def _name_count(kind: Kind, column: str) -> NameCount:
    votes = tuple(column.count(str(place)) for place in range(1, len(kind.options) + 1))
    if len(kind.options) == 1:
        return NameCount(votes, 0, 0)
    return NameCount(votes, *(column.count(mark) for mark in (NONE, SEVERAL)))


def why_not_meet(turnout: Turnout, keyed: int | None = None) -> tuple[Text, ...]:
    """Every total that does not meet another one; empty when all meet. `keyed` is how many papers were keyed."""
    t = turnout
    checks = [
        (t.present <= t.summoned, f"có mặt {t.present} > triệu tập {t.summoned}",
         f"present {t.present} > summoned {t.summoned}"),
        (t.issued <= t.present, f"phát ra {t.issued} > có mặt {t.present}", f"issued {t.issued} > present {t.present}"),
        (t.printed == t.issued + t.spoilt + t.unused,
         f"in {t.printed} ≠ phát ra {t.issued} + đổi do hỏng {t.spoilt} + còn lại {t.unused}",
         f"printed {t.printed} ≠ issued {t.issued} + spoilt and exchanged {t.spoilt} + left over {t.unused}"),
        (t.returned <= t.issued, f"thu về {t.returned} > phát ra {t.issued}",
         f"returned {t.returned} > issued {t.issued}"),
        (keyed is None or keyed == t.returned, f"đã nhập {keyed} phiếu ≠ thu về {t.returned}",
         f"keyed {keyed} papers ≠ returned {t.returned}"),
        (t.roll is None or t.roll <= t.summoned, f"số làm mẫu số {t.roll} > triệu tập {t.summoned}",
         f"roll {t.roll} > summoned {t.summoned}"),
    ]  # fmt: skip
    return tuple(Text(vi, en) for holds, vi, en in checks if not holds)


def base_of(code: str, turnout: Turnout, count: Count) -> int | None:
    """The number behind a code of vote-bases; None when it was not given or the text names none."""
    numbers: dict[str, int | None] = {
        "summoned": turnout.summoned,
        "present": turnout.present,
        "roll": turnout.roll,
        "issued": turnout.issued,
        "total_ballots": count.returned,
        "valid_ballots": count.valid,
        "all_members": turnout.members,
        "all_deputies": turnout.members,
    }
    return numbers.get(code)


@dataclass(frozen=True)
class Standing:
    """What else decides between names: `born` as a stamp (None: not known), and whether the name withdrew."""

    born: Sequence[int | None] = ()
    withdrawn: frozenset[int] = frozenset()


def decided(
    kind: Kind, count: Count, turnout: Turnout, seats: int, *, standing: Standing | None = None, of_tie: bool = False
) -> Result:
    """The result of a count under its rule. `of_tie`: a vote between tied names, where the higher count is enough."""
    standing = standing or Standing()
    base = base_of(str(kind.base.value), turnout, count) if kind.base else None
    votes = [name.votes[int(kind.counted_mark) - 1] for name in count.names]
    in_it = [place for place in range(len(votes)) if place not in standing.withdrawn]
    outcomes: dict[int, str] = dict.fromkeys(standing.withdrawn, "withdrawn")
    further: Round | None = None
    if kind.decides == "opinion":
        outcomes |= dict.fromkeys(in_it, "recorded")
    elif base is None and not of_tie:
        outcomes |= dict.fromkeys(in_it, "unknown")
    elif kind.decides == "bands":
        outcomes |= {place: _band(kind, votes[place], base or 0) for place in in_it}
    elif kind.decides == "each":
        outcomes |= {place: _each(kind, votes[place], base or 0) for place in in_it}
        further = _when_nobody(kind, votes, in_it, outcomes, seats)
    else:
        found, further = _Seats(kind, votes, base or 0, seats, standing, of_tie).run(in_it)
        outcomes |= found
    fewest = kind.share.fewest(base) if kind.share and base is not None and not of_tie else None
    names = tuple(
        NameResult(
            place,
            mine,
            1 + sum(votes[other] > mine for other in in_it),
            Fraction(mine, base) if base else None,
            outcomes[place],
            count.names[place],
        )
        for place, mine in enumerate(votes)
    )
    return Result(base, fewest, names, further, count)


def _each(kind: Kind, votes: int, base: int) -> str:
    if kind.share is None or kind.share.met(votes, base):
        return "passed"
    return "exactly" if kind.exact and kind.exact.value and kind.share.exactly(votes, base) else "below"


def _when_nobody(
    kind: Kind, votes: Sequence[int], in_it: Sequence[int], outcomes: Mapping[int, str], seats: int
) -> Round | None:
    """The round that follows when nobody passed: on all names, or on the first few, equals at the tail included."""
    below = kind.below.value if kind.below else "off_list"
    if not in_it or any(outcomes[place] == "passed" for place in in_it):
        return None
    if below == "again":
        return Round("again", tuple(in_it), min(seats, len(in_it)))
    if below == "runoff" and kind.keeps:
        first = sorted((votes[place] for place in in_it), reverse=True)[: int(kind.keeps.value)]
        among = tuple(place for place in in_it if votes[place] >= first[-1])
        return Round("again", among, min(seats, len(among)))
    return None


def _band(kind: Kind, votes: int, base: int) -> str:
    """The heaviest consequence whose share is met; bands are written from light to heavy."""
    met = [str(band.outcome.value) for band in kind.bands if band.share.met(votes, base)]
    return met[-1] if met else "none"


@dataclass(frozen=True)
class _Seats:
    """The highest for a number of seats, with the tie at the tail and the further round."""

    kind: Kind
    votes: Sequence[int]
    base: int
    seats: int
    standing: Standing
    of_tie: bool

    def run(self, in_it: Sequence[int]) -> tuple[dict[int, str], Round | None]:
        able = [place for place in in_it if self.of_tie or _each(self.kind, self.votes[place], self.base) == "passed"]
        taken, tied, left = self.highest(able, self.seats)
        found = {place: _each(self.kind, self.votes[place], self.base) for place in in_it}
        found |= dict.fromkeys(able, "not_among") | dict.fromkeys(taken, "passed") | dict.fromkeys(tied, "tied")
        if self.of_tie:
            found |= {place: "not_among" for place in in_it if found[place] in ("below", "exactly")}
        if tied:
            return found, self.settled_by_vote(tied, left)
        return self.short(found, in_it, self.seats - len(taken))

    def highest(self, able: Sequence[int], seats: int) -> tuple[list[int], list[int], int]:
        """Those who certainly have a seat, those tied for the last ones, and how many of these seats there are."""
        if len(able) <= seats:
            return list(able), [], 0
        cut = sorted((self.votes[place] for place in able), reverse=True)[seats - 1] if seats else 0
        taken = [place for place in able if self.votes[place] > cut] if seats else []
        tied = [place for place in able if self.votes[place] == cut] if seats else []
        left = seats - len(taken)
        if len(tied) <= left:
            return taken + tied, [], 0
        if self.kind.ties and self.kind.ties.value == "older":
            taken, tied, left = self.older(taken, tied, left)
        return taken, tied, left

    def older(self, taken: list[int], tied: list[int], left: int) -> tuple[list[int], list[int], int]:
        """The older of tied names first; those born on one day, or of unknown birth, stay tied."""
        born = [self.standing.born[place] if place < len(self.standing.born) else None for place in tied]
        if any(day is None for day in born):
            return taken, tied, left
        days = {place: day for place, day in zip(tied, born, strict=True) if day is not None}
        cut = sorted(days.values())[left - 1]
        older = [place for place in tied if days[place] < cut]
        same = [place for place in tied if days[place] == cut]
        if len(older) + len(same) <= left:
            return taken + older + same, [], 0
        return taken + older, same, left - len(older)

    def settled_by_vote(self, tied: Sequence[int], left: int) -> Round | None:
        vote = self.kind.ties is not None and self.kind.ties.value == "revote" and not self.of_tie
        return Round("tie", tuple(tied), left) if vote else None

    def short(self, found: dict[int, str], in_it: Sequence[int], missing: int) -> tuple[dict[int, str], Round | None]:
        """Too few passed: another round, or the highest of the others go on, as the rule says."""
        rest = [place for place in in_it if found[place] != "passed"]
        below = self.kind.below.value if self.kind.below else "off_list"
        if missing <= 0 or not rest or self.of_tie:
            return found, None
        if below == "again":
            return found, Round("again", tuple(rest), missing)
        if below == "go_on" and missing == self.seats and self.kind.keeps:
            on, tied, left = self.highest([place for place in rest if self.votes[place]], int(self.kind.keeps.value))
            found |= dict.fromkeys(on, "goes_on") | dict.fromkeys(tied, "tied")
            return found, self.settled_by_vote(tied, left) if tied else None
        return found, None
