"""Proposals in words: the field that each is about, its value before and after, and those about one dossier."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F

from canbo.apps.people.columns import value_words
from canbo.apps.people.marks import WATCHED
from canbo.apps.people.models import Person, Proposal
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import say

#: Fields in words, beside those that marks knows.
CALLED = WATCHED | {
    "name": Text("Họ và tên khai sinh", "Birth name"),
    "other_name": Text("Tên gọi khác", "Other name"),
    "sex": Text("Giới tính", "Sex"),
    "birthplace_text": Text("Nơi sinh", "Birthplace"),
    "hometown_text": Text("Quê quán", "Home town"),
    "schooling": Text("Trình độ giáo dục phổ thông", "Schooling"),
    "id_number": Text("Số định danh cá nhân", "Personal identification number"),
    "field_text": Text("Chuyên ngành", "Field of study"),
    "school": Text("Cơ sở đào tạo", "School"),
}
#: The one field of the open identity that is read as the private details are.
SEALED_FIELD = "id_number"
#: Proposals that a dossier tells of.
TOLD = 6
PRIVATE = Text("Thông tin riêng", "Private details")
#: The code lists of details by their table.
LISTS = {"Detail": "details", "PrivateDetail": "private-details"}


def field_words(proposal: Proposal, called: Names) -> str:
    """The field of a proposal in words."""
    if proposal.table == "PrivateDetail":
        return say(PRIVATE)
    if proposal.table in LISTS:
        return called.code(LISTS[proposal.table], proposal.field)
    return say(CALLED[proposal.field])


@dataclass(frozen=True)
class Asked:
    """A proposal as the dossier tells of it: the field, and its value before and after, in words."""

    row: Proposal
    words: str
    before: str
    after: str


def asked_for(person: Person, open_tables: Collection[str], called: Names) -> list[Asked]:
    """The proposals about a dossier: those that wait, then the latest decided ones; one query."""
    rows = Proposal.objects.filter(person=person, entry_to__isnull=True).select_related("proposed_by", "decided_by")
    rows = rows.order_by(F("decided").desc(nulls_first=True), "-pk")
    shown = [row for row in rows[: 2 * TOLD] if section_of(row) in open_tables][:TOLD]
    return [
        Asked(row, field_words(row, called), value_of(row, row.before, called), value_of(row, row.after, called))
        for row in shown
    ]


def section_of(found: Proposal) -> str:
    """The table of the dossier with which a proposal is open or sealed."""
    return "PrivateDetail" if found.field == SEALED_FIELD else found.table


def value_of(found: Proposal, value: str, called: Names) -> str:
    """A value of a proposal in words; what a detail says is words already."""
    return value if found.table in LISTS else value_words(found.table, found.field, value, called)
