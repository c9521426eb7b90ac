"""What the capabilities above tell about their cases: who may not be listed, and whether a condition holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.module_loading import import_string

from canbo.apps.procedures.models import Case
from canbo.apps.procedures.registry import SUBJECTS
from canbo.base.accounts.models import Account
from canbo.core.law import Citation
from canbo.core.procedure_state import Bar, Condition, State
from canbo.core.shares import Share
from canbo.core.verdicts import Answer
from canbo.lib.text import Text


@dataclass(frozen=True, slots=True)
class Judged:
    """A clause of a standard answered for somebody; `sealed`: it rests on a sealed section of the dossier."""

    says: Text
    answer: Answer
    cites: Citation | None
    sealed: bool


@dataclass(frozen=True)
class Subject:
    """What a case asks of its owner, and what the owner does inside the transaction in which a case is decided."""

    barred: Callable[[Case, Sequence[str], dt.date], Mapping[str, Bar]]
    conditions: Callable[[Case, State, dt.date], Mapping[str, Condition]]
    decided: Callable[[Case, State, Account, dt.datetime], None]
    judged: Callable[[Case, Sequence[str], dt.date], Mapping[str, Sequence[Judged]]]
    figures: Callable[[Case, Sequence[str], dt.date], tuple[Sequence[Share], Condition]]


def subject_of(case: Case) -> Subject | None:
    """Who answers for a case; None when nobody above owns it."""
    name = SUBJECTS.get(case.owner.partition(":")[0])
    found: Subject | None = import_string(name) if name else None
    return found
