"""What the capabilities above tell about their cases: who may not be listed, and whether a condition holds.

A subject is told by the `owner` key of a case, up to its colon ("planning:12"). `config` fills this once at start.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from canbo.core.procedure_state import Bar, Condition, State

if TYPE_CHECKING:
    from canbo.apps.procedures.models import Case
    from canbo.base.accounts.models import Account


@dataclass(frozen=True)
class Subject:
    """What a case asks of its owner, and what the owner does inside the transaction in which a case is decided."""

    barred: Callable[[Case, Sequence[str], dt.date], Mapping[str, Bar]]
    conditions: Callable[[Case, State, dt.date], Mapping[str, Condition]]
    decided: Callable[[Case, State, Account, dt.datetime], None]


#: Kind of owner → the dotted name of its Subject: names, because this is filled before there are models.
SUBJECTS: dict[str, str] = {}


def offer(kind: str, subject: str) -> None:
    """Let a capability answer for its cases. Harmless when done again."""
    SUBJECTS[kind] = subject


def subject_of(case: Case) -> Subject | None:
    """Who answers for a case; None when nobody above owns it."""
    name = SUBJECTS.get(case.owner.partition(":")[0])
    found: Subject | None = import_string(name) if name else None
    return found
