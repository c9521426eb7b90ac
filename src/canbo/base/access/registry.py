"""What stands above this floor and is needed to decide; `config` hands over dotted names.

They are looked up when first asked: at start no register is loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from importlib import import_module
from types import ModuleType

from django.utils.module_loading import import_string

#: Gives the codes of a body and of everything above it on a day, for the code of the body.
Above = Callable[[str, dt.date], Collection[str]]
_trees: list[str] = []
_modules: list[str] = []


def offer_tree(above: str) -> None:
    """Hand over the name of an `Above`."""
    _trees[:] = [above]


def offer_rules(*modules: str) -> None:
    """Hand over the modules whose RULES and STANDS decide (`deciding`)."""
    _modules.extend(name for name in modules if name not in _modules)


def codes_above(code: str, day: dt.date) -> Collection[str]:
    """A body and everything above it on a day. A body that the register does not know stands alone."""
    above: Above = import_string(_trees[0]) if _trees else _alone
    return {code, *above(code, day)}


def rule_modules() -> list[ModuleType]:
    """The modules handed over, in that order."""
    return [import_module(name) for name in _modules]


def _alone(code: str, day: dt.date) -> Collection[str]:
    return (code,)
