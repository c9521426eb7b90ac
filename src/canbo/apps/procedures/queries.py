"""Where cases stand, by which rules they run, and who is summoned."""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from canbo.apps.ballots.models import Ballot
from canbo.apps.ballots.queries import names_of as names_on
from canbo.apps.ballots.queries import result_of
from canbo.apps.bodies.models import Body
from canbo.apps.bodies.queries import body_on, subtree_ids
from canbo.apps.people.models import Holding, Person, PersonVersion, Relative, Seat
from canbo.apps.people.steps import Step as DatedStep
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.subjects import subject_of
from canbo.base.packs.queries import archived_pack
from canbo.base.record.then import recorded_at
from canbo.base.walls.asking import everything
from canbo.core.calendar import stamp
from canbo.core.pack import Pack
from canbo.core.procedure import Selector, Step
from canbo.core.procedure_plan import Plan, plan_on
from canbo.core.procedure_state import OUT, VOID, Condition, Facts, State, Tally, state_read
from canbo.core.procedure_votes import tally_of
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: The list of days off by their ISO dates.
HOLIDAYS = "public-holidays"
RELATION_SETS, FAMILY = "relation-sets", "default"
#: Conditions that nobody above answers: a case without an owner is asked about none of them.
NOT_ASKED = Condition(True, Text("Không áp dụng cho vụ việc này.", "Does not apply to this case."))


@dataclass(frozen=True, slots=True)
class Summoned:
    """Somebody who is called: staff number, name, and the post or seat that calls them."""

    key: str
    name: str
    words: str


def rules_of(case: Case) -> Pack:
    """The rules to which a case is pinned: those in use, or the archived ones."""
    return archived_pack(case.pack_id)


def plan_of(case: Case) -> Plan:
    """What a case runs by to its end."""
    return _plan(case.pack_id, case.procedure, case.opened)


@functools.lru_cache(maxsize=256)
def _plan(pack: str, procedure: str, opened: dt.date) -> Plan:
    """A plan never changes: its pack is told by its digest, and the day is past."""
    return plan_on(archived_pack(pack).rules, procedure, opened)


@functools.lru_cache(maxsize=64)
def unreadable(pack: str) -> Refusal | None:
    """Why this program cannot read the rules of some cases, by their digest; None when it can.

    Lists ask this first, so that one case of another version does not shut all the others.
    """
    try:
        archived_pack(pack)
    except Refusal as refusal:
        return Refusal(refusal.code, refusal.says, refusal.remedy)
    return None


def step_name(move: Move) -> Text | None:
    """The name of the step at which a case stands; None when it has ended, its code where its rules are unreadable."""
    if not move.step:
        return None
    if unreadable(move.case.pack_id):
        return Text(move.step, move.step)
    return plan_of(move.case).step(move.step).name


def newest(case: Case) -> Move:
    """The move at which a case stands."""
    return Move.objects.filter(case=case).order_by("-number")[:1].get()


def state_of(move: Move) -> State:
    """The state after a move."""
    return state_read(json.loads(move.state))


def standing(cases: QuerySet[Case]) -> QuerySet[Move]:
    """The newest move of each of some cases, in one question."""
    then = recorded_at()
    moves = Move.objects.all() if then is None else Move.objects.filter(entry_id__lte=then)
    last = moves.filter(case=OuterRef("case")).order_by("-number").values("number")[:1]
    found = Move.objects.filter(case__in=cases).annotate(last=Subquery(last)).filter(number=F("last"))
    return found.select_related("case__body").order_by(F("due").asc(nulls_last=True), "case_id")


def summoned(
    plan: Plan, step: Step, body: Body, day: dt.date, names: Mapping[str, str] | None = None
) -> list[Summoned]:
    """Who is called to the meeting of a step on a day, from posts and seats of that day, by given name.

    Whoever asks: the roll of a meeting must not turn on who calls it.
    """
    found: dict[str, Summoned] = {}
    titles = dict(names or {})
    with everything():
        for selector in plan.attendees[step.summons].of:
            for key, name, code in _selected(selector, body, day):
                found.setdefault(key, Summoned(key, name, titles.get(code, code)))
        order = dict(_versions(found).values_list("person__key", "name_key"))
    return sorted(found.values(), key=lambda each: (order.get(each.key, ""), each.key))


def _selected(selector: Selector, body: Body, day: dt.date) -> list[tuple[str, str, str]]:
    now = stamp(day)
    model, what = (Seat, "role") if selector.roles else (Holding, "title")
    rows = model._default_manager.filter(
        Q(last_lo__isnull=True) | Q(last_lo__gt=now),
        body_id__in=_places(selector, body, day),
        entry_to__isnull=True,
        since_hi__lte=now,
        **{f"{what}__in": selector.roles or selector.titles},
    )
    people = {row.person_id: getattr(row, what) for row in rows.order_by("-since_lo")}
    versions = PersonVersion.objects.filter(person_id__in=people, entry_to__isnull=True).select_related("person")
    return [(each.person.key, each.name, people[each.person_id]) for each in versions]


def _places(selector: Selector, body: Body, day: dt.date) -> Sequence[int]:
    if selector.where == "here":
        return [body.pk]
    if selector.where == "below":
        return subtree_ids(body.pk, day)
    on = body_on(body.code, day)
    return subtree_ids(on.parent if on and on.parent else body.pk, day)


def _versions(keys: Iterable[str]) -> QuerySet[PersonVersion]:
    return PersonVersion.objects.filter(person__key__in=list(keys), entry_to__isnull=True)


def names_in(state: State) -> dict[str, str]:
    """The names of everybody in the states of a case, by staff number, and nothing else of them.

    Whoever sees a case (`visibility.visible_cases`, asked before) reads who is listed and who is called, though their
    dossiers stay shut to them.
    """
    passages = [*state.trail, *([state.now] if state.now else [])]
    keys = {*state.names, *(key for each in passages for key in (*each.names, *each.outcome))}
    keys.update(key for each in passages if each.sitting for key in each.sitting.summoned)
    with everything():
        return dict(_versions(keys).values_list("person__key", "name"))


def steps_about(person: Person) -> list[DatedStep]:
    """The steps of cases with somebody on their list: the day of the meeting, or since when the step is open.

    Before these a change of the dossier is marked.
    """
    named = json.dumps(person.key, ensure_ascii=False)
    found = []
    for move in standing(Case.objects.all()).filter(state__contains=named):
        state = state_of(move)
        passages = [*state.trail, *([state.now] if state.now else [])]
        unread = unreadable(move.case.pack_id)
        for each in passages:
            if person.key in each.names or person.key in each.outcome:
                called = Text(each.step, each.step) if unread else plan_of(move.case).step(each.step).name
                day = each.sitting.meets if each.sitting else each.since
                waits = each is state.now and each.sitting is None
                found.append(DatedStep(day, called, move.case.purpose, waits))
    return found


def related(keys: Iterable[str], pack: Pack) -> dict[str, frozenset[str]]:
    """Who of some people is a relative of whom of them, as either of the two has declared."""
    codes = pack.lists.get(RELATION_SETS)
    family = codes.codes[FAMILY].parts if codes and FAMILY in codes.codes else ()
    wanted = list(keys)
    rows = Relative.objects.filter(
        relation__in=family, entry_to__isnull=True, person__key__in=wanted, relative__key__in=wanted
    ).values_list("person__key", "relative__key")
    found: dict[str, set[str]] = {}
    for one, other in rows:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {key: frozenset(others) for key, others in found.items()}


def holidays(pack: Pack) -> frozenset[dt.date]:
    """The public holidays that a pack knows: they are no working days."""
    listed = pack.lists.get(HOLIDAYS)
    return frozenset(dt.date.fromisoformat(code) for code in listed.codes) if listed else frozenset()


def owner_of(case: Case) -> str:
    """The key under which the ballots of a case belong to it."""
    return f"procedures:{case.pk}"


def said_by_ballots(state: State) -> dict[int, Tally]:
    """What each ballot whose count a case waits for says, by its number."""
    sitting = state.now.sitting if state.now else None
    waiting = [each.ballot for each in sitting.rounds if each.ballot and not each.done] if sitting else []
    if not waiting:
        return {}
    return {
        each.pk: _said(each) for each in Ballot.objects.filter(pk__in=waiting).select_related("closing", "annulment")
    }


def _said(ballot: Ballot) -> Tally:
    if hasattr(ballot, "annulment"):
        return Tally(VOID)
    result = result_of(ballot)
    if result is None:
        return Tally(OUT)
    keys = [name.person.key if name.person else "" for name in names_on(ballot)]
    return tally_of(result, keys, ballot.closing.digest)


def facts_at_hand(case: Case, plan: Plan, state: State) -> Facts:
    """What a case tells of itself, with every condition taken as met: enough to say what it waits for.

    It reads no dossier. Whether a condition holds, the page of the case says, where it can be cured.
    """
    sitting = state.now.sitting if state.now else None
    codes = {code for step in plan.version.steps for code in step.conditions}
    return Facts(
        holidays=holidays(rules_of(case)), members=len(sitting.summoned) if sitting else None,
        conditions=dict.fromkeys(codes, NOT_ASKED), ballots=said_by_ballots(state),
    )  # fmt: skip


def facts_for(case: Case, plan: Plan, state: State, day: dt.date, listed: Sequence[str] = ()) -> Facts:
    """What is so outside a case on a day: family ties among those concerned, and what its owner answers.

    Whoever asks: a step must not close because its reader sees no dossier. `visibility.shown_facts` says what of it a
    reader is told.
    """
    sitting = state.now.sitting if state.now else None
    called = sitting.summoned if sitting else ()
    names = tuple(dict.fromkeys((*state.names, *listed)))
    with everything():
        return _facts(case, plan, state, day, listed, called, names)


def _facts(
    case: Case, plan: Plan, state: State, day: dt.date, listed: Sequence[str], called: Sequence[str],
    names: Sequence[str],
) -> Facts:  # fmt: skip
    subject = subject_of(case)
    codes = {code for step in plan.version.steps for code in step.conditions}
    conditions = subject.conditions(case, state, day) if subject else dict.fromkeys(codes, NOT_ASKED)
    return Facts(
        holidays=holidays(rules_of(case)),
        related=related((*called, *names), rules_of(case)),
        members=len(called) or None,
        barred=subject.barred(case, listed, day) if subject and listed else {},
        conditions=conditions,
        ballots=said_by_ballots(state),
    )
