"""Import on screen: send a file, see every faulty cell and what would change, then write it all or nothing."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.bodies.queries import subtree_sql
from canbo.apps.people import uploads
from canbo.apps.people.forms import ImportForm
from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.marking import fault_workbook
from canbo.apps.people.importing.plan import Difference, ImportPlan, PersonPlan
from canbo.apps.people.models import PersonVersion
from canbo.base.access.models import Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import num, say

#: Faults and changed fields on the page; the workbook has all faults.
SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def send(request: HttpRequest) -> HttpResponse:
    """Choose a file and how it is read."""
    form = ImportForm(request.POST or None, request.FILES or None)
    refused = why_not_officer(request.user, timezone.localdate())
    if request.method == "POST" and refused is None and form.is_valid():
        file = form.cleaned_data["file"]
        kept = uploads.keep(request.user, file.read(), file.name, form.cleaned_data["mapping"])
        try:
            uploads.plan_of(kept, timezone.localdate())
        except Refusal as refusal:
            uploads.forget(kept)
            context = {"form": form, "refusal": refusal, "why_not": None}
            return render(request, "people/import.html", context, status=refusal.status)
        return redirect("people:import-check", name=kept.name)
    return render(request, "people/import.html", {"form": form, "why_not": refused})


@login_required
def check(request: HttpRequest, name: str) -> HttpResponse:
    """The dry run: what would be written, and every fault by its cell."""
    today = timezone.localdate()
    kept = uploads.find(request.user, name)
    plan = uploads.plan_of(kept, today)
    context = {
        "upload": kept,
        "plan": plan,
        "faults": plan.faults[:SHOWN],
        "more_faults": max(0, plan.fault_count - SHOWN),
        "changes": _changes(plan, request.user, today),
        "why_not": why_not_import(plan, request.user, today),
    }
    return render(request, "people/import_check.html", context)


@login_required
@require_POST
def write(request: HttpRequest, name: str) -> HttpResponse:
    """Write the file that was checked, as one action."""
    today = timezone.localdate()
    kept = uploads.find(request.user, name)
    plan = uploads.plan_of(kept, today)
    refused = why_not_import(plan, request.user, today)
    if refused is not None:
        raise refused
    entry = apply_import(plan, by=request.user, at=timezone.now())
    uploads.forget(kept)
    added, changed = num(len(plan.inserts)), num(len(plan.updates))
    says = Text(
        f"Đã ghi {added} hồ sơ mới và sửa {changed} hồ sơ; mục số {num(entry.seq)} trong nhật ký.",
        f"{added} dossiers added and {changed} corrected; entry {num(entry.seq)} on the record.",
    )
    messages.success(request, say(says))
    return redirect("people:list")


@login_required
def faults(request: HttpRequest, name: str) -> HttpResponse:
    """The file with its faulty cells marked, and the list of faults."""
    kept = uploads.find(request.user, name)
    answer = HttpResponse(fault_workbook(uploads.plan_of(kept, timezone.localdate())), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="loi-nhap-lieu.xlsx"'
    return answer


def why_not_officer(actor: Account, today: dt.date) -> Refusal | None:
    """Why an account may not import at all: only personnel officers write dossiers."""
    if grants_on(actor, today, [Role.OFFICER]).exists():
        return None
    return Refusal(
        "not-officer",
        Text("Chỉ cán bộ tổ chức được nhập hồ sơ.", "Only a personnel officer imports dossiers."),
        Text("Người quản trị giao vai trò này theo quyết định.", "The administrator grants that role by decision."),
        status=403,
    )


def why_not_import(plan: ImportPlan, actor: Account, today: dt.date) -> Refusal | None:
    """Why a checked file may not be written by an account, the same sentence on the button and in the refusal."""
    refused = why_not_officer(actor, today)
    if refused is not None:
        return refused
    if plan.fault_count:
        return Refusal(
            "import-faults",
            Text(
                f"Tệp còn {num(plan.fault_count)} lỗi, nên chưa ghi dòng nào.",
                f"The file has {num(plan.fault_count)} faults, so nothing is written.",
            ),
            Text("Sửa các ô đã nêu rồi gửi lại tệp.", "Correct the cells named and send the file again."),
            status=422,
        )
    if not plan.inserts and not plan.updates:
        return Refusal(
            "import-nothing",
            Text("Tệp trùng khớp với hồ sơ; không có gì để ghi.", "The file agrees with the dossiers."),
        )
    outside = _outside(plan, _own(actor, today), _over_top(actor, today))
    if outside:
        some = ", ".join(outside[:5])
        return Refusal(
            "import-outside",
            Text(
                f"{num(len(outside))} người trong tệp ngoài phạm vi phụ trách: {some}.",
                f"{num(len(outside))} people in the file are outside your charge: {some}.",
            ),
            Text("Bỏ các dòng ấy, hoặc nhờ cấp trên nhập.", "Leave them out, or let the body above import them."),
            status=403,
        )
    return None


def _own(actor: Account, today: dt.date) -> Collection[int]:
    """Ids of the bodies whose dossiers an officer writes."""
    seeds, values = grants_on(actor, today, [Role.OFFICER]).values("body_code").query.sql_with_params()
    below = RawSQL(*subtree_sql(seeds, values, today), output_field=BigIntegerField())  # noqa: S611 - no input in it
    return set(Body.objects.filter(pk__in=below).values_list("pk", flat=True))


def _over_top(actor: Account, today: dt.date) -> bool:
    """An officer of a whole tree also keeps the dossiers whose body is not known."""
    codes = grants_on(actor, today, [Role.OFFICER]).values("body_code")
    tops = BodyVersion.objects.filter(body__code__in=codes, parent__isnull=True, entry_to__isnull=True, last="")
    return tops.exists()


def _outside(plan: ImportPlan, own: Collection[int], over_top: bool) -> list[str]:
    """Keys of the people whose body, now or by the file, is not the importer's to write."""

    def theirs(body: int | None) -> bool:
        return body in own if body is not None else over_top

    ids = [each.person_id for each in plan.updates if each.person_id is not None]
    now = dict(PersonVersion.objects.filter(entry_to__isnull=True).values_list("person_id", "body_id")) if ids else {}
    outside = [each.key for each in plan.updates if not theirs(now.get(each.person_id or 0))]
    return outside + [each.key for each in (*plan.inserts, *plan.updates) for body in _bodies(each) if not theirs(body)]


def _bodies(each: PersonPlan) -> list[int | None]:
    """The body that a line gives a person; none when the line leaves it alone."""
    return [
        change.after.get("body_id")
        for change in each.changes
        if change.register == "person" and change.after is not None
    ]


def _changes(plan: ImportPlan, actor: Account, today: dt.date) -> list[tuple[PersonPlan, Difference]]:
    """The first fields that would change, of people in the importer's charge alone."""
    own, over_top = _own(actor, today), _over_top(actor, today)
    kept = set(_outside(plan, own, over_top)) if plan.updates else set()
    shown = ((each, change) for each in plan.updates if each.key not in kept for change in each.differences())
    return list(itertools.islice(shown, SHOWN))
