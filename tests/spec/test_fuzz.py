"""Whatever is asked, by whom ever: a page, a refusal or "not found", and never a broken program."""

from __future__ import annotations

import logging
import random
import time

import pytest
from django.db import transaction
from django.test import Client

from canbo.base.access.models import Role
from canbo.base.record.kept import forget_all
from tests.house import doors
from tests.spec import fuzzing, fuzzing_forms

pytestmark = [pytest.mark.django_db, pytest.mark.long]
#: Requests for each address, and changed sendings of each form, in the build.
EACH, EACH_FORM = 2, 3
ROLES = (Role.OFFICER.value, Role.OFFICIAL.value, Role.ADMINISTRATOR.value, Role.JURIST.value, Role.INSPECTOR.value)
SEED = 1


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def signed_in(account):
    """A client of an account that has just given its password, as the pages of one's own account ask."""
    client = Client(raise_request_exception=False)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "username": account.username}
    ]
    session.save()
    return client


def undone(client, ask):
    """What is answered; what was written is taken back, what was kept is forgotten, whoever asked is still there."""
    kept = client.cookies.output(header="")
    with transaction.atomic():
        answered = ask()
        for _ in getattr(answered, "streaming_content", ()):
            pass
        transaction.set_rollback(True)
    client.cookies.load(kept)
    forget_all()
    return answered


def is_broken(answered):
    return answered.status_code >= 500 and answered.status_code != 503


def fault_of(answered):
    found = getattr(answered, "exc_info", None)
    return repr(found and found[1])[:300]


def shoot(client, shot):
    return client.generic(
        shot.method, shot.path, "&".join(f"{name}={value}" for name, value in shot.form.items()).encode(),
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip


def send(client, sent):
    return (client.post if sent.method == "POST" else client.get)(sent.action, sent.data())


def broken(each, seed):
    """The requests that broke the program, with what broke."""
    things = doors.found_town()
    cast = doors.cast()
    clients = {who: signed_in(cast[who]) for who in ROLES}
    clients["a stranger"] = Client(raise_request_exception=False)
    found = []
    for number, shot in enumerate(fuzzing.shots(things, each, seed)):
        who = [*clients][number % len(clients)]
        answered = undone(clients[who], lambda who=who, shot=shot: shoot(clients[who], shot))
        if is_broken(answered):
            found.append((who, shot, fault_of(answered)))
    return found


def pages_with_forms(things, clients):
    """Every form of every page once, with an account to which the page opens; the first that the table names."""
    known = {}
    for row in doors.rows():
        if row.method != "GET" or row.opens_to == {doors.NOBODY}:
            continue
        opens = [role for role in Role.values if role in row.opens_to]
        for who in opens[:1] or (Role.OFFICER.value, Role.ADMINISTRATOR.value):
            answered = undone(clients[who], lambda who=who, row=row: clients[who].get(row.path(things)))
            if answered.status_code == 200 and answered["Content-Type"].startswith("text/html"):
                for form in fuzzing_forms.forms(answered.content.decode(), row.path(things)):
                    known.setdefault(form.shape, (who, form))
    return list(known.values())


def broken_forms(each, seed):
    """The sendings of forms that broke the program; and how many forms there are, and how many were taken as sent."""
    things = doors.found_town()
    clients = {who: signed_in(account) for who, account in doors.cast().items()}
    found, taken, chance = [], 0, random.Random(seed)
    every = pages_with_forms(things, clients)
    for who, form in every:
        for sent in fuzzing_forms.sendings(form, each, chance):
            by = who if chance.random() < 0.9 else doors.SIGNED_IN
            answered = undone(clients[by], lambda by=by, sent=sent: send(clients[by], sent))
            taken += answered.status_code in (200, 302, 303)
            if is_broken(answered):
                found.append((by, sent, fault_of(answered)))
    return found, len(every), taken


def test_no_address_breaks_whatever_is_asked_of_it():
    assert broken(EACH, SEED) == []


def test_no_form_breaks_whatever_is_written_into_it():
    found, forms, taken = broken_forms(EACH_FORM, SEED)
    assert found == []
    assert forms > 40, "the forms of the pages were not found"
    assert taken > forms, "hardly a form was taken: what is filled in is not what a page would send"


#: What once broke a page, with the form in which it did.
ONCE = (
    ("GET", "/people/statistics/", {"on": "22/11/2026", "young": "9" * 5000}),
    ("GET", "/people/statistics/", {"on": "22/11/2026", "young": "99999"}),
    ("GET", "/eligibility/screen/P-SO", {"title": "department_director", "on": "9999-12-31"}),
    ("POST", "/procedures/new", {"procedure": "planning", "body": "so", "purpose": "x", "places": "²"}),
    ("POST", "/planning/new", {"body": "so", "title": "department_director", "places": "9" * 20, "purpose": "x"}),
    ("POST", "/procedures/{case}/closed", {"seen": "9" * 5000}),
    ("POST", "/procedures/{case}/stopped", {"seen": "²", "document": "x"}),
    ("POST", "/procedures/{case}/listed", {"names": "a\x00b"}),
    ("POST", "/procedures/new", {"procedure": "planning", "body": "so", "purpose": "x" * 301, "places": "2"}),
    ("POST", "/ballots/{ballot}/annul", {"reason": "a\x00b"}),
    ("POST", "/ballots/{ballot}/names/0/withdraw", {"reason": "x" * 301}),
    ("POST", "/planning/{plan}/leave/{place}", {"document": "x" * 201, "decided_by": "x" * 201}),
    ("GET", "/people/statistics/by-body", {"on": "0001-01-01"}),
)


def test_what_once_broke_a_page_is_answered():
    things, officer = doors.found_town(), signed_in(doors.cast()[Role.OFFICER.value])
    for method, address, fields in ONCE:
        sent = fuzzing_forms.Sent(address.format_map(things), method, fields, {})
        answered = undone(officer, lambda sent=sent: send(officer, sent))
        assert answered.status_code in (200, 302, 403, 409, 422), (address, fields, fault_of(answered))


def test_a_form_is_read_as_a_browser_sends_it():
    page = """<form method="post" action="x?a=1"><input name="q" value="1"><select name="s"><option value="">–
    <option value="b">b<option value="c" selected>c</select><textarea name="t">hai</textarea>
    <input type="file" name="f"><button name="go" value="yes">đi</button></form>"""
    (form,) = fuzzing_forms.forms(page, "/here/")
    assert form == fuzzing_forms.Form(
        "/here/x?a=1", "POST", (("q", "1"), ("s", "c"), ("t", "hai"), ("go", "yes")), ("f",)
    )


def test_the_names_of_parameters_are_found_in_the_source():
    assert {"title", "on", "q", "page"} <= set(fuzzing.names())
    assert len(fuzzing.names()) > 20
