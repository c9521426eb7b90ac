"""New rows and withdrawn rows of a dossier: what a new one says, why one cannot be, and how both are written.

They come by a proposal with its proof, as a change does; `corrections` proposes and decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from canbo.apps.bodies.models import Body
from canbo.apps.people.corrigible import LEAVING, NEW_ROWS, SECTION_OF
from canbo.apps.people.deciding import why_not_decided
from canbo.apps.people.leaving import reopened
from canbo.apps.people.models import Degree, OfPerson, Paper, Person, PersonVersion, Section, Verification
from canbo.apps.people.standing_on import what_stands_on
from canbo.base.record.models import Entry
from canbo.base.record.rows import closed, copied, written
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json
from canbo.lib.text import Text


def told(values: Mapping[str, Any]) -> str:
    """What a row says, as a proposal writes it: its stated columns as JSON."""
    return canonical_json({name: value for name, value in values.items() if value not in (None, "", False)})


def read(text: str) -> dict[str, Any]:
    """What a proposal says of a row, by column."""
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def saying(row: OfPerson) -> dict[str, Any]:
    """What a standing row says in the columns that a new one is asked for; of who a person is, the leaving."""
    columns = LEAVING if isinstance(row, PersonVersion) else NEW_ROWS[type(row).__name__][1]
    said = {name: getattr(row, name) for name in columns}
    return {name: value.code if isinstance(value, Body) else value for name, value in said.items()}


def standing_rows(table: str, person: Person) -> QuerySet[Any]:
    """The open rows of one table of a dossier, in their order, with their bodies."""
    model = PersonVersion if table == "PersonVersion" else NEW_ROWS[table][0]
    rows: QuerySet[Any] = model._default_manager.filter(person=person, entry_to__isnull=True).order_by("pk")
    return rows.select_related("body") if hasattr(model, "body") else rows


def why_not_added(person: Person, table: str, values: Mapping[str, Any]) -> Refusal | None:
    """Why a row cannot come into a dossier: no such section, or the dossier says that already."""
    if table not in NEW_ROWS or not set(values) <= set(NEW_ROWS[table][1]):
        return Refusal(
            "people.field",
            Text("Không đề nghị thêm được mục này.", "No row of this kind can be proposed."),
            status=422,
        )
    asked = told(values)
    if any(told(saying(row)) == asked for row in standing_rows(table, person)):
        return Refusal(
            "people.same",
            Text("Hồ sơ đã có đúng dòng này.", "The dossier has just this row already."),
            Text("Nếu một mục của dòng ấy sai, đề nghị sửa mục đó.", "If a part of it is wrong, ask to change that."),
            status=422,
        )
    return why_not_decided(NEW_ROWS[table][0], values, person)


def why_not_withdrawn(row: OfPerson) -> Refusal | None:
    """Why a row cannot be withdrawn now: it is no row of its own, or something stands on it; with the cure."""
    if isinstance(row, PersonVersion) and not row.left:
        return Refusal(
            "people.withdraw",
            Text("Thông tin nhân thân chỉ được sửa, không rút.", "Who a person is can only be corrected."),
            Text("Đề nghị sửa mục sai.", "Ask to change what is wrong."),
            status=422,
        )
    return why_not_touched(row) or next(what_stands_on(row), None)


def why_not_touched(row: OfPerson) -> Refusal | None:
    """Why a row is neither corrected nor withdrawn now: a school has been asked about it and has not answered."""
    if not isinstance(row, Degree):
        return None
    asked = Verification.objects.filter(degree=row, entry_to__isnull=True, answered__isnull=True).first()
    if asked is None:
        return None
    return Refusal(
        "people.asked_about",
        Text(
            "Văn bằng này đang chờ {where} trả lời xác minh (công văn {letter}).",
            "{where} has been asked about this degree and has not answered (letter {letter}).",
        ).filled(where=asked.asked_of, letter=asked.letter),
        Text("Ghi kết quả xác minh trước, rồi làm lại.", "Enter the answer first, then do this again."),
    )


def try_row(person: Person, table: str, values: Mapping[str, Any], paper: Paper, entry: Entry) -> None:
    """Write a row and take it back: what the register would refuse is refused when it is asked for, not weeks later."""
    with transaction.atomic():
        new_row(person, table, values, paper, entry)
        transaction.set_rollback(True)


def new_row(person: Person, table: str, values: Mapping[str, Any], paper: Paper, entry: Entry) -> OfPerson:
    """Write a new row, proved by its paper. Raises Refusal for what the register cannot take."""
    given = dict(values)
    if code := given.pop("body", ""):
        given["body"] = Body.objects.filter(code=code).first() or _no_body(code)
    return written(NEW_ROWS[table][0], entry, person=person, paper=paper, **given)


def withdrawn(row: OfPerson, entry: Entry) -> None:
    """Close a row that should not stand. The last of its section takes the confirmation "complete" with it: an empty
    section would else mean that there is nothing, which nobody has confirmed."""
    closed(row, entry)
    if isinstance(row, PersonVersion):
        copied(row, entry, left="", left_why="", left_by="")
        reopened(row, entry)
    elif confirmed := last_of_confirmed(row):
        closed(confirmed, entry)


def last_of_confirmed(row: OfPerson) -> Section | None:
    """The confirmation of the section in which no other row stands than this one."""
    section = SECTION_OF.get(type(row).__name__, "")
    rows = type(row)._default_manager.filter(person=row.person_id, entry_to__isnull=True).exclude(pk=row.pk)
    if not section or rows.exists():
        return None
    return Section.objects.filter(person=row.person_id, name=section, entry_to__isnull=True).first()


def _no_body(code: str) -> Body:
    raise Refusal(
        "people.body",
        Text("Sổ không có cơ quan, đơn vị mã {code}.", "The register knows no body {code}.").filled(code=code),
        status=422,
    )
