"""A request says for whom it asks the database: nobody's rows, the own ones, or those of whoever sees others."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory

from canbo.apps.ballots.actions import appoint_teller
from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.testing import a_ballot
from canbo.apps.bodies.testing import a_body
from canbo.base.accounts.testing import an_account
from canbo.base.record.testing import A_MORNING
from canbo.config.asking import SaysWhoAsks

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security"),
]


def test_a_request_shows_a_teller_the_own_ballot_and_a_stranger_none():
    ballot, _ = a_ballot(body=a_body("so")), a_ballot(body=a_body("ban"))
    teller, house = an_account("thu-ky"), an_account("canbo", system=True)
    appoint_teller(ballot=ballot, account=teller, role=Teller.Role.SECRETARY, by=house, at=A_MORNING)
    told = {}

    def within(request):
        told[request.user.username if request.user.is_authenticated else ""] = set(
            Ballot.objects.values_list("pk", flat=True)
        )

    for user in (teller, an_account("nobody"), AnonymousUser()):
        request = RequestFactory().get("/")
        request.user = user
        SaysWhoAsks(within)(request)
    assert told == {"thu-ky": {ballot.pk}, "nobody": set(), "": set()}
