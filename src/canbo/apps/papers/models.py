"""Official documents: numbered in their series, kept as the files that were signed, found again by digest."""

from __future__ import annotations

from django.db import models

from canbo.apps.bodies.models import Body
from canbo.base.fields import between, stated
from canbo.base.record.models import Entry


class ArchivedFile(models.Model):
    """The bytes of a file under their SHA-256. Never changed: what was signed can be laid beside what is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    media = models.CharField(max_length=80)
    content = models.BinaryField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.digest[:12]


class Document(models.Model):
    """A document as issued. `number` counts within the series of a body and a year; `values` fills its form again.

    `owner` says what it belongs to in the words of whoever had it issued ("ballots:7:minutes"); an owner has one.
    """

    owner = models.CharField(max_length=120, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="documents")
    series = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    form = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    dated = models.DateField()
    values = models.TextField()
    pdf = models.ForeignKey(ArchivedFile, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(ArchivedFile, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            stated("owner", "series", "form", "title"),
            between("number", 1),
            models.UniqueConstraint(
                fields=("body", "series", "year", "number"), name="a_series_counts_each_number_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"

    @property
    def symbol(self) -> str:
        """Number and series as printed: 12-QĐ/TU, 12/QĐ-SNV."""
        return symbol_of(self.series, self.number)


def symbol_of(series: str, number: int) -> str:
    """A number in its series as printed; below ten with a zero before it: 12-BB/BKP with the Party, 12/BB-BKP else."""
    return f"{number:02d}-{series}" if "/" in series else f"{number:02d}/{series}"
