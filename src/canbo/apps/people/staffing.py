"""How bodies are staffed against what they may have: allotted, filled, vacant, concurrent; the cut since the base year.

Filled counts who certainly holds a post that takes a place of the allotment on the day; vacant counts posts that nobody
certainly holds. All figures of a body are with everything under it.
"""

# ruff: noqa: S608 - what enters these statements is written here; values are parameters

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.models import Act, Allotment, Body, BodyVersion, Post
from canbo.apps.bodies.queries import BodyOn
from canbo.apps.bodies.quotas import allotted_on, covered, inherited, posts_by_body, summed
from canbo.apps.bodies.reached import tree_kept
from canbo.apps.people.models import Holding, PersonVersion
from canbo.base.record.kept import Kept, last_in
from canbo.base.record.tallies import Counts, Tallies
from canbo.base.record.then import stands
from canbo.core.calendar import stamp
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.lib.text import Text

#: The parameter that says by which share a category is to be cut; the others have no target.
CUTS = {"cadre_civil_servant": "payroll_cut_share", "public_employee": "payroll_cut_share_public"}
#: Whether a holding takes a place of the allotment.
_TAKES = "(case when h.uses_quota is null then not h.concurrent else h.uses_quota end)"


@dataclass(frozen=True)
class Staffing:
    """One body on a day, with everything under it. None: nobody has said how many it may have (or had)."""

    allotted: int | None
    base: int | None
    filled: int
    concurrent: int
    posts: int
    held: int

    @property
    def vacant(self) -> int:
        """Posts that nobody certainly holds."""
        return self.posts - self.held

    @property
    def over(self) -> int | None:
        """How many more hold posts than may; below zero: how many places are free."""
        return None if self.allotted is None else self.filled - self.allotted

    @property
    def cut(self) -> int | None:
        """How many places fewer than in the base year."""
        return None if self.allotted is None or self.base is None else self.base - self.allotted

    @property
    def cut_share(self) -> Fraction | None:
        """That cut as a share of the base."""
        return Fraction(self.cut, self.base) if self.cut is not None and self.base else None


@dataclass(frozen=True)
class Target:
    """The cut that the rules ask for: its share of the base year, and where that is written."""

    share: Fraction
    base_year: int
    end_year: int
    cites: Citation

    def still(self, staffing: Staffing) -> int | None:
        """How many places are still to be cut; 0 when the target is met. Part of a place counts as a whole one."""
        if staffing.base is None or staffing.cut is None:
            return None
        wanted = self.share * staffing.base
        return max(0, -((-wanted.numerator) // wanted.denominator) - staffing.cut)


@dataclass(frozen=True)
class Tree:
    """Everybody's staffing on a day, for one category or (blank) for all."""

    bodies: Mapping[int, BodyOn]
    staffing: Mapping[int, Staffing]

    def under(self, body: int) -> list[BodyOn]:
        """The bodies directly under one."""
        return [each for each in self.bodies.values() if each.parent == body]

    def branch(self, body: BodyOn) -> list[BodyOn]:
        """A body and those directly under it; where that is one alone, those under that one too."""
        found, under = [body], self.under(body.body)
        while under:
            found += under
            under = self.under(under[0].body) if len(under) == 1 else []
        return found

    def everything_under(self, body: int) -> list[BodyOn]:
        """A body and all below it, parents first."""
        inside: set[int] = {body}
        found = []
        for each in self.bodies.values():
            if each.body == body or each.parent in inside:
                inside.add(each.body)
                found.append(each)
        return found


_staffed: Kept[Tree] = Kept(16, until=last_in(Body, BodyVersion, Post, Allotment, Act, Holding, PersonVersion))
#: Who holds posts, carried forward by the people, and which posts are held, by the posts that entries have touched.
_holders = Tallies(8, {Holding: "person_id", PersonVersion: "person_id"})
_posts = Tallies(8, {Post: "code", Holding: "post_code"})


def staffed(day: dt.date, pack: Pack, category: str = "") -> Tree:
    """The staffing of every body on a day: six questions, however many; kept until what they ask about changes."""
    return _staffed.answer((day, pack.digest, category), lambda: _counted(day, pack, category))


def _counted(day: dt.date, pack: Pack, category: str) -> Tree:
    bodies = tree_kept(day)
    categories = [category] if category else list(staff_categories(pack))
    people = set(_person_categories(pack, categories))
    base_day = base_of(pack, day)
    now, then = allotted_on(day), allotted_on(base_day) if base_day else {}
    allotted = _together(bodies, now, categories)
    base = _together(bodies, {name: inherited(rows, base_day, day) for name, rows in then.items()}, categories)
    filled, concurrent = _held(day, people if category else None)
    posts, held = posts_by_body(day), _posts_held(day)
    up = [summed(bodies, each) for each in (filled, concurrent, posts, held)]
    staffing = {
        each.body: Staffing(allotted.get(each.body), base.get(each.body), *(figures[each.body] for figures in up))
        for each in bodies
    }
    return Tree({each.body: each for each in bodies}, staffing)


def staff_categories(pack: Pack) -> dict[str, Text]:
    """The payroll categories that are made of people's categories, by code; seats on committees are none of them."""
    codes = pack.code_list("payroll-categories").codes.values()
    return {code.code: code.name for code in codes if code.parts}


def target_of(pack: Pack, category: str, day: dt.date) -> Target | None:
    """The cut asked of a category on a day; None where the rules of the day ask for none."""
    if category not in CUTS or base_of(pack, day) is None:
        return None
    share = pack.parameter(CUTS[category], day)
    if not isinstance(share.value, Fraction | int):
        return None
    base, end = (int(str(pack.parameter(name, day).value)) for name in ("payroll_base_year", "payroll_end_year"))
    return Target(Fraction(share.value), base, end, share.cites)


def base_of(pack: Pack, day: dt.date) -> dt.date | None:
    """The day whose allotments the cut is measured against: the last one of the base year; None before any rule."""
    values = [value for value in pack.parameters["payroll_base_year"].values if value.holds(day)]
    return dt.date(int(str(values[0].value)), 12, 31) if values and values[0].value is not None else None


def holders(
    day: dt.date, bodies: Collection[int], kind: str, pack: Pack, category: str = ""
) -> QuerySet[PersonVersion]:
    """The people behind a figure of some bodies: `kind` filled or concurrent. Each once."""
    wanted = {"filled": _TAKES, "concurrent": "h.concurrent"}[kind]
    inside = ", ".join(str(int(body)) for body in sorted(bodies)) or "-1"  # no body has that number
    sql = f"select h.person_id from people_holding h where {_certain()} and h.body_id in ({inside}) and {wanted}"
    held = RawSQL(sql, [stamp(day)] * 2)  # noqa: S611 - values are parameters
    people = PersonVersion.objects.filter(entry_to__isnull=True, person__in=held)
    return people.filter(category__in=_person_categories(pack, [category])) if category else people


def _together(
    bodies: list[BodyOn], by_category: Mapping[str, Mapping[int, int]], categories: list[str]
) -> dict[int, int]:
    """Allotments of some categories together, rolled up."""
    total: dict[int, int] = defaultdict(int)
    for category in categories:
        for body, number in covered(bodies, by_category.get(category, {})).items():
            total[body] += number
    return dict(total)


def _person_categories(pack: Pack, categories: Iterable[str]) -> list[str]:
    codes = pack.code_list("payroll-categories").codes
    return [person for category in categories for person in codes[category].parts]


def _held(day: dt.date, people: set[str] | None) -> tuple[dict[int, int], dict[int, int]]:
    """Who takes a place and who holds a concurrent post, by body."""
    filled: dict[int, int] = defaultdict(int)
    concurrent: dict[int, int] = defaultdict(int)
    for (body, category, kind), number in _holders.answer(day, lambda only: _count_holders(day, only)).items():
        if people is None or category in people:
            (filled if kind == "filled" else concurrent)[body] += number
    return filled, concurrent


def _count_holders(day: dt.date, only: Collection[int] | None) -> Counts:
    """Who takes a place and who holds a concurrent post, by body and the person's category; of all or of some."""
    of = "" if only is None else f"and h.person_id in ({', '.join(str(int(person)) for person in only)})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"select h.body_id, v.category, count(*) filter (where {_TAKES}), count(*) filter (where h.concurrent) "
            f"from people_holding h join people_personversion v on v.person_id = h.person_id and {stands('v')} "
            f"where {_certain()} and h.body_id is not null {of} group by h.body_id, v.category",
            [stamp(day)] * 2,
        )
        counts: Counts = Counter()
        for body, category, filled, concurrent in cursor.fetchall():
            counts[body, category, "filled"] += filled
            counts[body, category, "concurrent"] += concurrent
        return counts


def _posts_held(day: dt.date) -> Counts:
    """How many posts of the register certainly have a holder, by body."""
    return _posts.answer(day, lambda only: _count_posts(day, only))


def _count_posts(day: dt.date, only: Collection[str] | None) -> Counts:
    codes = [] if only is None else list(only)
    of = "" if only is None else f"and p.code in ({', '.join(['%s'] * len(codes))})"
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.body_id, count(distinct p.code) from bodies_post p join people_holding h on h.post_code = p.code "
            f"and h.post_code > '' where {stands('p')} and p.since_hi <= %s and (p.last_lo is null or p.last_lo > %s) "
            f"and {_certain()} {of} group by p.body_id",
            [*[stamp(day)] * 4, *codes],
        )
        return Counter(dict(cursor.fetchall()))


def _certain() -> str:
    """That a holding of the record certainly lasts on a day, given twice."""
    return f"{stands('h')} and h.since_hi <= %s and (h.last_lo is null or h.last_lo > %s)"
