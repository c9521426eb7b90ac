"""Questions to schools: whether a degree is genuine, and the answer, with which the degree says so."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from canbo.apps.people.models import Degree, Verification
from canbo.apps.people.permissions import why_not_write
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.rows import closed, copied, written
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def ask_about_degree(*, degree: Degree, asked_of: str, letter: str, by: Account, at: dt.datetime) -> Verification:
    """Enter that the school or authority was asked whether a degree is genuine.

    Raises Refusal when `by` may not, the degree was corrected since, or a question about it is open.
    """
    refuse(why_not_write(by, degree.person, timezone.localdate(at)))
    if degree.entry_to_id is not None:
        raise _refusal("degree-gone", "Văn bằng này đã được sửa; chọn lại.", "The degree was corrected; choose anew.")
    payload = {"key": degree.person.key, "degree": degree.pk, "letter": letter, "asked_of": asked_of}
    with acting("people.ask_about_degree", by=by, at=at, payload=payload) as entry:
        return written(
            Verification, entry, person=degree.person, degree=degree, asked_of=asked_of, letter=letter,
            asked=timezone.localdate(at),
        )  # fmt: skip


def answer_about_degree(
    *, verification: Verification, genuine: bool, answer: str, by: Account, at: dt.datetime
) -> Verification:
    """Enter the answer; the degree says from now on whether it was found genuine.

    Raises Refusal when `by` may not, the question was answered, or the degree was corrected after it was asked about.
    """
    refuse(why_not_write(by, verification.person, timezone.localdate(at)))
    if verification.answered is not None:
        raise _refusal("answered", "Yêu cầu này đã có trả lời.", "This question has its answer.")
    payload = {"key": verification.person.key, "verification": verification.pk, "genuine": genuine, "answer": answer}
    with acting("people.answer_about_degree", by=by, at=at, payload=payload) as entry:
        closed(verification, entry)
        closed(verification.degree, entry)
        copied(verification.degree, entry, verified=genuine)
        return copied(verification, entry, answered=timezone.localdate(at), genuine=genuine, answer=answer)


def _refusal(code: str, vi: str, en: str) -> Refusal:
    return Refusal(f"people.{code}", Text(vi, en), status=422)
