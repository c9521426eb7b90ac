"""Model fields shared by the registers: dates known only in part, kept as written and as two stamps."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from canbo.core.calendar import PartialDate


Row = TypeVar("Row", bound=models.Model)


def check_partial_date(value: str) -> None:
    """Refuse a text that is not YYYY, YYYY-MM or YYYY-MM-DD, or not a day of the calendar."""
    try:
        PartialDate(value)
    except ValueError as fault:
        raise ValidationError(str(fault)) from fault


class WrittenDate(models.CharField):
    """A partial date as written: "2024", "2024-06" or "2024-06-01". Its stamps stand in two integer columns beside it.

    A register row with a field `born` has columns `born`, `born_lo`, `born_hi`; `end=True` marks the last day of a
    spell, whose stamps are those of the day after (an exclusive end). `stamped(row)` fills them.
    """

    def __init__(self, *args: Any, end: bool = False, **kwargs: Any) -> None:
        self.end = end
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("validators", [check_partial_date])
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Keep `end` in migrations."""
        name, path, args, kwargs = super().deconstruct()
        if self.end:
            kwargs["end"] = True
        return name, path, args, kwargs


def stamped(row: Row) -> Row:
    """Fill the `_lo` and `_hi` columns of every WrittenDate of a row from its text; blank and null give null."""
    for field in row._meta.concrete_fields:
        if isinstance(field, WrittenDate):
            written = getattr(row, field.attname)
            lo = hi = None
            if written:
                date = PartialDate(written)
                lo, hi = date.until_stamps if field.end else date.stamps
            setattr(row, f"{field.attname}_lo", lo)
            setattr(row, f"{field.attname}_hi", hi)
    return row
