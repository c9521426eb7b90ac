"""Writing in one dossier: every row goes through `add_row` and `correct_row`, and nothing is removed.

A row that should not stand is withdrawn by two people (`corrections`). Dates are partial dates as written; the first
day or the last day of a spell may be a month or a year. What is sealed stands in the row, under its entry; the entry
itself is read by others too (in a bundle of proofs, by an auditor), so it names sealed columns and not what they say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from canbo.apps.people.deciding import DECISION, why_not_decided
from canbo.apps.people.models import (
    PRIVACY,
    SEALED_FIELDS,
    Degree,
    Discipline,
    DossierLink,
    Finding,
    Holding,
    OfPerson,
    Paper,
    Person,
    PersonVersion,
    Section,
)
from canbo.apps.people.permissions import why_not_register, why_not_write
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.rows import closed, copied, in_words, said, written
from canbo.core.refusal import Refusal
from canbo.lib.names import sort_key
from canbo.lib.text import Text, fold, nfc

Row = TypeVar("Row", bound=OfPerson | Paper)


def register_person(*, key: str, by: Account, at: dt.datetime, **values: Any) -> PersonVersion:
    """Open a dossier under a staff number; `values` are fields of PersonVersion (name, sex, born, body …).

    Raises Refusal when `by` may not, the number is taken, or a value cannot be taken.
    """
    key, body = nfc(key), values.get("body")
    refuse(why_not_register(by, body.pk if body else None, timezone.localdate(at)))
    if not key or Person.objects.filter(key=key).exists():
        raise Refusal(
            "people.key",
            Text("Số hiệu {key} trống hoặc đã có.", "The staff number {key} is blank or taken.").filled(key=key or "—"),
            status=422,
        )
    with acting("people.register", by=by, at=at, payload={"key": key, **openly(PersonVersion, values)}) as entry:
        person = Person.objects.create(key=key, entry_from=entry)
        return written(PersonVersion, entry, person=person, **with_keys(values))


def correct_person(*, person: Person, by: Account, at: dt.datetime, **changes: Any) -> PersonVersion:
    """Correct or bring up to date who a person is. The row as it was stays on the record."""
    current = PersonVersion.objects.get(person=person, entry_to__isnull=True)
    return correct_row(row=current, by=by, at=at, action="people.correct", **with_keys(changes))


def add_row(*, model: type[Row], person: Person, by: Account, at: dt.datetime, action: str = "", **values: Any) -> Row:
    """Write a new row of any kind into a dossier. `action` names the deed on the record, else "people.add_holding" ….

    Raises Refusal when `by` may not, a value cannot be taken, the proving paper is another person's, or the body that
    is said to have decided is not the one that decides.
    """
    refuse(why_not_write(by, person, timezone.localdate(at)))
    refuse(why_not_decided(model, values, person))
    _own_paper(person, values)
    payload = {"key": person.key, **openly(model, values)}
    with acting(action or f"people.add_{model.__name__.lower()}", by=by, at=at, payload=payload) as entry:
        return written(model, entry, person=person, **values)


def correct_row(*, row: Row, by: Account, at: dt.datetime, action: str = "people.correct_row", **changes: Any) -> Row:
    """Close a row and write it again with changes.

    Raises Refusal when `by` may not, a value cannot be taken, the changes name a body that does not decide, or somebody
    else has changed the row meanwhile.
    """
    refuse(why_not_write(by, row.person, timezone.localdate(at)))
    if not DECISION.isdisjoint(changes):
        refuse(why_not_decided(type(row), {**said(row), **changes}, row.person))
    _own_paper(row.person, changes)
    with acting(action, by=by, at=at, payload=_about(row, openly(type(row), changes))) as entry:
        closed(row, entry)
        return copied(row, entry, **_numbered(changes))


def add_holding(*, person: Person, title: str, since: str, by: Account, at: dt.datetime, **values: Any) -> Holding:
    """A person takes up a post. Refused while another certainly holds the same post (`post_code`)."""
    return add_row(model=Holding, person=person, by=by, at=at, title=title, since=since, **values)


def end_holding(*, holding: Holding, last: str, by: Account, at: dt.datetime) -> Holding:
    """A person leaves a post; `last` is the last day in it."""
    return correct_row(row=holding, by=by, at=at, action="people.end_holding", last=last)


def add_degree(*, person: Person, grade: str, by: Account, at: dt.datetime, **values: Any) -> Degree:
    """A degree as declared; it counts as verified only when `verify_degree` says so."""
    return add_row(model=Degree, person=person, by=by, at=at, grade=grade, **{"verified": None, **values})


def verify_degree(*, degree: Degree, verified: bool, by: Account, at: dt.datetime) -> Degree:
    """Enter the answer of the issuing school or the authority: the degree is genuine, or it is not."""
    return correct_row(row=degree, by=by, at=at, action="people.verify_degree", verified=verified)


def add_paper(*, person: Person, kind: str, by: Account, at: dt.datetime, **values: Any) -> Paper:
    """A paper comes into the dossier."""
    return add_row(model=Paper, person=person, by=by, at=at, kind=kind, **values)


def confirm_paper(*, paper: Paper, confirmed: bool, by: Account, at: dt.datetime) -> Paper:
    """Somebody has seen the original and says whether the paper stands."""
    return correct_row(row=paper, by=by, at=at, action="people.confirm_paper", confirmed=confirmed)


def confirm_section(*, person: Person, name: str, confirmed: str, by: Account, at: dt.datetime) -> Section:
    """Confirm on a day that a section is complete; a later confirmation takes the place of the earlier one."""
    earlier = Section.objects.filter(person=person, name=name, entry_to__isnull=True).first()
    if earlier is not None:
        return correct_row(row=earlier, by=by, at=at, action="people.confirm_section", confirmed=confirmed)
    return add_row(
        model=Section, person=person, by=by, at=at, action="people.confirm_section", name=name, confirmed=confirmed
    )


def add_discipline(*, person: Person, form: str, on: str, by: Account, at: dt.datetime, **values: Any) -> Discipline:
    """A discipline takes effect on a day."""
    return add_row(model=Discipline, person=person, by=by, at=at, form=form, on=on, **values)


def record_finding(
    *,
    person: Person,
    kind: str,
    holds: bool,
    by_body: str,
    document: str,
    on: str,
    by: Account,
    at: dt.datetime,
    about: str = "",
) -> Finding:
    """Enter the conclusion of a competent body on what no machine may judge, with its document and day."""
    return add_row(
        model=Finding, person=person, by=by, at=at, action="people.record_finding",
        kind=kind, holds=holds, by_body=by_body, document=document, on=on, about=about,
    )  # fmt: skip


def link_account(*, account: Account, person: Person, by: Account, at: dt.datetime) -> DossierLink:
    """Let an account read the dossier of the person whose account it is. Raises Refusal when it has one already."""
    refuse(why_not_write(by, person, timezone.localdate(at)))
    with acting("people.link_account", by=by, at=at, payload={"account": account.username, "key": person.key}) as entry:
        return written(DossierLink, entry, account=account, person=person)


def with_keys(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a PersonVersion with the search and sort forms of the name, when there is one."""
    name = values.get("name")
    return {**values, "name_fold": fold(name), "name_key": sort_key(name)} if name else dict(values)


def openly(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says of the values of a row: those that are sealed by their names alone."""
    table = model.__name__
    hidden = {each for each in values if PRIVACY.get(SEALED_FIELDS.get(each, table)) == "restricted"}
    open_ = in_words({name: value for name, value in values.items() if name not in hidden})
    return {**open_, "sealed": sorted(hidden)} if hidden else open_


def _about(row: OfPerson | Paper, more: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": row.person.key, "table": type(row).__name__, "row": row.pk, **more}


def _numbered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with the rows that they point at as numbers, as a copied row has them."""
    pointed = {"body": "body_id", "paper": "paper_id", "relative": "relative_id"}
    return {
        pointed.get(name, name): value.pk if name in pointed and value is not None else value
        for name, value in values.items()
    }


def _own_paper(person: Person, values: Mapping[str, Any]) -> None:
    paper = values.get("paper")
    if paper is not None and paper.person_id != person.pk:
        raise Refusal(
            "people.paper",
            Text("Giấy tờ chứng minh thuộc hồ sơ của người khác.", "The proving paper is in another dossier."),
            status=422,
        )
