"""The drafting desk: a jurist tries new rules on those in use. Nothing is stored, nothing in force is touched."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from canbo.apps.regulations.drafting import check
from canbo.apps.regulations.wording import COVERAGE, PURPOSES
from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: A draft with more letters than this is no draft.
LONGEST = 400_000
#: Red examples shown at once; the count is of all.
SHOWN = 100


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The form, and under it what the draft does."""
    context: dict[str, Any] = {"text": "", "room": "draft", "today": timezone.localdate(), "coverages": COVERAGE}
    status = 200
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        context["text"] = text
        try:
            files = _files(request, text)
            checked = check(current_pack(), files)
        except Refusal as refusal:
            context["refusal"], status = refusal, refusal.status
        else:
            joined = "\n---\n".join(files.values())
            context |= {
                "checked": checked, "files": files, "joined": joined, "red": checked.red[:SHOWN],
                "affected": [(each, PURPOSES[each.purpose]) for each in checked.affected],
            }  # fmt: skip
            status = 422 if checked.faults else 200
    return render(request, "regulations/draft.html", context, status=status)


def _files(request: HttpRequest, text: str) -> dict[str, str]:
    """The draft's files by name. Refuses what is no text, too long, or absent."""
    files: dict[str, str] = {}
    for upload in request.FILES.getlist("files"):
        try:
            files[f"draft/{upload.name}"] = upload.read(LONGEST + 1).decode("utf-8")
        except UnicodeDecodeError as fault:
            raise Refusal(
                "draft-not-text",
                Text(f"Tệp {upload.name} không phải văn bản UTF-8.", f"The file {upload.name} is not text in UTF-8."),
                Text("Lưu lại tệp dưới dạng UTF-8 rồi thử lại.", "Save it as UTF-8 and try again."),
                status=422,
            ) from fault
    if text.strip():
        files["draft/pasted.yaml"] = text
    if not any(each.strip() for each in files.values()):
        raise Refusal(
            "draft-empty",
            Text("Chưa có nội dung dự thảo.", "There is no draft yet."),
            Text("Chọn tệp hoặc dán nội dung vào ô.", "Choose files or paste the draft."),
            status=422,
        )
    if sum(map(len, files.values())) > LONGEST:
        raise Refusal("draft-too-long", Text("Dự thảo dài quá.", "The draft is too long."), status=422)
    return files
