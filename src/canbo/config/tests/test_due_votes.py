"""What is due in votes and cases: each line is the reader's own turn, and leads to where it is done."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from canbo.apps.ballots.actions import finish_keying, key_papers
from canbo.apps.ballots.testing import a_ballot, all_came_back, the_teller
from canbo.apps.people.models import DossierLink, Person
from canbo.apps.procedures.actions import call_meeting
from canbo.apps.procedures.models import Case, Move
from canbo.apps.procedures.queries import newest, unreadable
from canbo.apps.procedures.testing import AT, a_case, a_department, do, list_names
from canbo.base.accounts.testing import an_account
from canbo.base.packs.models import ArchivedPack
from canbo.base.packs.queries import current_files
from canbo.base.record.actions import acting
from canbo.base.record.testing import A_MORNING, an_entry
from canbo.config import due_votes
from canbo.config.due import due
from canbo.core.procedure_state import RUNNING, Filed, Passage, State, written
from canbo.core.tally import Paper
from canbo.lib.hashing import canonical_json

pytestmark = pytest.mark.django_db


def told(account):
    return {each.url: each.verb.vi for each in due(account, timezone.localdate())}


def signed_in(account):
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_count_waits_for_whoevers_turn_it_is_and_leads_there():
    ballot = a_ballot(names=["An", "Bình"], summoned=3)
    page, key, settle = (reverse(f"ballots:{name}", args=[ballot.pk]) for name in ("one", "key", "differences"))
    assert told(the_teller()) == {page: "Ghi số phiếu"}
    all_came_back(ballot)
    assert told(the_teller()) == {}
    for side, marks in ((1, "11"), (2, "12")):
        assert told(the_teller(side)) == {key: "Nhập phiếu"}
        key_papers(ballot=ballot, papers={n: Paper(marks if n == 1 else "11") for n in (1, 2, 3)}, by=the_teller(side))
        finish_keying(ballot=ballot, by=the_teller(side), at=A_MORNING)
        assert told(the_teller(side)) == ({} if side == 1 else {settle: "Đối chiếu phiếu lệch"})
    assert told(the_teller()) == {}
    key_papers(ballot=ballot, papers={1: Paper("11")}, new=False, by=the_teller(2))
    assert told(the_teller(2)) == {}
    assert told(the_teller()) == {page: "Đóng biên bản kiểm phiếu"}


@pytest.fixture
def called():
    """A case whose meeting is called, and somebody called to it who holds no role."""
    where = a_department()
    case, voter = a_case(where), an_account("voter")
    list_names(case, where, ("so-H1",))
    do(case, Filed("materials", "1-TL"), where.officer)
    meets = timezone.localdate() + dt.timedelta(days=400)
    call_meeting(case=case, seen=newest(case).number, meets=meets, place="Hội trường", by=where.officer, at=AT)
    person = Person.objects.get(key="so-P1")
    DossierLink.objects.create(account=voter, person=person, entry_from=an_entry())
    return case, voter


def test_whoever_is_called_to_a_meeting_reads_the_invitation_and_nobody_else_does(called):
    case, voter = called
    address = reverse("procedures:invitation", args=[case.pk])
    assert told(voter)[address] == "Đọc giấy mời"
    page = signed_in(voter).get(address).content.decode()
    assert all(word in page for word in ("Hội trường", "Người H 1", "Bỏ phiếu kín trên giấy"))
    assert "so-H1" not in page
    other = an_account("other")
    DossierLink.objects.create(account=other, person=Person.objects.get(key="so-H1"), entry_from=an_entry())
    assert address not in told(other)
    assert signed_in(other).get(address).status_code == 404
    assert signed_in(voter).get(reverse("procedures:one", args=[case.pk])).status_code == 404


def test_the_first_page_asks_each_case_whose_it_is_and_no_dossier():
    where = a_department()
    asked = []
    for number in range(2):
        a_case(where, owner=f"test:{number}")
        with CaptureQueriesContext(connection) as queries:
            lines = list(due_votes.cases(where.officer, timezone.localdate()))
        assert [line.verb.vi for line in lines] == ["Lập danh sách"] * (number + 1)
        asked.append([each["sql"] for each in queries])
    assert len(asked[1]) - len(asked[0]) <= 2
    assert not [
        sql for sql in asked[1] if any(name in sql for name in ("people_holding", "people_rating", "planning_"))
    ]


@pytest.fixture
def foreign():
    """A running case under rules that this program cannot read, beside one of today's."""
    where = a_department()
    files = {**current_files(), "notes.yaml": "of_another_version: 1\n"}
    with acting("test.foreign", by=where.officer, at=AT, payload={}) as entry:
        pack = ArchivedPack.objects.create(digest="f" * 64, files=json.dumps(files), entry=entry)
        case = Case.objects.create(
            procedure="planning", body=where.body, purpose="Việc của phiên bản khác", places=1, opened=AT.date(),
            pack=pack, entry=entry,
        )  # fmt: skip
        state = canonical_json(written(State(RUNNING, 1, ("so-H1",), Passage("P1", AT.date(), ()))))
        Move.objects.create(case=case, number=0, event="{}", state=state, step="P1", status=RUNNING, entry=entry)
    yield where, case, a_case(where)
    unreadable.cache_clear()


def test_one_case_of_another_version_is_marked_in_words_and_shuts_no_list(foreign):
    where, case, other = foreign
    client = signed_in(where.officer)
    listed = client.get(reverse("procedures:list")).content.decode()
    assert listed.count("do phiên bản Canbo khác ghi") == 1
    assert (case.purpose in listed, other.purpose in listed) == (True, True)
    assert reverse("procedures:one", args=[other.pk]) in told(where.officer)
    for page in (
        "procedures:days",
        "procedures:deadlines",
        "procedures:funnel",
        "planning:list",
        "ballots:list",
        "home",
    ):
        assert client.get(reverse(page)).status_code == 200
    assert client.get(reverse("people:one", args=["so-H1"])).status_code == 200
    said = client.get(reverse("procedures:one", args=[case.pk]))
    assert (said.status_code, "Dữ liệu còn nguyên" in said.content.decode()) == (409, True)
