"""Why something may not be done: one function per deed, the same sentence on the button and in the refusal."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from canbo.apps.bodies.models import Body
from canbo.apps.eligibility.models import EligiblesCertificate
from canbo.apps.people.models import Person
from canbo.apps.people.visibility import SEEING, SEEING_ALL, roles_over_body
from canbo.apps.regulations.permissions import why_not_decided_by
from canbo.base.access.deciding import No, Own, Rule, Standing, may, offices_for
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.core.clauses import Standard
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Roles that freeze lists and enter exception decisions.
DECIDING = frozenset({Role.OFFICER, Role.HEAD, Role.APPROVER})
_NEEDED = {
    "body": Text(vi="cơ quan có thẩm quyền quyết định", en="the body that decided"),
    "number": Text(vi="số quyết định", en="the number of the decision"),
    "document": Text(vi="văn bản kèm theo", en="the document"),
    "reason": Text(vi="lý do", en="the reason"),
}


def refuse(refusal: Refusal | None) -> None:
    """Raise a refusal if there is one."""
    if refusal is not None:
        raise refusal


def why_not_except(
    standard: Standard,
    clause: str,
    facts: Mapping[str, str],
    *,
    decided: dt.date,
    until: dt.date | None,
    today: dt.date,
) -> Refusal | None:
    """Why an exception to a clause cannot be entered with these particulars, or None."""
    found = next((c for c in standard.clauses if c.code == clause), None)
    if found is None:
        codes = ", ".join(c.code for c in standard.clauses)
        return Refusal(
            code="unknown-clause",
            says=Text(
                vi=f"Tiêu chuẩn của chức danh này không có tiêu chí “{clause}”.",
                en=f"The standard of this title has no clause “{clause}”.",
            ),
            remedy=Text(vi=f"Các tiêu chí: {codes}.", en=f"Its clauses: {codes}."),
            status=422,
        )
    if found.excepted_by is None:
        return Refusal(
            code="no-exception-possible",
            says=Text(
                vi=f"Quy định không cho phép trường hợp đặc biệt đối với tiêu chí {clause}.",
                en=f"The rule allows no exception to clause {clause}.",
            ),
            citation=found.cites,
        )
    absent = [_NEEDED[name] for name, value in facts.items() if not value.strip()]
    if absent:
        return Refusal(
            code="exception-incomplete",
            says=Text(
                vi="Quyết định trường hợp đặc biệt còn thiếu: " + ", ".join(a.vi for a in absent) + ".",
                en="The exception decision lacks: " + ", ".join(a.en for a in absent) + ".",
            ),
            citation=found.cites,
            status=422,
        )
    return _why_not_dates(decided, until, today) or why_not_decided_by(
        facts["body"], standard.title, decided, found.excepted_by
    )


def _why_not_dates(decided: dt.date, until: dt.date | None, today: dt.date) -> Refusal | None:
    if decided > today:
        return Refusal(
            code="decided-in-the-future",
            says=Text(
                vi=f"Ngày quyết định {decided:%d/%m/%Y} chưa tới.",
                en=f"The day of the decision, {decided:%d/%m/%Y}, has not come.",
            ),
            remedy=Text(vi="Nhập ngày ký ghi trên quyết định.", en="Enter the day written on the decision."),
            status=422,
        )
    if until is not None and until <= decided:
        return Refusal(
            code="exception-ends-before-it-begins",
            says=Text(
                vi=f"Ngày hết hiệu lực {until:%d/%m/%Y} phải sau ngày quyết định {decided:%d/%m/%Y}.",
                en=f"The end, {until:%d/%m/%Y}, must lie after the decision, {decided:%d/%m/%Y}.",
            ),
            status=422,
        )
    return None


def own_bodies(actor: Account, day: dt.date) -> tuple[str, ...]:
    """The bodies whose people an account sees by its roles: the pool when none is named."""
    return tuple(sorted(set(offices_for(actor, "people.see", day).values_list("body_code", flat=True))))


@dataclass(frozen=True)
class Pool:
    """The bodies, by code, whose people a list of eligibles is about."""

    codes: tuple[str, ...]


def stand_to_pool(actor: Account, pool: Pool, at: dt.date) -> Standing:
    """The roles that an account holds over every one of some bodies; over none of them when one is not known."""
    bodies = dict(Body.objects.filter(code__in=pool.codes).values_list("code", "pk"))
    if not pool.codes or set(pool.codes) - set(bodies):
        return Standing()
    held = [roles_over_body(actor, body, at) for body in bodies.values()]
    return Standing(frozenset.intersection(*held))


def stand_to_certificate(actor: Account, certificate: EligiblesCertificate, at: dt.date) -> Standing:
    """A certificate is its maker's own; else what counts is the roles over all the bodies it names."""
    named = json.loads(certificate.content)["request"]["pool"]
    return Standing(stand_to_pool(actor, Pool(tuple(named)), at).roles, certificate.entry.by_id == actor.pk)


RULES = {
    "eligibility.freeze": Rule(
        DECIDING,
        No(
            "not-in-office",
            Text(
                "Chỉ cán bộ tổ chức, người đứng đầu hoặc cấp phê duyệt được chốt danh sách đủ điều kiện.",
                "Only a personnel officer, the head or the approving body may freeze a list of eligibles.",
            ),
            Text("Chỉ chọn những cơ quan thuộc phạm vi phụ trách.", "Choose only bodies of which you have charge."),
        ),
    ),
    "eligibility.except": Rule(
        DECIDING,
        No(
            "not-in-office",
            Text(
                "Chỉ cán bộ tổ chức, người đứng đầu hoặc cấp phê duyệt được ghi quyết định trường hợp đặc biệt.",
                "Only a personnel officer, the head or the approving body may enter an exception decision.",
            ),
            Text(
                "Người này không thuộc cơ quan mà đồng chí phụ trách.",
                "This person is in no body of which you have charge.",
            ),
        ),
        Own.NEVER,
        No(
            "own-exception",
            Text(
                "Không ai tự ghi quyết định trường hợp đặc biệt cho mình.",
                "Nobody enters an exception decision about themselves.",
            ),
            Text("Đề nghị người khác có thẩm quyền ghi.", "Ask somebody else in office to enter it."),
        ),
    ),
    "eligibility.open_facts": Rule(
        SEEING_ALL,
        No(
            "eligibility.facts_sealed",
            Text(
                "Tệp này có dữ kiện từ mục hồ sơ được bảo vệ; tài khoản này không được mở.",
                "This file holds facts of sealed sections; this account may not open it.",
            ),
            Text("Tải bản .pdf hoặc .xlsx.", "Take the .pdf or the .xlsx."),
        ),
    ),
    "eligibility.open_certificate": Rule(
        SEEING,
        No(
            "eligibility.not_seen",
            Text("Danh sách này ngoài phạm vi được xem.", "This list is outside what you may see."),
        ),
        Own.ALSO,
    ),
}
STANDS = {Pool: stand_to_pool, EligiblesCertificate: stand_to_certificate}


def why_not_freeze(actor: Account, pool: Collection[str], day: dt.date) -> Refusal | None:
    """Why an account may not freeze the list of eligibles of some bodies, or None."""
    return may(actor, "eligibility.freeze", Pool(tuple(pool)), day)


def why_not_decide(actor: Account, person: Person, day: dt.date) -> Refusal | None:
    """Why an account may not enter an exception decision for a person, or None."""
    return may(actor, "eligibility.except", person, day)


def may_open(actor: Account, certificate: EligiblesCertificate, day: dt.date) -> bool:
    """A certificate names people: it opens to those who froze it and to those who see all of its bodies that day."""
    return may(actor, "eligibility.open_certificate", certificate, day) is None


def why_not_facts(actor: Account, certificate: EligiblesCertificate, day: dt.date) -> Refusal | None:
    """Why an account may not take along the facts behind a certificate, or None: they come from sealed sections too."""
    return may(actor, "eligibility.open_facts", certificate, day)
