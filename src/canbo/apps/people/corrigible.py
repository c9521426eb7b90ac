"""What of a dossier can be corrected by a proposal: fields that change, rows that come and rows that go."""

from __future__ import annotations

from canbo.apps.people.models import (
    Certificate,
    Degree,
    Detail,
    Discipline,
    Extension,
    Holding,
    OfPerson,
    Planned,
    PrivateDetail,
    Product,
    Rating,
    Relative,
    Reward,
    Seat,
    Theory,
)

#: What may be proposed about who a person is.
PERSON_FIELDS = (
    *("name", "other_name", "sex", "born", "ethnicity", "religion", "birthplace", "birthplace_text", "hometown"),
    *("hometown_text", "raised", "schooling", "academic_rank", "id_number"),
    *("recruited", "party_admitted", "party_official", "left", "left_why", "left_by"),
)
#: What may be proposed about a row of each table; the rows of sealed tables by whom they are open to.
ROWS: dict[str, tuple[type[OfPerson], tuple[str, ...]]] = {
    "Degree": (Degree, ("grade", "field", "field_text", "school", "mode", "on")),
    "Theory": (Theory, ("grade", "on")),
    "Certificate": (Certificate, ("grade", "on")),
    "Holding": (Holding, ("title", "words", "since", "last", "decision")),
    "Seat": (Seat, ("role", "term", "since", "last")),
    "Rating": (Rating, ("grade", "decided_by")),
    "Planned": (Planned, ("term", "since", "last", "decision")),
    "Reward": (Reward, ("form", "on", "words")),
    "Product": (Product, ("on", "words")),
    "Extension": (Extension, ("last", "decision")),
    "Discipline": (Discipline, ("form", "reason", "on", "last")),
    "Relative": (Relative, ("relation", "name", "born_year", "work", "declared")),
}
#: Of these, numbers.
NUMBERS = frozenset({"born_year"})
DETAILS: dict[str, type[Detail] | type[PrivateDetail]] = {"Detail": Detail, "PrivateDetail": PrivateDetail}
#: The columns of a new row of each table, in the order in which they are asked; a body by its code.
NEW_ROWS: dict[str, tuple[type[OfPerson], tuple[str, ...]]] = {
    "Degree": (Degree, ("grade", "field", "field_text", "school", "mode", "on")),
    "Theory": (Theory, ("grade", "equivalent", "on")),
    "Certificate": (Certificate, ("kind", "grade", "on")),
    "Holding": (Holding, ("title", "words", "body", "since", "last", "concurrent", "decision", "decided_by")),
    "Seat": (Seat, ("committee", "role", "alternate", "body", "term", "since", "last")),
    "Rating": (Rating, ("year", "system", "grade", "decided_by")),
    "Planned": (Planned, ("title", "term", "since", "last", "decision", "decided_by")),
    "Reward": (Reward, ("form", "on", "words")),
    "Product": (Product, ("words", "on")),
    "Extension": (Extension, ("on", "last", "decision", "decided_by")),
    "Discipline": (Discipline, ("system", "form", "reason", "with_removal", "on", "last", "decided_by")),
    "Relative": (Relative, ("relation", "side", "name", "born_year", "work", "declared")),
}
#: The section of the dossier that somebody confirms as complete, by table.
SECTION_OF = {
    "Degree": "degrees", "Theory": "theory", "Certificate": "certificates", "Holding": "career", "Seat": "seats",
    "Rating": "ratings", "Planned": "planning", "Reward": "rewards", "Discipline": "discipline", "Relative": "family",
}  # fmt: skip
#: What is said of a leaving that is to be withdrawn; its reason may be sealed and stands in the row.
LEAVING = ("left", "left_by")
