"""Shares that committees want in the plans of their areas: which counts for a body, and why one cannot be set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from canbo.apps.bodies.permissions import codes_above
from canbo.apps.planning.models import TARGETS, WHOLE, Target
from canbo.apps.planning.structure import PARAMETERS, value_on
from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

_CORRECT = Text("Sửa các mục đó rồi ghi lại.", "Correct this, then enter it again.")
_RAISE = Text("Ghi tỷ lệ bằng hoặc cao hơn mức đó.", "Enter that share or a higher one.")


def targets_for(code: str, on: dt.date) -> Mapping[str, Target]:
    """By kind: the share that counts in a body on a day, that of the nearest area which has set one."""
    found = Target.objects.filter(body__code__in=codes_above(code, on), entry_to__isnull=True, since__lte=on)
    by_depth = sorted(found.select_related("body"), key=lambda each: len(codes_above(each.body.code, on)))
    return {each.kind: each for each in by_depth}


def read_hundredths(text: str) -> int | None:
    """A per cent as typed (25, 12,5, 12.5 %), in hundredths of a per cent; None for what is none of 0 to 100."""
    try:
        found = Decimal(text.strip().rstrip("%").strip().replace(",", ".")) * 100
    except InvalidOperation:
        return None
    return int(found) if found.is_finite() and found == int(found) and 0 < found <= WHOLE else None


def why_not_target(
    kind: str, hundredths: int | None, young_below: int | None, words: tuple[str, str], since: dt.date | None,
    today: dt.date,
) -> Refusal | None:  # fmt: skip
    """Why a committee's own share cannot be entered as typed: what is missing, or below what the rule asks; or None."""
    document, decided_by = words
    faults = (
        (kind not in TARGETS, Text("Chọn nữ, dân tộc thiểu số hoặc trẻ.", "Choose women, minorities or the young.")),
        (hundredths is None, Text("Tỷ lệ phải từ trên 0 đến 100 %.", "The share lies above 0 and up to 100 %.")),
        (
            kind == "young" and not (young_below and 10 <= young_below <= 99),  # an age as written; no rule bounds it
            Text("Trẻ là dưới mấy tuổi: ghi hai chữ số.", "Young is under which age: two digits."),
        ),
        (
            since is None or since > today,
            Text("Ngày có hiệu lực: dd/mm/yyyy, không sau hôm nay.", "The day: dd/mm/yyyy, not later than today."),
        ),
        (
            not document.strip() or not decided_by.strip(),
            Text("Ghi số, ngày văn bản và cấp ban hành.", "Give the document with its day, and who issued it."),
        ),
    )  # fmt: skip
    found = [says for wrong, says in faults if wrong]
    if found:
        says = Text(" ".join(each.vi for each in found), " ".join(each.en for each in found))
        return Refusal("planning.target", says, _CORRECT, status=422)
    return _why_too_low(kind, hundredths or 0, today)


def _why_too_low(kind: str, hundredths: int, today: dt.date) -> Refusal | None:
    dated = value_on(current_pack(), PARAMETERS[kind], today)
    if dated is None or not isinstance(dated.value, Fraction) or Fraction(hundredths, WHOLE) >= dated.value:
        return None
    says = Text(
        f"Thấp hơn mức quy định: ít nhất {dated.value * 100} %.", f"Below what the rule asks: {dated.value * 100} %."
    )
    return Refusal("planning.target_low", says, _RAISE, citation=dated.cites, status=422)
