"""Bodies in a dated tree, and the posts that exist in them while vacant."""

from __future__ import annotations

from django.db import models

from canbo.base.fields import WrittenDate, ends_after_it_begins, listed, one_of, stamps_agree, stated
from canbo.base.record.models import Entry, Recorded


class Body(models.Model):
    """Anything in the tree: committee, agency, unit, cell. What it is called and where it hangs is a BodyVersion."""

    code = models.CharField(max_length=40, unique=True)
    entry_from = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return self.code


class BodyVersion(Recorded):
    """A body's name, kind, level, parent and place over a range of days (`last` is the last day, blank while it lasts).

    `place` is "LIST:code" (P63:40, P34:40): a bare code is never stored, because the lists reuse numbers.
    """

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "Cấp ủy"
        AGENCY = "agency", "Cơ quan"
        UNIT = "unit", "Đơn vị sự nghiệp"
        LOCALITY = "locality", "Địa phương"
        CELL = "cell", "Chi bộ"

    class Level(models.TextChoices):
        CENTRAL = "central", "Trung ương"
        PROVINCE = "province", "Cấp tỉnh"
        DISTRICT = "district", "Cấp huyện"
        COMMUNE = "commune", "Cấp xã"
        GRASSROOTS = "grassroots", "Cơ sở"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="versions")
    parent = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    place = models.CharField(max_length=16, blank=True)
    since = WrittenDate()
    since_lo = models.IntegerField()
    since_hi = models.IntegerField()
    last = WrittenDate(blank=True, end=True)
    last_lo = models.IntegerField(null=True, blank=True)
    last_hi = models.IntegerField(null=True, blank=True)
    decree = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            stated("name"),
            one_of("kind", "committee", "agency", "unit", "locality", "cell"),
            one_of("level", "central", "province", "district", "commune", "grassroots"),
            listed("place"),
            stamps_agree("since"),
            stamps_agree("last"),
            ends_after_it_begins(),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("body")),
                name="a_body_is_not_its_own_parent",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Post(Recorded):
    """One seat of a title (a code of the pack's catalogue) in one body; exists while vacant."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=60)
    since = WrittenDate()
    since_lo = models.IntegerField()
    since_hi = models.IntegerField()
    last = WrittenDate(blank=True, end=True)
    last_lo = models.IntegerField(null=True, blank=True)
    last_hi = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("code",), condition=models.Q(entry_to__isnull=True), name="post_code_once_on_the_record"
            ),
            stated("code", "title"),
            stamps_agree("since"),
            stamps_agree("last"),
            ends_after_it_begins(),
        )

    def __str__(self) -> str:
        return self.code
