"""The one function that decides: who may do what with which thing, and why not.

A capability keeps two lists in its `permissions`: STANDS, how an account stands to each kind of thing it owns (which
roles it holds over it, whether it is the account's own), and RULES, one for each action. `config/wiring.py` hands the
modules over. What no rule names is refused. The whole of it, computed, stands in docs/access/who-may-do-what.md.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import QuerySet

from canbo.base.access.models import Grant, Role
from canbo.base.access.queries import grants_held, grants_on, narrow_grants_on
from canbo.base.access.registry import rule_modules
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


class Own(Enum):
    """What it counts for that a thing is the actor's own: the own dossier, the own account, a list frozen by one."""

    NOTHING = "nothing"
    ALSO = "also"
    NEVER = "never"


@dataclass(frozen=True)
class Standing:
    """How an account stands to a thing on a day."""

    roles: frozenset[Role] = frozenset()
    own: bool = False


@dataclass(frozen=True)
class No:
    """What somebody is told who may not; a Refusal is made of it anew for each asker."""

    code: str
    says: Text
    remedy: Text | None = None

    def refusal(self) -> Refusal:
        """The refusal (403)."""
        return Refusal(self.code, self.says, self.remedy, status=403)


@dataclass(frozen=True)
class Rule:
    """Who may do one thing: any of the roles over the thing, and what its being one's own counts for."""

    roles: frozenset[Role]
    no: No
    own: Own = Own.NOTHING
    not_own: No | None = None


#: How an account stands to a thing of one kind on a day.
Stand = Callable[[Account, Any, dt.date], Standing]
_NO_RULE = No("access.no_rule", Text("Chưa có quy định ai được làm việc này.", "No rule says who may do this."))


@functools.cache
def rules() -> Mapping[str, Rule]:
    """Every rule of every capability, by action."""
    return {action: rule for module in rule_modules() for action, rule in module.RULES.items()}


@functools.cache
def stands() -> Mapping[type, Stand]:
    """How accounts stand to every kind of thing."""
    return {kind: stand for module in rule_modules() for kind, stand in module.STANDS.items()}


def may(actor: Account, action: str, thing: Any, at: dt.date, standing: Standing | None = None) -> Refusal | None:
    """Why an account may not do something with a thing on a day; None when it may.

    `thing` None is the installation itself: a role over any body counts. The account of the house may everything.
    `standing`: how the account stands to that thing on that day, where the asker has found out already.
    """
    if actor.system:
        return None
    rule = rules().get(action)
    if rule is None:
        return _NO_RULE.refusal()
    standing = standing or standing_to(actor, thing, at)
    if rule.own is Own.NEVER and (standing.own or _givers_own(actor, thing, at)):
        return (rule.not_own or rule.no).refusal()
    if standing.own and rule.own is Own.ALSO:
        return None
    return None if standing.roles & rule.roles else rule.no.refusal()


def offices_for(actor: Account, action: str, at: dt.date) -> QuerySet[Grant]:
    """The roles by which an account may do something on a day, to things of their bodies and of all under these.

    For lists and choices, where `may` would be asked of every thing there is. What is the account's own is not among
    them, nor are roles narrowed to one managing authority: `narrow_offices_for` has those.
    """
    rule = rules().get(action)
    return grants_on(actor, at, rule.roles if rule else ())


def narrow_offices_for(actor: Account, action: str, at: dt.date) -> QuerySet[Grant]:
    """The roles, each narrowed to the people of a managing authority, by which an account may do something on a day."""
    rule = rules().get(action)
    return narrow_grants_on(actor, at, rule.roles if rule else ())


def offices_held(actor: Account, action: str, at: dt.date) -> tuple[Grant, ...]:
    """The roles of `offices_for` and `narrow_offices_for` as they stand, for what every page asks."""
    rule = rules().get(action)
    return grants_held(actor, at, rule.roles if rule else ())


def _givers_own(actor: Account, thing: Any, at: dt.date) -> bool:
    """Whether a thing is the own one of whom an account acts for: what that person may not do, nobody does for them."""
    if actor.mandate is None:
        return False
    return standing_to(Account.objects.get(pk=actor.mandate.giver), thing, at).own


def standing_to(actor: Account, thing: Any, at: dt.date) -> Standing:
    """The roles that an account holds over a thing on a day, and whether it is its own.

    Raises LookupError for a kind of thing that no capability has offered.
    """
    if thing is None:
        return Standing(frozenset(Role(held.role) for held in grants_held(actor, at, Role) if not held.managed_by))
    stand = stands().get(type(thing))
    if stand is None:
        raise LookupError(f"nobody has said who stands how to a {type(thing).__name__}")
    return stand(actor, thing, at)
