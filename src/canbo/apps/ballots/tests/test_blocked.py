"""Every blocked button of a count says the condition, the article and the cure, and so does every refusal."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from canbo.apps.ballots.actions import annul, close_ballot, finish_keying, key_papers
from canbo.apps.ballots.permissions import (
    why_not_annul,
    why_not_close,
    why_not_count,
    why_not_finish,
    why_not_key,
    why_not_minutes,
    why_not_next_round,
)
from canbo.apps.ballots.queries import kind_of
from canbo.apps.ballots.testing import a_ballot, all_came_back, both_key, some_papers, the_teller
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import A_MORNING

pytestmark = pytest.mark.django_db


def told(ballot):
    """Every refusal of a ballot as it stands: to its head, to a side, to the house and to a stranger."""
    today = timezone.localdate()
    askers = (the_teller(), the_teller(1), an_account("canbo", system=True), an_account("khach"))
    for asker in askers:
        yield from (why(asker, ballot) for why in (why_not_close, why_not_count, why_not_key, why_not_minutes))
        yield from (why(asker, ballot, today) for why in (why_not_annul, why_not_next_round))
    if not hasattr(ballot, "closing"):
        yield from (why_not_finish(ballot, side) for side in (1, 2))


def check(ballot, *codes):
    """Whether these refusals are among those told, and each of them says what, why by law, and what to do."""
    ballot = type(ballot).objects.get(pk=ballot.pk)
    refusals = [each for each in told(ballot) if each is not None]
    assert set(codes) <= {each.code for each in refusals}
    assert [each.code for each in refusals if each.remedy is None or each.citation is None] == []
    assert {each.citation for each in refusals} == {kind_of(ballot).cites}


def test_each_refusal_of_a_count_names_its_article_and_its_cure_from_opening_to_closing():
    ballot = a_ballot(names=["An", "Bình"], summoned=3)
    check(ballot, "ballots.no_numbers", "ballots.not_head_teller", "ballots.not_a_teller", "ballots.not_in_office")
    all_came_back(ballot)
    check(ballot, "ballots.keying_not_done", "ballots.papers_missing", "ballots.not_closed")
    for side, typed in ((1, ("1", "", "")), (2, ("2", "", ""))):
        key_papers(ballot=ballot, papers=some_papers(ballot, *typed), by=the_teller(side))
        finish_keying(ballot=ballot, by=the_teller(side), at=A_MORNING)
        check(ballot, "ballots.side_done" if side == 1 else "ballots.sides_differ")
    key_papers(ballot=ballot, papers=some_papers(ballot, "1"), new=False, by=the_teller(2))
    close_ballot(ballot=ballot, by=the_teller(), at=A_MORNING)
    check(ballot, "ballots.closed")


def test_a_void_ballot_says_so_with_its_article_and_what_to_do():
    ballot = a_ballot(names=["An", "Bình"], summoned=3)
    annul(ballot=ballot, reason="Thừa phiếu", by=an_account("canbo", system=True), at=A_MORNING)
    check(ballot, "ballots.annulled")


def test_the_page_of_a_side_says_how_many_papers_are_missing_before_it_is_done():
    ballot = a_ballot(names=["An", "Bình"], summoned=3)
    all_came_back(ballot)
    key_papers(ballot=ballot, papers=some_papers(ballot, "1"), by=the_teller(1))
    client = Client()
    client.force_login(the_teller(1), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/ballots/{ballot.pk}/key").content.decode()
    assert "Còn 2 phiếu chưa nhập (1/3)." in page
    assert client.post(f"/ballots/{ballot.pk}/finish").status_code == 422


def test_a_blocked_close_says_the_article_on_its_page():
    ballot = a_ballot()
    both_key(ballot, *[""] * 10, finish=False)
    client = Client()
    client.force_login(the_teller(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/ballots/{ballot.pk}/").content.decode()
    why = page[page.index("Còn bên chưa báo nhập xong") :]
    assert "Căn cứ:" in why[: why.index("</p>")]
