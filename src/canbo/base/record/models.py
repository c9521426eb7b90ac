"""The record: one row per action, in order without gaps, each carrying the hash of the one before."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One action by somebody at a moment. Never changed and never removed: the database refuses both.

    `payload` is the canonical JSON of what was done; `hash` covers the sequence number, the previous hash, the moment,
    the actor, the action and the payload.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=80)
    payload = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class Recorded(models.Model):
    """A register row with its place on the record: written by entry `entry_from`, superseded by entry `entry_to`.

    Rows are never changed in what they say: a correction closes the old row (`entry_to`) and writes a new one, so that
    the dossier as it was recorded on any day can be read back.
    """

    entry_from = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    entry_to = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )

    class Meta:
        abstract = True
