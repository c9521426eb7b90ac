"""What a page with one form does when the form is sent: the deed, a word about it, and on to the next page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import say


def do(
    request: HttpRequest, form: BaseForm, deed: Callable[[], object], says: Text, then: str, **to: str
) -> HttpResponse | Refusal | None:
    """Where to go on once the deed of a form that was sent is done and `says` so; or why it was refused.

    None when nothing was sent or a field is wrong: the page comes back with what was typed. `then` and `to` are the
    name of an address and what it is asked with.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        deed()
    except Refusal as refused:
        return refused
    messages.success(request, say(says))
    return redirect(reverse(then, kwargs=to))
