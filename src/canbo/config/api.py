"""The API under /api/v1: what the capabilities offer, the record, and how it refuses. It reads and never writes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import SessionAuth

from canbo.apps.eligibility.api import router as eligibility
from canbo.apps.people.api import router as people
from canbo.apps.regulations.api import router as regulations
from canbo.base.record import tree
from canbo.base.record.models import Entry
from canbo.base.record.publishing import checkpoint
from canbo.core.refusal import Refusal
from canbo.lib import notes
from canbo.lib.text import Text
from canbo.shell.api import PROBLEMS, Number, as_problem

record = Router(tags=["record"])


class Checkpoint(Schema):
    """The signed checkpoint of now, as C2SP words it (tlog-checkpoint)."""

    checkpoint: str


class Proof(Schema):
    """That an entry stands on the record: its hash, its place, and the path to the root of the signed checkpoint.

    The leaf is SHA-256 over a zero byte and the 32 bytes of `hash` (RFC 6962). Nothing is told of what the entry says.
    """

    seq: int
    hash: str
    size: int
    path: list[str]
    checkpoint: str


@record.get("/record/checkpoint", response={200: Checkpoint, **PROBLEMS}, url_name="checkpoint")
def signed(request: HttpRequest) -> Checkpoint:
    """The checkpoint of the record as it stands: keep it, and nobody can shorten or rewrite what came before."""
    return Checkpoint(checkpoint=str(checkpoint()))


@record.get("/record/entries/{seq}/proof", response={200: Proof, **PROBLEMS}, url_name="proof")
def proof(request: HttpRequest, seq: Number) -> Proof:
    """The proof that an entry (by number) stands on the record."""
    note = checkpoint()
    size = notes.read_checkpoint(note).size
    entry = Entry.objects.filter(seq=seq, seq__lte=size).only("hash").first()
    if entry is None:
        raise Http404(seq)
    path = [hash_.hex() for hash_ in tree.inclusion(seq, size)]
    return Proof(seq=seq, hash=entry.hash, size=size, path=path, checkpoint=str(note))


api = NinjaAPI(
    title="Canbo", version="1", urls_namespace="api", auth=SessionAuth(csrf=False), docs_url=None,
    description="Reading what the account that is signed in may see. Every refusal is application/problem+json.",
)  # fmt: skip
for _router in (eligibility, people, regulations, record):
    api.add_router("", _router)


def addresses() -> tuple[list[URLResolver | URLPattern], str, str]:
    """The addresses of the API. A program without an account is told 401, where a person would be led to sign in."""
    found = api.urls
    for each in found[0]:
        assert isinstance(each, URLPattern)
        each.callback.login_required = False  # type: ignore[attr-defined]
    return found


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """What can be asked, from the same description that programs read (openapi.json)."""
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    operations = [
        (path, operation, operation.get("parameters", ()))
        for path, methods in described["paths"].items()
        for operation in methods.values()
    ]
    return render(request, "shell/api.html", {"operations": operations})


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return as_problem(request, refusal)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    says = Text("Chưa đăng nhập.", "You are not signed in.")
    return as_problem(request, Refusal("api.signed_out", says, status=401))


@api.exception_handler(Http404)
def _absent(request: HttpRequest, fault: Http404) -> HttpResponse:
    says = Text("Không có, hoặc tài khoản không được xem.", "There is none, or none that the account may see.")
    return as_problem(request, Refusal("api.absent", says, status=404))


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    named = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in fault.errors)
    says = Text("Không đọc được câu hỏi: {named}", "The question cannot be read: {named}")
    return as_problem(request, Refusal("api.unreadable", says.filled(named=named), status=422))


@api.exception_handler(HttpError)
def _wrong(request: HttpRequest, fault: HttpError) -> HttpResponse:
    says = Text("Yêu cầu không hợp lệ.", "The request is not valid.")
    return as_problem(request, Refusal("api.wrong", says, status=fault.status_code))
