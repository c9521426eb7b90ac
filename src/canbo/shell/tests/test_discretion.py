"""No secret reaches a log."""

import logging

import pytest
from django.urls import reverse

from canbo.base.accounts.testing import an_account
from canbo.shell.discretion import Discreet, without_secrets

SECRET = "bi-mat-0123456789"


@pytest.mark.parametrize(
    "line",
    [
        f"password={SECRET}&next=/",
        f"POST {{'username': 'lan', 'password': '{SECRET}'}}",
        f"<QueryDict: {{'csrfmiddlewaretoken': ['{SECRET}']}}>",
        f"Cookie: sessionid={SECRET}; csrftoken={SECRET}",
        f"X-CSRFToken: {SECRET}",
        f"Authorization: Bearer {SECRET}",
        f'{{"passphrase": "{SECRET}"}}',
        f"Not Found: /procedures/feed/{SECRET}.ics",
        f'"GET /procedures/feed/{SECRET}.ics HTTP/1.1" 404',
        f"connection to postgresql://canbo:{SECRET}@127.0.0.1:5432/canbo failed",
    ],
)
def test_a_secret_is_left_out_however_it_is_written(line):
    assert SECRET not in without_secrets(line)


def test_what_is_no_secret_stays():
    line = "Not Found: /people/CB-000123?title=department_director"
    assert without_secrets(line) == line


def test_a_secret_in_a_traceback_is_left_out():
    try:
        raise ValueError(f"password={SECRET}")
    except ValueError as fault:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "broken", None, (type(fault), fault, fault.__traceback__))
    said = Discreet("%(message)s").format(record)
    assert SECRET not in said
    assert "ValueError" in said


def test_the_logs_of_failed_and_good_sign_ins_and_broken_forms_hold_no_secret(db, client, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(Discreet("%(message)s"))
    an_account("lan", password=SECRET)
    for password in ("sai-" + SECRET, SECRET):
        client.post(reverse("sign-in"), {"username": "lan", "password": password, "csrfmiddlewaretoken": SECRET})
    session = client.session.session_key
    client.get("/people/khong-co-nguoi-nay")
    client.post("/khong-co", {"password": SECRET})
    assert session
    assert caplog.text
    for secret in (SECRET, session):
        assert secret not in caplog.text


def test_every_handler_of_the_installation_is_discreet(settings):
    formatters = {each.get("formatter") for each in settings.LOGGING["handlers"].values()}
    assert formatters == {"discreet"}
    assert settings.LOGGING["formatters"]["discreet"]["()"] == "canbo.shell.discretion.Discreet"
