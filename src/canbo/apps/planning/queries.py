"""Who stands in which plan, and what a plan asks of the names on its way: guards, caps, order between levels."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from canbo.apps.bodies.queries import body_on, subtree_ids
from canbo.apps.eligibility.explaining import verdicts
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.sealing import sealed_clauses
from canbo.apps.people.models import PersonVersion, Planned, Rating
from canbo.apps.planning.models import Cycle, Exit, Place
from canbo.apps.planning.sources import misplaced, source
from canbo.apps.planning.structure import structure, value_on
from canbo.apps.planning.targets import targets_for
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import rules_of, standing
from canbo.apps.procedures.subjects import Judged
from canbo.base.packs.queries import current_pack
from canbo.base.walls.asking import everything
from canbo.core.clauses import Clause
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.core.procedure_state import RUNNING, Bar, Condition, State
from canbo.core.shares import Share
from canbo.core.verdicts import Answer, ClauseVerdict, Verdict
from canbo.lib.text import Text

#: What stands for a clause that rests on a sealed section, where not every reader may open it.
_SEALED = Text("tiêu chí dựa trên mục hồ sơ được bảo vệ", "a clause on a sealed section of the dossier")


def cycle_of(case: Case) -> Cycle:
    """The cycle to which a case belongs."""
    return Cycle.objects.select_related("body").get(pk=int(case.owner.partition(":")[2]))


def places(cycle: Cycle) -> QuerySet[Place]:
    """Those who stand in a plan now."""
    return Place.objects.filter(cycle=cycle, entry_to__isnull=True).select_related("person", "planned", "entry_from")


@dataclass(frozen=True)
class Standing:
    """Somebody in a plan: the place, staff number and name, the answer of the planning standard on the day.

    `left` are the other plans that this person has left: a removal in one is marked in every other.
    """

    place: Place
    key: str
    name: str
    answer: Answer
    left: Sequence[Exit] = ()


@dataclass(frozen=True)
class Roll:
    """Who stands in a plan, by given name; its shares; who left it, newest first, with their names."""

    rows: Sequence[Standing]
    shares: Sequence[Share]
    exits: Sequence[tuple[Exit, str]]


def roll_of(cycle: Cycle, day: dt.date) -> Roll:
    """A plan as it stands on a day, for whoever may see its cycle (asked before), though the dossiers stay shut.

    What of it a reader is shown besides the names, `visibility` says.
    """
    with everything():
        held = {each.person.key: each for each in places(cycle)}
        people = versions(list(held))
        told = answers(cycle.title, list(held), day) if people else {}
        gone = _left_elsewhere([each.person_id for each in people])
        rows = [_standing(held[each.person.key], each, told, gone.get(each.person_id, ())) for each in people]
        return Roll(rows, _structure(current_pack(), people, cycle, day), _exits(cycle))


def _standing(place: Place, who: PersonVersion, told: Mapping[str, Verdict], left: Sequence[Exit]) -> Standing:
    return Standing(place, place.person.key, who.name, told[place.person.key].answer, left)


def _left_elsewhere(people: Sequence[int]) -> Mapping[int, Sequence[Exit]]:
    """By person: the plans left for a reason, not by taking up the post."""
    found: dict[int, list[Exit]] = {}
    for each in Exit.objects.filter(place__person__in=people).exclude(why="placed").select_related("place__cycle"):
        found.setdefault(each.place.person_id, []).append(each)
    return found


def _exits(cycle: Cycle) -> list[tuple[Exit, str]]:
    exits = list(Exit.objects.filter(place__cycle=cycle).select_related("place__person").order_by("-on", "-pk"))
    found = PersonVersion.objects.filter(person__in=[each.place.person_id for each in exits], entry_to__isnull=True)
    named = dict(found.values_list("person_id", "name"))
    return [(each, named.get(each.place.person_id, each.place.person.key)) for each in exits]


def carried(cycle: Cycle) -> tuple[list[Cycle], list[Cycle]]:
    """The plans out of which people were carried into one by a decree, and those into which they were carried on."""
    ours = Place.objects.filter(cycle=cycle)
    same = Place.objects.filter(planned__in=ours.values("planned")).exclude(cycle=cycle)
    with everything():
        came = same.filter(entry_to__in=ours.values("entry_from")).values("cycle")
        went = same.filter(entry_from__in=ours.filter(entry_to__isnull=False).values("entry_to")).values("cycle")
        before, after = (Cycle.objects.filter(pk__in=ids).select_related("body").order_by("pk") for ids in (came, went))
        return list(before), list(after)


def with_counts(cycles: QuerySet[Cycle]) -> list[Cycle]:
    """Some cycles by body, term and title, each with how many stand in it (`there`)."""
    count = Count("standing", filter=Q(standing__entry_to__isnull=True))
    with everything():
        return list(cycles.select_related("body").annotate(there=count).order_by("body__code", "-term", "title"))


def versions(keys: Sequence[str]) -> list[PersonVersion]:
    """Who some people are, by given name."""
    found = PersonVersion.objects.filter(person__key__in=keys, entry_to__isnull=True)
    return list(found.select_related("person").order_by("name_key"))


def answers(title: str, keys: Sequence[str], day: dt.date, pack: Pack | None = None) -> dict[str, Verdict]:
    """The verdicts of some people against the planning standard of a title on a day, by the rules in use or a pack."""
    people = {each.person_id: each.person.key for each in versions(keys)}
    found = verdicts(grounds(Request(title=title, on=day, purpose="planning"), pack=pack), list(people))
    return {people[person]: verdict for person, verdict in found.items()}


def barred(case: Case, names: Sequence[str], day: dt.date) -> dict[str, Bar]:
    """Whom the procedure or the planning standard surely keeps off the list, with the clause that does.

    A clause on a sealed section is never named, whoever asks: who may open the section reads it, with a reason and on
    the record, on the page of that person's screening.
    """
    title, found, pack = cycle_of(case).title, misplaced(case, names, day), rules_of(case)
    told = answers(title, names, day, pack)
    sealed = _sealed_of(pack, title, day) if told else ()
    for key, verdict in told.items():
        failed = _open_first(verdict, (Answer.NO,), sealed)
        if failed and key not in found:
            says, cites = _named(failed[0].clause, sealed)
            found[key] = Bar(Text(f"{key}: không đạt “{says.vi}”.", f"{key}: “{says.en}” is not met."), cites)
    return found


def _sealed_of(pack: Pack, title: str, day: dt.date) -> tuple[Clause, ...]:
    return sealed_clauses(pack.standard(title, "planning", day), day)


def _open_first(verdict: Verdict, asked: Sequence[Answer], sealed: Sequence[Clause]) -> list[ClauseVerdict]:
    """The clauses of a verdict with one of some answers, those on sealed sections last."""
    return sorted((each for each in verdict.clauses if each.answer in asked), key=lambda each: each.clause in sealed)


def _named(clause: Clause, sealed: Sequence[Clause]) -> tuple[Text, Citation | None]:
    """What is said of a clause, and where it is cited from: nothing that tells a sealed one."""
    return (_SEALED, None) if clause in sealed else (clause.says, clause.cites)


def judged(case: Case, keys: Sequence[str], day: dt.date) -> Mapping[str, Sequence[Judged]]:
    """The verdicts of some names of a case clause by clause, and which clauses rest on sealed sections."""
    cycle, pack = cycle_of(case), rules_of(case)
    with everything():  # what of it is printed turns on who prints it
        sealed, told = _sealed_of(pack, cycle.title, day), answers(cycle.title, keys, day, pack)
    return {
        key: [Judged(each.clause.says, each.answer, each.clause.cites, each.clause in sealed) for each in found.clauses]
        for key, found in told.items()
    }


def figures(case: Case, keys: Sequence[str], day: dt.date) -> tuple[Sequence[Share], Condition]:
    """The shares of a list as it stands, and whether it keeps within the caps: for whoever makes the list."""
    cycle, pack = cycle_of(case), rules_of(case)
    with everything():
        return _structure(pack, versions(keys), cycle, day), _caps(pack, cycle, keys, day)


def _structure(pack: Pack, people: Sequence[PersonVersion], cycle: Cycle, day: dt.date) -> Sequence[Share]:
    """The shares among some people, against the rule and what the committee of the area has set."""
    return structure(pack, people, level_of(cycle, day), day, targets_for(cycle.body.code, day))


def conditions(case: Case, state: State, day: dt.date) -> Mapping[str, Condition]:
    """What holds for the names of a case on a day."""
    cycle, pack = cycle_of(case), rules_of(case)
    return {
        "guards": _guards(pack, cycle, state.names, day),
        "caps": _caps(pack, cycle, state.now.outcome if state.now and state.now.outcome else state.names, day),
        "source": source(case, state.names, day),
        "assessed": _assessed(state.names, day),
        "lower_levels": _lower_levels(cycle, day),
    }


def _guards(pack: Pack, cycle: Cycle, names: Sequence[str], day: dt.date) -> Condition:
    """Whether everybody listed may enter the plan. No clause on a sealed section is named: chairs may not see those."""
    told = answers(cycle.title, names, day, pack) if names else {}
    sealed = _sealed_of(pack, cycle.title, day) if told else ()
    for key, verdict in told.items():
        for each in _open_first(verdict, (Answer.NO, Answer.UNKNOWN), sealed):
            known = each.answer is Answer.NO
            word = Text("không đạt", "not met") if known else Text("chưa đủ dữ liệu", "not enough data")
            says, cites = _named(each.clause, sealed)
            return Condition(
                False if known else None,
                Text(f"{key}: {word.vi} “{says.vi}”.", f"{key}: {word.en}: “{says.en}”."),
                Text("Rút tên khỏi danh sách.", "Take the name off the list.") if known
                else Text("Bổ sung hồ sơ của người này.", "Complete this person’s dossier."),
                cites,
            )  # fmt: skip
    return Condition(True, Text("Mọi người đủ điều kiện vào quy hoạch.", "Everybody may enter the plan."))


def _caps(pack: Pack, cycle: Cycle, names: Sequence[str], day: dt.date) -> Condition:
    most, titles = (value_on(pack, name, day) for name in ("planning_most_candidates", "most_planned_titles"))
    already = set(places(cycle).values_list("person__key", flat=True))
    whole = len(already | set(names))
    if most is not None and isinstance(most.value, int) and whole > most.value:
        return Condition(
            False,
            Text(
                f"{whole} người cho một chức danh, nhiều nhất {most.value}.", f"{whole} people, at most {most.value}."
            ),
            Text(f"Bớt {whole - most.value} người.", f"Take {whole - most.value} off."),
            most.cites,
        )
    level = pack.a_title(cycle.title).level
    same = [code for code, title in pack.titles.items() if title.level == level and code != cycle.title]
    held = Planned.objects.filter(person__key__in=names, entry_to__isnull=True, last="", title__in=same)
    for key, count in Counter(held.values_list("person__key", flat=True)).items():
        if titles is not None and isinstance(titles.value, int) and count + 1 > titles.value:
            return Condition(
                False,
                Text(f"{key} sẽ có {count + 1} chức danh, nhiều nhất {titles.value}.",
                     f"{key} would be planned for {count + 1} titles, at most {titles.value}."),
                Text("Bớt một chức danh của người này.", "Let this person leave another plan."),
                titles.cites,
            )  # fmt: skip
    return Condition(True, Text("Trong giới hạn.", "Within the caps."))


def _assessed(names: Sequence[str], day: dt.date) -> Condition:
    year = day.year - 1
    rated = set(Rating.objects.filter(person__key__in=names, year=year, entry_to__isnull=True)
                .values_list("person__key", flat=True))  # fmt: skip
    missing = ", ".join(key for key in names if key not in rated)
    if not missing:
        return Condition(True, Text("Đã có đánh giá.", "Assessed."))
    return Condition(
        False,
        Text(f"Chưa có xếp loại năm {year}: {missing}.", f"No rating of {year}: {missing}."),
        Text("Bổ sung xếp loại vào hồ sơ.", "Enter the rating in the dossier."),
    )


def _lower_levels(cycle: Cycle, day: dt.date) -> Condition:
    below = [number for number in subtree_ids(cycle.body_id, day) if number != cycle.body_id]
    cases = Case.objects.filter(body_id__in=below, term=cycle.term, owner__startswith="planning:")
    running = [move.case.purpose for move in standing(cases) if move.status == RUNNING]
    if not running:
        return Condition(True, Text("Cấp dưới không còn quy hoạch dở dang.", "No plan below is under way."))
    return Condition(
        False,
        Text(f"Quy hoạch cấp dưới chưa xong: {running[0]}.", f"A plan below is not done: {running[0]}."),
        Text("Hoàn thành quy hoạch cấp dưới trước.", "Finish the plan below first."),
    )


def level_of(cycle: Cycle, day: dt.date) -> str:
    """The level of the body of a cycle on a day."""
    on = body_on(cycle.body.code, day)
    return on.level if on else ""
