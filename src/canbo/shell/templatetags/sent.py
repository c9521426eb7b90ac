"""A form that was refused comes back as it was sent: `to` is the address to which the form is sent.

A page that answers a form at the form's own address was refused (what is taken leads on to another page). Each field
therefore asks here what it holds, and the other forms of the page stay as they were.
"""

from __future__ import annotations

from django import template
from django.http import HttpRequest, QueryDict

from canbo.lib.text import nfc

register = template.Library()
#: What a form sends by itself, which nobody typed.
_BY_ITSELF = ("csrfmiddlewaretoken", "seen", "write")


def _sent(context: template.Context, to: str) -> QueryDict | None:
    request: HttpRequest | None = context.get("request")
    here = request is not None and request.method == "POST" and request.path == to
    return request.POST if request is not None and here else None


@register.simple_tag(takes_context=True)
def came_back(context: template.Context, to: str) -> bool:
    """Whether this page shows the form again because it was refused."""
    return _sent(context, to) is not None


@register.simple_tag(takes_context=True)
def sent(context: template.Context, to: str, name: str, otherwise: object = "") -> str:
    """What a line of text holds: what was typed in it, else what it begins with."""
    post = _sent(context, to)
    return str(otherwise) if post is None else post.get(name, "")


def _held(context: template.Context, to: str, name: str, value: object, *, otherwise: bool) -> bool:
    post = _sent(context, to)
    return otherwise if post is None else str(value) in post.getlist(name)


@register.simple_tag(takes_context=True)
def ticked(context: template.Context, to: str, name: str, value: object, otherwise: object = False) -> str:
    """The attribute of a box: ticked as it was sent, else as it begins."""
    return " checked" if _held(context, to, name, value, otherwise=bool(otherwise)) else ""


@register.simple_tag(takes_context=True)
def chosen(context: template.Context, to: str, name: str, value: object, otherwise: object = False) -> str:
    """The attribute of an option: chosen as it was sent, else as it begins."""
    return " selected" if _held(context, to, name, value, otherwise=bool(otherwise)) else ""


def typed_in(request: HttpRequest) -> list[str]:
    """Everything that somebody typed or ticked in what was sent, for a page on which its form stands no more."""
    kept = ((name, values) for name, values in request.POST.lists() if name not in _BY_ITSELF)
    return [nfc(value) for _, values in kept for value in values if value.strip()]
