"""What somebody typed that no rule or column can take is refused in words, on both databases; nothing is written."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.db import DataError
from django.test import RequestFactory
from django.urls import reverse

from canbo.core.errors import NotInForce
from canbo.lib.text import Text
from canbo.shell.middleware import RefusalMiddleware


def told(fault):
    return RefusalMiddleware(lambda request: None).process_exception(RequestFactory().get("/"), fault)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("value too long for type character varying(300)", "dài quá 300 ký tự"),
        ("integer out of range", "không lưu được"),
        ("PostgreSQL text fields cannot contain NUL (0x00) bytes", "không lưu được"),
    ],
)
def test_what_the_database_cannot_keep_is_a_refusal(db, fault, words):
    answered = told(DataError(fault))
    assert answered.status_code == 422
    assert words in answered.content.decode()


def test_a_bug_stays_a_bug():
    assert told(ValueError("x")) is None


def test_a_day_before_the_first_rule_is_refused_and_the_rule_is_named(db):
    answered = told(NotInForce("retirement_age", dt.date(1, 1, 1), named=Text("tuổi nghỉ hưu", "retirement age")))
    assert answered.status_code == 422
    assert "tuổi nghỉ hưu" in answered.content.decode()


def test_a_name_longer_than_any_accounts_is_nobodys_and_counts_for_nobody(client, db):
    answered = client.post(reverse("sign-in"), {"username": "x" * 5000, "password": "y"})
    assert answered.status_code == 200
    assert answered.context["form"].errors
    assert not AccessAttempt.objects.exists()
