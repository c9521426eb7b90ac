"""A small procedure of four steps for tests: a list, two meetings that vote, a decision."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from canbo.core.procedure_meeting import kind_of
from canbo.core.procedure_plan import Plan, plan_on
from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import (
    Attended,
    Balloted,
    Closed,
    Event,
    Facts,
    Filed,
    Listed,
    Notified,
    Round,
    State,
    Tallied,
    Tally,
)
from canbo.core.procedure_votes import tally_of, turnout
from canbo.core.tally import Paper, Turnout, counted, decided
from canbo.core.tally_kinds import NONE, Kind
from canbo.core.tally_words import as_data
from canbo.core.testing import NEWEST, a_pack

DAY = dt.date(2026, 11, 2)
CITES = f'{{instrument: {NEWEST}, article: "34", confidence: I}}'


def _number(name: str, unit: str, value: str, of: str = "") -> str:
    return (
        f"parameter: {name}\nunit: {unit}\n{f'of: {of}' if of else ''}\nmeaning: {{vi: {name}, en: {name}}}\n"
        f"values:\n  - {{since: 2025-10-08, value: {value}, cites: {CITES}}}\n"
    )


_FAULTS = ("no_tick", "many_ticks", "too_many_names", "nobody")
_BASES = ("summoned", "present", "roll", "valid_ballots", "all_members", "not_named")


def _ballot(code: str, marking: str, options: str, rest: str) -> str:
    return (
        f"ballot: {code}\nname: {{vi: {code}, en: {code}}}\nheading: {{vi: {code}, en: {code}}}\nmarking: {marking}\n"
        f"options: [{', '.join(f'{{code: {each}, name: {{vi: {each}, en: {each}}}}}' for each in options.split())}]\n"
        f"counts: {options.split()[0]}\nversions:\n  - since: 2025-10-08\n    cites: {CITES}\n"
        "    base: {parameter: base}\n    share: {of: {parameter: majority}}\n"
        f"    announced: {{is: true, cites: {CITES}}}\n{rest}"
    )


FILES: Mapping[str, str] = {
    "parameters/quorum.yaml": _number("quorum", "share", "2/3"),
    "parameters/majority.yaml": _number("majority", "share", "1/2"),
    "parameters/base.yaml": _number("base", "rank", "summoned", "vote-bases"),
    "parameters/notice.yaml": _number("notice", "working_day", "3"),
    "parameters/half.yaml": _number("half", "flag", "true"),
    "parameters/runoff.yaml": _number("runoff", "person", "2"),
    "codes/ballot-faults.yaml": "list: ballot-faults\nordered: false\nversion: v\nsource: s\ncodes:\n"
    + "".join(f"  - {{code: {code}, name: {{vi: {code}, en: {code}}}}}\n" for code in _FAULTS),
    "ballots/agreeing.yaml": _ballot(
        "agreeing",
        "boxes",
        "agree disagree",
        "    papers: []\n    decides: each\n    exact: {parameter: half}\n    keeps: {parameter: runoff}\n"
        f"    below: {{is: runoff, cites: {CITES}}}\n",
    ),
    "ballots/electing.yaml": _ballot(
        "electing",
        "strike",
        "kept",
        f"    most: {{is: seats, cites: {CITES}}}\n    papers: [too_many_names]\n    decides: seats\n"
        f"    below: {{is: again, cites: {CITES}}}\n    ties: {{is: revote, cites: {CITES}}}\n",
    ),
    "codes/vote-bases.yaml": "list: vote-bases\nordered: true\nversion: v\nsource: s\ncodes:\n"
    + "".join(
        f"  - {{code: {code}, name: {{vi: {code}, en: {code}}}, rank: {rank}}}\n" for rank, code in enumerate(_BASES, 1)
    ),
    "codes/case-papers.yaml": "list: case-papers\nordered: false\nversion: v\nsource: s\ncodes:\n"
    "  - {code: minutes, name: {vi: Biên bản, en: Minutes}}\n",
    "codes/case-conditions.yaml": "list: case-conditions\nordered: false\nversion: v\nsource: s\ncodes:\n"
    "  - {code: caps, name: {vi: Giới hạn, en: Caps}}\n",
    "procedures/attendees.yaml": "attendees: leadership\nname: {vi: Lãnh đạo, en: Leadership}\n"
    f"of:\n  - {{titles: [director, deputy_director]}}\ncites: {CITES}\n",
    "procedures/choosing.yaml": f"""\
procedure: choosing
name: {{vi: Lựa chọn, en: Choosing}}
about: planning
versions:
  - since: 2025-10-08
    cites: {CITES}
    steps:
      - {{step: A, kind: work, name: {{vi: Danh sách, en: List}}, acts: {{vi: Tổ chức, en: Officer}}, lists: makes,
         next: B, cites: {CITES}}}
      - step: B
        kind: meeting
        name: {{vi: Hội nghị một, en: Meeting one}}
        acts: {{vi: Lãnh đạo, en: Leadership}}
        closed_by: chair
        lists: narrows
        summons: leadership
        notice: notice
        quorum: {{over: quorum, of: base}}
        ballot: agreeing
        nobody: stop
        recuses: [person, relatives]
        papers: [minutes]
        after: [A]
        next: C
        cites: {CITES}
      - step: C
        kind: meeting
        name: {{vi: Hội nghị hai, en: Meeting two}}
        acts: {{vi: Lãnh đạo, en: Leadership}}
        closed_by: chair
        lists: narrows
        summons: leadership
        quorum: {{over: quorum, of: base}}
        ballot: electing
        nobody: stop
        after: [B]
        next: D
        cites: {CITES}
      - {{step: D, kind: decision, name: {{vi: Phê duyệt, en: Approval}}, acts: {{vi: Cấp trên, en: Above}},
         closed_by: approver, lists: narrows, conditions: [caps], next: end, cites: {CITES}}}
""",
}


def a_plan(changes: Mapping[str, str] | None = None, code: str = "choosing", on: dt.date = DAY) -> Plan:
    """The plan of the small procedure, or of a changed one."""
    return plan_on(a_pack({**FILES, **(changes or {})}).rules, code, on)


def play(plan: Plan, state: State, events: Iterable[Event], facts: Facts | None = None, now: dt.date = DAY) -> State:
    """The state after some events, all on one day."""
    for event in events:
        state = advance(plan, state, event, facts or Facts(), now)
    return state


def a_meeting(*, summoned: int = 9, present: int = 9) -> list[Event]:
    """Called and held: so many summoned and present (V1, V2, …)."""
    everybody = tuple(f"V{number}" for number in range(1, summoned + 1))
    return [
        Notified(dt.date(2026, 11, 10), "Phòng họp 1", everybody),
        Attended(everybody[:present]),
        Filed("minutes", "12-BB ngày 10/11/2026"),
    ]


def papers_for(kind: Kind, names: Sequence[str], votes: Mapping[str, int], voters: int) -> list[Paper]:
    """As many papers as voters, on which each name has its votes, spread so that no paper bears more than it must."""
    marks = [[NONE] * len(names) for _ in range(voters)]
    for place, name in sorted(enumerate(names), key=lambda each: -votes.get(each[1], 0)):
        lightest = sorted(marks, key=lambda paper: sum(mark != NONE for mark in paper))
        for paper in lightest[: votes.get(name, 0)]:
            paper[place] = kind.counted_mark
    return [Paper("".join(paper)) for paper in marks]


def sealed(plan: Plan, state: State, votes: Mapping[str, int]) -> Tally:
    """What a ballot of the open round says when every voter present gave a paper and the names have these votes."""
    assert state.now is not None
    assert state.now.sitting is not None
    sitting, asked = state.now.sitting, state.now.sitting.rounds[-1]
    return sealed_of(plan.kinds[kind_of(plan.step(state.step), asked)], asked, votes, sitting.voting, turnout(sitting))


def sealed_of(kind: Kind, asked: Round, votes: Mapping[str, int], voters: int, numbers: Turnout) -> Tally:
    """The same for a round, its voters and the numbers around it."""
    count = counted(kind, asked.places, len(asked.names), papers_for(kind, asked.names, votes, voters))
    result = decided(kind, count, numbers, asked.places, of_tie=asked.why == "tie")
    return tally_of(json.loads(json.dumps(as_data(kind, result))), asked.names, f"digest of {sorted(votes.items())}")


def vote(plan: Plan, state: State, votes: Mapping[str, int], facts: Facts | None = None, now: dt.date = DAY) -> State:
    """The next round of the open step: papers out, sealed, taken over."""
    facts, number = facts or Facts(), 1
    if state.now is not None and state.now.sitting is not None:
        number = len(state.now.sitting.rounds) + 1
    state = advance(plan, state, Balloted(number), facts, now)
    tally = sealed(plan, state, votes)
    return advance(plan, state, Tallied(number, tally.digest), replace(facts, ballots={number: tally}), now)


def at_b(plan: Plan, names: tuple[str, ...] = ("X", "Y", "Z"), places: int = 1) -> State:
    """A case whose list stands and whose first meeting is to be called."""
    state = opened(plan, places, DAY)
    state = play(plan, state, [Listed(names)])
    return advance(plan, state, Closed(), Facts(), DAY)
