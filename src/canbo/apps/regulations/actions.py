"""Asking to study an instrument, confirming a reading, recording which of two rules that differ is applied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils import timezone

from canbo.apps.regulations.models import RuleChoice, Study, StudyConfirmation, StudyReminder
from canbo.apps.regulations.permissions import (
    why_not_assign,
    why_not_choose,
    why_not_chosen_by,
    why_not_confirm,
    why_not_remind,
)
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.base.record.actions import acting, refuse
from canbo.base.record.rows import closed, written
from canbo.core.errors import nearest_names
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def assign_study(
    *,
    instrument: str,
    due: dt.date,
    body_code: str = "",
    account: Account | None = None,
    note: str = "",
    by: Account,
    at: dt.datetime,
) -> Study:
    """Ask everybody in office in a body and below, or one account, to read an instrument by a day.

    An earlier assignment of the same to the same is closed and replaced. Raises Refusal when `by` may not, the rules in
    use do not know the instrument, or the day lies in the past.
    """
    today = timezone.localdate(at)
    refuse(why_not_assign(by, today, body_code=body_code, account=account))
    refuse(_why_not_instrument(instrument))
    if due < today:
        raise Refusal(
            "study.past",
            Text(f"Hạn {due:%d/%m/%Y} đã qua.", f"The day due, {due:%d/%m/%Y}, has passed."),
            Text("Chọn hôm nay hoặc một ngày sau đó.", "Choose today or a later day."),
            status=422,
        )
    payload = {
        "instrument": instrument, "body": body_code, "account": account and account.username, "due": due.isoformat(),
        "note": note,
    }  # fmt: skip
    target = {"body_code": body_code} if body_code else {"body_code": "", "account": account}
    with acting("regulations.assign_study", by=by, at=at, payload=payload) as entry:
        for old in Study.objects.filter(instrument=instrument, entry_to__isnull=True, **target):
            closed(old, entry)
        return written(Study, entry, instrument=instrument, assigned=today, due=due, note=note, **target)


def confirm_reading(*, instrument: str, answers: Sequence[int] = (), by: Account, at: dt.datetime) -> StudyConfirmation:
    """Say that one has read an instrument. `answers` are places of answers to its questions, from 1, in their order.

    A wrong answer refuses the confirmation and names the article to read again; no answer is kept. Raises Refusal also
    when nobody asked for the reading or it is confirmed already.
    """
    today = timezone.localdate(at)
    refuse(why_not_confirm(by, instrument, today))
    refuse(_why_not_understood(instrument, answers))
    with acting("regulations.confirm_reading", by=by, at=at, payload={"instrument": instrument}) as entry:
        return written(StudyConfirmation, entry, account=by, instrument=instrument, on=today)


def remind(*, study: Study, by: Account, at: dt.datetime) -> StudyReminder:
    """Remind those who have not yet confirmed an assignment: it then stands first on their page, with the day.

    Raises Refusal when `by` may not assign it, everybody has confirmed, or they were reminded today already.
    """
    today = timezone.localdate(at)
    refuse(why_not_remind(by, study, today))
    with acting("regulations.remind", by=by, at=at, payload={"study": str(study), "on": today.isoformat()}) as entry:
        return written(StudyReminder, entry, study=study, on=today)


def _why_not_understood(instrument: str, answers: Sequence[int]) -> Refusal | None:
    known = next((each for key, each in current_pack().instruments.items() if str(key) == instrument), None)
    questions = known.questions if known else ()
    given = [*answers, *[0] * (len(questions) - len(answers))]
    again = [each.article for each, answer in zip(questions, given, strict=False) if answer != each.right]
    if not again:
        return None
    articles = ", ".join(dict.fromkeys(again))
    return Refusal(
        "study.read_again",
        Text(f"Chưa đúng ở điều {articles}.", f"Not right on article {articles}."),
        Text("Đọc lại điều đó rồi trả lời lần nữa; không ai ghi lại câu trả lời.",
             "Read it again and answer once more; nobody keeps the answers."),
        status=422,
    )  # fmt: skip


def choose_rule(
    *,
    conflict: str,
    option: str,
    body: str,
    number: str,
    document: str,
    decided: dt.date,
    reason: str,
    subject: str = "",
    charge: str = "",
    by: Account,
    at: dt.datetime,
) -> RuleChoice:
    """Record that a body has chosen one of two rules that differ: for one case (`subject`, a staff number or the number
    of a case), or for every case in the charge of a body (`charge`, its code).

    An earlier choice for the same is closed and replaced; it stays on the record. Raises Refusal when `by` may not, or
    has not that case or body in charge; when not exactly one of the two is given; when another body decides on the
    person; when the rules in use know no such conflict or option, when the body, number, document or reason is not
    given, or when the day of the decision has not come.
    """
    today = timezone.localdate(at)
    refuse(why_not_choose(by, today))
    refuse(_why_not_one_thing(subject, charge))
    refuse(why_not_choose(by, today, subject=subject, charge=charge))
    facts = {"body": body, "number": number, "document": document, "reason": reason}
    refuse(_why_not_option(conflict, option, facts, decided, today))
    refuse(why_not_chosen_by(body, subject, decided))
    where = {"subject": subject, "charge": charge}
    payload = {"conflict": conflict, "option": option, **where, "decided": decided.isoformat(), **facts}
    with acting("regulations.choose_rule", by=by, at=at, payload=payload) as entry:
        for old in RuleChoice.objects.filter(conflict=conflict, entry_to__isnull=True, **where):
            closed(old, entry)
        return written(RuleChoice, entry, conflict=conflict, option=option, decided=decided, **where, **facts)


def _why_not_one_thing(subject: str, charge: str) -> Refusal | None:
    if bool(subject) != bool(charge):
        return None
    return Refusal(
        "choice.one_thing",
        Text("Ghi một vụ việc, hoặc chọn một cơ quan phụ trách: đúng một trong hai.",
             "Name one case, or one body in charge: exactly one of the two."),
        status=422,
    )  # fmt: skip


def _why_not_option(
    conflict: str, option: str, facts: Mapping[str, str], decided: dt.date, today: dt.date
) -> Refusal | None:
    known = current_pack().rules.conflicts.get(conflict)
    options = {each.code for each in known.options} if known else set()
    if known is None or option not in options:
        near = "; ".join(sorted(options) or nearest_names(conflict, current_pack().rules.conflicts)) or "–"
        return Refusal(
            "choice.unknown",
            Text(f"Không có phương án “{option}” cho “{conflict}”.", f"“{conflict}” has no option “{option}”."),
            Text(f"Chọn trong: {near}.", f"Choose among: {near}."),
            status=422,
        )
    if any(not each.strip() for each in facts.values()):
        return Refusal(
            "choice.incomplete",
            Text(
                "Cần ghi đủ cơ quan quyết định, số, văn bản và lý do.",
                "The body, the number, the document and the reason are all needed.",
            ),
            status=422,
        )
    if decided > today:
        return Refusal(
            "choice.future",
            Text(f"Ngày quyết định {decided:%d/%m/%Y} chưa tới.", f"The day {decided:%d/%m/%Y} has not come."),
            Text("Nhập ngày ký ghi trên văn bản.", "Enter the day written on the document."),
            status=422,
        )
    return None


def _why_not_instrument(instrument: str) -> Refusal | None:
    known = {str(key) for key in current_pack().instruments}
    if instrument in known:
        return None
    near = "; ".join(nearest_names(instrument, known)) or "–"
    return Refusal(
        "study.unknown_instrument",
        Text(f"Không có văn bản “{instrument}”.", f"There is no instrument “{instrument}”."),
        Text(f"Gần nhất: {near}.", f"Nearest: {near}."),
        status=422,
    )
