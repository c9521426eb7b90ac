"""The decree desk in the browser's eyes: choose, see what would change, confirm; faults keep what was typed."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from canbo.apps.bodies.models import Act, Body, Decree
from canbo.apps.bodies.queries import body_on
from canbo.apps.bodies.testing import a_body, a_post
from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.testing import an_account

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

DECREE = {"number": "12/NQ-HĐND", "issued": "01/06/2025", "issuer": "Hội đồng nhân dân", "effective": "01/07/2025"}
ON = "?on=30/06/2025"


@pytest.fixture
def town():
    top = a_body("tinh")
    for code in ("a", "b"):
        body = a_body(code, "district", top, kind="locality", name=f"Huyện {code.upper()}")
        a_body(f"{code}.vp", "district", body)
        a_post(body, "district_secretary")
    return top


def a_client(role=Role.OFFICER, body="tinh", username="lan"):
    account = an_account(username)
    keeper = an_account("canbo", system=True)
    grant_role(account=account, role=role, body_code=body, since=dt.date(2020, 1, 1), by=keeper, at=timezone.now())
    client = Client()
    client.force_login(account)
    return client


def test_a_merger_is_seen_before_it_is_done(town):
    client = a_client()
    form = client.get(f"/bodies/a/order/merge{ON}").content.decode()
    assert "Huyện B (b)" in form
    said = {**DECREE, "others": ["b"], "into": "", "code": "c", "name": "Huyện C"}
    told = client.post(f"/bodies/a/order/merge{ON}", said).content.decode()
    assert "Huyện C" in told
    assert "12/NQ-HĐND" in told
    assert not Decree.objects.exists()
    done = client.post(f"/bodies/a/order/merge{ON}", {**said, "confirm": "yes"}, follow=True).content.decode()
    assert "Huyện A" in done
    assert body_on("c", dt.date(2025, 7, 1)).name == "Huyện C"
    assert "12/NQ-HĐND" in client.get("/bodies/a/").content.decode()
    assert "12/NQ-HĐND" in client.get("/bodies/decrees/").content.decode()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("rename", {"name": "Huyện Mới"}),
        ("move", {"parent": "b"}),
        ("found", {"code": "n", "name": "Ban mới", "sort": "agency", "level": "district"}),
        ("split", {"code_1": "n", "name_1": "Huyện N", "keeps": "on", "share-a.vp": "1"}),
        ("merge", {"into": "b", "others": ["b"], "name": ""}),
    ],
)
def test_each_kind_of_act_goes_through_the_desk(town, kind, said):
    client = a_client()
    address = f"/bodies/a/order/{kind}{ON}"
    assert client.get(address).status_code == 200
    assert client.post(address, {**DECREE, **said}).status_code == 200
    assert client.post(address, {**DECREE, **said, "confirm": "yes"}).status_code == 302
    assert set(Act.objects.values_list("kind", flat=True)) == {kind}


def test_what_cannot_be_done_says_why_and_keeps_what_was_typed(town):
    client = a_client()
    answer = client.post(f"/bodies/a/order/dissolve{ON}", DECREE)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Chưa giải thể được" in page
    assert "12/NQ-HĐND" in page


def test_bad_input_is_named_beside_its_field(town):
    client = a_client()
    page = client.post(f"/bodies/a/order/move{ON}", {**DECREE, "parent": "khong-co", "issued": "31/02/2025"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "khong-co" in text
    assert "ngày có thật" in text
    assert client.get("/bodies/a/order/explode").status_code == 404
    assert client.get("/bodies/nowhere/order").status_code == 404
    assert client.get("/bodies/a/order/merge?on=31/02/2025").status_code == 422
    assert client.get("/bodies/a/order/merge?on=01/01/1900").status_code == 422


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name_2": "Huyện P"}, "code_2"),
        ({"code_2": "p"}, "name_2"),
        ({"share-a.vp": "2"}, "share-a.vp"),
    ],
)
def test_a_part_named_by_half_and_a_share_of_no_part_are_asked_about_and_never_dropped(town, said, field):
    told = a_client().post(
        f"/bodies/a/order/split{ON}", {**DECREE, "code_1": "n", "name_1": "Huyện N", "keeps": "on", **said}
    )
    assert list(told.context["form"].errors) == [field]


def test_only_who_keeps_the_body_reaches_the_desk(town):
    stranger = a_client(Role.INSPECTOR, username="khach")
    assert stranger.get("/bodies/a/order").status_code == 403
    assert "order" not in stranger.get("/bodies/a/").content.decode()
    assert a_client(body="a").get("/bodies/b/order").status_code == 403


def test_a_body_is_picked_by_part_of_its_name(town):
    client = a_client()
    assert 'value="b"' in client.get("/bodies/pick?parent=huyen+b").content.decode()
    assert Body.objects.count() == 5
