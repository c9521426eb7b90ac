"""What a draft would change is told before it is issued, and touches nothing that is in force."""

import datetime as dt

import pytest
from django.test import Client

from canbo.apps.eligibility.effect import effect_of
from canbo.apps.eligibility.request import Request
from canbo.apps.eligibility.testing import DAY, TITLE, a_deputy_ready_to_be_director
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

LATER = dt.date(2027, 6, 1)
INSTRUMENT = """
instrument: {number: 1-DT, issued: 2026-12-01}
kind: regulation
issuer: {vi: Bộ Chính trị, en: Politburo}
title: {vi: Dự thảo về thời gian giữ chức vụ, en: Draft on time in post}
since: 2027-01-01
until: null
replaces: []
confidence: I
source: draft
articles:
  - {number: "1", about: {vi: Thời gian giữ chức vụ, en: Time in post}, coverage: modelled, confidence: I}
"""
PARAMETER = """
parameter: months_in_post
unit: month
meaning: {vi: Thời gian tối thiểu giữ chức vụ hiện tại, en: Least time in the present post}
values:
  - {since: 2027-01-01, value: 84, cites: {instrument: 1-DT@2026-12-01, article: "1", confidence: I, source: draft}}
"""


def test_a_longer_time_in_post_drops_those_who_have_not_served_it_and_says_why() -> None:
    newer = a_deputy_ready_to_be_director()
    files = {"draft/instrument.yaml": INSTRUMENT, "draft/months.yaml": PARAMETER}
    effect, before, after = effect_of(files, Request(TITLE, LATER), [newer.person_id])
    changed = {
        clause.code: (then, now)
        for clause, then, now in zip(before.clauses, before.rows[0].answers, after.rows[0].answers, strict=True)
        if then is not now
    }
    assert list(changed) == ["DT1-2"]
    assert effect.met_after <= effect.met_before


def test_the_rules_in_use_are_untouched_by_a_draft() -> None:
    digest = current_pack().digest
    effect_of({"draft/i.yaml": INSTRUMENT, "draft/p.yaml": PARAMETER}, Request(TITLE, LATER), [])
    assert current_pack().digest == digest
    assert current_pack().parameter("months_in_post", LATER).value != 84


def test_a_faulty_draft_is_refused_with_every_fault_and_its_line() -> None:
    faulty = PARAMETER.replace("1-DT@2026-12-01", "9-DT@2026-12-01").replace("84", "many")
    with pytest.raises(Refusal) as refused:
        effect_of({"draft/p.yaml": faulty}, Request(TITLE, DAY), [])
    assert refused.value.code == "draft-faulty"
    assert "draft/p.yaml:6" in refused.value.says.en


PLANNED = """\
parameter: most_planned_titles
values:
  - {since: 2027-01-01, value: 1, cites: {instrument: 377-QĐ/TW@2025-10-08, article: "quy hoạch", confidence: I}}
"""


@pytest.mark.parametrize(("purpose", "touched"), [("planning", True), ("rotation", False)])
def test_the_desk_shows_the_effect_on_the_purpose_asked_about(purpose: str, touched: bool) -> None:
    client = Client()
    client.force_login(an_account())
    asked = {"title": TITLE, "purpose": purpose, "on": "01/02/2027", "text": PLANNED}
    page = client.post("/eligibility/effect/", asked)
    assert (page.status_code, page.context["question"].purpose) == (200, purpose)
    codes = [clause.code for clause in current_pack().standard(TITLE, purpose, LATER).clauses]
    assert ("DP-3" in codes) is touched
    assert client.post("/eligibility/effect/", {**asked, "purpose": "nothing"}).context["form"].errors["purpose"]
