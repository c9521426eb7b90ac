"""A form that was refused comes back as it was sent: every word typed, every box ticked, none in another form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from canbo.apps.procedures.actions import call_meeting
from canbo.apps.procedures.desk import VERBS
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import newest, state_of
from canbo.apps.procedures.testing import AT, Department, a_case, a_department, file_all, hold, list_names
from canbo.base.accounts.models import Account
from canbo.lib.text import Text

APPS = Path(__file__).parents[2]
TEMPLATES = [each for app in ("procedures", "ballots", "planning") for each in APPS.glob(f"{app}/templates/*/*.html")]
POSTED = re.compile(r'<form method="post".*?</form>', re.DOTALL)
FIELD = re.compile(r"<input\b(?:{%.*?%}|[^>])*>|<textarea\b.*?</textarea>|<select\b.*?</select>", re.DOTALL)
#: What gives a field what was sent: a tag of `sent`, or the values of a page whose one form this is.
KEEPS = re.compile(r"{% (?:sent|ticked|chosen) |(?:post|typed)\.\w+")
BASE = "/procedures/7"


def forgetful(source: str) -> Iterator[str]:
    """The fields of a template's forms that begin anew when the form comes back."""
    for form in POSTED.findall(source):
        for field in FIELD.findall(form):
            if 'type="hidden"' not in field and not KEEPS.search(field):
                yield field


@pytest.mark.parametrize("field", ['<input name="a" value="1">', "<textarea name=a></textarea>", "<select></select>"])
def test_a_field_that_forgets_is_found(field: str):
    assert list(forgetful(f'<form method="post">{field}</form>')) == [field]


def test_every_field_of_every_form_of_procedures_ballots_and_planning_keeps_what_was_sent():
    assert sum(len(POSTED.findall(each.read_text())) for each in TEMPLATES) > 20
    assert {
        each.name: list(forgetful(each.read_text())) for each in TEMPLATES if list(forgetful(each.read_text()))
    } == {}


SENT = {
    "names": ["P2", "P9"], "words-pool": "3-DS", "where-pool": "cổng số 9", "meets": "31/02/2026", "place": "Phòng <9>",
    "present": ["P2"], "hands": "ba phiếu", "against": "bốn phiếu", "papers": "1 1", "reason": "vì", "document": "9-QĐ",
    "reason-P1": "chưa đủ",
}  # fmt: skip
#: What stands in which form, as its fields show it again.
SHOWN = {
    "listed": [">P9</textarea>"], "filed": ["3-DS", "cổng số 9"], "notified": ["31/02/2026", "Phòng &lt;9&gt;"],
    "attended": ['value="P1">'], "raised": ["ba phiếu", "bốn phiếu"], "tallied": ["1 1"],
    "chosen": ['value="P2" checked', 'value="vì"'],
    "decided": ["9-QĐ", 'value="P1">', "chưa đủ"],
}  # fmt: skip


def drawn(kind: str, sent_to: str) -> str:
    """The form of a deed on a page that answers what was sent to another or to the same."""
    deed = SimpleNamespace(kind=kind, says=Text("Ghi", "Enter"), why_not=None, main=True)
    people = [("P1", "Lê An"), ("P2", "Trần Ba")]
    paper = SimpleNamespace(code="pool", says=Text("Danh sách", "List"), before=None, public=True)
    context = {
        "deed": deed, "base": BASE, "desk": SimpleNamespace(to_file=[paper]), "listed": people, "among": people,
        "called": [(key, name, True, False, None) for key, name in people], "listing": "P1\n", "rehearsal": "planning",
    }  # fmt: skip
    request = RequestFactory().post(f"{BASE}/{sent_to}", SENT)
    return re.sub(r'name="csrf\w+" value="\w+"', "", render_to_string("procedures/_deed.html", context, request))


@pytest.mark.parametrize("kind", sorted(each.__name__.lower() for each in VERBS))
def test_the_form_of_every_deed_comes_back_as_it_was_sent_and_the_others_as_they_begin(kind: str):
    came_back, untouched = drawn(kind, kind), drawn(kind, "another")
    for each in SHOWN.get(kind, ()):
        assert each in came_back
        assert each not in untouched
    assert (came_back == untouched) == (kind not in SHOWN)


@pytest.fixture
def where(db: None) -> Department:
    return a_department()


def refused(account: Account, case: Case, kind: str, /, **values: object) -> HttpResponse:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/procedures/{case.pk}/{kind}", {"seen": newest(case).number, **values})
    assert answer.status_code in (409, 422)
    return answer


@pytest.mark.django_db
def test_who_was_ticked_as_present_stays_ticked_when_somebody_else_has_changed_the_case(where: Department):
    case = a_case(where)
    list_names(case, where, ("so-H1",))
    file_all(case, where.officer)
    called = hold_called(case, where)
    said = refused(where.officer, case, "attended", seen=0, present=called[:2])
    shown = said.content.decode()
    assert "vừa được người khác cập nhật" in shown
    assert [f'value="{key}" checked' in shown for key in called] == [True, True] + [False] * (len(called) - 2)


def hold_called(case: Case, where: Department) -> list[str]:
    """Call the meeting of the open step; gives who is called."""
    call_meeting(case=case, seen=newest(case).number, meets=AT.date(), place="P1", by=where.officer, at=AT)
    state = state_of(newest(case)).now
    assert state is not None
    assert state.sitting is not None
    return list(state.sitting.summoned)


@pytest.mark.django_db
def test_a_list_that_is_refused_comes_back_with_its_figures_and_a_stop_with_its_word(where: Department):
    case = a_case(where)
    shown = refused(where.officer, case, "listed", names="so-H1\r\nkhong-co").content.decode()
    assert "so-H1\r\nkhong-co</textarea>" in shown.replace("&#x27;", "'")
    shown = refused(where.officer, case, "withdrawn", name="so-H9", reason="xin rút").content.decode()
    assert 'value="xin rút"' in shown
    assert '<details class="no-print" open>' in shown


@pytest.mark.django_db
def test_what_was_typed_in_a_form_that_is_gone_is_told_and_not_lost(where: Department):
    case = a_case(where)
    list_names(case, where, ("so-H1",))
    hold(case, where)
    shown = refused(where.officer, case, "listed", seen=0, names="so-H2").content.decode()
    assert "Đã gõ, chưa ghi vào đâu:" in shown
    assert "<li>so-H2</li>" in shown
