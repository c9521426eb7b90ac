"""Fair disclosure on screen: the own dossier, who read it and why, and opening what is sealed with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from canbo.apps.people.models import PersonVersion
from canbo.apps.people.reading import changes, unseal
from canbo.apps.people.reading import readers as readers_of
from canbo.apps.people.visibility import is_own, sealed_by, visible_person
from canbo.base.access.deciding import may
from canbo.base.record.actions import refuse
from canbo.core.law import Citation
from canbo.lib.text import Text
from canbo.shell.asking import SignedIn
from canbo.shell.templatetags.canbo import say

#: The tables of a dossier in words.
TABLES = {
    "PersonVersion": Text("Nhân thân", "Identity"),
    "Paper": Text("Giấy tờ", "Papers"),
    "Holding": Text("Quá trình công tác", "Career"),
    "Seat": Text("Tham gia cấp ủy", "Committee seats"),
    "Degree": Text("Đào tạo chuyên môn", "Degrees"),
    "Theory": Text("Lý luận chính trị", "Political theory"),
    "Certificate": Text("Bồi dưỡng, chứng chỉ", "Certificates"),
    "Rating": Text("Xếp loại hằng năm", "Yearly ratings"),
    "Planned": Text("Quy hoạch", "Planning"),
    "Reward": Text("Khen thưởng", "Rewards"),
    "Product": Text("Sản phẩm công tác", "Products of work"),
    "Extension": Text("Kéo dài thời gian công tác", "Work beyond retirement age"),
    "Candidacy": Text("Ứng cử", "Candidacies"),
    "Section": Text("Xác nhận đầy đủ của các mục", "Sections confirmed complete"),
    "Discipline": Text("Kỷ luật", "Discipline"),
    "Proceeding": Text("Kiểm tra, tố cáo, điều tra", "Proceedings"),
    "Relative": Text("Quan hệ gia đình", "Family"),
    "Finding": Text("Kết luận của cấp có thẩm quyền", "Findings of competent bodies"),
    "Detail": Text("Chi tiết khác", "Other details"),
    "PrivateDetail": Text("Sức khỏe, bảo hiểm, liên lạc", "Health, insurance, contact"),
}
#: Roles in English; the register has them in Vietnamese.
ROLES = {
    "officer": Text("Cán bộ tổ chức", "Personnel officer"),
    "head": Text("Người đứng đầu", "Head"),
    "standing": Text("Ủy viên ban thường vụ", "Standing committee member"),
    "member": Text("Cấp ủy viên", "Committee member"),
    "teller": Text("Tổ kiểm phiếu", "Teller"),
    "approver": Text("Cấp phê duyệt", "Approving body"),
    "inspector": Text("Cán bộ kiểm tra", "Inspector"),
    "custodian": Text("Người giữ hồ sơ", "Custodian"),
    "official": Text("Cán bộ, công chức", "Official"),
    "jurist": Text("Cán bộ pháp chế", "Jurist"),
    "administrator": Text("Quản trị hệ thống", "Administrator"),
}


def sealing(tables: Collection[str], today: dt.date) -> list[tuple[Text, Citation | None]]:
    """Sealed tables in words, each with the article that seals it."""
    return [(words, sealed_by(table, today)) for table, words in TABLES.items() if table in tables]


@require_safe
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """Leads to the reader's own dossier. 404 for an account that has none."""
    link = request.user.dossier_links.filter(entry_to__isnull=True).select_related("person").first()
    if link is None:
        raise Http404("no dossier of one's own")
    return redirect("people:one", key=link.person.key)


@require_POST
@login_required
def unsealed(request: SignedIn, key: str) -> HttpResponse:
    """Open the sealed sections for the reason given, which stands in the log, and lead back to the dossier."""
    now, person = timezone.now(), _seen(request, key)
    unseal(
        person=person.person, reason=request.POST.get("reason", ""), by=request.user, at=now, on=timezone.localdate(now)
    )
    says = Text(
        "Đã mở các mục được bảo vệ trong 30 phút; lý do đã ghi vào nhật ký đọc hồ sơ.",
        "The sealed sections are open for 30 minutes; the reason stands in the log of readings.",
    )
    messages.success(request, say(says))
    return redirect("people:one", key=key)


@require_safe
@login_required
def readers(request: SignedIn, key: str) -> HttpResponse:
    """Who read a dossier, when and why, and each change in it with its entry on the record."""
    today, person = timezone.localdate(), _seen(request, key)
    refuse(may(request.user, "people.see_readers", person.person, today))
    reads, read_in_all = readers_of(person.person)
    made, made_in_all = changes(person.person)
    context = {
        "person": person,
        "own": is_own(request.user, person),
        "reads": [(each, _roles(each.roles), _tables(each.sealed)) for each in reads],
        "read_in_all": read_in_all,
        "changes": [(each.entry, _tables(each.tables)) for each in made],
        "made_in_all": made_in_all,
        "back": reverse("people:one", args=[key]),
    }
    return render(request, "people/readers.html", context)


def _seen(request: SignedIn, key: str) -> PersonVersion:
    found = visible_person(request.user, key, timezone.localdate())
    if found is None:
        raise Http404(key)
    return found


def _tables(tables: Collection[str]) -> str:
    return ", ".join(say(words) for table, words in TABLES.items() if table in tables)


def _roles(codes: Collection[str]) -> str:
    return ", ".join(say(ROLES[code]) for code in codes)
