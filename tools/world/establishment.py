"""The establishment: posts in their bodies, who has held each over which days, and the places to be filled today."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from tools.world.size import Size
from tools.world.timeline import REFORMED
from tools.world.titles import KINDS
from tools.world.tree import Tree, Unit

#: What stands open in each commune for former officials of the districts.
_FROM_DISTRICTS = (
    "commune_secretary",
    "commune_peoples_committee_chair",
    "commune_peoples_committee_vice_chair",
    "commune_division_head",
    "commune_division_head",
    "commune_specialist",
)
#: Shares of public employees beside the leaders of their units, in per mille.
_PUBLIC = (
    ("teacher", "school", 742),
    ("staff", "school", 52),
    ("doctor", "hospital", 58),
    ("nurse", "hospital", 92),
    ("staff", "hospital", 16),
    ("public_employee", "centre", 40),
)
_VACANT = 0.03


@dataclass(slots=True)
class Post:
    """One seat in one body, and the days over which it has been held."""

    code: str
    title: str
    unit: Unit
    busy: list[tuple[int, int]] = field(default_factory=list)

    def free(self, since: int, last: int) -> bool:
        """Whether its body stands and nobody holds it over these days."""
        return self.unit.exists(since, last) and all(last < a or b < since for a, b in self.busy)


class Slot(NamedTuple):
    """A place that somebody holds today."""

    title: str
    unit: Unit
    category: str
    post: Post | None


class Establishment:
    """Posts by title, and by title and group of bodies."""

    def __init__(self, grown: Tree) -> None:
        self.tree = grown
        self.posts: list[Post] = []
        self.by_title: dict[str, list[Post]] = {}
        self.by_group: dict[tuple[str, str], list[Post]] = {}
        self.bodies: dict[tuple[str, str], list[Unit]] = {}
        for title, kind in KINDS.items():
            for unit in grown.by_sort.get(kind.home, ()):
                self.bodies.setdefault((title, unit.top), []).append(unit)
                for number in range(1, kind.posts + 1):
                    post = Post(f"{unit.code}:{title}:{number}", title, unit)
                    self.posts.append(post)
                    self.by_title.setdefault(title, []).append(post)
                    self.by_group.setdefault((title, unit.top), []).append(post)
        for unit in grown.by_sort.get("commune_office", ()):
            self.bodies.setdefault(("commune_specialist", unit.top), []).append(unit)

    def groups_near(self, unit: Unit) -> list[str]:
        """Groups of bodies from which people come to `unit`: its own, those that were merged into it, their district."""
        groups = [unit.top]
        above = self.tree.units.get(unit.top)
        if above:
            groups += above.predecessors
            for code in above.predecessors:
                parent = self.tree.units[code].versions[0].parent
                if parent in self.tree.units and self.tree.units[parent].sort == "district" and parent not in groups:
                    groups.append(parent)
        return groups

    def take(
        self, rng: Random, title: str, since: int, last: int, groups: list[str]
    ) -> tuple[Unit, Post | None] | None:
        """A body and, where the title has posts, a free post for these days; near ones first. None when there is none."""
        kind = KINDS[title]
        near_only = kind.home in ("school", "hospital", "centre", "any")
        for attempt in range(12):
            group = groups[attempt % len(groups)] if near_only or attempt < 6 else ""
            if kind.posts:
                posts = self.by_group.get((title, group)) if group else self.by_title.get(title)
                post = rng.choice(posts) if posts else None
                if post and post.free(since, last):
                    post.busy.append((since, last))
                    return post.unit, post
            else:
                units = self.bodies.get((title, group)) if group else self.tree.by_sort.get(kind.home)
                unit = rng.choice(units) if units else None
                if unit and unit.exists(since, last):
                    return unit, None
        return None


def slots(size: Size, established: Establishment, rng: Random) -> list[Slot]:
    """Everybody's place today, the highest first; exactly as many as the size says, by category."""
    own = _posts_of_today(established, rng)
    above = [
        Slot(p.title, p.unit, _category(p.title), p)
        for p in own
        if p.unit.versions[-1].level == "province" and p.unit.sort != "centre"
    ]
    moved, communes = _communes(own, established, size)
    above += moved
    public = [
        Slot(p.title, p.unit, "public_employee", p) for p in own if p.unit.sort in ("school", "hospital", "centre")
    ]
    divisions = [u for u in established.tree.by_sort["division"] if u.last is None]
    offices = [u for u in established.tree.by_sort["commune_division"] if u.last is None]
    _fill(
        above,
        size.district_and_above,
        [
            ("principal_specialist" if n % 10 < 3 else "specialist", divisions[n % len(divisions)])
            for n in range(size.district_and_above)
        ],
        "civil_servant",
    )
    _fill(
        communes,
        size.communes,
        [("commune_specialist", offices[n * 3 % len(offices)]) for n in range(size.communes)],
        "commune",
    )
    _fill(
        public,
        size.public_employees,
        _professionals(established, size.public_employees - len(public)),
        "public_employee",
    )
    return above + communes + public


def _fill(have: list[Slot], total: int, more: list[tuple[str, Unit]], category: str) -> None:
    if len(have) > total:
        raise ValueError(f"{len(have)} posts of {category} for {total} people: the size does not fit its bodies")
    have += [Slot(title, unit, category, None) for title, unit in more[: total - len(have)]]


def _posts_of_today(established: Establishment, rng: Random) -> list[Post]:
    """Posts that stand today, save the vacant ones; single posts at the top of the province are always held."""
    return [
        post
        for post in established.posts
        if post.unit.last is None
        and (KINDS[post.title].posts == 1 and "provincial_" in post.title or rng.random() >= _VACANT)
    ]


def _category(title: str) -> str:
    return "cadre" if title.startswith("provincial_") else "civil_servant"


def _communes(own: list[Post], established: Establishment, size: Size) -> tuple[list[Slot], list[Slot]]:
    """Places in the new communes: those for former officials of districts, and those for people of the communes."""
    moved: list[Slot] = []
    stayed: list[Slot] = []
    by_commune: dict[str, list[Post]] = {}
    for post in own:
        if post.unit.since == REFORMED and post.title.startswith("commune_"):
            by_commune.setdefault(post.unit.top, []).append(post)
    for commune, posts in by_commune.items():
        wanted = list(_FROM_DISTRICTS[: size.from_districts])
        for post in posts:
            if post.title in wanted:
                wanted.remove(post.title)
                cadre = post.title in ("commune_secretary", "commune_peoples_committee_chair")
                moved.append(Slot(post.title, post.unit, "cadre" if cadre else "civil_servant", post))
            else:
                stayed.append(Slot(post.title, post.unit, "commune", post))
        office = established.tree.units[f"{commune}.KT"]
        moved += [
            Slot("commune_specialist", office, "civil_servant", None)
            for title in wanted
            if title == "commune_specialist"
        ]
    return moved, stayed


def _professionals(established: Establishment, count: int) -> list[tuple[str, Unit]]:
    """Teachers, doctors, nurses and staff, spread over their units; larger schools have more."""
    places: list[tuple[str, Unit]] = []
    for title, sort, share in _PUBLIC:
        units = [unit for n, unit in enumerate(established.tree.by_sort[sort]) for _ in range(1 + (n % 3 == 0))]
        places += [(title, units[n % len(units)]) for n in range(count * share // 1000)]
    schools = established.tree.by_sort["school"]
    return places + [("teacher", schools[n % len(schools)]) for n in range(count - len(places))]
