"""Bodies in a dated tree, and the posts that exist in them while vacant."""

from __future__ import annotations

from django.db import models

from canbo.base.fields import WrittenDate, between, ends_after_it_begins, listed, one_of, stamps_agree, stated
from canbo.base.record.models import Entry, Recorded, closed_rows


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
        indexes = (closed_rows("bodyversion_closed"),)

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
            stated("code", "title"),
            stamps_agree("since"),
            stamps_agree("last"),
            ends_after_it_begins(),
        )
        indexes = (
            models.Index(fields=("code",), name="post_of_code"),
            closed_rows("post_closed"),
        )

    def __str__(self) -> str:
        return self.code


class Decree(models.Model):
    """A decision about bodies: its number, the day it was issued and by whom. The two first are its key."""

    number = models.CharField(max_length=80)
    issued = models.DateField()
    issuer = models.CharField(max_length=200)
    entry_from = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("number", "issued"), name="a_decree_by_number_and_day"),
            stated("number", "issuer"),
        )

    def __str__(self) -> str:
        return self.number


class Act(Recorded):
    """What a decree did to one body from a day on: `before` became `after`. A founding has no before, an end no after.

    A merger is one row a body that went into another, a split one row a body that came out; a body that was renamed
    or moved is before and after alike. So the rows are the lineage of every body.
    """

    class Kind(models.TextChoices):
        FOUND = "found", "Thành lập"
        RENAME = "rename", "Đổi tên"
        MOVE = "move", "Chuyển trực thuộc"
        MERGE = "merge", "Sáp nhập, hợp nhất"
        SPLIT = "split", "Chia, tách"
        DISSOLVE = "dissolve", "Giải thể"

    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    effective = models.DateField()
    before = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="acts_before", null=True, blank=True)
    after = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="acts_after", null=True, blank=True)

    class Meta:
        constraints = (
            one_of("kind", "found", "rename", "move", "merge", "split", "dissolve"),
            models.CheckConstraint(
                condition=models.Q(kind="found", before__isnull=True, after__isnull=False)
                | models.Q(kind="dissolve", before__isnull=False, after__isnull=True)
                | models.Q(kind__in=("rename", "move"), before__isnull=False, after=models.F("before"))
                | models.Q(kind__in=("merge", "split"), before__isnull=False, after__isnull=False),
                name="an_act_says_what_became_of_what",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.before_id or '–'} → {self.after_id or '–'}"


class Allotment(Recorded):
    """How many people of a category a body may have, with everything under it, over a range of days, by a decree.

    A body without one has what those under it have together. Categories are those of the list `payroll-categories`.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="allotments")
    category = models.CharField(max_length=24)
    number = models.IntegerField()
    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="allotments")
    since = WrittenDate()
    since_lo = models.IntegerField()
    since_hi = models.IntegerField()
    last = WrittenDate(blank=True, end=True)
    last_lo = models.IntegerField(null=True, blank=True)
    last_hi = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            stated("category"),
            between("number", 0),
            stamps_agree("since"),
            stamps_agree("last"),
            ends_after_it_begins(),
        )
        indexes = (closed_rows("allotment_closed"),)

    def __str__(self) -> str:
        return f"{self.body_id} {self.category}: {self.number}"
