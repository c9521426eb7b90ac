"""Rows proposed on screen: a new row, or the withdrawal of one that should not stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from canbo.apps.people import corrections
from canbo.apps.people.corrigible import NEW_ROWS
from canbo.apps.people.forms import ProofForm
from canbo.apps.people.forms_rows import RowForm
from canbo.apps.people.marks import WINDOW, is_watched, window
from canbo.apps.people.models import PersonVersion
from canbo.apps.people.permissions import why_not_propose
from canbo.apps.people.proposals import KNOWN_BY, LEAVES, rows_in_words, said_by
from canbo.apps.people.rows_asked import saying, standing_rows, why_not_withdrawn
from canbo.apps.people.screens_papers import seen
from canbo.apps.people.taken import taken_with
from canbo.apps.people.visibility import may_see_restricted, open_sections
from canbo.base.accounts.models import Account
from canbo.base.record.actions import refuse
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.asking import SignedIn
from canbo.shell.deeds import do
from canbo.shell.naming import Names, names

#: What a page says when its deed is done.
PROPOSED = Text("Đã gửi đề nghị; người khác sẽ xác nhận.", "The proposal is sent; another person will decide.")


@login_required
def add(request: SignedIn, key: str, table: str) -> HttpResponse:
    """Ask for a new row of a section; what was typed stays when it cannot be taken."""
    who, called = _who(request, key, table), names()
    if table not in NEW_ROWS:
        raise Http404(table)
    form = RowForm(table, called, request.POST or None, request.FILES or None)

    def deed() -> None:
        corrections.propose_row(
            person=who.person, table=table, values=form.values(), **form.proof(), by=request.user, at=timezone.now()
        )

    done = do(request, form, deed, PROPOSED, "people:one", key=key)
    if isinstance(done, HttpResponse):
        return done
    context = {"form": form, "section": KNOWN_BY[table][0], "refusal": done, **_about(who, table, called)}
    return render(request, "people/propose_row.html", context, status=done.status if done else 200)


@login_required
@require_safe
def wrong(request: SignedIn, key: str, table: str) -> HttpResponse:
    """The rows of a section, one of which is wrong."""
    who, called = _who(request, key, table), names()
    if table not in NEW_ROWS:
        raise Http404(table)
    rows = rows_in_words(table, standing_rows(table, who.person), called)
    context = {"rows": rows, "section": KNOWN_BY[table][0], **_about(who, table, called)}
    return render(request, "people/wrong_rows.html", context)


@login_required
def withdraw(request: SignedIn, key: str, table: str, pk: int) -> HttpResponse:
    """Ask that a row be withdrawn: what it says, what goes with it, and why it cannot be where it cannot."""
    who, called = _who(request, key, table), names()
    row = get_object_or_404(standing_rows(table, who.person), pk=pk)
    why_not = why_not_withdrawn(row)
    form = ProofForm(called.choices("paper-kinds"), request.POST or None, request.FILES or None)

    def deed() -> None:
        corrections.propose_withdrawal(
            person=who.person, table=table, row=pk, **form.proof(), by=request.user, at=timezone.now()
        )

    done = do(request, form, deed, PROPOSED, "people:one", key=key)
    if isinstance(done, HttpResponse):
        return done
    context = {
        "form": form, "why_not": why_not, "refusal": done, "says": [*said_by(table, saying(row), called)],
        "taken": taken_with(row, called, timezone.localdate()) if why_not is None else [],
        "section": LEAVES if table == "PersonVersion" else KNOWN_BY[table][0],
        **_about(who, table, called),
    }  # fmt: skip
    return render(request, "people/withdraw_row.html", context, status=done.status if done else 200)


def _who(request: SignedIn, key: str, table: str) -> PersonVersion:
    """Whose dossier it is, when a row of this table may be proposed there by the reader."""
    if table not in NEW_ROWS and table != "PersonVersion":
        raise Http404(table)
    today = timezone.localdate()
    who = seen(request.user, key, today)
    refuse(why_not_propose(request.user, who.person, today))
    open_to(request.user, who, table, today)
    return who


def open_to(actor: Account, who: PersonVersion, table: str, today: dt.date) -> None:
    """404 for a sealed section to whom it is closed; a refusal that tells how while it lacks a reason."""
    if table in open_sections(actor, who.person, timezone.now()):
        return
    if not may_see_restricted(actor, who.person, today):
        raise Http404(table)
    raise Refusal(
        "people.unseal_first",
        Text("Mục này được bảo vệ.", "This section is sealed."),
        Text("Mở mục ấy trong hồ sơ, nêu lý do, rồi quay lại.", "Open the section in the dossier, say why, come back."),
        status=403,
    )


def sections(opens: Collection[str], key: str) -> list[tuple[Text, str, str]]:
    """The sections in which rows can be proposed: the name, where to add, where to say that one is wrong."""
    return [
        (
            KNOWN_BY[table][0],
            reverse("people:propose-row", args=[key, table]),
            reverse("people:wrong-rows", args=[key, table]),
        )
        for table in NEW_ROWS
        if table in opens
    ]


def _about(who: PersonVersion, table: str, called: Names) -> dict[str, Any]:
    """What each of these pages says: whose dossier, and whether what is asked for is marked before a step."""
    watched = is_watched(table, "")
    days = window(called.pack, timezone.localdate()) if watched else 0
    return {"who": who, "table": table, "watched": watched, "window": WINDOW, "days": days}
