"""Whatever is asked, by whom ever: a page, a refusal or "not found", and never a broken program."""

from __future__ import annotations

import logging

import pytest
from django.db import transaction
from django.test import Client

from canbo.base.access.models import Role
from canbo.base.record.kept import forget_all
from tests.house import doors
from tests.spec import fuzzing

pytestmark = pytest.mark.django_db
#: Requests for each address in the build.
EACH = 2
ROLES = (Role.OFFICER.value, Role.OFFICIAL.value, Role.ADMINISTRATOR.value, Role.JURIST.value, Role.INSPECTOR.value)


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def knocked(client, shot):
    """The status of a request; what it wrote is taken back, and what it had kept is forgotten."""
    client.raise_request_exception = False
    kept = client.cookies.output(header="")
    with transaction.atomic():
        answered = client.generic(
            shot.method, shot.path, "&".join(f"{name}={value}" for name, value in shot.form.items()).encode(),
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip
        for _ in getattr(answered, "streaming_content", ()):
            pass
        transaction.set_rollback(True)
    client.cookies.load(kept)
    forget_all()
    return answered.status_code, getattr(answered, "exc_info", None)


def broken(each, seed):
    """The requests that broke the program, with what broke."""
    things = doors.found_town()
    cast = doors.cast()
    clients = {who: Client() for who in ROLES}
    for who, client in clients.items():
        client.force_login(cast[who], backend="django.contrib.auth.backends.ModelBackend")
    clients["a stranger"] = Client()
    found = []
    for number, shot in enumerate(fuzzing.shots(things, each, seed)):
        who = [*clients][number % len(clients)]
        status, fault = knocked(clients[who], shot)
        if status >= 500 and status != 503:
            found.append((who, shot, repr(fault and fault[1])[:200]))
    return found


def test_no_address_breaks_whatever_is_asked_of_it():
    assert broken(EACH, seed=1) == []


def test_the_names_of_parameters_are_found_in_the_source():
    assert {"title", "on", "q", "page"} <= set(fuzzing.names())
    assert len(fuzzing.names()) > 20
