"""A case at one moment: frozen values, their JSON, and the events that move it from one moment to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from canbo.core.law import Citation
from canbo.lib.text import Text

RUNNING, DECIDED, STOPPED = "running", "decided", "stopped"


#: Where a ballot of a case stands: papers are out or being keyed, its count is sealed, the vote is void.
OUT, SEALED, VOID = "out", "sealed", "void"


@dataclass(frozen=True, slots=True)
class Further:
    """The round that a sealed count asks for: `why` is "again" or "tie"; on which names, for how many places."""

    why: str
    names: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What a ballot says of the names of a case; all but `status` only when it is sealed.

    `base` is a code of vote-bases and `number` what it stood for in the count; `halves` are those whom exactly the
    share leaves to the chair. Votes are not here: they stay in the ballot, which knows who may see them.
    """

    status: str
    digest: str = ""
    base: str = ""
    number: int | None = None
    passed: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    next: Further | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One vote: on which names, for how many places, and what followed from its count (`done`).

    A secret vote names its `ballot` and the `digest` under which its count is sealed; a vote by hands how many raised
    theirs for the list (`hands`) and against it.
    """

    names: tuple[str, ...]
    places: int
    why: str = "first"
    ballot: int | None = None
    digest: str = ""
    hands: int | None = None
    against: int | None = None
    done: bool = False
    base: str = ""
    number: int | None = None  # the denominator as counted
    passed: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    next: Further | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting: when it was called and is held, who was summoned, who came, who left before the vote and why."""

    called: dt.date
    meets: dt.date
    place: str
    summoned: tuple[str, ...]
    members: int | None
    present: tuple[str, ...] | None = None
    recused: Mapping[str, str] = field(default_factory=dict)
    deducted: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    kept: tuple[str, ...] = ()  # names that earlier rounds settled

    @property
    def voting(self) -> int:
        """How many of those present may vote."""
        return len([each for each in self.present or () if each not in self.recused])

    @property
    def called_to_vote(self) -> int:
        """How many of those summoned remain after recusal: the recount."""
        return len([each for each in self.summoned if each not in self.recused])


@dataclass(frozen=True, slots=True)
class Passage:
    """One step as it stands: its list when it began, papers filed (kind → number and day), meetings that failed."""

    step: str
    since: dt.date
    names: tuple[str, ...]
    papers: Mapping[str, str] = field(default_factory=dict)
    sitting: Sitting | None = None
    failed: tuple[Sitting, ...] = ()
    outcome: tuple[str, ...] = ()
    closed: dt.date | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where a case is. `places`: how many the list is for; `trail`: the steps closed so far, the earliest first."""

    status: str
    places: int
    names: tuple[str, ...]
    now: Passage | None
    trail: tuple[Passage, ...] = ()
    why: str = ""

    @property
    def step(self) -> str:
        """The code of the open step; blank when the case has ended."""
        return self.now.step if self.now else ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Why a name may not stand on the list, and how sure that is (`known` False: the dossier lacks the answer)."""

    says: Text
    cites: Citation | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that the capability which owns the case answers: None is unknown, and unknown does not pass."""

    holds: bool | None
    says: Text
    remedy: Text | None = None
    cites: Citation | None = None


@dataclass(frozen=True)
class Facts:
    """What is so outside the case at the moment of an event.

    `related`: a person's relatives, by staff number; `ballots`: what each ballot of the open step says, by its number.
    """

    holidays: frozenset[dt.date] = frozenset()
    related: Mapping[str, frozenset[str]] = field(default_factory=dict)
    members: int | None = None
    barred: Mapping[str, Bar] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    ballots: Mapping[int, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """The names are put on the list."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper of the step is on file: its kind, its number and day as written on it; one made public says where."""

    paper: str
    words: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Notified:
    """The meeting is called for a day and a place; those summoned have their notice."""

    meets: dt.date
    place: str
    summoned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attended:
    """Who came. `deducted`: those summoned whom the rule takes off the roll."""

    present: tuple[str, ...]
    deducted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recalled:
    """The meeting could not decide for want of a quorum; it will be called again."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A vote by hands on the whole list: how many for, how many against."""

    hands: int
    against: int


@dataclass(frozen=True, slots=True)
class Balloted:
    """The papers of the next round are out: the number of the ballot."""

    ballot: int


@dataclass(frozen=True, slots=True)
class Tallied:
    """The sealed count of the ballot is taken over: under which digest; `minutes` of the count, if they are issued."""

    ballot: int
    digest: str
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whoever chairs settles what the rule leaves to the chair: which of the tied, or of those at exactly half."""

    names: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The authority decides on the list: which names it approves, and for each other one why not."""

    names: tuple[str, ...]
    refused: Mapping[str, str]
    document: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A name leaves the list between two meetings: why, and the paper."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The open step is closed; the case goes on or ends."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The case ends without a decision: by whose document."""

    document: str


Event = (
    Listed
    | Filed
    | Notified
    | Attended
    | Recalled
    | Raised
    | Balloted
    | Tallied
    | Chosen
    | Decided
    | Withdrawn
    | Closed
    | Stopped
)
EVENTS: dict[str, type[Event]] = {
    made.__name__.lower(): made
    for made in (
        Listed, Filed, Notified, Attended, Recalled, Raised, Balloted, Tallied, Chosen, Decided, Withdrawn, Closed,
        Stopped,
    )
}  # fmt: skip
_DAYS = {"called", "meets", "since", "closed"}
_INNER = {"sitting": Sitting, "now": Passage, "next": Further}
_LISTS = {"rounds": Round, "failed": Sitting, "trail": Passage}


def written(value: Any) -> Any:
    """A state or an event as JSON values, days as ISO text."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: written(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [written(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {each.name: written(getattr(value, each.name)) for each in fields(value)}
    return value


def event_written(event: Event) -> dict[str, Any]:
    """An event as JSON values, its kind under "event"."""
    return {"event": type(event).__name__.lower(), **written(event)}


def event_read(data: Mapping[str, Any]) -> Event:
    """An event from its JSON values."""
    made: Event = _read(EVENTS[data["event"]], {key: value for key, value in data.items() if key != "event"})
    return made


def state_read(data: Mapping[str, Any]) -> State:
    """A state from its JSON values."""
    made: State = _read(State, data)
    return made


def _read(made: Any, data: Mapping[str, Any] | None) -> Any:
    return None if data is None else made(**{name: _value(name, value) for name, value in data.items()})


def _value(name: str, value: Any) -> Any:
    if name in _INNER:
        return _read(_INNER[name], value)
    if name in _LISTS:
        return tuple(_read(_LISTS[name], each) for each in value)
    if name in _DAYS and value is not None:
        return dt.date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def moved(state: State, **changes: Any) -> State:
    """The state with its open passage changed."""
    assert state.now is not None
    return replace(state, now=replace(state.now, **changes))
