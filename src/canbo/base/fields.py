"""Model fields shared by the registers: dates known only in part, kept as written and as two stamps."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

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


def stamps_agree(name: str) -> models.CheckConstraint:
    """The constraint that a written date has its two stamps, in order, and that a blank one has none."""
    lo, hi = f"{name}_lo", f"{name}_hi"
    absent = Q(**{name: "", f"{lo}__isnull": True, f"{hi}__isnull": True})
    written = ~Q(**{name: ""}) & Q(**{f"{lo}__isnull": False, f"{hi}__isnull": False, f"{lo}__lte": F(hi)})
    return models.CheckConstraint(condition=absent | written, name=f"%(class)s_{name}_stamps")


def ends_after_it_begins(first: str = "since", last: str = "last") -> models.CheckConstraint:
    """The constraint that a spell can have lasted a day: its earliest first day lies before its latest end.

    Where nothing is known of the beginning or the end there is nothing to refuse.
    """
    can = (
        Q(**{f"{first}_lo__isnull": True})
        | Q(**{f"{last}_hi__isnull": True})
        | Q(**{f"{first}_lo__lt": F(f"{last}_hi")})
    )
    return models.CheckConstraint(condition=can, name="%(class)s_ends_after_it_begins")


def listed(*names: str) -> models.CheckConstraint:
    """The constraint that codes are written "LIST:code" or left blank: a bare number would change its meaning."""
    condition = Q()
    for name in names:
        condition &= Q(**{name: ""}) | Q(**{f"{name}__contains": ":"})
    return models.CheckConstraint(condition=condition, name="%(class)s_codes_name_their_list")


def stated(*names: str) -> models.CheckConstraint:
    """The constraint that these texts are not blank."""
    condition = Q()
    for name in names:
        condition &= ~Q(**{name: ""})
    return models.CheckConstraint(condition=condition, name="%(class)s_says_what_it_is")


def one_of(name: str, *codes: str) -> models.CheckConstraint:
    """The constraint that a column holds one of a few codes that the code itself knows."""
    return models.CheckConstraint(condition=Q(**{f"{name}__in": codes}), name=f"%(class)s_{name}_is_a_code")


def between(name: str, low: int, high: int | None = None) -> models.CheckConstraint:
    """The constraint that a number, where there is one, lies between two bounds, both included; no `high`, no end."""
    condition = Q(**{f"{name}__gte": low}) if high is None else Q(**{f"{name}__gte": low, f"{name}__lte": high})
    return models.CheckConstraint(condition=Q(**{f"{name}__isnull": True}) | condition, name=f"%(class)s_{name}_range")


def bounds_of(column: models.Field[Any, Any]) -> tuple[int, int | None]:
    """The bounds that `between` gives a column of numbers; from 0 without an end where it gives none."""
    ending = f"_{column.name}_range"
    made = (each for each in column.model._meta.constraints if isinstance(each, models.CheckConstraint))
    condition = next((each.condition for each in made if each.name.endswith(ending)), None)
    parts: list[Any] = condition.children if isinstance(condition, Q) else []
    found = dict(pair for part in parts for pair in getattr(part, "children", [part]))
    return found.get(f"{column.name}__gte", 0), found.get(f"{column.name}__lte")
