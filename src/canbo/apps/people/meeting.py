"""Those of some people who meet conditions on facts: asked once of everybody, and kept until the record moves on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from canbo.apps.people.conditions import Condition, who_meets
from canbo.apps.people.models import Person, PersonVersion
from canbo.apps.people.reach import everybody
from canbo.apps.people.visibility import DOSSIER, own_people
from canbo.base.access.queries import opened_things
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.base.record.kept import Kept
from canbo.base.record.then import recorded_at
from canbo.base.walls.asking import everything
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: On a register of no more people, a condition is asked of everybody at once; on a larger one of so many.
ASKED_AT_ONCE = 60_000


@dataclass(frozen=True)
class Meeting:
    """Conditions as an account asks them on a day. A fact of a sealed section is asked only of the dossiers that are
    open to the account; which these are belongs to the question."""

    conditions: tuple[Condition, ...]
    day: dt.date
    opened: tuple[frozenset[int] | None, ...]

    def among(self, people: QuerySet[PersonVersion]) -> QuerySet[PersonVersion]:
        """Those of these people who surely meet every condition. Refuses (422) to look among too many."""
        for condition, opened in zip(self.conditions, self.opened, strict=True):
            few = opened if opened is not None else _few(people)
            people = people.filter(person__in=_listed(_met(condition, self.day, few)))
        return people


def meeting(conditions: Sequence[Condition], actor: Account, day: dt.date) -> Meeting:
    """Conditions as an account asks them."""
    sealed = {each: each.sealed(timezone.localdate()) for each in conditions}
    opened = {table: _opened(actor, table) for table in set(sealed.values())}
    return Meeting(tuple(conditions), day, tuple(opened[sealed[each]] for each in conditions))


def _opened(actor: Account, table: str) -> frozenset[int] | None:
    """The numbers of those one sealed table of whose dossiers is open to an account; None: it is open of everybody."""
    if actor.system or not table:
        return None
    keys = opened_things(DOSSIER, table, actor, timezone.now())
    return frozenset(Person.objects.filter(key__in=keys).values_list("pk", flat=True)) | frozenset(own_people(actor))


def _few(people: QuerySet[PersonVersion]) -> frozenset[int] | None:
    """The numbers of these people, where the register is too large to ask everybody."""
    if everybody() <= ASKED_AT_ONCE:
        return None
    few = frozenset(people.order_by().values_list("person_id", flat=True)[: ASKED_AT_ONCE + 1])
    if len(few) > ASKED_AT_ONCE:
        raise _TOO_MANY
    return few


def _met(condition: Condition, day: dt.date, few: frozenset[int] | None) -> tuple[int, ...]:
    """The numbers of those who surely meet a condition: of everybody, or of a few."""
    pack = current_pack()
    question = (condition, pack.digest, day, few)
    return _kept.answer(question, lambda: () if few is not None and not few else _ask(condition, day, few))


def _ask(condition: Condition, day: dt.date, few: Collection[int] | None) -> tuple[int, ...]:
    people = None if few is None else sorted(few)
    sql = who_meets(condition, current_pack(), day, recorded_at(), people)
    with everything(), connection.cursor() as cursor:  # a fact may hang on others: it is shown of nobody unseen
        cursor.execute(sql)
        return tuple(number for (number,) in cursor.fetchall())


def _listed(numbers: Sequence[int]) -> RawSQL:
    """Thousands of numbers as one value of a question."""
    if connection.vendor == "postgresql":
        return RawSQL("select unnest(%s::bigint[])", [list(numbers)])  # noqa: S611 - the numbers are a parameter
    return RawSQL("select value from json_each(%s)", [json.dumps(list(numbers))])  # noqa: S611 - likewise


_kept: Kept[tuple[int, ...]] = Kept(24)
_TOO_MANY = Refusal(
    "people.condition_of_too_many",
    Text("Điều kiện theo tiêu chuẩn cần phạm vi nhỏ hơn.", "A condition of a standard needs a smaller circle."),
    Text("Chọn trước một cơ quan, một chức danh hoặc một tên.", "Choose a body, a title or a name first."),
    status=422,
)
