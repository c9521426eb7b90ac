"""Whom an account sees, asked for lists: the people of `visibility.visible_people`, by numbers of bodies.

A list of a nation must be read along one index. What an office reaches is therefore counted out beforehand, and left
out of the question where it is everything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from canbo.apps.bodies.reached import Reached, among, reached
from canbo.apps.people.models import PersonVersion
from canbo.apps.people.visibility import own_people
from canbo.base.access.deciding import offices_held
from canbo.base.accounts.models import Account
from canbo.base.record.kept import Carried, Kept
from canbo.core.calendar import stamp

_SEE = "people.see"


@dataclass(frozen=True)
class Reach:
    """What an account's sight hangs on, beside the tree of `day`: two of the same reach see the same people.

    `wide` are codes of bodies, `narrow` pairs of a managing authority and a code, `own` numbers of own persons.
    """

    day: dt.date
    house: bool
    wide: tuple[str, ...] = ()
    narrow: tuple[tuple[str, str], ...] = ()
    own: tuple[int, ...] = ()


def reach_of(actor: Account, day: dt.date) -> Reach:
    """The reach of an account on a day, by its own roles or by the office lent to it. Two questions."""
    if actor.system:
        return Reach(day, house=True)
    held = offices_held(actor, _SEE, day)
    wide = {each.body_code for each in held if not each.managed_by}
    narrow = {(each.managed_by, each.body_code) for each in held if each.managed_by}
    return Reach(day, False, tuple(sorted(wide)), tuple(sorted(narrow)), tuple(sorted(own_people(actor))))


def sees_everybody(reach: Reach) -> bool:
    """Whether nobody on the register is beyond a reach."""
    found = reached(reach.wide, reach.day)
    return reach.house or (found.from_top and not found.outside)


def people_within(reach: Reach) -> QuerySet[PersonVersion]:
    """The people within a reach, as the record stands now."""
    people = _standing()
    if sees_everybody(reach):
        return people
    within = _of_bodies(reached(reach.wide, reach.day))
    for authority in sorted({authority for authority, _ in reach.narrow}):
        codes = tuple(code for each, code in reach.narrow if each == authority)
        within |= Q(managed_by=authority) & _of_bodies(reached(codes, reach.day))
    own = people.filter(person__in=reach.own).exclude(pk__in=people.filter(within, person__in=reach.own).values("pk"))
    beyond = list(own.values_list("person_id", flat=True)) if reach.own else []
    return people.filter(within | Q(person__in=beyond) if beyond else within)  # two indexes are worse than one


def number_within(reach: Reach) -> int:
    """How many people within a reach are in service on its day."""
    if sees_everybody(reach):
        return everybody() - _gone.answer(reach.day, lambda: having_left(_standing(), reach.day).count())
    return _numbers.answer(reach, lambda: in_service(people_within(reach), reach.day).count())


def everybody() -> int:
    """How many people there are on the register, whoever asks."""
    return _everybody.answer()


def in_service(people: QuerySet[PersonVersion], day: dt.date) -> QuerySet[PersonVersion]:
    """Of these people, those who have not certainly left by a day."""
    return people.filter(Q(left_hi__isnull=True) | Q(left_hi__gt=stamp(day)))


def having_left(people: QuerySet[PersonVersion], day: dt.date) -> QuerySet[PersonVersion]:
    """Of these people, those who certainly have."""
    return people.filter(left_hi__lte=stamp(day))


def _standing() -> QuerySet[PersonVersion]:
    return PersonVersion.objects.filter(entry_to__isnull=True)


def _of_bodies(found: Reached) -> Q:
    """Who stands in a body reached, or, from a top, in none that anybody knows."""
    if found.from_top and len(found.outside) < len(found.inside):
        return Q(body__isnull=True) | ~among("body", found.outside)
    inside = among("body", found.inside)
    return inside | Q(body__isnull=True) if found.from_top else inside


def _stood(last: int) -> Q:
    """Rows that stood after an entry."""
    return Q(entry_to__isnull=True) | Q(entry_to__gt=last)


def _count_everybody(last: int) -> int:
    return PersonVersion.objects.filter(_stood(last), entry_from__lte=last).count()


def _count_further(number: int, last: int, now: int) -> int:
    """So many, and who came since, less who went since."""
    came = PersonVersion.objects.filter(_stood(now), entry_from__gt=last, entry_from__lte=now)
    went = PersonVersion.objects.filter(entry_from__lte=last, entry_to__gt=last, entry_to__lte=now)
    return number + came.count() - went.count()


_everybody: Carried[int] = Carried(_count_everybody, _count_further)
_numbers: Kept[int] = Kept(64)
_gone: Kept[int] = Kept(8)
