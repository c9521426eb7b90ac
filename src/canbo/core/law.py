"""Governing documents: what they are, when they hold, and how a rule points at one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from canbo.lib.text import Text

#: How well a value is known. P text of the instrument seen; S press or legal portal; R summary, press or recollection
#: as the digest marks it; L local implementing document; C form or code list seen in software; I inferred;
#: BG background only. Everything outside CERTAIN is shown with its mark.
CONFIDENCE = ("P", "S", "R", "L", "C", "I", "BG")
CERTAIN = ("P", "S")


@dataclass(frozen=True, slots=True, order=True)
class InstrumentKey:
    """Number **and** issue date: numbers alone collide (35-CT/TW of 2019 and of 2024)."""

    number: str
    issued: dt.date

    def __str__(self) -> str:
        return f"{self.number}@{self.issued.isoformat()}"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value of the law stands: instrument, article, how well it is known and where that was seen."""

    instrument: InstrumentKey
    article: str
    confidence: str
    source: str = ""

    @property
    def uncertain(self) -> bool:
        """True when the value must be shown with its confidence mark."""
        return self.confidence not in CERTAIN


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an instrument and how far the pack models it (modelled, partly, not, not_applicable)."""

    number: str
    about: Text
    coverage: str
    note: str = ""
    confidence: str = "S"


@dataclass(frozen=True, slots=True)
class Question:
    """A question by which a reader sees whether an article was understood; `right` is the place of the right answer."""

    asks: Text
    article: str
    answers: tuple[Text, ...]
    right: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """A governing document. `until` is the first day on which it no longer holds; None while it does.

    It ends those that it `replaces`; those that it `amends` go on, changed.
    `day_known` is "month" or "year" where nobody has seen the day: its key and `since` then stand on the first
    of it, and no rule may rest on it.
    """

    key: InstrumentKey
    kind: str
    issuer: Text
    title: Text
    since: dt.date
    until: dt.date | None
    replaces: tuple[InstrumentKey, ...]
    articles: tuple[Article, ...]
    confidence: str
    source: str
    file: str = ""
    amends: tuple[InstrumentKey, ...] = ()
    day_known: str = "day"
    questions: tuple[Question, ...] = ()

    def in_force(self, on: dt.date) -> bool:
        """True when the instrument holds on that day."""
        return self.since <= on and (self.until is None or on < self.until)
