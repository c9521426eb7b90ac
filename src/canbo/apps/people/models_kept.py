"""What is kept beside dossiers: lists of people, how the lists of a body are read, where rows were brought from."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from canbo.apps.bodies.models import Body
from canbo.base.fields import stated
from canbo.base.record.models import Recorded


class SavedList(Recorded):
    """The filters and columns of a list of people, kept by an account under a name (`query` as in an address)."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_lists")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = (
            stated("name"),
            models.UniqueConstraint(
                fields=("account", "name"), condition=models.Q(entry_to__isnull=True), name="a_saved_list_has_one_name"
            ),
        )

    def __str__(self) -> str:
        return self.name


class KeptLayout(Recorded):
    """How a body's own kind of list is read: `layout` as JSON, known again by the `fingerprint` of its headers."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    layout = models.CharField(max_length=4000)

    class Meta:
        constraints = (
            stated("name", "fingerprint", "layout"),
            models.UniqueConstraint(
                fields=("body", "fingerprint"),
                condition=models.Q(entry_to__isnull=True),
                name="a_body_reads_a_list_in_one_way",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Brought(Recorded):
    """A row of a dossier that came in a package: who entered it first, when (ISO 8601) and in which installation.

    `table` and `row` name the row here; `body` and `body_name` are its body there, where it is not known here.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="brought_rows")
    table = models.CharField(max_length=24)
    row = models.BigIntegerField()
    by = models.CharField(max_length=160)
    at = models.CharField(max_length=40)
    origin = models.CharField(max_length=200)
    body = models.CharField(max_length=60, blank=True)
    body_name = models.CharField(max_length=250, blank=True)

    class Meta:
        constraints = (
            stated("table", "by", "at", "origin"),
            models.UniqueConstraint(
                fields=("table", "row"), condition=models.Q(entry_to__isnull=True), name="a_row_is_brought_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.origin}"

    @property
    def day(self) -> str:
        """The day on which it was entered there, as written dates are."""
        return self.at[:10]
