"""A small procedure of four steps for tests: a list, two meetings that vote, a decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from canbo.core.procedure_plan import Plan, plan_on
from canbo.core.procedure_run import advance, opened
from canbo.core.procedure_state import Attended, Closed, Count, Counted, Event, Facts, Filed, Listed, Notified, State
from canbo.core.testing import NEWEST, a_pack

DAY = dt.date(2026, 11, 2)
CITES = f'{{instrument: {NEWEST}, article: "34", confidence: I}}'


def _number(name: str, unit: str, value: str, of: str = "") -> str:
    return (
        f"parameter: {name}\nunit: {unit}\n{f'of: {of}' if of else ''}\nmeaning: {{vi: {name}, en: {name}}}\n"
        f"values:\n  - {{since: 2025-10-08, value: {value}, cites: {CITES}}}\n"
    )


_BASES = ("summoned", "present", "roll", "valid_ballots", "all_members", "not_named")
FILES: Mapping[str, str] = {
    "parameters/quorum.yaml": _number("quorum", "share", "2/3"),
    "parameters/majority.yaml": _number("majority", "share", "1/2"),
    "parameters/base.yaml": _number("base", "rank", "summoned", "vote-bases"),
    "parameters/notice.yaml": _number("notice", "working_day", "3"),
    "parameters/half.yaml": _number("half", "flag", "true"),
    "parameters/runoff.yaml": _number("runoff", "person", "2"),
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
        ballot: agree
        threshold: {{over: majority, of: base}}
        nobody: {{runoff: runoff}}
        half: half
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
        ballot: elect
        threshold: {{over: majority, of: base, most: places}}
        tie: again
        nobody: again
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


def a_meeting(votes: Mapping[str, int], *, summoned: int = 9, present: int = 9) -> list[Event]:
    """Called, held and counted: so many summoned and present (V1, V2, …), every paper returned."""
    everybody = tuple(f"V{number}" for number in range(1, summoned + 1))
    return [
        Notified(dt.date(2026, 11, 10), "Phòng họp 1", everybody),
        Attended(everybody[:present]),
        Counted(Count(present, present, present, dict(votes))),
        Filed("minutes", "12-BB ngày 10/11/2026"),
    ]


def at_b(plan: Plan, names: tuple[str, ...] = ("X", "Y", "Z"), places: int = 1) -> State:
    """A case whose list stands and whose first meeting is to be called."""
    state = opened(plan, places, DAY)
    state = play(plan, state, [Listed(names)])
    return advance(plan, state, Closed(), Facts(), DAY)
