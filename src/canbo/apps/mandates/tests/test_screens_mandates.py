"""The pages: two recover an account, its owner comes back in; an office is lent and its stand-in says so."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from canbo.apps.bodies.testing import a_body
from canbo.base.access.actions import end_grant, grant_role
from canbo.base.access.models import Grant, Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account
from canbo.base.accounts.testing import an_account
from canbo.base.authority.models import Delegation, Proposal
from canbo.base.record.models import Entry
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

PASSWORD = "mot-mat-khau-rat-dai"
HALF = re.compile(r'<code class="key-text">(\w+)</code>')


@pytest.fixture(autouse=True)
def quick(settings):
    # Guessing is to be slow for others, not for the tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def signed_in(username, role=None, password=""):
    account = an_account(username, password=password)
    if role:
        by = an_account("canbo", system=True)
        grant_role(account=account, role=role, body_code="so", since=dt.date(2020, 1, 1), by=by, at=timezone.now())
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/sign-in")  # the first page of a session writes when it began
    return client


def text(answered):
    return answered.content.decode()


def test_two_recover_an_account_and_its_owner_sets_a_password_before_anything_else():
    a_body("so")
    first, second = signed_in("an", Role.ADMINISTRATOR), signed_in("binh", Role.ADMINISTRATOR)
    signed_in("lan", password=PASSWORD)
    asked = {"account": "lan", "reason": "Gặp trực tiếp, mất điện thoại"}
    page = first.post(reverse("mandates:new", args=["accounts.recover"]), asked, follow=True)
    one = HALF.search(text(page))[1]
    proposal = Proposal.objects.get()
    assert "Gặp trực tiếp" in text(second.get(reverse("mandates:acts")))
    assert "chờ người thứ hai" in text(second.get(reverse("home")))
    assert "chờ người thứ hai" not in text(first.get(reverse("home")))
    assert one not in text(second.get(reverse("mandates:act", args=[proposal.pk])))
    done = second.post(reverse("mandates:answer", args=[proposal.pk]), {"answer": "yes", "digest": proposal.digest})
    whole = f"{one}-{HALF.search(text(done))[1]}"
    owner = Client()
    owner.post(reverse("sign-in"), {"username": "lan", "password": whole})
    assert owner.get(reverse("home")).url == reverse("account_change_password")
    owner.post(reverse("account_change_password"), {"old": whole, "new": PASSWORD + "2", "again": PASSWORD + "2"})
    assert owner.get(reverse("home")).status_code == 200
    assert Account.objects.get(username="lan").one_time_until is None


def test_a_password_for_one_use_runs_out():
    lan = an_account("lan", password=PASSWORD, second_factor=False)
    lan.one_time_until = timezone.now() - dt.timedelta(minutes=1)
    lan.save()
    client = Client()
    answered = client.post(reverse("sign-in"), {"username": "lan", "password": PASSWORD})
    assert (answered.status_code, "đã hết hạn" in text(answered)) == (403, True)
    assert "_auth_user_id" not in client.session


def test_whoever_proposed_sees_no_way_to_confirm_and_is_refused_when_they_try():
    a_body("so")
    an_account("lan")
    first = signed_in("an", Role.ADMINISTRATOR)
    first.post(reverse("mandates:new", args=["accounts.recover"]), {"account": "lan", "reason": "mất điện thoại"})
    proposal = Proposal.objects.get()
    assert "Xác nhận và thực hiện" not in text(first.get(reverse("mandates:act", args=[proposal.pk])))
    tried = first.post(reverse("mandates:answer", args=[proposal.pk]), {"answer": "yes", "digest": proposal.digest})
    assert (tried.status_code, "không được tự xác nhận" in text(tried)) == (403, True)


def test_a_role_is_granted_on_two_pages():
    a_body("so")
    an_account("lan")
    first, second = signed_in("an", Role.ADMINISTRATOR), signed_in("binh", Role.ADMINISTRATOR)
    values = {"account": "lan", "role": "officer", "body": "so", "since": "01/06/2026", "decision": "5-QĐ/TU"}
    assert "Không có tổ chức mang mã" in text(
        first.post(reverse("mandates:new", args=["access.grant"]), {**values, "body": "x"})
    )
    first.post(reverse("mandates:new", args=["access.grant"]), values)
    proposal = Proposal.objects.get()
    second.post(reverse("mandates:answer", args=[proposal.pk]), {"answer": "yes", "digest": proposal.digest})
    assert Grant.objects.get(account__username="lan").decision == "5-QĐ/TU"


def test_the_second_person_reads_for_how_long_where_and_over_whom_a_role_is_granted():
    a_body("so", name="Sở Nội vụ")
    an_account("lan")
    first, second = signed_in("an", Role.ADMINISTRATOR), signed_in("binh", Role.ADMINISTRATOR)
    values = {
        "account": "lan", "role": "officer", "body": "so", "since": "01/06/2026", "until": "01/07/2027",
        "managed_by": "provincial_standing_committee", "decision": "5-QĐ/TU",
    }  # fmt: skip
    first.post(reverse("mandates:new", args=["access.grant"]), values)
    proposal = Proposal.objects.get()
    read = text(second.get(reverse("mandates:act", args=[proposal.pk])))
    for words in ("Sở Nội vụ (so)", "từ 01/06/2026 đến trước 01/07/2027", "chỉ với người do Ban"):
        assert words in read
    second.post(reverse("mandates:answer", args=[proposal.pk]), {"answer": "yes", "digest": proposal.digest})
    grant = Grant.objects.get(account__username="lan")
    assert (grant.managed_by, grant.until) == (values["managed_by"], dt.date(2027, 7, 1))


def test_a_role_is_ended_by_two_and_by_no_administrator_alone():
    a_body("so")
    signed_in("lan", Role.OFFICER)
    first, second = signed_in("an", Role.ADMINISTRATOR), signed_in("binh", Role.ADMINISTRATOR)
    held = Grant.objects.get(account__username="lan")
    with pytest.raises(Refusal) as refused:
        end_grant(grant=held, until=timezone.localdate(), by=Account.objects.get(username="an"), at=timezone.now())
    assert refused.value.code == "authority.needs_two"
    asked = f"{reverse('mandates:new', args=['access.end'])}?grant={held.pk}"
    assert f'<option value="{held.pk}" selected' in text(first.get(asked))
    first.post(asked, {"grant": held.pk, "until": f"{timezone.localdate():%d/%m/%Y}", "decision": "9-QĐ/TU"})
    proposal = Proposal.objects.get()
    assert "Chấm dứt vai trò “Cán bộ tổ chức”" in text(second.get(reverse("mandates:act", args=[proposal.pk])))
    answer = {"answer": "yes", "digest": proposal.digest}
    assert second.post(reverse("mandates:answer", args=[proposal.pk]), answer).status_code == 302
    assert Grant.objects.get(account__username="lan", entry_to=None).until == timezone.localdate()
    assert not grants_on(Account.objects.get(username="lan"), timezone.localdate()).exists()


def test_nobody_takes_part_in_ending_a_role_of_their_own():
    a_body("so")
    first = signed_in("an", Role.ADMINISTRATOR)
    own = Grant.objects.get(account__username="an")
    answered = first.post(
        reverse("mandates:new", args=["access.end"]),
        {"grant": own.pk, "until": f"{timezone.localdate():%d/%m/%Y}", "decision": "x"},
    )
    assert (answered.status_code, Proposal.objects.exists()) == (403, False)


def test_the_page_of_accounts_tells_administrators_who_holds_what_and_nobody_else():
    a_body("so", name="Sở Nội vụ")
    signed_in("lan", Role.OFFICER)
    first = signed_in("an", Role.ADMINISTRATOR)
    shown = text(first.get(reverse("mandates:accounts")))
    for words in ("Cán bộ tổ chức", "Sở Nội vụ", "từ 01/01/2020", "đã bật xác thực"):
        assert words in shown
    mine = Grant.objects.get(account__username="an")
    assert f"grant={mine.pk}" not in shown, "nobody ends an own role"
    assert "Sở Nội vụ" not in text(first.get(reverse("mandates:accounts"), {"q": "khong-ai"}))
    assert signed_in("khach", Role.OFFICER).get(reverse("mandates:accounts")).status_code == 403


def test_the_page_of_accounts_asks_no_more_for_many_than_for_few():
    a_body("so")
    first, asked = signed_in("an", Role.ADMINISTRATOR), []
    for number in range(2):
        for each in range(4):
            signed_in(f"cb-{number}-{each}", Role.OFFICER)
        with CaptureQueriesContext(connection) as caught:
            first.get(reverse("mandates:accounts"))
        asked.append(len(caught))
    assert asked[0] == asked[1]


def test_a_proposal_is_read_by_administrators_and_its_proposer_alone():
    a_body("so")
    an_account("lan")
    first = signed_in("an", Role.ADMINISTRATOR)
    first.post(reverse("mandates:new", args=["accounts.recover"]), {"account": "lan", "reason": "mất điện thoại"})
    stranger = signed_in("khach", Role.OFFICER)
    assert stranger.get(reverse("mandates:act", args=[Proposal.objects.get().pk])).status_code == 404
    assert "mất điện thoại" not in text(stranger.get(reverse("mandates:acts")))


def test_what_only_administrators_propose_is_offered_to_them_alone_and_others_read_why():
    a_body("so")
    address, link = reverse("mandates:acts"), reverse("mandates:new", args=["access.grant"])
    assert link in text(signed_in("an", Role.ADMINISTRATOR).get(address))
    others = text(signed_in("khach", Role.OFFICER).get(address))
    assert link not in others
    assert "Chỉ quản trị hệ thống" in others


def test_an_administrator_opens_an_account_whose_password_is_good_for_setting_another():
    a_body("so")
    page = signed_in("an", Role.ADMINISTRATOR).post(
        reverse("mandates:open"), {"username": "moi", "shown_as": "Người mới"}
    )
    client = Client()
    client.post(reverse("sign-in"), {"username": "moi", "password": re.search(r"text\">([\w-]+)<", text(page))[1]})
    assert client.get(reverse("home")).url == reverse("account_change_password")
    assert not Grant.objects.filter(account__username="moi").exists()
    taken = signed_in("binh", Role.ADMINISTRATOR).post(reverse("mandates:open"), {"username": "moi", "shown_as": "X"})
    assert "đã có người dùng" in text(taken)
    assert signed_in("chi", Role.OFFICER).get(reverse("mandates:open")).status_code == 403


def test_the_first_three_administrators_are_founded_by_command_and_no_more(capsys):
    a_body("so")
    for name in ("an", "binh", "chi"):
        call_command("found", name, shown_as=name, body="so")
    assert len(capsys.readouterr().out.split()) == 3
    with pytest.raises(CommandError, match="đã có đủ"):
        call_command("found", "dung", shown_as="Dũng", body="so")
    assert Grant.objects.filter(role=Role.ADMINISTRATOR).count() == 3


def lend(client, until=None):
    today = timezone.localdate()
    until = until or today + dt.timedelta(days=7)
    values = {
        "account": "binh", "deeds": ["regulations."], "decided_by": "Ban Tổ chức", "number": "7-QĐ/BTC",
        "decided_on": f"{today:%d/%m/%Y}", "since": f"{today:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}",
    }  # fmt: skip
    return client.post(reverse("mandates:lend", args=[Grant.objects.get(account__username="an").pk]), values)


def test_a_stand_in_chooses_to_act_every_page_says_so_and_it_ends():
    a_body("so")
    giver, stand_in = signed_in("an", Role.OFFICER), signed_in("binh")
    assert lend(giver).status_code == 302
    delegation = Delegation.objects.get()
    assert "làm thay mặt đồng chí" not in text(stand_in.get(reverse("home")))
    stand_in.post(reverse("mandates:act-for", args=[delegation.pk]))
    assert "Đang làm thay mặt đồng chí an, theo quyết định số 7-QĐ/BTC" in text(stand_in.get(reverse("home")))
    giver.post(reverse("mandates:end", args=[delegation.pk]))
    assert "làm thay mặt đồng chí" not in text(stand_in.get(reverse("home")))
    assert stand_in.post(reverse("mandates:act-for", args=[delegation.pk])).status_code == 403


def test_acting_for_another_can_be_stopped():
    a_body("so")
    giver, stand_in = signed_in("an", Role.OFFICER), signed_in("binh")
    lend(giver)
    stand_in.post(reverse("mandates:act-for", args=[Delegation.objects.get().pk]))
    stand_in.post(reverse("mandates:stop"))
    assert "làm thay mặt đồng chí" not in text(stand_in.get(reverse("home")))


def test_somebody_elses_delegation_is_not_there():
    a_body("so")
    an_account("binh")
    lend(signed_in("an", Role.OFFICER))
    delegation = Delegation.objects.get()
    other = signed_in("chi", Role.OFFICER)
    for name in ("mandates:act-for", "mandates:end"):
        assert other.post(reverse(name, args=[delegation.pk])).status_code == 404
    assert other.get(reverse("mandates:lend", args=[delegation.grant_id])).status_code == 404


def test_a_session_is_seen_and_ended_from_another_one(client):
    an_account("lan", password=PASSWORD, second_factor=False)
    other = Client()
    for each in (client, other):
        each.post(
            reverse("sign-in"),
            {"username": "lan", "password": PASSWORD},
            headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140"},
        )
    page = text(client.get(reverse("mfa_index")))
    assert page.count("Firefox · Windows") == 2
    address = re.search(r'action="(/account/sessions/\d+/end)"', page)[1]
    client.post(address)
    assert "_auth_user_id" not in other.session
    assert "_auth_user_id" in client.session
    assert Entry.objects.filter(action="accounts.end_session").count() == 1
