"""Whoever guesses passwords is stopped, in both languages, with an entry; whoever goes away is signed out."""

import pytest
from django.test import Client
from django.urls import reverse

from canbo.base.accounts.testing import an_account
from canbo.base.record.models import Entry
from canbo.shell import sessions

PASSWORD = "mot-mat-khau-rat-dai"


@pytest.fixture
def account(db, settings):
    # Guessing is to be slow for others, not for the tests.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_FAILURE_LIMIT = 3
    return an_account("lan", password=PASSWORD, second_factor=False)


def attempt(client, password, username="lan", **extra):
    return client.post(reverse("sign-in"), {"username": username, "password": password}, **extra)


def shut(client, settings, username="lan"):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert attempt(client, "sai", username).status_code == 200
    return attempt(client, "sai", username)


def test_too_many_wrong_passwords_shut_the_door_for_a_while_with_a_page(account, client, settings):
    answered = shut(client, settings)
    assert answered.status_code == 429
    assert "Đăng nhập sai quá nhiều lần." in answered.content.decode()
    assert answered["Retry-After"] == "900"


def test_the_page_of_a_shut_door_is_english_for_who_reads_english(account, client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Too many sign-ins have failed." in shut(client, settings).content.decode()


def test_a_program_is_told_of_a_shut_door_as_a_problem(account, settings):
    answered = shut(Client(headers={"accept": "application/json"}), settings)
    assert answered["Content-Type"] == "application/problem+json"
    assert answered.json()["status"] == 429


def test_the_right_password_does_not_open_a_shut_door(account, client, settings):
    shut(client, settings)
    assert attempt(client, PASSWORD).status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_door_shut_for_one_address_is_open_for_another(account, client, settings):
    shut(client, settings)
    assert attempt(client, PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_a_right_password_forgets_the_wrong_ones_before_it(account, client, settings):
    for _ in range(3):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            attempt(client, "sai")
        assert attempt(client, PASSWORD).status_code == 302


def test_a_shut_door_is_entered_once(account, client, settings):
    shut(client, settings)
    attempt(client, "sai")
    entry = Entry.objects.get(action="accounts.lock")
    assert '"username":"lan"' in entry.payload
    assert "sai" not in entry.payload


def test_a_name_that_nobody_has_is_not_entered(account, client, settings):
    assert shut(client, settings, "mat-khau-go-nham-o").status_code == 429
    assert not Entry.objects.filter(action="accounts.lock").exists()


def test_whoever_stays_away_too_long_is_signed_out(account, client, settings, monkeypatch):
    attempt(client, PASSWORD)
    client.get("/")
    began = client.session["seen"]
    monkeypatch.setattr(sessions.time, "time", lambda: began + settings.SESSION_IDLE_AGE + 1)
    client.get("/")
    assert "_auth_user_id" not in client.session


def test_whoever_turns_pages_all_day_is_signed_out_in_the_end(account, client, settings, monkeypatch):
    attempt(client, PASSWORD)
    client.get("/")
    began = client.session["began"]
    for minutes in range(20, 12 * 60, 20):
        monkeypatch.setattr(sessions.time, "time", lambda now=began + minutes * 60: now)
        client.get("/sign-in")
        assert "_auth_user_id" in client.session
    monkeypatch.setattr(sessions.time, "time", lambda: began + 12 * 3600 + 1)
    client.get("/sign-in")
    assert "_auth_user_id" not in client.session


def test_a_page_turned_at_once_writes_no_session(account, client):
    attempt(client, PASSWORD)
    client.get("/sign-in")
    stamp = client.session["seen"]
    assert not client.get("/sign-in").cookies.get("sessionid")
    assert client.session["seen"] == stamp
