"""Run in a process of its own, over a small world in a database of its own: both stores must answer alike.

A test inside Django's own transaction cannot ask this: the columnar engine sees only what was committed, and what was
committed to a register cannot be taken back.
"""

from __future__ import annotations

import datetime as dt

import django
from django.core.management import call_command

django.setup()

from django.utils import timezone  # noqa: E402 - models need django.setup() first

from canbo.apps.eligibility.request import Request, grounds  # noqa: E402
from canbo.apps.eligibility.screening import screen  # noqa: E402
from canbo.apps.eligibility.sheets import read_sheet  # noqa: E402
from canbo.apps.eligibility.stores import ColumnarStore, RecordStore  # noqa: E402
from canbo.apps.people.actions import record_finding  # noqa: E402
from canbo.apps.people.models import Person  # noqa: E402
from canbo.base.accounts.actions import system_account  # noqa: E402
from canbo.base.walls.asking import everything  # noqa: E402
from canbo.core.engines.sets import facts_needed  # noqa: E402
from tools.world import build_small  # noqa: E402

TITLES = ("department_director", "provincial_secretary", "provincial_committee_member", "commune_secretary")
DAYS = (dt.date(2025, 6, 30), dt.date(2026, 11, 1))


def main() -> None:
    """Build the world, compare, write something, and see that the columnar copy follows."""
    call_command("migrate", verbosity=0)
    build_small()
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    for title in TITLES:
        for day in DAYS:
            asked = grounds(Request(title, day, known_on=day, place="P34:40"))
            uses = facts_needed(asked.standard)
            assert read_sheet(asked, uses, people, RecordStore()) == read_sheet(asked, uses, people, ColumnarStore())
            assert screen(asked, people, RecordStore()).rows == screen(asked, people, ColumnarStore()).rows
    _follow(people[0])
    print("stores agree")


def _follow(person: int) -> None:
    asked = grounds(Request("department_director", DAYS[-1]))
    number = [clause.code for clause in asked.standard.clauses].index("DT1-H")
    for holds in (True, False):
        record_finding(
            person=Person.objects.get(pk=person), kind="health_fit", holds=holds, on="2026-10-30",
            by_body="Bệnh viện tỉnh", document="12/KL", by=system_account(at=timezone.now()), at=timezone.now(),
        )  # fmt: skip
        answer = screen(asked, [person], ColumnarStore()).rows[0].answers[number]
        assert answer is screen(asked, [person], RecordStore()).rows[0].answers[number]


if __name__ == "__main__":
    with everything():  # this process speaks for the house, as a command does
        main()
