"""What every declaration of a fact must say."""

from __future__ import annotations

import unicodedata

import pytest
from django.apps import apps

from canbo.apps.people.facts import FACTS
from canbo.apps.people.models import SECTIONS
from canbo.base.packs.registry import FACTS as OFFERED
from canbo.core.facts import FactDef

KINDS = {"quantity", "flag", "code"}
TABLES = {model._meta.db_table for model in apps.get_app_config("people").get_models()}

each = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)


def test_no_two_facts_share_a_name_and_all_are_offered_to_the_law():
    names = [fact.name for fact in FACTS]
    assert len(set(names)) == len(names)
    assert set(names) <= set(OFFERED)


@each
def test_a_fact_says_what_it_is_where_it_comes_from_and_who_can_supply_it(fact: FactDef):
    assert fact.kind in KINDS
    assert fact.source in TABLES
    assert fact.section in ("", *SECTIONS)
    assert fact.drift in (-1, 0, 1)
    assert (fact.unit != "") == (fact.kind == "quantity")
    assert fact.select.__doc__


@each
def test_the_words_of_a_fact_are_composed_unicode_and_begin_with_a_capital(fact: FactDef):
    for text in (fact.says.vi, fact.says.en, fact.supplied_by.vi, fact.supplied_by.en):
        assert unicodedata.is_normalized("NFC", text)
        assert text[0].isupper()
        assert not text.endswith(".")
