"""One at a time: whoever moves a case holds it, and the next one waits before asking anything about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from canbo.apps.procedures.models import Case
from canbo.base.walls.asking import everything


@contextmanager
def in_turn(case: Case) -> Iterator[None]:
    """Hold a case until the transaction ends: of many at once each finds out first whether somebody was quicker.

    Always taken before the record's own lock, so that two never wait for each other. SQLite has one writer anyway, who
    should not hold all others while the conditions of a step are asked.
    """
    if not connection.features.has_select_for_update:
        yield
        return
    with transaction.atomic():
        with everything():
            Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        yield
