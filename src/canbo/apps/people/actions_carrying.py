"""Taking a dossier in: the one action that writes what a package says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from canbo.apps.bodies.models import Body
from canbo.apps.people import carried, files
from canbo.apps.people.carrying_in import Package, bodies_of, look, standing, stands
from canbo.apps.people.models import Paper, Person
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.models import Entry
from canbo.base.record.rows import written


def carry_in(*, package: Package, body: Body, by: Account, at: dt.datetime) -> Person:
    """Take a dossier in: rows that do not stand here are written, with their papers, as one entry.

    Somebody new stands in `body`. Raises Refusal as `look` says, and for rows that contradict what stands.
    """
    person = Person.objects.filter(key=package.values["key"]).first()
    refuse(look(package, body, by, at.date()).why_not)
    for name, data in package.files.items():
        if name.startswith("papers/"):
            files.keep(data)
    told = {"key": package.values["key"], "digest": package.digest, "origin": package.origin, "reason": package.reason}
    with acting("people.carry_in", by=by, at=at, payload=told) as entry:
        person = person or Person.objects.create(key=package.values["key"], entry_from=entry)
        papers = [_paper(row, package, person, entry) for row in package.values["tables"].get("Paper", [])]
        bodies = bodies_of(package)
        for table in carried.TABLES:
            _take(table, package.values["tables"].get(table, []), person, body, bodies, papers, entry)
    return person


def _take(
    table: str,
    rows: list[dict[str, Any]],
    person: Person,
    body: Body,
    bodies: Mapping[str, int],
    papers: list[Paper],
    entry: Entry,
) -> None:
    """Write those rows of a table that do not stand here."""
    stand = standing(table, person)
    if table == "PersonVersion" and stand:
        return
    for number, row in enumerate(rows, 1):
        values = carried.row_values(table, row, bodies)
        if stands(table, stand, values):
            continue
        if table == "PersonVersion":
            values["body_id"] = body.pk
        place = row.get("paper")
        if place is not None and not 0 <= place < len(papers):
            raise carried.faulty(f"{table} {number}.paper")
        proof = papers[place] if place is not None else None
        written(carried.model_of(table), entry, person=person, paper=proof, **_given(values))


def _paper(row: dict[str, Any], package: Package, person: Person, entry: Entry) -> Paper:
    """The paper that a row means: the one that stands here, or a new one. Without its file it is only named."""
    values = carried.row_values("Paper", row, {})
    if f"papers/{values.get('digest')}" not in package.files:
        values["digest"] = ""
    for paper in standing("Paper", person):
        if isinstance(paper, Paper) and carried.same("Paper", paper, values):
            return paper
    return written(Paper, entry, person=person, **_given(values))


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
