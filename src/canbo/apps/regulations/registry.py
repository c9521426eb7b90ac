"""How the law's own floor learns of the tree of bodies, which stands above it: `config` hands over one function."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:  # the registry is filled before models are loaded
    from canbo.base.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Branch:
    """A body as far as study needs it: its name, the code of the body above ("" at a top) and its level."""

    name: str
    above: str
    level: str


#: Gives every body of a day by its code.
Tree = Callable[[dt.date], Mapping[str, Branch]]
_trees: list[str] = []


@dataclass(frozen=True, slots=True)
class Matter:
    """What a staff number or a case number leads to: the body in whose charge it is, and the titles it is about."""

    body: str
    titles: tuple[str, ...]


#: Gives what a staff number or a case number leads to on a day; None for a number that nobody has.
Matters = Callable[[str, dt.date], Matter | None]
_matters: list[str] = []


def offer(tree: str) -> None:
    """Hand over the dotted name of a Tree; it is looked up when first asked: at start no register is loaded."""
    _trees[:] = [tree]


def tree_on(day: dt.date) -> Mapping[str, Branch]:
    """Every body of a day by its code; nothing while no tree is wired."""
    if not _trees:
        return {}
    tree: Tree = import_string(_trees[0])
    return tree(day)


def offer_matters(matters: str) -> None:
    """Hand over the dotted name of Matters; it is looked up when first asked."""
    _matters[:] = [matters]


def matter_of(number: str, day: dt.date) -> Matter | None:
    """What a staff number or a case number leads to; None when nobody has it, or nothing is wired."""
    if not _matters:
        return None
    matters: Matters = import_string(_matters[0])
    return matters(number, day)


#: Gives how many people whom an account may see hold each title on a day, and how many are planned for it.
Crowds = Callable[["Account", dt.date], Mapping[str, tuple[int, int]]]
_crowds: list[str] = []


def offer_crowds(crowds: str) -> None:
    """Hand over the dotted name of Crowds; it is looked up when first asked."""
    _crowds[:] = [crowds]


def people_by_title(actor: Account, day: dt.date) -> Mapping[str, tuple[int, int]]:
    """Holders of each title on a day and those planned for it, among whom an account sees; nothing while not wired."""
    if not _crowds:
        return {}
    crowds: Crowds = import_string(_crowds[0])
    return crowds(actor, day)


def chain(tree: Mapping[str, Branch], code: str) -> list[str]:
    """A body and everything above it, lowest first; a body that the tree does not know stands alone."""
    found = [code]
    while (branch := tree.get(found[-1])) and branch.above and branch.above not in found:
        found.append(branch.above)
    return found
