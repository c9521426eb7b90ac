"""The second step: after the password a code is asked for; whoever decides must have one, and others cannot lift it."""

import datetime as dt
import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from canbo.base.access.actions import grant_role
from canbo.base.access.models import Role
from canbo.base.accounts.second_factor import codes_of
from canbo.base.accounts.testing import APP_SECRET, an_account
from canbo.base.record.models import Entry

pytestmark = pytest.mark.django_db

PASSWORD = "mot-mat-khau-rat-dai"
NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def quick(settings):
    # Guessing is to be slow for others, not for the tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def sign_in(client, username="lan", password=PASSWORD):
    return client.post(reverse("sign-in"), {"username": username, "password": password})


def second(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def now_code():
    return codes_of(APP_SECRET)[1]


def decider(username="lan", **wishes):
    account = an_account(username, password=PASSWORD, **wishes)
    by = an_account("canbo", system=True)
    grant_role(account=account, role=Role.OFFICER, body_code="tinh", since=dt.date(2020, 1, 1), by=by, at=NOW)
    return account


def signed_in(client):
    return "_auth_user_id" in client.session


def test_the_password_alone_opens_nothing_for_who_has_a_second_factor(client):
    an_account("lan", password=PASSWORD)
    assert sign_in(client).url == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert client.get(reverse("people:list")).status_code == 302


def test_the_code_of_the_app_opens_once(client):
    an_account("lan", password=PASSWORD)
    sign_in(client)
    code = now_code()
    assert second(client, code).url == reverse("home")
    assert signed_in(client)
    other = Client()
    sign_in(other)
    assert "mã đã dùng" in second(other, code).content.decode()
    assert not signed_in(other)


def test_a_wrong_code_opens_nothing_and_after_five_not_even_the_right_one(client):
    an_account("lan", password=PASSWORD)
    sign_in(client)
    for _ in range(5):
        assert "không đúng" in second(client, "000000").content.decode()
    assert "đợi năm phút" in second(client, now_code()).content.decode()
    assert not signed_in(client)


def test_the_second_step_cannot_be_asked_for_without_the_first(client):
    an_account("lan", password=PASSWORD)
    assert second(client, now_code()).url == reverse("sign-in")
    assert not signed_in(client)


def test_nobody_outside_a_demo_is_shown_a_code(client):
    an_account("lan", password=PASSWORD)
    sign_in(client)
    assert now_code() not in client.get(reverse("mfa_authenticate")).content.decode()


def test_the_cast_of_a_demo_is_shown_its_code_and_nobody_else(client, settings, tmp_path):
    an_account("lan", password=PASSWORD)
    an_account("khach", password=PASSWORD)
    settings.DEMO, settings.HOME = True, tmp_path
    (tmp_path / "demo-cast.json").write_text(json.dumps([{"username": "lan", "secret": APP_SECRET}]))
    sign_in(client)
    assert f'value="{now_code()}"' in client.get(reverse("mfa_authenticate")).content.decode()
    stranger = Client()
    sign_in(stranger, "khach")
    assert not any(code in stranger.get(reverse("mfa_authenticate")).content.decode() for code in codes_of(APP_SECRET))


def test_a_decider_without_a_second_factor_is_led_to_it_and_may_read(client):
    decider(second_factor=False)
    assert sign_in(client).url == reverse("mfa_index")
    page = client.get(reverse("people:list"))
    assert page.status_code == 200
    assert "chưa bật xác thực hai bước" in page.content.decode()


def test_whoever_decides_nothing_is_left_alone(client):
    an_account("lan", password=PASSWORD, second_factor=False)
    assert sign_in(client).url == reverse("home")
    assert "chưa bật" not in client.get(reverse("home")).content.decode()


def setting_up(client):
    client.get(reverse("mfa_activate_totp"))
    return codes_of(client.session["mfa.totp.secret"])


def test_an_app_is_set_up_with_recovery_codes_that_show_once_and_open_once(client):
    account = decider(second_factor=False)
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    answered = client.post(reverse("mfa_activate_totp"), {"code": setting_up(client)[1]})
    assert answered.url == reverse("mfa_view_recovery_codes")
    codes = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in client.get(answered.url).content.decode()
    assert codes[0] not in client.get(answered.url).content.decode()
    for expected in (True, False):
        other = Client()
        sign_in(other)
        second(other, codes[0])
        assert signed_in(other) is expected


def test_a_session_that_the_password_alone_opened_ends_when_a_second_factor_is_set_up(client):
    decider(second_factor=False)
    thief = Client()
    sign_in(thief)
    sign_in(client)
    client.post(reverse("mfa_activate_totp"), {"code": setting_up(client)[1]})
    assert not signed_in(thief)
    assert signed_in(client)


def test_what_is_set_up_and_taken_away_is_entered_without_its_secret(client):
    account = an_account("lan", password=PASSWORD, second_factor=False)
    sign_in(client)
    codes = setting_up(client)
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": codes[1]})
    client.post(reverse("mfa_deactivate_totp"))
    deeds = Entry.objects.filter(by=account).values_list("action", "payload")
    assert [deed for deed, _ in deeds] == ["accounts.factor_add", "accounts.factor_remove"]
    assert not any(secret in payload for _, payload in deeds)
    assert not Authenticator.objects.filter(user=account).exists()


def test_the_database_holds_no_secret_in_the_clear():
    account = an_account("lan")
    assert APP_SECRET not in json.dumps(Authenticator.objects.get(user=account).data)


def test_a_wrong_first_code_sets_nothing_up(client):
    account = an_account("lan", password=PASSWORD, second_factor=False)
    sign_in(client)
    client.get(reverse("mfa_activate_totp"))
    assert "không đúng" in client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert not Authenticator.objects.filter(user=account).exists()


def test_a_decider_keeps_at_least_one_second_factor(client):
    account = decider()
    sign_in(client)
    second(client, now_code())
    answered = client.post(reverse("mfa_deactivate_totp"))
    assert answered.status_code == 409
    assert "ít nhất một" in answered.content.decode()
    assert Authenticator.objects.filter(user=account).exists()


def test_a_session_that_only_stands_open_must_give_the_password_again_before_the_factor_changes(client):
    client.force_login(an_account("lan", password=PASSWORD))
    for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        assert client.post(reverse(name)).url.startswith(reverse("account_reauthenticate"))
    again = client.post(reverse("account_reauthenticate"), {"password": "sai"})
    assert "Mật khẩu không đúng" in again.content.decode()


def test_a_key_is_offered_options_that_a_browser_can_read(client):
    an_account("lan", password=PASSWORD, second_factor=False)
    sign_in(client)
    page = client.get(reverse("mfa_add_webauthn"), headers={"host": "localhost"}).content.decode()
    assert "&quot;challenge&quot;" in page
    assert "&quot;publicKey&quot;" in page
