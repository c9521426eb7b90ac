"""Accounts: who may sign in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import models


@dataclass(frozen=True, slots=True)
class Mandate:
    """In whose stead an account acts just now: the giver, the one office that is lent, and under which decision.

    `grant` and `delegation` are numbers of rows; `deeds` are the beginnings of the actions lent; `until` is exclusive.
    """

    delegation: int
    grant: int
    giver: int
    giver_name: str
    giver_shown: str
    number: str
    since: dt.date
    until: dt.date
    deeds: tuple[str, ...]


class Account(AbstractUser):
    """A person or process that acts. `shown_as` is the name on screens and papers; `system` marks a process.

    `one_time_until`: the password was given by two people after a loss; until then it opens the door once, to set
    another. `mandate` stands for the length of a request, while the account acts for somebody else.
    """

    shown_as = models.CharField(max_length=120)
    system = models.BooleanField(default=False)
    one_time_until = models.DateTimeField(null=True, blank=True)
    mandate: Mandate | None = None

    def __str__(self) -> str:
        return self.shown_as or self.username
