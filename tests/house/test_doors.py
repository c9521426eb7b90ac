"""Every address stands in the table of doors, and every door does what the table says, whoever knocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from unittest import mock

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template import Template
from django.test import Client
from django.utils.safestring import SafeString

from canbo.base.access.models import Role
from canbo.base.record.kept import forget_all
from tests.house import doors, tree

HOW = (
    "Write its row in docs/access/doors.md: | `address` | GET or POST | `key={person}` | signed in, or roles | 403 or "
    "404 |. The head of that file says how; things that an address needs come from FURNISHING in tests/house/doors.py."
)
STRANGER, ELSEWHERE = "a stranger", "elsewhere"


def test_every_address_stands_in_the_table_of_doors():
    missing = sorted(set(doors.addresses()) - {row.address for row in doors.rows()})
    tree.demand(missing, f"An address without a row in the table of doors. {HOW}")


def test_the_table_of_doors_names_no_address_that_is_gone():
    gone = sorted({row.address for row in doors.rows()} - set(doors.addresses()))
    tree.demand(gone, "A row of docs/access/doors.md for an address that the program does not have. Take it out.")


def test_the_table_is_read_with_its_groups_and_refuses_a_word_it_does_not_know():
    table = "* **two**: officer, head\n\n| `home` | GET | | two, teller | 403 |"
    assert doors.rows(table)[0].opens_to == {"officer", "head", "teller"}
    with pytest.raises(ValueError, match="home"):
        doors.rows("| `home` | GET | | chief | 403 |")


@pytest.mark.long
@pytest.mark.django_db
def test_every_door_opens_to_those_in_the_table_and_to_nobody_else():
    things = doors.found_town()
    clients = {STRANGER: Client()}
    for who, account in doors.cast().items():
        clients[who] = Client()
        clients[who].force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    tree.demand(list(_faults(things, clients)), "A door that does not do what docs/access/doors.md says.")


def _faults(things: Mapping[str, str], clients: Mapping[str, Client]) -> Iterator[str]:
    for number, row in enumerate(doors.rows()):
        drawn: set[str] = set()
        for who in _knocking(row, number):
            wanted = _wanted(row, who)
            with undrawn() if wanted in drawn else nullcontext():
                answered = _knock(clients[who], row, things)
            drawn.add(wanted)
            if not _as_wanted(answered, wanted):
                yield f"{row.address} {row.method} as {who}: should be {wanted}, is {_said(answered)}"


@contextmanager
def undrawn() -> Iterator[None]:
    """Pages are decided and not drawn: what was drawn for the first at a door need not be drawn for the next."""
    with mock.patch.object(Template, "render", return_value=SafeString("")):
        yield


def _knocking(row: doors.Row, number: int) -> list[str]:
    """Who knocks. A door that asks for no role, or whose thing is not there, sees one role in turn: so all are tried,
    and the build stays short."""
    roles = Role.values
    nothing_there = row.opens_to == {doors.NOBODY} and not row.names_a_thing
    if nothing_there or not row.opens_to.isdisjoint((doors.EVERYONE, doors.SIGNED_IN)):
        roles = [roles[number % len(roles)]]
    return [STRANGER, doors.SIGNED_IN, *roles, ELSEWHERE]


def _knock(client: Client, row: doors.Row, things: Mapping[str, str]) -> HttpResponse:
    """The answer; whatever a deed behind the door wrote is taken back."""
    client.raise_request_exception = False
    kept = client.cookies.output(header="")
    with transaction.atomic():
        answered = client.generic(row.method, row.path(things))
        transaction.set_rollback(True)
    client.cookies.load(kept)  # whoever knocked at the door that signs out is still here
    forget_all()
    return answered


def _wanted(row: doors.Row, who: str) -> str:
    """ "open", "sign in", or the statuses that shut the door."""
    if doors.EVERYONE in row.opens_to:
        return row.shut or "open"
    if who == STRANGER:
        return "sign in"
    opens = doors.SIGNED_IN in row.opens_to or who in row.opens_to
    if who == ELSEWHERE:
        opens = doors.SIGNED_IN in row.opens_to or (not row.names_a_thing and doors.NOBODY not in row.opens_to)
    return "open" if opens else row.shut


def _as_wanted(answered: HttpResponse, wanted: str) -> bool:
    led_away = answered.status_code in (301, 302) and "/sign-in" in answered.get("Location", "")
    if wanted == "sign in":
        return led_away or answered.status_code == 401
    if wanted == "open":
        return not led_away and answered.status_code not in (401, 403, 404, 405, 500)
    return str(answered.status_code) in wanted.split(" or ")


def _said(answered: HttpResponse) -> str:
    return f"{answered.status_code} {answered.get('Location', '')}".strip()
