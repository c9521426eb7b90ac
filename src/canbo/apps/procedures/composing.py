"""What every paper of a case is composed from: head and foot, sentences, the ground it rests on, a table of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from canbo.apps.ballots.documents import percent
from canbo.apps.ballots.models import Ballot
from canbo.apps.ballots.result import Told, told
from canbo.apps.bodies.queries import name_on
from canbo.apps.papers.letterhead import Letterhead
from canbo.apps.people.abridged import COLUMNS, cells, lives
from canbo.apps.people.models import PersonVersion
from canbo.apps.procedures.models import Case
from canbo.base.walls.asking import everything
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.core.procedure import Step
from canbo.core.procedure_plan import Plan
from canbo.core.procedure_state import Passage, Round, Sitting, State
from canbo.shell.naming import Names

PAPER_FORM, LIST_FORM = "case-paper", "case-list"
#: Columns of a list of people, as the abridged list has them; those of a table within a paper.
FULL = ("man", "woman", "ethnicity", "post", "party", "degree", "theory", "ratings")
SHORT = ("post",)
#: A table: its headings and its lines.
Table = tuple[list[str], list[list[str]]]
#: What a form is filled with.
Values = dict[str, Any]


@dataclass(frozen=True)
class Matter:
    """What a paper is written from: a case at a moment, its rules, who writes when, which counts may be told.

    `approved` are those whom the authority approves or has approved; `where`: where a public paper is made public.
    """

    case: Case
    plan: Plan
    state: State
    pack: Pack
    day: dt.date
    head: Letterhead
    tells: Callable[[Ballot], bool]
    approved: Sequence[str] = ()
    where: str = ""

    @property
    def step(self) -> Step:
        """The open step."""
        return self.plan.step(self.state.step)

    @property
    def purpose(self) -> str:
        """What the case is about, as it stands within a sentence."""
        return lower(self.case.purpose)

    @property
    def body(self) -> str:
        """The name of the body in which the case runs."""
        return name_on(self.case.body, self.day)

    def filed(self, paper: str) -> str:
        """Number and day of a paper of the case, the newest; blank when there is none."""
        now = [self.state.now] if self.state.now else []
        passages = reversed([*self.state.trail, *now])
        return next((each.papers[paper] for each in passages if paper in each.papers), "")

    def meetings(self) -> list[tuple[Step, Sitting]]:
        """The meetings held so far, the earliest first."""
        now = [self.state.now] if self.state.now else []
        passages: list[Passage] = [*self.state.trail, *now]
        held = [each for each in passages if each.sitting is not None and each.sitting.present is not None]
        return [(self.plan.step(each.step), each.sitting) for each in held if each.sitting is not None]


def people(
    it: Matter, keys: Sequence[str], columns: Sequence[str], *, votes: bool = False,
    beside: Mapping[str, Mapping[str, str]] | None = None,
) -> Table:  # fmt: skip
    """Headings and lines of a table of people, in the order given; discipline and all that is sealed stays out.

    `beside`: further columns by their heading, each with what it says of whom by staff number.
    """
    counted = [(step, _votes(it, sitting)) for step, sitting in it.meetings()] if votes else []
    more = {**{f"Phiếu {step.code}": found for step, found in counted if found}, **(beside or {})}
    with everything(), override("vi"):  # the office may see them: asked before; the table names open columns only
        found = {
            each.person.key: each
            for each in PersonVersion.objects.filter(person__key__in=list(keys), entry_to__isnull=True)
            .select_related("person")
        }  # fmt: skip
        known = [found[key] for key in keys if key in found]
        called = Names(it.pack)
        rows = [
            [
                f"{life.entry.person.name}{_born(life.entry.person) if 'man' not in columns else ''}",
                *cells(life, columns, called),
                *(said.get(life.entry.person.person.key, "–") for said in more.values()),
            ]
            for life in lives(known, it.day, ())
        ]
        heads = ["Họ và tên", *(COLUMNS[name].says.vi for name in columns)]
    return [*heads, *more], rows


def _born(who: PersonVersion) -> str:
    return f", sinh năm {who.born[:4]}" if who.born else ""


def _votes(it: Matter, sitting: Sitting) -> dict[str, str]:
    """{staff number: votes of the base} of a meeting, from its sealed ballots; the last round of a name counts."""
    found: dict[str, str] = {}
    for each in sitting.rounds:
        result = result_of_round(it, each)
        for line in result.lines if result else ():
            if line.name.person is not None:
                share = f" ({percent(line.percent)}\N{NO-BREAK SPACE}%)" if line.percent is not None else ""
                of = f"/{result.base}" if result and result.base else ""
                found[line.name.person.key] = f"{line.votes}{of}{share}"
    return found


def result_of_round(it: Matter, asked: Round) -> Told | None:
    """The sealed count of a round; None before it is taken over, and for a writer who may not tell it."""
    ballot = Ballot.objects.select_related("closing", "body").filter(pk=asked.ballot or 0).first()
    return told(ballot) if ballot is not None and asked.done and it.tells(ballot) else None


def paper(
    it: Matter, kind: str, about: str, *, to: str = "", authority: str = "", grounds: Sequence[str] = (),
    resolves: str = "", before: Sequence[Any] = (), heads: Sequence[str] = (), rows: Sequence[Sequence[str]] = (),
    after: Sequence[Any] = (), recipients: Sequence[str] = (), recorder: str = "", office: str = "",
) -> Values:  # fmt: skip
    """What the form of a paper is filled with."""
    head = it.head.values(it.day)
    if office:
        head["signer"] = {"behalf": "", "office": office, "name": ""}
    stop = "," if it.head.party else ";"
    return {
        **head, "kind": kind, "about": about, "to": to, "authority": authority, "resolves": resolves,
        "grounds": [f"{each.rstrip(';,.')}{stop}" for each in grounds],
        "before": list(before), "heads": list(heads), "widths": [30, 34, *[12] * (len(heads) - 2)],
        "rows": [list(row) for row in rows], "after": list(after), "recorder": recorder,
        "recipients": [each + (stop if each != recipients[-1] else ".") for each in recipients],
    }  # fmt: skip


def as_list(it: Matter, kind: str, about: str, table: Table, after: str) -> Values:
    """What the form of a list of people with every column is filled with."""
    heads, rows = table
    whole = paper(it, kind, about, heads=heads, rows=rows, after=[said(after)], recipients=[f"Lưu: VT, {it.step.code}"])
    return whole | {"widths": [24, *(COLUMNS[name].width for name in FULL), *[14] * (len(heads) - 1 - len(FULL))]}


def said(text: str, lead: str = "") -> dict[str, str]:
    """A paragraph with what leads it in bold."""
    return {"lead": lead, "text": text}


def ground(it: Matter, cites: Citation) -> str:
    """A governing document as a ground: kind, number, day, issuer and title."""
    found = it.pack.instruments.get(cites.instrument)
    key, day = cites.instrument, f"{cites.instrument.issued:%d/%m/%Y}"
    if found is None:
        return f"Căn cứ {key.number} ngày {day}"
    kinds = it.pack.lists["instrument-kinds"].codes
    kind = kinds[found.kind].name.vi if found.kind in kinds else "văn bản"
    return f"Căn cứ {kind} số {key.number} ngày {day} của {found.issuer.vi} về {lower(found.title.vi)}"


def lower(text: str) -> str:
    """A text as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def in_digits(day: dt.date) -> str:
    """A day as papers write it: 01/07/2025."""
    return f"{day:%d/%m/%Y}"
