"""Why a plan cannot be opened, reviewed or left now: the condition, the article that asks for it, the cure."""

from __future__ import annotations

import datetime as dt

from canbo.apps.people.models import Planned
from canbo.apps.people.visibility import SEEING_ALL
from canbo.apps.planning.exits import failing
from canbo.apps.planning.models import Cycle, Place
from canbo.apps.planning.queries import places
from canbo.apps.planning.sources import PROCEDURE, UNIT
from canbo.apps.planning.structure import value_on
from canbo.apps.procedures.permissions import why_not_open
from canbo.base.access.deciding import No, Rule, Stand
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.base.walls.asking import everything
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.core.procedure_plan import plan_on
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

RULES = {
    "planning.see_clauses": Rule(
        SEEING_ALL,
        No(
            "planning.clauses",
            Text("Tiêu chí này dựa trên mục được bảo vệ.", "This clause rests on a sealed section."),
            Text("Đề nghị người được mở mục đó xem.", "Ask somebody who may open that section."),
        ),
    ),
}
#: A plan is asked about in its body, whose own room says who stands how to it.
STANDS: dict[type, Stand] = {}


def why_not_plan(actor: Account, body: int, day: dt.date) -> Refusal | None:
    """Why an account may not open or review the plans of a body, by the article of the procedure, or None."""
    refusal = why_not_open(actor, body, day)
    return refusal.under(_steps(current_pack(), PROCEDURE, day)) if refusal is not None else None


def why_not_title(pack: Pack, title: str, term: str, day: dt.date) -> Refusal | None:
    """Why a title is not planned for a term: no planning standard holds for it, or nobody knows the term; or None.

    No article is named: it is the rules that say nothing here.
    """
    try:
        pack.standard(title, "planning", day)
    except (UnknownName, NotInForce) as fault:
        cure = Text("Chọn chức danh đang có tiêu chuẩn quy hoạch.", "Choose a title that has a planning standard.")
        return Refusal("planning.no_standard", fault.says, cure, status=422)
    if term in pack.lists["terms"].codes:
        return None
    says = Text("Nhiệm kỳ này không có trong danh mục.", "This term is not in the catalogue.")
    return Refusal("planning.term", says, Text("Chọn nhiệm kỳ.", "Choose a term."), status=422)


def why_not_outside(pack: Pack, day: dt.date) -> Refusal:
    """Why nobody from elsewhere is planned for the central level by the body: each unit introduces its own."""
    return Refusal(
        "planning.by_units",
        Text(
            "Quy hoạch cấp Trung ương do từng đơn vị giới thiệu người của mình.",
            "For the central level each unit introduces its own people.",
        ),
        Text("Mở vụ việc ở đơn vị người đó công tác.", "Open the case in the unit where that person works."),
        _steps(pack, UNIT, day),
        status=422,
    )


def why_not_remove(document: str, decided_by: str, today: dt.date) -> Refusal | None:
    """Why somebody cannot be taken out of a plan: no document, or no body that decided, is named; or None."""
    if document.strip() and decided_by.strip():
        return None
    says = Text(
        "Chưa ghi văn bản đưa ra khỏi quy hoạch hoặc cấp quyết định.",
        "The document that takes the person out, or the body that decided, is not named.",
    )
    return _no_document(says, Text("Ghi đủ văn bản và cấp quyết định.", "Name the document and the body."), today)


def why_not_keep(cycle: Cycle, document: str, today: dt.date) -> Refusal | None:
    """Why a plan cannot be kept by a document: none is named, or the plan cannot be kept as it stands; or None."""
    if document.strip():
        return why_not_review(cycle, today)
    says = Text("Chưa ghi văn bản rà soát.", "The document of the review is not named.")
    return _no_document(says, Text("Ghi số, ngày của văn bản.", "Give its number and day."), today)


def why_not_review(cycle: Cycle, today: dt.date) -> Refusal | None:
    """Why a plan cannot be kept as it stands: reviewed this year, or somebody in it fails the standard; or None.

    The clause that fails is not named: it may rest on a sealed section.
    """
    if cycle.reviews.filter(year=today.year).exists():
        return Refusal(
            "planning.reviewed",
            Text(f"Đã rà soát năm {today.year}.", f"The review of {today.year} is entered."),
            Text(
                f"Rà soát lần sau vào năm {today.year + 1}; trước đó vẫn đưa ra, bổ sung được từng người.",
                f"The next is in {today.year + 1}; till then people may still be taken out or added.",
            ),
            _review(today),
        )
    with everything():
        rows = places(cycle)
        fails = failing(cycle.title, sorted(row.person_id for row in rows), today)
        named = ", ".join(row.person.key for row in rows if row.person_id in fails)
    if not named:
        return None
    return Refusal(
        "planning.failing",
        Text(f"Còn người không đạt tiêu chuẩn quy hoạch: {named}.", f"Some fail the planning standard: {named}."),
        Text("Đưa ra khỏi quy hoạch trước.", "Take them out of the plan first."),
        _review(today),
    )


def _no_document(says: Text, cure: Text, today: dt.date) -> Refusal:
    return Refusal("planning.no_document", says, cure, _review(today), status=422)


def _review(day: dt.date) -> Citation | None:
    """The article that asks for the yearly review."""
    every = value_on(current_pack(), "planning_review_months", day)
    return every.cites if every else None


def _steps(pack: Pack, procedure: str, day: dt.date) -> Citation | None:
    """The article of a procedure; None on a day on which none holds."""
    try:
        return plan_on(pack.rules, procedure, day).version.cites
    except NotInForce:
        return None


def why_not_withdrawn(row: object) -> Refusal | None:
    """Why a row of a dossier that says "planned" is not withdrawn: it stands on an approved plan, which has its own way
    out; or None."""
    places_of = Place.objects.select_related("entry_from")
    place = isinstance(row, Planned) and places_of.filter(planned=row, entry_to__isnull=True).first()
    if not place:
        return None
    says = Text(
        "Dòng này do quy hoạch được duyệt ghi (quyết định {number}).",
        "An approved plan wrote this row (decision {number}).",
    ).filled(number=place.decision or "–")
    cure = Text(
        "Đưa ra khỏi quy hoạch ở trang quy hoạch của chức danh.",
        "Take the person out of the plan, on the page of that plan.",
    )
    return Refusal("planning.stands_in_a_plan", says, cure, _review(place.entry_from.at.date()))
