"""Where a person comes from and what kind of official the person is: what the identity page of the dossier says."""

from __future__ import annotations

from collections.abc import Callable

from canbo.apps.people.facts.shapes import flag
from canbo.apps.people.facts.suppliers import FILE_KEEPER, PERSON
from canbo.core.facts import FactDef, Fold, Query
from canbo.lib.text import Text

_VERSION = "people_personversion"


def _stated(q: Query, column: str, argument: str, listed: bool = True) -> Fold:
    """A flag on a code of the identity page; unknown where it is blank."""
    told = flag(f"t.{column} {'in' if listed else 'not in'} {q.codes(argument)}")
    return Fold(_VERSION, lo=("max", told), hi=("max", told), where=f"t.{column} <> ''", row=("max", "t.id"))


def _place(column: str, meaning: str) -> Callable[[Query], Fold]:
    def select(q: Query) -> Fold:
        return _stated(q, column, "places")

    select.__doc__ = meaning
    return select


def is_minority(q: Query) -> Fold:
    """The ethnic group stated is none of the codes of `majority`, each with its list ("GSO:01")."""
    return _stated(q, "ethnicity", "majority", listed=False)


def category_is(q: Query) -> Fold:
    """The category of the official is one of `categories`."""
    return _stated(q, "category", "categories")


def managed_by_is(q: Query) -> Fold:
    """The authority that manages the person is one of `authorities`."""
    return _stated(q, "managed_by", "authorities")


_PLACES = {"places": "codes"}

FACTS = (
    FactDef(
        "born_in",
        "flag",
        "",
        Text("Sinh tại địa phương", "Born in the locality"),
        _place(
            "birthplace", 'The birthplace is one of `places`, each with its list ("P63:40"). Unknown if not stated.'
        ),
        FILE_KEEPER,
        "",
        _VERSION,
        params=_PLACES,
    ),
    FactDef(
        "hometown_in",
        "flag",
        "",
        Text("Quê quán tại địa phương", "Hometown in the locality"),
        _place("hometown", "The hometown is one of `places`. Unknown where not stated."),
        FILE_KEEPER,
        "",
        _VERSION,
        params=_PLACES,
    ),
    FactDef(
        "raised_in",
        "flag",
        "",
        Text("Lớn lên tại địa phương", "Raised in the locality"),
        _place("raised", "The place where the person grew up is one of `places`. Unknown where not stated."),
        PERSON,
        "",
        _VERSION,
        params=_PLACES,
    ),
    FactDef(
        "is_minority",
        "flag",
        "",
        Text("Người dân tộc thiểu số", "Member of an ethnic minority"),
        is_minority,
        FILE_KEEPER,
        "",
        _VERSION,
        params={"majority": "codes"},
    ),
    FactDef(
        "category_is",
        "flag",
        "",
        Text("Thuộc nhóm đối tượng quy định", "Of one of the categories named"),
        category_is,
        FILE_KEEPER,
        "",
        _VERSION,
        params={"categories": "codes"},
    ),
    FactDef(
        "managed_by_is",
        "flag",
        "",
        Text("Thuộc diện cấp quản lý quy định", "Managed by one of the authorities named"),
        managed_by_is,
        FILE_KEEPER,
        "",
        _VERSION,
        params={"authorities": "codes"},
    ),
)
