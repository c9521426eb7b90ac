"""A person who meets the standard of a department director on the day of the tests, and how to ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import (
    SECTIONS,
    Certificate,
    Degree,
    Finding,
    Holding,
    Paper,
    PersonVersion,
    Planned,
    Product,
    Section,
    Theory,
)
from canbo.apps.people.testing import a_person, a_row

#: The day of the tests: regulations 365 and 377 are in force.
DAY = dt.date(2026, 11, 1)
TITLE = "department_director"
_PAPERS = (
    "cv", "self_assessment", "workplace_comments", "residence_comments", "political_conclusion", "asset_declaration",
    "diploma", "health_certificate", "photo", "proposal", "minutes",
)  # fmt: skip
_FINDINGS = ("general_standard", "political_standard", "health_fit", "field_fits", "products_recognised")


def a_deputy_ready_to_be_director(
    body: Body | None = None, since: str = "2021-02-01", lately: str = "2026-09-01", **fields: Any
) -> PersonVersion:
    """A deputy director since a day, with every paper, degree and finding that a director's standard wants on DAY.

    `lately` is the day of the papers, findings and confirmations, which grow old.
    """
    person = a_person(**{"born": "1980-03-15", "sex": "F", "name": "Lê Thị Bình", "body": body, **fields})
    a_row(Holding, person, title="department_deputy_director", since=since, body=body)
    a_row(Degree, person, grade="master", on="2008-06", verified=True)
    a_row(Theory, person, grade="advanced", on="2016-09", verified=True)
    a_row(Certificate, person, kind="state_management", grade="senior_specialist", on="2019-05", verified=True)
    a_row(Planned, person, title=TITLE, since="2022-07-01", term="2025-2030")
    a_row(Product, person, on="2024-12", words="Đề án chuyển đổi số của ngành", verified=True)
    for kind in _FINDINGS:
        a_row(Finding, person, kind=kind, on=lately)
    for kind in _PAPERS:
        a_row(Paper, person, kind=kind, issued=lately, confirmed=True)
    for name in SECTIONS:
        a_row(Section, person, name=name, confirmed=lately)
    return person
