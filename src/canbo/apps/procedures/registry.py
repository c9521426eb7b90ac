"""What the capabilities above tell about their cases: who may not be listed, and whether a condition holds.

A subject is told by the `owner` key of a case, up to its colon ("planning:12"). `config` fills this once at start.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from canbo.apps.procedures.models import Case
from canbo.base.accounts.models import Account
from canbo.core.procedure_state import Bar, Condition, State


@dataclass(frozen=True)
class Subject:
    """The two questions that a case asks of its owner."""

    barred: Callable[[Case, Sequence[str], dt.date], Mapping[str, Bar]]
    conditions: Callable[[Case, State, dt.date], Mapping[str, Condition]]
    decided: Callable[[Case, State, Account, dt.datetime], None]


SUBJECTS: dict[str, Subject] = {}


def offer(kind: str, subject: Subject) -> None:
    """Let a capability answer for its cases. Harmless when done again."""
    SUBJECTS[kind] = subject


def subject_of(case: Case) -> Subject | None:
    """Who answers for a case; None when nobody above owns it."""
    return SUBJECTS.get(case.owner.partition(":")[0])
