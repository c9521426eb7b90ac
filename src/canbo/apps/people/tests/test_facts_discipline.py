from __future__ import annotations

import pytest

from canbo.apps.people.models import Discipline, Proceeding
from canbo.apps.people.tests.drawing import asked, confirmed, dossiers, told

pytestmark = pytest.mark.django_db

DAY = "2025-10-08"


def a_discipline(on: str, form: str = "reprimand", **more: object):
    return Discipline, {"on": on, "form": form, **more}


def test_a_discipline_is_in_force_from_its_effect_to_its_last_day():
    assert told(
        "discipline_in_force",
        DAY,
        {
            "running": [a_discipline("2025-10-08")],
            "last_day": [a_discipline("2024-10-09", last="2025-10-08")],
            "lapsed": [a_discipline("2024-10-08", last="2025-10-07"), confirmed("discipline")],
            "lapsed_not_confirmed": [a_discipline("2024-10-08", last="2025-10-07")],
            "lapses_this_month": [a_discipline("2024-10-08", last="2025-10")],
            "tomorrow": [a_discipline("2025-10-09"), confirmed("discipline")],
            "undated": [a_discipline("")],
            "nothing": [],
            "confirmed_none": [confirmed("discipline")],
        },
    ) == {
        "running": 1,
        "last_day": 1,
        "lapsed": 0,
        "lapsed_not_confirmed": None,
        "lapses_this_month": (0, 1),
        "tomorrow": 0,
        "undated": (0, 1),
        "nothing": None,
        "confirmed_none": 0,
    }


def test_months_count_from_the_latest_discipline_of_the_form():
    people = dossiers(
        two=[a_discipline("2015-01-01"), a_discipline("2023-10-08")],
        a_day_short=[a_discipline("2023-10-09")],
        other_form=[a_discipline("2023-10-08", "warning"), confirmed("discipline")],
        by_year=[a_discipline("2023")],
        perhaps_again=[a_discipline("2020-10-08"), a_discipline("2025-10")],
        undated=[a_discipline("")],
        tomorrow=[a_discipline("2025-10-09")],
    )
    assert asked("months_since_discipline", people, DAY, form="reprimand") == {
        "two": 24,
        "a_day_short": 23,
        "other_form": None,
        "by_year": (21, 33),
        "perhaps_again": (0, 60),
        "undated": None,
        "tomorrow": None,
    }
    assert asked("has_discipline", people, DAY, form="reprimand") == {
        "two": 1,
        "a_day_short": 1,
        "other_form": 0,
        "by_year": 1,
        "perhaps_again": 1,
        "undated": (0, 1),
        "tomorrow": None,
    }


def test_canvassing_is_told_by_the_reason():
    people = dossiers(
        canvassed=[a_discipline("2024-04-08", reason="canvassing")],
        other_reason=[a_discipline("2024-04-08", reason="negligence"), confirmed("discipline")],
    )
    assert asked("canvassing_discipline", people, DAY, form="reprimand") == {"canvassed": 1, "other_reason": 0}
    assert asked("months_since_canvassing", people, DAY, form="reprimand") == {"canvassed": 18, "other_reason": None}


def test_a_warning_with_removal_is_told_apart_from_a_warning():
    assert told(
        "warning_with_removal",
        DAY,
        {
            "removed": [a_discipline("2023-01-01", "warning", with_removal=True)],
            "warned": [a_discipline("2023-01-01", "warning"), confirmed("discipline")],
        },
    ) == {"removed": 1, "warned": 0}


def test_a_proceeding_is_open_until_its_last_day():
    assert told(
        "proceedings_open",
        DAY,
        {
            "open": [(Proceeding, {"kind": "inspection", "since": "2025-01-01"})],
            "closed": [
                (Proceeding, {"kind": "inspection", "since": "2025-01-01", "last": "2025-10-07"}),
                confirmed("proceedings"),
            ],
            "other_kind": [(Proceeding, {"kind": "complaint", "since": "2025-01-01"}), confirmed("proceedings")],
            "from_this_month": [(Proceeding, {"kind": "denunciation", "since": "2025-10"})],
            "nothing": [],
        },
        kinds=("inspection", "denunciation"),
    ) == {"open": 1, "closed": 0, "other_kind": 0, "from_this_month": (0, 1), "nothing": None}
