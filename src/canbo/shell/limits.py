"""A request that is too large is refused before a byte of its body is read or kept."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.middleware import answer


class LimitedRequests:
    """413 with the limit, as a page, a fragment or problem+json. Last in the chain: nobody before it reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isascii() and said.isdigit() and len(said) < 20 and int(said) <= settings.LARGEST_REQUEST:
            return self.get_response(request)
        return answer(request, _too_large())


def _too_large() -> Refusal:
    megabytes = settings.LARGEST_REQUEST >> 20
    return Refusal(
        "shell.too_large",
        Text(
            "Tệp gửi lên quá lớn; giới hạn là {size} MB.", "What was sent is too large; the limit is {size} MB."
        ).filled(size=megabytes),
        Text("Chia tệp thành nhiều phần rồi gửi từng phần.", "Split the file and send it in parts."),
        status=413,
    )
