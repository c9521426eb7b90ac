"""Taking a dossier in: the one action that writes what a package says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from canbo.apps.bodies.models import Body
from canbo.apps.people import carried, files
from canbo.apps.people.actions import with_keys
from canbo.apps.people.carrying_compare import Compared, compared, standing
from canbo.apps.people.carrying_in import Package, bodies_of, look
from canbo.apps.people.models import Brought, Paper, Person
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.models import Entry, Recorded
from canbo.base.record.rows import closed, copied, written


def carry_in(
    *, package: Package, body: Body, by: Account, at: dt.datetime, taken: Collection[str] = frozenset()
) -> Person:
    """Take a dossier in: rows that do not stand here are written, with their papers, as one entry.

    Somebody new stands in `body`. What stands here and is told otherwise in the package stays, save the rows named in
    `taken` ("Rating.3" as `look` gives them): those are corrected. Raises Refusal as `look` says, and for rows that
    contradict what stands.
    """
    person = Person.objects.filter(key=package.values["key"]).first()
    refuse(look(package, body, by, at.date()).why_not)
    for name, data in package.files.items():
        if name.startswith("papers/"):
            files.keep(data)
    told = {"key": package.values["key"], "digest": package.digest, "origin": package.origin, "reason": package.reason}
    with acting("people.carry_in", by=by, at=at, payload=told | {"taken": sorted(taken)}) as entry:
        rows = list(compared(package.values, person, bodies_of(package)))
        person = person or Person.objects.create(key=package.values["key"], entry_from=entry)
        taking = _Taking(package, person, body, entry)
        for row in rows:
            taking.take(row, corrects=row.code in taken)
    return person


class _Taking:
    """One package being written: whose it is, under which entry, and its papers in their order."""

    def __init__(self, package: Package, person: Person, body: Body, entry: Entry) -> None:
        self._package, self._person, self._body, self._entry = package, person, body, entry
        told = package.values["tables"].get("Paper", [])
        self._papers = [self._paper(place, row) for place, row in enumerate(told)]

    def take(self, row: Compared, *, corrects: bool) -> None:
        """Write a row that is new here, or correct the one of the same thing where the officer says so."""
        if row.here is not None and not (corrects and row.changes):
            return
        proof = self._proof(row)
        if row.here is None:
            values = _given(row.values) | ({"body_id": self._body.pk} if row.table == "PersonVersion" else {})
            model = carried.model_of(row.table)
            made: Recorded = written(model, self._entry, person=self._person, paper=proof, **values)
        else:
            closed(row.here, self._entry)
            changes = with_keys(row.changes) | ({"paper_id": proof.pk} if proof else {})
            made = copied(row.here, self._entry, **changes)
        self._note(row.table, row.place, made)

    def _proof(self, row: Compared) -> Paper | None:
        place = self._package.values["tables"][row.table][row.place].get("paper")
        if place is not None and not 0 <= place < len(self._papers):
            raise carried.faulty(f"{row.table} {row.place + 1}.paper")
        return self._papers[place] if place is not None else None

    def _paper(self, place: int, row: dict[str, Any]) -> Paper:
        """The paper that a row means: the one that stands here, or a new one. Without its file it is only named."""
        values = carried.row_values("Paper", row, {})
        if f"papers/{values.get('digest')}" not in self._package.files:
            values["digest"] = ""
        for paper in standing("Paper", self._person):
            if isinstance(paper, Paper) and carried.same("Paper", paper, values):
                return paper
        made = written(Paper, self._entry, person=self._person, **_given(values))
        self._note("Paper", place, made)
        return made

    def _note(self, table: str, place: int, made: Recorded) -> None:
        """Keep who entered a row there and when, and its body where that is not known here."""
        told = self._package.values["made"][table][place]
        code = self._package.values["tables"][table][place].get("body") or ""
        foreign = code if code and table != "PersonVersion" and getattr(made, "body_id", None) is None else ""
        written(
            Brought, self._entry, person=self._person, table=table, row=made.pk, by=told["by"], at=told["at"],
            origin=told["origin"] or self._package.origin, body=foreign,
            body_name=self._package.values["bodies"].get(foreign, "") if foreign else "",
        )  # fmt: skip


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
