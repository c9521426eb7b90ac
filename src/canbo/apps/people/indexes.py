"""Indexes along which lists of a nation are read: in their order, by bodies, by names found, by what is filtered."""

from __future__ import annotations

from django.db.models import Index, Q

#: Rows that nothing has corrected or ended on the record.
_STANDS = Q(entry_to__isnull=True)

#: The last ones: who has left; what came and went since an entry, for what is carried forward in memory.
OF_PEOPLE = (
    Index(
        fields=("name_key", "person"), include=("name_fold", "body", "left_hi"), condition=_STANDS,
        name="people_in_order",
    ),
    Index(
        fields=("body", "name_key", "person"), include=("name_fold", "left_hi"), condition=_STANDS,
        name="people_of_body",
    ),
    Index(
        fields=("name_fold", "name_key", "person"), include=("body", "left_hi"), condition=_STANDS,
        name="people_called",
    ),
    Index(fields=("left_hi",), condition=_STANDS & Q(left_hi__isnull=False), name="people_left"),
    Index(fields=("entry_from",), name="people_came"),
    Index(fields=("entry_to",), condition=Q(entry_to__isnull=False), name="people_went"),
)  # fmt: skip
HOLDING_POST = Index(fields=("post_code",), condition=Q(post_code__gt=""), name="holding_of_post")
HOLDING_TITLE = Index(
    fields=("title", "person"), include=("since_lo", "last_hi"), condition=_STANDS, name="holding_title"
)
PAPER_OF_KIND = Index(fields=("person", "kind"), condition=_STANDS, name="paper_of_kind")
DEGREE_GRADE = Index(fields=("grade", "person"), condition=_STANDS, name="degree_grade")
THEORY_GRADE = Index(fields=("grade", "person"), condition=_STANDS, name="theory_grade")
PLANNED_TITLE = Index(fields=("title", "person"), condition=_STANDS, name="planned_title")
