"""Keying papers: a page that works with the keyboard alone, saves by itself, and never makes a teller wait."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from canbo.apps.ballots.actions import adopt_other, finish_keying, key_papers, resume_keying, unkey_paper
from canbo.apps.ballots.models import Ballot
from canbo.apps.ballots.permissions import why_not_finish, why_not_key
from canbo.apps.ballots.queries import SIDES, differences, done_sides, keyed, kind_of, names_of, numbers_of
from canbo.apps.ballots.screens import found
from canbo.apps.ballots.visibility import telling
from canbo.base.packs.queries import archived_pack
from canbo.base.record.actions import refuse
from canbo.core.refusal import Refusal
from canbo.core.tally import Paper
from canbo.core.tally_entry import exception_mark, read_marks, usual_mark, write_marks
from canbo.core.tally_kinds import SEEN_IN_MARKS, Kind
from canbo.core.tally_words import fault_text
from canbo.lib.text import Text
from canbo.shell.fields import read_count
from canbo.shell.templatetags.canbo import say

#: Papers at most in one message: more than anybody keys while one is on its way.
_AT_ONCE = 200


@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: int) -> HttpResponse:
    """The keying page of a teller; without a script each paper is sent as a form."""
    ballot = found(request, number)
    side = _my_side(request, ballot)
    refused = why_not_key(request.user, ballot)
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("number", "typed", "faults", "old")}
        try:
            _save(request, ballot, [{**typed, "new": typed["old"] != "1"}])
        except Refusal as refusal:
            refused = refusal
        else:
            return redirect("ballots:key", number)
    kind, names = kind_of(ballot), names_of(ballot)
    mine = keyed(ballot, side)
    numbers = numbers_of(ballot)
    first_free = next(n for n in range(1, len(mine) + 2) if n not in mine)
    context = {
        "ballot": ballot, "kind": kind, "names": names, "side": side, "refusal": refused, "typed": typed,
        "papers": [(n, write_marks(kind, paper.marks), _faults(kind, ballot, paper)) for n, paper in mine.items()],
        "next": typed.get("number") or first_free, "numbers": numbers, "count": len(mine),
        "faults": _choices(ballot, kind),
        "usual": usual_mark(kind), "exception": exception_mark(kind) or "", "done": side in done_sides(ballot),
        "why_not_finish": why_not_finish(ballot, side),
    }  # fmt: skip
    return render(request, "ballots/key.html", context, status=refused.status if refused and typed else 200)


def _my_side(request: HttpRequest, ballot: Ballot) -> int:
    """The side that the reader keys. Raises the refusal of somebody who keys none."""
    team = telling(request.user, ballot)
    if team is None or team.side is None:
        refuse(why_not_key(request.user, ballot))
    return team.side if team and team.side else 0


def _choices(ballot: Ballot, kind: Kind) -> list[tuple[str, Text]]:
    """The faults that a teller sees on a paper; those in the marks are counted by themselves."""
    pack = archived_pack(ballot.pack_id)
    return [(code, fault_text(pack, code)) for code in kind.papers if code not in SEEN_IN_MARKS]


def _faults(kind: Kind, ballot: Ballot, paper: Paper) -> str:
    named = dict(_choices(ballot, kind))
    return "; ".join(say(named[code]) for code in paper.faults if code in named)


@login_required
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, number: int) -> HttpResponse:
    """For the script of the page: the papers of the reader's own side, or a batch of them to be saved.

    A refused batch is refused whole; the script then sends its papers one by one and shows which is at fault.
    """
    ballot = found(request, number)
    side = _my_side(request, ballot)
    if request.method == "POST":
        _save(request, ballot, _sent(request))
        return JsonResponse({"saved": True})
    kind = kind_of(ballot)
    rows = [
        {"number": n, "typed": write_marks(kind, paper.marks), "faults": " ".join(paper.faults)}
        for n, paper in keyed(ballot, side).items()
    ]
    return JsonResponse({"papers": rows})


def _sent(request: HttpRequest) -> list[dict[str, Any]]:
    try:
        rows = json.loads(request.body)["papers"]
        plain = all(isinstance(row.get(name), str) for row in rows for name in ("typed", "faults"))
    except (ValueError, KeyError, TypeError, AttributeError):
        rows, plain = [], False
    if not plain or not 0 < len(rows) <= _AT_ONCE:
        raise Refusal(
            "ballots.unread_batch", Text("Không đọc được phiếu gửi lên.", "The papers sent cannot be read."), status=422
        )
    return list(rows)


def _save(request: HttpRequest, ballot: Ballot, rows: list[dict[str, Any]]) -> None:
    kind, names = kind_of(ballot), ballot.names.count()
    for new in (True, False):
        read = {_number(row): _paper(kind, names, row) for row in rows if bool(row.get("new")) == new}
        if read:
            key_papers(ballot=ballot, papers=read, new=new, by=request.user)


def _number(row: dict[str, Any]) -> int:
    said = str(row.get("number", "")).strip()
    if said.isascii() and said.isdigit() and len(said) <= len(str(_AT_ONCE**2)):
        return int(said)
    raise Refusal(
        "ballots.no_number",
        Text(f"Số phiếu “{said}” không phải số đếm.", f"The paper number “{said}” is no count."),
        status=422,
    )


def _paper(kind: Kind, names: int, row: dict[str, Any]) -> Paper:
    return Paper(read_marks(kind, names, row["typed"]), tuple(row["faults"].split()))


@login_required
@require_POST
def finish(request: HttpRequest, number: int) -> HttpResponse:
    """Say that this side is done."""
    ballot = found(request, number)
    finish_keying(ballot=ballot, by=request.user, at=timezone.now())
    messages.success(request, say(Text("Đã báo nhập xong.", "Your side is done.")))
    return redirect("ballots:one", number)


@login_required
@require_POST
def resume(request: HttpRequest, number: int) -> HttpResponse:
    """Take the keying up again."""
    resume_keying(ballot=found(request, number), by=request.user, at=timezone.now())
    return redirect("ballots:key", number)


@login_required
@require_POST
def take_back(request: HttpRequest, number: int, paper: int) -> HttpResponse:
    """Take back a paper keyed under a wrong number."""
    unkey_paper(ballot=found(request, number), number=paper, by=request.user)
    return redirect("ballots:differences" if "settling" in request.POST else "ballots:key", number)


@login_required
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """The papers on which the two sides differ, each with what both keyed; settled with the paper in hand."""
    ballot = found(request, number)
    team = telling(request.user, ballot)
    if team is None:
        refuse(why_not_key(request.user, ballot))
    refused = None
    paper = read_count(request.POST.get("paper", ""))
    if paper is not None:
        try:
            _settle_one(request, ballot, paper)
        except Refusal as refusal:
            refused = refusal
        else:
            return redirect("ballots:differences", number)
    both_done = done_sides(ballot) == frozenset(SIDES)
    kind, names = kind_of(ballot), names_of(ballot)
    rows = [
        {
            "number": each.number,
            "keyed": [(side, paper and write_marks(kind, paper.marks), paper and _faults(kind, ballot, paper))
                      for side, paper in ((1, each.first), (2, each.second))],
            "names": [
                (names[place], *(_box(kind, paper.marks[place]) for paper in (each.first, each.second) if paper))
                for place in each.places
            ],
        }
        for each in (differences(ballot) if both_done else ())
    ]  # fmt: skip
    context = {
        "ballot": ballot, "rows": rows, "mine": team, "both_done": both_done, "refusal": refused, "kind": kind,
        "faults": _choices(ballot, kind), "typed": request.POST if refused else {},
    }  # fmt: skip
    return render(request, "ballots/differences.html", context, status=refused.status if refused else 200)


def _box(kind: Kind, mark: str) -> Text:
    if mark.isdigit() and mark != "0":
        return kind.options[int(mark) - 1].name
    if mark == "x":
        return Text("nhiều ô", "several boxes")
    return Text("gạch tên", "struck out") if kind.marking == "strike" else Text("không ô nào", "no box")


def _settle_one(request: HttpRequest, ballot: Ballot, paper: int) -> None:
    if request.POST.get("theirs"):
        adopt_other(ballot=ballot, number=paper, by=request.user)
    else:
        row = {"number": paper, "typed": request.POST.get("typed", ""), "faults": request.POST.get("faults", "")}
        _save(request, ballot, [{**row, "new": False}])
