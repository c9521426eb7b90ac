"""The API: what each account may see, in JSON; refusals as problem+json; nothing written."""

import hashlib

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis import openapi

from canbo.base.access.models import Role
from canbo.base.record.kept import forget_all
from canbo.base.record.models import Entry
from canbo.config.api import api
from canbo.lib import merkle, notes
from tests.house import doors

pytestmark = pytest.mark.django_db
SCHEMA = openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
PATHS = sorted(SCHEMA)
#: Who asks beside an officer, path by path in turn; "" is a stranger.
OTHERS = (Role.OFFICIAL.value, "", Role.INSPECTOR.value, Role.ADMINISTRATOR.value)


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"


@pytest.fixture
def town(home):
    return doors.found_town(), doors.cast()


def as_(client, account):
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_stranger_is_told_401_in_the_words_of_a_problem(client):
    answer = client.get("/api/v1/people")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["status"] == 401


def test_an_officer_sees_the_own_people_and_an_official_the_own_dossier(client, town):
    _, cast = town
    seen = as_(client, cast[Role.OFFICER.value]).get("/api/v1/people").json()
    assert [each["key"] for each in seen["people"]] == ["P-SO", "P-RIENG"]
    own = as_(client, cast[Role.OFFICIAL.value]).get("/api/v1/people").json()
    assert [each["key"] for each in own["people"]] == ["P-RIENG"]


def test_a_verdict_of_the_api_is_the_verdict_of_the_page(client, town):
    _, cast = town
    as_(client, cast[Role.OFFICER.value])
    asks = {"title": "department_director", "on": "2026-11-01"}
    told = client.get("/api/v1/verdicts/P-SO", asks).json()
    screened = client.get("/api/v1/verdicts", asks).json()
    row = next(each for each in screened["people"] if each["key"] == "P-SO")
    assert told["answer"] == row["answer"]
    assert [each["answer"] for each in told["clauses"]] == row["answers"]
    assert told["pack"] == screened["pack"]


def test_a_proof_leads_to_the_root_that_was_signed(client, town):
    _, cast = town
    told = as_(client, cast[Role.OFFICIAL.value]).get("/api/v1/record/entries/1/proof").json()
    head = notes.read_checkpoint(notes.read_note(told["checkpoint"]))
    leaf = hashlib.sha256(b"\x00" + bytes.fromhex(told["hash"])).digest()
    assert head.size == told["size"] == Entry.objects.count()
    assert merkle.includes(0, head.size, leaf, [bytes.fromhex(each) for each in told["path"]], head.root)


def test_the_law_is_data(client, town):
    _, cast = town
    as_(client, cast[Role.OFFICIAL.value])
    name = client.get("/api/v1/parameters").json()[0]
    assert client.get(f"/api/v1/parameters/{name}").json()["values"][0]["cites"]["number"]
    code = client.get("/api/v1/clauses").json()[0]
    assert client.get(f"/api/v1/clauses/{code}").json()["versions"][0]["says"]["vi"]
    assert client.get("/api/v1/instruments").json()[0]["since"] <= timezone.localdate().replace(year=2100).isoformat()


@pytest.mark.parametrize("asks", [{}, {"title": "x", "on": "2026-02-31"}, {"title": "không-có", "on": "2026-11-01"}])
def test_what_cannot_be_read_is_refused_by_name(client, town, asks):
    _, cast = town
    answer = as_(client, cast[Role.OFFICER.value]).get("/api/v1/verdicts", asks)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_the_page_of_the_api_lists_every_operation(client, town):
    _, cast = town
    page = as_(client, cast[Role.OFFICIAL.value]).get(reverse("api")).content.decode()
    assert all(path in page for path in PATHS)
    assert '<script src="http' not in page


@pytest.mark.parametrize("path", PATHS)
def test_generated_requests_get_what_the_description_promises(client, town, path):
    _, cast = town
    other = OTHERS[PATHS.index(path) % len(OTHERS)]
    askers = [as_(client, cast[Role.OFFICER.value]), as_(Client(), cast[other]) if other else Client()]

    @settings(max_examples=8, suppress_health_check=list(HealthCheck), deadline=None)
    @given(SCHEMA[path]["GET"].as_strategy())
    def asked_of(case):
        for asker in askers:
            forget_all()
            answer = asker.get(case.formatted_path, case.query or {})
            assert answer.status_code in (200, 401, 404, 422), answer.content
            if answer.status_code == 200:
                assert answer["Content-Type"].startswith("application/json")
            elif answer.resolver_match:
                assert answer["Content-Type"] == "application/problem+json"

    asked_of()
