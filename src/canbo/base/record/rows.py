"""How a recorded row is written, closed and corrected inside an action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from canbo.base.fields import WrittenDate, stamped
from canbo.base.record.models import Entry, Recorded
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc

Row = TypeVar("Row", bound=Recorded)
#: What the record writes itself.
_OURS = {"id", "entry_from", "entry_to"}
#: Part of what the database says → what it means.
_IMPOSSIBLE = {
    "one person_id overlap": Text(
        "Cùng thời gian đó người này đã giữ một chức vụ chính khác: kết thúc chức vụ trước, hoặc ghi là kiêm nhiệm.",
        "In the same time this person holds another main post: end that one, or mark one of them concurrent.",
    ),
    "overlap": Text(
        "Cùng thời gian đó đã có dòng khác cho vị trí hoặc tổ chức này.",
        "Another row stands for this post or body in the same time.",
    ),
    "leave a gap": Text(
        "Giữa hai khoảng thời gian của cùng một tổ chức không được có khoảng trống.",
        "No gap may lie between two spells of one body.",
    ),
    "make a circle": Text(
        "Tổ chức không thể trực thuộc chính mình hoặc tổ chức cấp dưới của mình.",
        "A body cannot hang under itself or under what hangs under it.",
    ),
    "ends_after_it_begins": Text("Ngày kết thúc phải sau ngày bắt đầu.", "It must end after it begins."),
    "stamps": Text("Ngày tháng không hợp lệ.", "The date is not valid."),
    "codes_name_their_list": Text(
        "Mã phải kèm tên danh mục, ví dụ P34:40.", "A code is written with its list, for example P34:40."
    ),
    "another row stands there": Text("Dòng này đã có trong sổ.", "This row stands in the register already."),
    "unique": Text("Dòng này đã có trong sổ.", "This row stands in the register already."),
}


def written(model: type[Row], entry: Entry, **values: Any) -> Row:
    """A new open row under an entry: texts composed, dates stamped, fields checked.

    Raises Refusal (422) naming every field that cannot be taken.
    """
    row = model(entry_from=entry, **{name: nfc(v) if isinstance(v, str) else v for name, v in values.items()})
    links = {field.name for field in model._meta.concrete_fields if field.is_relation}  # the database checks these
    try:
        row.clean_fields(exclude=_OURS | _stamps(model) | links)
        stamped(row)
    except ValidationError as fault:
        raise _faulty(fault.message_dict) from fault
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise impossible(str(fault)) from fault
    return row


def closed(row: Row, entry: Entry) -> None:
    """Close an open row: from this entry on the register no longer says it. Raises Refusal when it is closed."""
    changed = type(row)._default_manager.filter(pk=row.pk, entry_to__isnull=True).update(entry_to=entry)
    if not changed:
        raise Refusal(
            "record.closed",
            Text(
                "Dòng này đã được sửa hoặc kết thúc bởi một thao tác khác.",
                "This row has been corrected or closed by another action.",
            ),
            Text("Tải lại trang rồi thử lại.", "Load the page again and repeat."),
        )
    row.entry_to = entry


def copied(row: Row, entry: Entry, **changes: Any) -> Row:
    """A new open row that says what `row` says, with changes."""
    return written(type(row), entry, **{**said(row), **changes})


def said(row: Recorded) -> dict[str, Any]:
    """What a row says: its fields without its number, its stamps and its place on the record."""
    left_out = _OURS | _stamps(type(row))
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in left_out}


def in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON for an entry's payload: rows by number, days and fractions as text."""
    plain = (str, int, bool, type(None))
    return {
        name: value if isinstance(value, plain) else getattr(value, "pk", None) or str(value)
        for name, value in values.items()
    }


def _stamps(model: type[Recorded]) -> set[str]:
    written_dates = [field.name for field in model._meta.concrete_fields if isinstance(field, WrittenDate)]
    return {f"{name}{end}" for name in written_dates for end in ("_lo", "_hi")}


def _faulty(faults: Mapping[str, list[str]]) -> Refusal:
    listed = "; ".join(f"{name}: {', '.join(texts)}".lstrip(": ") for name, texts in sorted(faults.items()))
    return Refusal(
        "record.faulty",
        Text("Không ghi được: {listed}.", "This cannot be written: {listed}.").filled(listed=listed),
        status=422,
    )


def impossible(fault: str) -> Refusal:
    """What the database said when it found a row impossible, as a refusal."""
    for part, says in _IMPOSSIBLE.items():
        if part in fault:
            return Refusal("record.impossible", says, status=422)
    return Refusal(
        "record.impossible",
        Text("Dữ liệu mâu thuẫn với sổ: {fault}.", "This contradicts the register: {fault}.").filled(fault=fault),
        status=422,
    )
