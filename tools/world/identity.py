"""Who the people are: sex, ethnic group, birth, origin, party membership; and how the register knew them over time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from random import Random

from canbo.apps.people.models import MEMBERSHIP
from canbo.lib.names import sort_key
from canbo.lib.text import fold
from tools.world.careers import YEAR, career
from tools.world.establishment import Establishment, Slot
from tools.world.life import Leaving, Life, written
from tools.world.names import GROUPS, KINH, person_name
from tools.world.places import ELSEWHERE, OLD_PLACE, PROVINCE
from tools.world.rows import ExtensionRow, PaperRow, PersonVersionRow, SectionRow
from tools.world.timeline import BIRTHS, MOMENTS, TODAY, iso, when_written
from tools.world.titles import KINDS, LEADERS, TOP
from tools.world.tree import Unit

#: Shares of women by the first word of the title; others 0.42. Kindergartens have almost no men.
_WOMEN = {
    "provincial": 0.13,
    "department": 0.15,
    "division": 0.32,
    "commune": 0.34,
    "teacher": 0.72,
    "school": 0.58,
    "nurse": 0.86,
    "doctor": 0.41,
    "clinical": 0.3,
    "hospital": 0.2,
    "staff": 0.7,
}
#: Nobody was born earlier: who was has retired by the last moment of the world, unless a decision extended it.
_ELDEST = {"M": dt.date(1965, 7, 1).toordinal(), "F": dt.date(1970, 1, 1).toordinal()}
#: Three who work longer by decision: title → sex, ethnic group, birth, last month, number of the decision.
_EXTENDED = {
    "provincial_deputy_secretary": ("F", KINH, dt.date(1969, 2, 17), "2028-01", "1207-QĐNS/TW"),
    "provincial_peoples_council_chair": ("F", KINH, dt.date(1969, 6, 12), "2027-12", "1311-QĐNS/TW"),
    "provincial_front_chair": ("M", "GSO:03", dt.date(1965, 3, 4), "2028-02", "1298-QĐNS/TW"),
}
#: Shares of Party members by the first word of the title; leaders outside schools and hospitals are members.
_MEMBERS = {
    "specialist": 0.74,
    "principal": 0.93,
    "commune": 0.9,
    "teacher": 0.46,
    "doctor": 0.4,
    "nurse": 0.24,
    "staff": 0.25,
    "public": 0.45,
}
_MANAGERS = {
    "provincial_secretary": "politburo",
    "provincial_deputy_secretary": "secretariat",
    "provincial_peoples_council_chair": "secretariat",
    "provincial_peoples_committee_chair": "secretariat",
}
#: Numbers of three people whose sex no paper states.
_SEXLESS = (217, 5_017, 20_202)
#: Dossiers that lack nothing, so that a visitor finds somebody who qualifies, and two whom the ladder of 8 October 2025
#: stops (a reprimand counts for 24 months since then, for 12 before): title → number of its holder → example.
_EXAMPLES = {
    "department_deputy_director": {1: "reprimanded", 2: "reprimanded", 3: "good", 4: "good", 5: "good"},
    "provincial_peoples_committee_chair": {1: "good"},
    "department_director": {2: "good", 3: "good"},
}
#: Of those who are not members, the part for whom a committee has attested it.
ATTESTED_OUTSIDE = 0.97
CORRECTED_BIRTHS = 0.0016


def person(number: int, slot: Slot, seed: str, established: Establishment, seen: Counter[str]) -> Life:
    """The person who holds `slot`, with the career. `seen` counts the holders of each title so far."""
    rng = Random(f"{seed}/{number}")
    seen[slot.title] += 1
    decision = _EXTENDED.get(slot.title) if seen[slot.title] == 1 else None
    if decision:
        sex, group, day, _, _ = decision
        born = day.toordinal()
    else:
        sex = sex_of(rng, slot)
        group = GROUPS[slot.unit.upland].draw(rng)
        born = _birth(rng, slot.title, sex)
        if slot.title in _EXAMPLES and seen[slot.title] in _EXAMPLES[slot.title]:
            born = max(born, TODAY - int(52.5 * YEAR))  # young enough for another term
    steps = career(rng, slot, born, established)
    life = Life(f"LG-{number:06}", number, rng, slot, sex, group, born, steps, slot.title in LEADERS)
    life.first = when_written(steps[0].since)
    life.example = _EXAMPLES.get(slot.title, {}).get(seen[slot.title], "")
    if decision:
        life.put("Extension", ExtensionRow("2025-09-15", decision[3], decision[4]), MOMENTS[4].day.toordinal())
    return life


def sex_of(rng: Random, slot: Slot) -> str:
    """Woman or man, as often as in such places."""
    women = 0.985 if ".MN" in slot.unit.code else _WOMEN.get(slot.title.split("_")[0], 0.42)
    return "F" if rng.random() < women else "M"


def _birth(rng: Random, title: str, sex: str) -> int:
    youngest, oldest = KINDS[title].ages
    middle = youngest + (oldest - youngest) * (0.45 if title in LEADERS else 0.42)
    age = rng.triangular(youngest, oldest + 0.95, middle)
    return max(TODAY - int(age * YEAR), _ELDEST[sex] + rng.randrange(400))


@cache
def _keys(name: str) -> tuple[str, str]:
    return fold(name), sort_key(name)


def describe(life: Life) -> None:
    """Write the versions of the identity page: one when the dossier was opened, more when body or birth date changed."""
    rng = life.rng
    name = person_name(rng, life.sex, life.group)
    folded, key = _keys(name)
    born = iso(life.born) if life.example else written(rng, life.born, month=0.013, year=0.007)
    town, town_text = _hometown(rng, life)
    birthplace = town if town != OLD_PLACE or rng.random() < 0.97 else rng.choice(ELSEWHERE)[0]
    admitted, official = _membership(rng, life)
    row = PersonVersionRow(
        name=name,
        name_fold=folded,
        name_key=key,
        sex="" if life.number in _SEXLESS else life.sex,
        born=born,
        ethnicity=life.group,
        religion=_religion(rng, life.group),
        birthplace=birthplace,
        birthplace_text=town_text if birthplace == town else "",
        hometown=town if rng.random() >= 0.015 or life.example else "",
        hometown_text=town_text,
        raised=birthplace if rng.random() < 0.9 or life.example else "",
        category=life.slot.category,
        schooling="10/10" if life.born < 718_000 and rng.random() < 0.1 else "12/12",
        academic_rank=_rank(rng, life),
        body="",
        managed_by=_manager(life),
        id_number=_id_number(rng, life),
        recruited=written(rng, life.start, month=0.06),
        party_admitted=admitted,
        party_official=official,
    )
    _versions(life, row)
    if not admitted and rng.random() < ATTESTED_OUTSIDE:  # the committee attests that the person is not a member
        life.put("Section", SectionRow(MEMBERSHIP, iso(max(life.start, MOMENTS[life.first].day.toordinal() - 20))))


def _versions(life: Life, row: PersonVersionRow) -> None:
    """Follow the main body over the moments; some birth dates stood wrong until they were corrected."""
    rng = life.rng
    wrong = row.born
    if life.first < BIRTHS and rng.random() < CORRECTED_BIRTHS and not life.left:
        wrong = rng.choice((iso(life.born + 365), iso(life.born)[:4], iso(life.born - 92)))
        row = row._replace(born=iso(life.born))
        life.paper(
            PaperRow("birth_certificate", "", "Ủy ban nhân dân xã", iso(life.born + 40)),
            MOMENTS[BIRTHS].day.toordinal(),
        )
    states: list[tuple[int, PersonVersionRow]] = []
    for moment in range(life.first, len(MOMENTS)):
        day = min(MOMENTS[moment].day.toordinal(), TODAY)
        unit = (life.title_on(day) or life.steps[-1]).unit or life.slot.unit
        state = row._replace(body=unit.code, born=wrong if moment < BIRTHS else row.born)
        if life.left and day >= life.left.day:
            state = _gone(life.left, unit, day, state)
        if not states or states[-1][1] != state:
            states.append((moment, state))
    for index, (moment, state) in enumerate(states):
        until = states[index + 1][0] if index + 1 < len(states) else None
        life.rows.append((moment, until, "PersonVersion", state))


def _gone(left: Leaving, unit: Unit, day: int, state: PersonVersionRow) -> PersonVersionRow:
    """How the register has somebody who left: since when, why, by what, and who keeps the dossier by then."""
    ended = unit.last is not None and unit.last < day
    body = left.home if ended else state.body
    return state._replace(body=body, left=iso(left.day), left_why=left.why, left_by=left.by)


def _hometown(rng: Random, life: Life) -> tuple[str, str]:
    if life.group == KINH and rng.random() < _stranger(life.slot.title):
        code, name, _ = rng.choices(ELSEWHERE, [weight for _, _, weight in ELSEWHERE])[0]
        return code, f"Tỉnh {name}" if name != "Hà Nội" else "Thành phố Hà Nội"
    unit = next((s.unit for s in life.steps if s.unit and s.unit.sort.startswith("commune")), None)
    if unit and unit.upland == life.slot.unit.upland:
        return OLD_PLACE, f"{unit.name.split(' ', 2)[-1] if ' ' not in unit.top else unit.name}, tỉnh {PROVINCE}"[:200]
    return OLD_PLACE, f"Tỉnh {PROVINCE}"


def _stranger(title: str) -> float:
    """The share of people from other provinces: highest where the rule wants heads who are not from the place."""
    return (
        0.85
        if title in ("provincial_secretary", "provincial_peoples_committee_chair")
        else 0.28
        if title in TOP
        else 0.116
    )


def _religion(rng: Random, group: str) -> str:
    draw = rng.random()
    return "catholic" if group == KINH and draw < 0.035 else "buddhism" if draw < 0.05 else "none"


def _membership(rng: Random, life: Life) -> tuple[str, str]:
    word = life.slot.title.split("_")[0]
    share = (
        0.995
        if life.leads and life.slot.category != "public_employee"
        else 0.86
        if life.leads
        else _MEMBERS.get(word, 0.5)
    )
    earliest = max(life.start + 300, life.born + int(21 * YEAR))
    latest = min(life.until - 500, life.steps[-1].since if life.leads else life.until - 500)
    if rng.random() >= share or (latest <= earliest and not life.leads):
        return "", ""
    day = int(rng.triangular(earliest, max(latest, earliest + 200), min(earliest + 1200, max(latest, earliest + 200))))
    day = min(day, life.until - 460)
    return iso(day), written(rng, day + 365, month=0.02)


def _rank(rng: Random, life: Life) -> str:
    senior = life.slot.title.startswith(("provincial_", "department_director", "hospital_director"))
    return "PGS" if senior and rng.random() < 0.03 else ""


def _manager(life: Life) -> str:
    title, category = life.slot.title, life.slot.category
    if title in _MANAGERS:
        return _MANAGERS[title]
    if title.startswith(("provincial_", "department_")) or category == "cadre":
        return "provincial_standing_committee"
    if category == "commune" or title.startswith("commune_"):
        return "commune_standing_committee"
    if title in ("hospital_director", "centre_director"):
        return "provincial_peoples_committee"
    return "unit_head" if category == "public_employee" and not life.leads else "department"


def _id_number(rng: Random, life: Life) -> str:
    """Twelve digits in the form of the real ones, with a place code that no place has; nobody else has the same."""
    year = dt.date.fromordinal(life.born).year
    sex = (0 if life.sex == "M" else 1) + (2 if year >= 2000 else 0)
    return f"999{sex}{year % 100:02}{rng.randrange(10**6) % 10}{life.number:05}"
