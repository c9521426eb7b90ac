"""The record: one row per action, in order without gaps, each carrying the hash of the one before."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One action by somebody at a moment. Never removed, and changed in one way only: its payload can be erased by law.

    `payload` is the canonical JSON of what was done and `salt` 32 random bytes as hex; `commitment` covers both.
    `hash` covers the sequence number, the previous hash, the moment, the actor, the action and the commitment, and is a
    leaf of the record's Merkle tree. An erasure, itself an entry (`erased`), takes payload and salt away: nobody can
    then guess what was said, and every proof still holds.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=80)
    payload = models.TextField(null=True)
    salt = models.CharField(max_length=64, null=True)
    commitment = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    erased = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class Node(models.Model):
    """A complete subtree of the record's Merkle tree: 2**level leaves from the one at place * 2**level on; level ≥ 1.

    Leaves are not kept twice: they are the hashes of the entries. A node is written in the transaction of the entry
    that completes it and then never touched.
    """

    pk = models.CompositePrimaryKey("level", "place")
    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}/{self.place}"


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


def closed_rows(name: str) -> models.Index:
    """The index of the rows of a table that entries have closed: few, and asked for after each entry."""
    return models.Index(fields=("entry_to",), condition=models.Q(entry_to__isnull=False), name=name)
