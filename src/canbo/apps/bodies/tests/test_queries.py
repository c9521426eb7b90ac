"""What stands above a body is what the tree of that day says, also where a version ends in a part of a date."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.bodies.permissions import codes_above
from canbo.apps.bodies.queries import tree_on
from canbo.apps.bodies.testing import a_body
from canbo.base.accounts.testing import an_account
from canbo.base.record.actions import acting
from canbo.base.record.rows import closed, written
from canbo.base.record.testing import A_MORNING

#: The last day of one version and the first of the next.
DAYS = (("2010-06-30", "2010-07-01"), ("2010-07", "2010-07"), ("2010", "2010"))

pytestmark = pytest.mark.django_db


def moved(body: Body, parent: Body, until: str, on: str) -> None:
    """Hang a body under another from a day (perhaps known to the month) on."""
    last = BodyVersion.objects.get(body=body, entry_to__isnull=True, last="")
    with acting("test", by=an_account(), at=A_MORNING, payload={}) as entry:
        closed(last, entry)
        says = {"body": body, "name": last.name, "kind": last.kind, "level": last.level}
        written(BodyVersion, entry, **says, parent=last.parent, since=last.since, last=until)
        written(BodyVersion, entry, **says, parent=parent, since=on)


def up(tree: dict, body: int) -> set[str]:
    """The codes from a body to its top by the tree."""
    found = set()
    while body in tree:
        found.add(tree[body].code)
        body = tree[body].parent
    return found


@pytest.mark.parametrize("seed", range(4))
def test_the_line_above_a_body_is_that_of_the_tree_on_every_day(seed):
    draw = random.Random(seed)
    bodies = [a_body("b0", since="2000")]
    for number in range(1, 14):
        bodies.append(a_body(f"b{number}", since="2000", parent=draw.choice(bodies)))
    for body in draw.sample(bodies[7:], 4):
        moved(body, draw.choice(bodies[:7]), *draw.choice(DAYS))
    for day in (dt.date(2005, 1, 1), dt.date(2010, 6, 30), dt.date(2010, 7, 1), dt.date(2012, 1, 1)):
        tree = {each.body: each for each in tree_on(day)}
        for body in bodies:
            assert set(codes_above(body.code, day)) == up(tree, body.pk)
