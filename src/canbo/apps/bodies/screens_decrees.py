"""The decree desk: what a decree does, what it would change, and carrying it out; the register of decrees."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from canbo.apps.bodies.actions_decrees import carry_out
from canbo.apps.bodies.decrees import Foreseen, foresee, standing
from canbo.apps.bodies.forms import FORMS, DecreeForm
from canbo.apps.bodies.lineage import SHOWN, acts_of, told
from canbo.apps.bodies.models import Body, Decree
from canbo.apps.bodies.permissions import why_not_keep, why_not_order
from canbo.apps.bodies.tables import of_acts, of_decrees
from canbo.base.record.actions import refuse
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.grids import asked_for
from canbo.shell.naming import names
from canbo.shell.templatetags.canbo import say

ON = Text("Ngày", "Day")
PAGE, NUMBER = Text("Trang", "Page"), Text("Số", "Number")
#: What a decree can do, in the words of the desk.
KINDS = {
    "merge": Text("Sáp nhập, hợp nhất", "Merge"),
    "split": Text("Chia, tách", "Split"),
    "rename": Text("Đổi tên", "Rename"),
    "move": Text("Chuyển nơi trực thuộc", "Move"),
    "found": Text("Thành lập tổ chức trực thuộc", "Found a body under it"),
    "dissolve": Text("Giải thể", "Dissolve"),
}
#: What it does, in one line, for the choice.
MEANINGS = {
    "merge": Text(
        "Nhiều tổ chức thành một; vị trí, người giữ, cấp ủy, nơi công tác đi theo.",
        "Several bodies become one; posts, holders, committees and places of work go along.",
    ),
    "split": Text("Một tổ chức thành nhiều, chia từng đơn vị và vị trí.", "One becomes several, unit by unit."),
    "rename": Text("Tên khác từ ngày hiệu lực; tên cũ còn ở ngày của nó.", "Another name from the day on."),
    "move": Text("Sang tổ chức cấp trên khác, cùng mọi đơn vị trực thuộc.", "Under another body, with all below it."),
    "found": Text("Thêm một đơn vị mới ngay dưới tổ chức này.", "A new unit directly under this body."),
    "dissolve": Text("Kết thúc khi không còn gì trực thuộc.", "It ends, once nothing hangs on it."),
}
#: Names listed of what a decree would change.
LISTED = 100


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """The decrees about bodies, newest first, with how many acts each did."""
    decrees = Decree.objects.annotate(done=Count("acts")).order_by("-issued", "-pk")
    sheet = asking.Sheet(asking.whole(request, "page", PAGE, 1), decrees.count())
    if "file" in request.GET and (made := asked_for(request, [of_decrees(decrees)])) is not None:
        return made
    grid = of_decrees(decrees[sheet.offset : sheet.offset + sheet.rows])
    return render(request, "bodies/decrees.html", {"grid": grid, "sheet": sheet})


@login_required
def decree(request: HttpRequest, number: int) -> HttpResponse:
    """One decree with what it did to which body."""
    found = get_object_or_404(Decree, pk=number)
    acts = acts_of(found)
    if (
        "file" in request.GET
        and (made := asked_for(request, [of_acts(told(acts))], [(NUMBER, str(found))])) is not None
    ):
        return made
    context = {
        "decree": found, "acts": told(acts[:SHOWN]), "total": acts.count(), "kinds": KINDS,
        "allotments": found.allotments.filter(entry_to__isnull=True).select_related("body")[:SHOWN],
    }  # fmt: skip
    return render(request, "bodies/decree.html", context)


@login_required
def order(request: asking.SignedIn, code: str, kind: str = "") -> HttpResponse:
    """Enter what a decree does to a body: first the kind, then the particulars, then what it would change."""
    day = asking.day(request, "on", ON, None) or timezone.localdate()
    body = get_object_or_404(Body, code=code)
    refuse(why_not_keep(request.user, body.pk, timezone.localdate()))
    version = standing(body, day)
    context = {"version": version, "day": day, "dated": request.GET.get("on", ""), "kinds": _kinds(), "kind": kind}
    if not kind:
        return render(request, "bodies/order.html", context)
    if kind not in FORMS:
        raise Http404(kind)
    form = FORMS[kind](request.POST or None, version=version, day=day, initial={"effective": day})
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, form, context)
        except Refusal as refusal:
            refused = refusal
    context |= {"form": form, "says": KINDS[kind], "means": MEANINGS[kind], "refusal": refused}
    return render(request, "bodies/order.html", context, status=refused.status if refused else 200)


def _asked(request: asking.SignedIn, form: DecreeForm, context: dict[str, object]) -> HttpResponse:
    """What the order would change, or, once confirmed, the order carried out."""
    wanted = form.order()
    if "confirm" not in request.POST:
        refuse(why_not_order(request.user, wanted, timezone.localdate()))
        return render(request, "bodies/foreseen.html", {**context, **_told(foresee(wanted), request)})
    done = carry_out(order=wanted, by=request.user, at=timezone.now())
    messages.success(
        request,
        say(Text("Đã thực hiện quyết định và ghi vào nhật ký.", "The decree is carried out and on the record.")),
    )
    return redirect("bodies:decree", done.pk)


def _told(foreseen: Foreseen, request: HttpRequest) -> dict[str, object]:
    again = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    return {
        "foreseen": foreseen,
        "taker": standing(foreseen.order.into, foreseen.order.effective) if foreseen.order.into else None,
        "names": names(),
        "says": KINDS[foreseen.order.kind.value],
        "again": [(name, value) for name, value in again if name != "csrfmiddlewaretoken"],
        "moved": foreseen.moved[:LISTED],
        "posts": foreseen.posts[:LISTED],
        "more_moved": len(foreseen.moved) - LISTED,
        "more_posts": len(foreseen.posts) - LISTED,
    }


def _kinds() -> list[tuple[str, Text, Text]]:
    return [(kind, says, MEANINGS[kind]) for kind, says in KINDS.items()]
