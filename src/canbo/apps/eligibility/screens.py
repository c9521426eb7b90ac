"""Screening on screen: choose a title and a day, see everybody's answers, read one person's reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.bodies.queries import body_on, tree_on
from canbo.apps.eligibility import asked
from canbo.apps.eligibility.explaining import explain, foresee
from canbo.apps.eligibility.permissions import own_bodies, why_not_decide, why_not_freeze
from canbo.apps.eligibility.reading import clauses, missing
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.screening import Row, Screen
from canbo.apps.eligibility.sealing import sealed_from, shown_to
from canbo.apps.eligibility.workbook import screen_workbook
from canbo.apps.people.listing import Entry, Found, Wish, entries, versions, visible_number
from canbo.apps.people.visibility import visible_person
from canbo.apps.regulations.queries import differing, managing_authority
from canbo.apps.regulations.wording import PURPOSES
from canbo.base.packs.queries import current_pack
from canbo.core.foresight import Foresight
from canbo.core.pack import Pack
from canbo.core.rules import Title
from canbo.core.verdicts import Answer
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.naming import LEVELS, names
from canbo.shell.templatetags.canbo import language

PAGE = Text("Trang", "Page")
ANSWER = Text("Kết luận", "Answer")
ORDER = Text("Thứ tự", "Order")
#: The order that puts first whom the fewest clauses still keep from the title; names order those who are equal.
NEAREST = "nearest"
CLAUSE = Text("Tiêu chí", "Clause")
ANSWERS = {answer.value for answer in Answer}
PURPOSE_NAMES = tuple(
    (code, Text(says.vi[:1].upper() + says.vi[1:], says.en.capitalize())) for code, says in PURPOSES.items()
)


@dataclass(frozen=True)
class Line:
    """One person of a screen with the answers."""

    entry: Entry
    row: Row


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Which title, which day, among whom."""
    pack = current_pack()
    today = timezone.localdate()
    own = own_bodies(request.user, today)
    tree = [body for body in tree_on(today) if body.depth < 3] if own else []
    context = {
        "groups": _groups(pack),
        "purposes": PURPOSE_NAMES,
        "today": today,
        "bodies": tree,
        "places": names().choices("provinces-34"),
        "own": own,
        "seen": visible_number(request.user, today),
    }
    return render(request, "eligibility/choose.html", context)


@login_required
def everybody(request: HttpRequest) -> HttpResponse:
    """Everybody against a standard: counts, clauses, people; each count leads to its people."""
    question = asked.read(request)
    shown = shown_to(request.user, asked.answered(question, request.user), timezone.localdate())
    found = shown.screen
    chosen = _chosen(request, found)
    sheet = asking.Sheet(asking.whole(request, "page", PAGE, 1), len(chosen))
    page = chosen[sheet.offset : sheet.offset + sheet.rows]
    called = names()
    context = {
        "screen": found,
        "sealed": shown.sealed,
        "counts": [(answer.value, count) for answer, count in found.counts.items()],
        "clauses": [(c, [(a.value, n) for a, n in counts.items()]) for c, counts in found.clause_counts],
        "lines": _lines(page),
        "sheet": sheet,
        "names": called,
        "question": question,
        "query": asked.written(question),
        "kept": [pair for pair in _pairs(request) if pair[0] not in ("q", "page")],
        "pool": _pool_names(question),
        "answer": request.GET.get("answer", ""),
        "clause": request.GET.get("clause", ""),
        "clause_answer": request.GET.get("clause_answer", ""),
        "nearest": request.GET.get("order", "") == NEAREST,
        "why_not_freeze": why_not_freeze(
            request.user, question.pool or own_bodies(request.user, timezone.localdate()), timezone.localdate()
        ),
    }
    return render(request, "eligibility/screen.html", context)


@login_required
def workbook(request: HttpRequest) -> HttpResponse:
    """The people shown, all pages of them, as a workbook."""
    question = asked.read(request)
    found = shown_to(request.user, asked.answered(question, request.user), timezone.localdate()).screen
    chosen = _chosen(request, found)
    made = screen_workbook(found, _lines(chosen), names(), language())
    answer = HttpResponse(made, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = f'attachment; filename="{question.title}-{question.on.isoformat()}.xlsx"'
    return answer


@login_required
def person(request: HttpRequest, key: str) -> HttpResponse:
    """One person's verdict with every reason, what is missing, and when the standard will be met."""
    question = asked.read(request)
    today = timezone.localdate()
    who = visible_person(request.user, key, today)
    if who is None:
        raise Http404(key)
    ground = grounds(question)
    told = explain(ground, who.person_id)
    sealed = sealed_from(request.user, who.person, told, timezone.now(), today)
    ahead = Foresight() if sealed else foresee(ground, who.person_id)
    counted = Counter(each.answer for each in told.verdict.clauses if each.clause.code not in sealed)
    says = {clause.code: clause.says for clause in ground.standard.clauses}
    called = names()
    context = {
        "who": entries([who], today)[0],
        "told": told,
        "sealed": sealed,
        "clauses": clauses(told, called),
        "missing": missing(told, called, sealed),
        "counts": [(answer.value, counted[answer]) for answer in Answer],
        "foresight": ahead,
        "in_the_way": [(code, says[code]) for code in ahead.blocked_by if code in says],
        "question": question,
        "query": asked.written(question),
        "names": called,
        "why_not_decide": why_not_decide(request.user, who.person, today),
        "authority": managing_authority(question.title, question.on, ground.pack),
        "differing": differing(says, question.on, key),
    }
    return render(request, "eligibility/person.html", context)


def _chosen(request: HttpRequest, found: Screen) -> Sequence[Row]:
    """The rows that the filters of an address leave."""
    answer = asking.choice(request, "answer", ANSWER, ANSWERS)
    clause = asking.choice(request, "clause", CLAUSE, [each.code for each in found.clauses])
    of_clause = asking.choice(request, "clause_answer", ANSWER, ANSWERS)
    rows = found.chosen(Answer(answer) if answer else None, clause, Answer(of_clause) if clause and of_clause else None)
    text = asking.words(request, "q")
    if text:
        ids = set(Found(request.user, Wish(text=text, left="all"), timezone.localdate()).ids())
        rows = [row for row in rows if row.person in ids]
    if asking.choice(request, "order", ORDER, (NEAREST,)):
        rows = sorted(rows, key=lambda row: row.unmet)
    return rows


def _lines(rows: Sequence[Row]) -> list[Line]:
    """Rows with the names and posts of their people, who are all visible: three queries, whatever their number."""
    today = timezone.localdate()
    told = {each.person.person_id: each for each in entries(versions([row.person for row in rows]), today)}
    return [Line(told[row.person], row) for row in rows if row.person in told]


def _groups(pack: Pack) -> list[tuple[Text, list[Title]]]:
    """The titles that have a standard, by level, highest first."""
    both = {t.code: t for purpose, _ in PURPOSE_NAMES for t in pack.titles_with_standards(purpose)}
    order = list(LEVELS)
    titles = sorted(both.values(), key=lambda t: (order.index(t.level) if t.level in order else 9, -t.rank, t.code))
    return [(LEVELS.get(level, Text(level, level)), list(found)) for level, found in groupby(titles, lambda t: t.level)]


def _pool_names(question: Request) -> list[str]:
    """The names of the bodies asked about; none means all that the reader may see."""
    bodies = (body_on(code, question.on) or body_on(code, timezone.localdate()) for code in question.pool)
    return [body.name if body else code for body, code in zip(bodies, question.pool, strict=True)]


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """The parameters of an address, to be carried along by a form."""
    return [(name, value) for name, values in request.GET.lists() for value in values]
