"""Words of forms in both languages, chosen when the page is made."""

from __future__ import annotations

from django.utils.functional import lazy

from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import say


def _chosen(vi: str, en: str) -> str:
    return say(Text(vi, en))


#: both("Số", "Number"): a label that reads in the language of the page.
both = lazy(_chosen, str)
