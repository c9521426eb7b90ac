"""A dossier on screen as one file: carried out with a reason, taken in after a look, printed on the standard form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.people import cv, files, uploads
from canbo.apps.people.actions_carrying import carry_in
from canbo.apps.people.carrying_compare import SAME_THING, Compared
from canbo.apps.people.carrying_in import Look, Package, look, read_package, strange_codes
from canbo.apps.people.carrying_out import carry_out
from canbo.apps.people.columns import column_words, value_words
from canbo.apps.people.models import PRIVACY, PersonVersion
from canbo.apps.people.permissions import why_not_write
from canbo.apps.people.permissions_import import why_not_officer
from canbo.apps.people.portrait import portrait
from canbo.apps.people.reading import read_dossier
from canbo.apps.people.screens_reading import TABLES
from canbo.apps.people.uploads import Upload
from canbo.apps.people.visibility import open_sections, visible_person
from canbo.base.access.deciding import offices_for
from canbo.base.accounts.models import Account
from canbo.base.record.rows import said
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.asking import SignedIn
from canbo.shell.fields import WordsField
from canbo.shell.naming import Names, names
from canbo.shell.templatetags.canbo import say
from canbo.shell.words import both

SEALED_HERE = Text("(mục được bảo vệ)", "(a sealed section)")


class ReasonForm(forms.Form):
    """Why a dossier is carried out."""

    reason = WordsField(
        label=both("Lý do và nơi nhận", "Reason and receiver"),
        max_length=300,
        rows=2,
        help_text=both("Lý do được ghi vào nhật ký và đi cùng gói.", "It is put on the record and goes with the file."),
    )


class PackageForm(forms.Form):
    """A package that came."""

    file = forms.FileField(
        label=both("Gói hồ sơ (.zip)", "The package (.zip)"),
        error_messages={"required": both("Chưa chọn tệp.", "No file was chosen.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )


@login_required
def out(request: SignedIn, key: str) -> HttpResponse:
    """Carry one dossier out as a file, with a reason."""
    now = timezone.now()
    who = _seen(request, key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, digest = carry_out(person=who.person, reason=form.cleaned_data["reason"], by=request.user, at=now)
        answer = HttpResponse(data, content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="ho-so-{who.person.key}-{digest[:8]}.zip"'
        return answer
    tables = open_sections(request.user, who.person, now)
    context = {
        "who": who,
        "form": form,
        "goes": [TABLES[name] for name in PRIVACY if name in tables],
        "stays": [TABLES[name] for name in PRIVACY if name not in tables],
        "why_not": why_not_write(request.user, who.person, timezone.localdate()),
    }
    return render(request, "people/package_out.html", context)


@login_required
def receive(request: SignedIn) -> HttpResponse:
    """Choose a package that came."""
    form = PackageForm(request.POST or None, request.FILES or None)
    refused = why_not_officer(request.user, timezone.localdate())
    context: dict[str, object] = {"form": form, "why_not": refused}
    if request.method == "POST" and refused is None and form.is_valid():
        file = form.cleaned_data["file"]
        kept = uploads.keep(request.user, file.read(), file.name, uploads.PACKAGE)
        try:
            read_package(kept.path.read_bytes())
        except Refusal as refusal:
            uploads.forget(kept)
            return render(request, "people/package_in.html", context | {"refusal": refusal}, status=refusal.status)
        return redirect("people:package-look", name=kept.name)
    return render(request, "people/package_in.html", context)


@login_required
def look_in(request: SignedIn, name: str) -> HttpResponse:
    """What is in a package, and what taking it in would write."""
    kept, package = _package(request, name)
    body = _receiving(request)
    found = look(package, body, request.user, timezone.localdate())
    counted = [(table, found.new.get(table, 0), found.known.get(table, 0)) for table in PRIVACY]
    tables = [(TABLES[table], new, known) for table, new, known in counted if new + known]
    context = {
        "upload": kept,
        "package": package,
        "person": package.person,
        "made": dt.datetime.fromisoformat(package.at),
        "look": found,
        "tables": tables,
        "sealed": [TABLES[each] for each in package.values["sealed"] if each in TABLES],
        "strange": strange_codes(package, names()),
        "differs": _differences(found, request.user),
        "body": body,
        "bodies": _bodies(request.user),
    }
    return render(request, "people/package_look.html", context)


@login_required
@require_POST
def take(request: SignedIn, name: str) -> HttpResponse:
    """Take the package in."""
    kept, package = _package(request, name)
    taken = request.POST.getlist("taken")
    person = carry_in(package=package, body=_receiving(request), by=request.user, at=timezone.now(), taken=taken)
    uploads.forget(kept)
    messages.success(request, say(Text("Đã nhận hồ sơ.", "The dossier was taken in.")))
    return redirect("people:one", key=person.key)


@login_required
def form(request: SignedIn, key: str) -> HttpResponse:
    """The dossier on the standard form, with the sections that are open to the reader."""
    today = timezone.localdate()
    who = _seen(request, key)
    opened = read_dossier(person=who.person, by=request.user, at=timezone.now(), on=today)
    called = names()
    sealed = [TABLES[name] for name in PRIVACY if name not in opened.tables]
    it = portrait(who, today, called, open_tables=opened.tables)
    photo = files.read(it.photo.digest) if it.photo else None
    data = cv.as_pdf(it, called, day=today, sealed=sealed, photo=photo or b"")
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="2C-{key}.pdf"'
    return answer


@dataclass(frozen=True)
class Difference:
    """A row that the package tells otherwise than it stands here: its table, what it is about, and each column."""

    code: str
    section: Text
    about: str
    columns: list[tuple[Text, str, str]]


def _differences(found: Look, account: Account) -> list[Difference]:
    """The differing rows in words; what stands in a section that is sealed to the reader is not told."""
    called = names()
    seen = open_sections(account, found.person, timezone.now()) if found.person else frozenset(PRIVACY)
    return [_difference(row, called, row.table in seen) for row in found.differs]


def _difference(row: Compared, called: Names, is_open: bool) -> Difference:
    key = SAME_THING[row.table]
    about = ", ".join(value_words(row.table, name, row.values.get(name), called) for name in key)
    stands = said(row.here) if row.here else {}
    columns = [
        (
            column_words(row.table, name),
            value_words(row.table, name, stands.get(name), called) if is_open else say(SEALED_HERE),
            value_words(row.table, name, value, called),
        )
        for name, value in row.changes.items()
    ]
    return Difference(row.code, TABLES[row.table], about, columns)


def _seen(request: SignedIn, key: str) -> PersonVersion:
    found = visible_person(request.user, key, timezone.localdate())
    if found is None:
        raise Http404(key)
    return found


def _package(request: SignedIn, name: str) -> tuple[Upload, Package]:
    kept = uploads.find(request.user, name)
    if kept.mapping != uploads.PACKAGE or not kept.path.is_file():
        raise Http404(name)
    return kept, read_package(kept.path.read_bytes())


def _bodies(account: Account) -> list[BodyVersion]:
    """The bodies of which the account is an officer."""
    codes = offices_for(account, "people.import", timezone.localdate()).values("body_code")
    return list(BodyVersion.objects.filter(body__code__in=codes, entry_to__isnull=True, last="").select_related("body"))


def _receiving(request: SignedIn) -> Body:
    """The body that receives: the one named, else the first of the officer's charge."""
    refused = why_not_officer(request.user, timezone.localdate())
    if refused is not None:
        raise refused
    code = request.POST.get("body") or request.GET.get("body") or ""
    own = [] if code else _bodies(request.user)  # none, where the one in charge of which they are stands no more
    found = Body.objects.filter(code=code).first() if code else next((each.body for each in own), None)
    if found is None:
        raise Refusal("package.no_body", Text("Không có cơ quan này.", "There is no such body."), status=422)
    return found
