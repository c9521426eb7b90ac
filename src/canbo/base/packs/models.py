"""Archived rule packs, so that a verdict of years ago can be computed again from the very same rules."""

from __future__ import annotations

from django.db import models

from canbo.base.record.models import Entry


class ArchivedPack(models.Model):
    """The files of one version of a pack, as canonical JSON {path: text}; `digest` is the pack's own digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=40)
    files = models.TextField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:12]}"
