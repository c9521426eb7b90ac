"""The page of the shares that committees want in plans: those that stand, and the form that enters one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.bodies.queries import names_on, subtree_codes, tree_on
from canbo.apps.planning.actions import set_target
from canbo.apps.planning.models import Target
from canbo.apps.planning.targets import read_hundredths
from canbo.base.access.deciding import offices_for
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell import asking
from canbo.shell.asking import SignedIn
from canbo.shell.fields import read_count, read_day
from canbo.shell.templatetags.canbo import say

KINDS = {
    "women": Text("Nữ", "Women"),
    "minority": Text("Dân tộc thiểu số", "Ethnic minorities"),
    "young": Text("Trẻ", "Young"),
}
#: A committee wants its share over its area, whatever stands there.
_AREA = BodyVersion.Kind.LOCALITY
_DOCUMENT, _ISSUER = Text("Văn bản", "Document"), Text("Cấp ban hành", "Issued by")
_BODY = Refusal("planning.body", Text("Chọn cơ quan, đơn vị.", "Choose a body."), status=422)


@login_required
def targets(request: SignedIn) -> HttpResponse:
    """The shares in force, area by area, and the form for those who plan there."""
    refusal = None
    if request.method == "POST":
        try:
            _set(request)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, say(Text("Đã ghi tỷ lệ.", "The share is entered.")))
            return redirect("planning:targets")
    return render(
        request, "planning/targets.html", _context(request, refusal), status=refusal.status if refusal else 200
    )


def _context(request: SignedIn, refusal: Refusal | None) -> dict[str, object]:
    today = timezone.localdate()
    codes = {code for grant in offices_for(request.user, "procedures.open", today)
             for code in subtree_codes(grant.body_code, today)}  # fmt: skip
    found = Target.objects.filter(entry_to__isnull=True).select_related("body").order_by("body__code", "kind")
    return {
        "rows": [(each, KINDS[each.kind]) for each in found], "places": names_on((each.body for each in found), today),
        "kinds": KINDS.items(), "refusal": refusal, "to": request.path,
        "bodies": [body for body in tree_on(today) if body.code in codes and body.kind == _AREA] if codes else [],
    }  # fmt: skip


def _set(request: SignedIn) -> Target:
    post = request.POST
    body = Body.objects.filter(code=post.get("body", "")).first()
    if body is None:
        raise _BODY
    return set_target(
        body=body, kind=post.get("kind", ""), hundredths=read_hundredths(post.get("share", "")),
        young_below=read_count(post.get("young_below", "")), since=read_day(post.get("since", "")),
        document=asking.typed(request, "document", _DOCUMENT, 120),
        decided_by=asking.typed(request, "decided_by", _ISSUER, 120), by=request.user, at=timezone.now(),
    )  # fmt: skip
