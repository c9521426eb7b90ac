"""The register of governing documents is whole: the list in the pack names what must stand, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from canbo.base.packs.queries import current_pack
from canbo.core.law import Instrument
from canbo.core.pack import Pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    return current_pack()


def _named(pack: Pack) -> set[str]:
    rows = pack.rules.crosswalks["documents"].rows
    return {name for row in rows for kind, name in row.by if kind == "instrument"}


def _without_reason(instrument: Instrument) -> Iterator[str]:
    if not instrument.articles:
        yield f"{instrument.key}: no article, so nobody sees what is modelled"
    for article in instrument.articles:
        if article.coverage != "modelled" and not article.note:
            yield f"{instrument.key} {article.number}: {article.coverage}, and no reason"


def _without_successor(pack: Pack) -> Iterator[str]:
    replaced = {key for each in pack.instruments.values() for key in each.replaces}
    for key, each in pack.instruments.items():
        if each.until is not None and key not in replaced:
            yield f"{key} ended on {each.until:%d/%m/%Y}, and nothing replaces it"


def test_every_document_that_must_stand_stands(pack: Pack):
    missing = _named(pack) - {str(key) for key in pack.instruments}
    assert not missing
    assert len(_named(pack)) > 150, "the list of documents has shrunk"


def test_every_article_that_is_not_modelled_says_why(pack: Pack):
    assert not [fault for each in pack.instruments.values() for fault in _without_reason(each)]


def test_every_document_that_ended_names_what_came_after(pack: Pack):
    assert not list(_without_successor(pack))


def test_every_document_says_where_it_was_seen(pack: Pack):
    assert not [str(key) for key, each in pack.instruments.items() if not each.source or not each.issuer.vi]


def test_one_number_of_two_days_is_two_documents(pack: Pack):
    days = {key.issued.year for key in pack.instruments if key.number == "35-CT/TW"}
    assert days == {2019, 2024}
