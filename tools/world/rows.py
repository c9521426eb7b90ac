"""Rows of the registers as the generator makes them: only what is said; ids, stamps and entries are added at writing.

Field names are those of the models. `person` is added at writing; `paper` is the number of the paper within its
person (from 1), `body` a body's code.
"""

from __future__ import annotations

from typing import NamedTuple


class PaperRow(NamedTuple):
    kind: str
    number: str = ""
    issuer: str = ""
    issued: str = ""
    confirmed: bool | None = True
    digest: str = ""


class PersonVersionRow(NamedTuple):
    name: str
    name_fold: str
    name_key: str
    sex: str
    born: str
    ethnicity: str
    religion: str
    birthplace: str
    birthplace_text: str
    hometown: str
    hometown_text: str
    raised: str
    category: str
    schooling: str
    academic_rank: str
    body: str
    managed_by: str
    id_number: str
    recruited: str
    party_admitted: str
    party_official: str
    other_name: str = ""
    left: str = ""
    left_why: str = ""
    left_by: str = ""


class HoldingRow(NamedTuple):
    since: str
    last: str
    body: str
    post_code: str
    title: str
    words: str
    place: str
    concurrent: bool
    decision: str
    brought_in: bool
    began: str = ""


class SeatRow(NamedTuple):
    since: str
    last: str
    body: str
    committee: str
    role: str
    alternate: bool
    term: str


class DegreeRow(NamedTuple):
    on: str
    grade: str
    field: str
    field_text: str
    school: str
    mode: str
    verified: bool | None
    paper: int | None = None


class TheoryRow(NamedTuple):
    on: str
    grade: str
    equivalent: bool
    verified: bool | None
    paper: int | None = None


class CertificateRow(NamedTuple):
    on: str
    kind: str
    grade: str
    verified: bool | None
    paper: int | None = None


class RatingRow(NamedTuple):
    year: int
    system: str
    grade: str


class DisciplineRow(NamedTuple):
    on: str
    last: str
    system: str
    form: str
    reason: str
    with_removal: bool


class ProceedingRow(NamedTuple):
    since: str
    last: str
    kind: str
    by_body: str


class PlannedRow(NamedTuple):
    since: str
    last: str
    title: str
    term: str
    decision: str


class RelativeRow(NamedTuple):
    relation: str
    side: str
    name: str
    born_year: int | None
    work: str
    declared: str


class RewardRow(NamedTuple):
    on: str
    form: str
    words: str


class ProductRow(NamedTuple):
    on: str
    words: str
    verified: bool | None


class FindingRow(NamedTuple):
    on: str
    kind: str
    about: str
    holds: bool
    by_body: str
    document: str


class ExtensionRow(NamedTuple):
    on: str
    last: str
    decision: str


class DetailRow(NamedTuple):
    on: str
    kind: str
    value: str


class SectionRow(NamedTuple):
    name: str
    confirmed: str


class BodyVersionRow(NamedTuple):
    parent: str
    name: str
    short_name: str
    kind: str
    level: str
    place: str
    since: str
    last: str
    decree: str


class PostRow(NamedTuple):
    code: str
    title: str
    since: str
    last: str


PERSON_ROWS = {
    "Paper": PaperRow,
    "PersonVersion": PersonVersionRow,
    "Holding": HoldingRow,
    "Seat": SeatRow,
    "Degree": DegreeRow,
    "Theory": TheoryRow,
    "Certificate": CertificateRow,
    "Rating": RatingRow,
    "Discipline": DisciplineRow,
    "Proceeding": ProceedingRow,
    "Planned": PlannedRow,
    "Relative": RelativeRow,
    "Reward": RewardRow,
    "Product": ProductRow,
    "Finding": FindingRow,
    "Extension": ExtensionRow,
    "Detail": DetailRow,
    "PrivateDetail": DetailRow,
    "Section": SectionRow,
}
BODY_ROWS = {"BodyVersion": BodyVersionRow, "Post": PostRow}
