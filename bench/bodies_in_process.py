"""One database of `bench.bodies`: a tree of 12,000 bodies, its page, and a merger; prints the figures as one line."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable

importlib.import_module("canbo.config.wsgi")  # the process starts as a server does

from django.conf import settings  # noqa: E402 - models can be imported once Django stands
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from canbo.apps.bodies.actions import create_post  # noqa: E402
from canbo.apps.bodies.actions_decrees import carry_out  # noqa: E402
from canbo.apps.bodies.decrees import DecreeKey, NewBody, Order, foresee  # noqa: E402
from canbo.apps.bodies.models import Act, Allotment, Body, BodyVersion, Decree, Post  # noqa: E402
from canbo.apps.people.models import Holding, Person, PersonVersion  # noqa: E402
from canbo.base.accounts.actions import system_account  # noqa: E402
from canbo.base.fields import stamped  # noqa: E402
from canbo.base.record.actions import acting  # noqa: E402
from canbo.base.record.kept import forget_all  # noqa: E402

BODIES, DISTRICTS, HOLDINGS = 12_000, 60, 30_000
TURNS = 20
DAY = dt.date(2026, 7, 1)


def main() -> None:
    """Build, measure, print."""
    call_command("migrate", verbosity=0, skip_checks=True)
    house = system_account(at=timezone.now())
    _build(house)
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0].lstrip("."))
    client.force_login(house)
    client.get("/bodies/")
    figures = [
        *(
            (f"tree page, 12,000 bodies, {when} (p95)", _page(client, before), "ms", "under 200 ms")
            for when, before in (
                ("figures counted anew", forget_all),
                ("right after a new post", lambda: _new_post(house)),
                ("right after an entry on something else", lambda: _entry(house)),
                ("nothing new on the record", lambda: None),
            )
        ),
        *_merge(house),
    ]
    print(json.dumps(figures))


def _build(house: object) -> None:
    """A province of sixty districts with 199 bodies each; a post and its holder for most bodies, several for some."""
    with acting("bench.bodies", by=house, at=timezone.now(), payload={}) as entry:
        decree = Decree.objects.create(number="0/QĐ", issued=DAY, issuer="Tỉnh ủy", entry_from=entry)
        codes = ["T", *(f"D{n:02}" for n in range(DISTRICTS))]
        codes += [f"D{n % DISTRICTS:02}.{n:05}" for n in range(BODIES - len(codes))]
        Body.objects.bulk_create([Body(code=code, entry_from=entry) for code in codes], batch_size=500)
        ids = dict(Body.objects.values_list("code", "pk"))
        BodyVersion.objects.bulk_create([_version(code, ids, entry) for code in codes], batch_size=500)
        homes = [code for code in codes if code != "T"]
        posts = [(f"p{n}", ids[homes[n % len(homes)]]) for n in range(HOLDINGS)]
        Post.objects.bulk_create(
            [_since(Post(code=code, title="specialist", body_id=body, entry_from=entry)) for code, body in posts],
            batch_size=500,
        )
        Person.objects.bulk_create([Person(key=code, entry_from=entry) for code, _ in posts], batch_size=500)
        people = dict(Person.objects.values_list("key", "pk"))
        PersonVersion.objects.bulk_create(
            [
                PersonVersion(
                    person_id=people[code], name=code, name_fold=code, name_key=code, body_id=body, entry_from=entry
                )
                for code, body in posts
            ],
            batch_size=500,
        )
        Holding.objects.bulk_create(
            [
                _since(
                    Holding(person_id=people[code], post_code=code, title="specialist", body_id=body, entry_from=entry)
                )
                for code, body in posts
            ],
            batch_size=500,
        )
        Allotment.objects.bulk_create(
            [
                _since(
                    Allotment(
                        body_id=ids[f"D{n:02}"], category="cadre_civil_servant", number=500, decree=decree,
                        entry_from=entry,
                    )
                )
                for n in range(DISTRICTS)
            ]
        )  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("analyze")


def _version(code: str, ids: dict[str, int], entry: object) -> BodyVersion:
    above = None if code == "T" else ids["T"] if "." not in code else ids[code.partition(".")[0]]
    level = "province" if code == "T" else "grassroots" if "." in code else "district"
    return _since(
        BodyVersion(
            body_id=ids[code], parent_id=above, name=f"Đơn vị {code}", kind="agency", level=level, entry_from=entry
        )
    )


def _since(row: object) -> object:
    row.since = "2020-01-01"  # type: ignore[attr-defined]  # every row here is a spell
    return stamped(row)


def _entry(house: object) -> None:
    with acting("bench.else", by=house, at=timezone.now(), payload={}):
        pass


def _new_post(house: object) -> None:
    code = f"new{Post.objects.count()}"
    create_post(body=Body.objects.get(code="D03"), code=code, title="head", since="2026", by=house, at=timezone.now())


def _page(client: Client, before: Callable[[], None]) -> float:
    """The slow end of some turns, in milliseconds; what happens before each is not measured."""
    spent = []
    for _ in range(TURNS):
        before()
        begun = time.perf_counter()
        assert client.get("/bodies/").status_code == 200
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(spent, n=20)[-1]


def _merge(house: object) -> list[tuple[str, float, str, str]]:
    """Two of the districts become one, of 400 bodies; a third and fourth ones' holdings bring it to 5,000 and more."""
    bodies = tuple(Body.objects.filter(code__in=("D00", "D01")).order_by("code"))
    _more_holdings(house, bodies)
    new = NewBody("D-MOI", "Huyện mới", "agency", "district", Body.objects.get(code="T"))
    order = Order(Act.Kind.MERGE, DecreeKey("1/NQ", DAY, "Quốc hội"), DAY, bodies=bodies, new=(new,))
    begun = time.perf_counter()
    foreseen = foresee(order)
    seen = time.perf_counter()
    carry_out(order=order, by=house, at=timezone.now())
    done = time.perf_counter()
    rows = {says.en: count for says, count in foreseen.counts}
    what = f"{rows['bodies under them']} bodies, {rows['holdings of posts']:,} holdings"
    return [
        (f"what a merger would change ({what})", seen - begun, "s", "at once"),
        (f"merging two districts ({what})", done - seen, "s", "under 5 s"),
    ]


def _more_holdings(house: object, bodies: tuple[Body, ...]) -> None:
    """Officials of the two districts themselves: 2,500 in each."""
    with acting("bench.holdings", by=house, at=timezone.now(), payload={}) as entry:
        keys = [(f"q{n}", bodies[n % 2].pk) for n in range(5_000)]
        Person.objects.bulk_create([Person(key=key, entry_from=entry) for key, _ in keys], batch_size=500)
        people = dict(Person.objects.filter(key__startswith="q").values_list("key", "pk"))
        PersonVersion.objects.bulk_create(
            [
                PersonVersion(
                    person_id=people[key], name=key, name_fold=key, name_key=key, body_id=body, entry_from=entry
                )
                for key, body in keys
            ],
            batch_size=500,
        )
        Holding.objects.bulk_create(
            [
                _since(Holding(person_id=people[key], title="specialist", body_id=body, entry_from=entry))
                for key, body in keys
            ],
            batch_size=500,
        )


if __name__ == "__main__":
    sys.exit(main())
