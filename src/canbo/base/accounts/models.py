"""Accounts: who may sign in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Account(AbstractUser):
    """A person or process that acts. `shown_as` is the name on screens and papers; `system` marks a process."""

    shown_as = models.CharField(max_length=120)
    system = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.shown_as or self.username
