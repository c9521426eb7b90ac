"""Words, dates and numbers on screen, in the language of the reader."""

from __future__ import annotations

import datetime as dt
import functools
import html
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language

from canbo.core.law import CERTAIN, Citation, InstrumentKey
from canbo.core.verdicts import Answer
from canbo.lib.text import Text, fold

register = template.Library()

#: What stands where a value is absent.
ABSENT = "–"
#: The four answers: never colour alone, never a word without its sign.
SIGNS = {
    "yes": ("✓", Text("Đạt", "Met")),
    "no": ("✗", Text("Không đạt", "Not met")),
    "unknown": ("?", Text("Chưa đủ dữ liệu", "Not enough data")),
    "excepted": ("◇", Text("Trường hợp đặc biệt", "Excepted")),
}
UNITS = {
    "month": Text("tháng", "months"),
    "year": Text("năm", "years"),
    "person": Text("người", "people"),
    "percent": Text("%", "%"),
    "day": Text("ngày", "days"),
    "working_day": Text("ngày làm việc", "working days"),
    "term": Text("nhiệm kỳ", "terms"),
    "table": Text("dòng của bảng", "rows of a table"),
}
ARTICLE = Text("điều {article}", "article {article}")
#: How a value is known, where nobody has read it in the instrument itself.
CONFIDENCES = {
    "R": Text("chưa kiểm chứng: theo tóm tắt", "unverified: from a summary"),
    "L": Text("chưa kiểm chứng: theo văn bản địa phương", "unverified: from a local document"),
    "C": Text("chưa kiểm chứng: theo biểu mẫu", "unverified: from a form or code list"),
    "I": Text("chưa kiểm chứng: suy luận", "unverified: inferred"),
    "BG": Text("chưa kiểm chứng: tài liệu nền", "unverified: background only"),
}


def language() -> str:
    """The language of the page: "vi" or "en"."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@register.filter
def slug(key: InstrumentKey) -> str:
    """An instrument's place in an address: number and issue date, because numbers alone collide."""
    return f"{slugify(fold(key.number).replace('/', '-'))}-{key.issued.isoformat()}"


@register.simple_tag
def t(vi: str, en: str, **values: object) -> str:
    """One sentence in the language of the page, its `{name}` places filled: {% t "{n} người" "{n} people" n=3 %}."""
    sentence = Text(vi, en).in_language(language())
    return sentence.format(**values) if values else sentence


@register.filter
def say(text: Text | str | None) -> str:
    """A Text in the language of the page; a plain string as it stands; nothing as an empty string."""
    if text is None:
        return ""
    return text.in_language(language()) if isinstance(text, Text) else str(text)


@register.simple_tag
def cells(row: Iterable[tuple[str, str]]) -> SafeString:
    """The cells of a row of a table: the class of each, and its text. In one piece: a page has hundreds."""
    return mark_safe("".join(f'<td class="{_escaped(name)}">{_escaped(text)}</td>' for name, text in row))  # noqa: S308


@register.simple_tag
def figures(row: Sequence[Any]) -> SafeString:
    """A row of a table of figures (cells of `shell.grids`), the first of which names it. In one piece as well."""
    shown = [format_html('<a href="{}">{}</a>', each.href, each.shown) if each.href else each.shown for each in row]
    looks = (f"{'' if each.words else 'number'} {each.mark}".strip() for each in row[1:])
    cells_of = format_html_join("", '<td class="{}">{}</td>', zip(looks, shown[1:], strict=True))
    return format_html('<tr><th scope="row">{}</th>{}</tr>', shown[0], cells_of)


@register.simple_tag
def options(choices: Mapping[str, Text] | Iterable[tuple[str, Text | str]], chosen: str = "") -> SafeString:
    """The options of a select: code and name of each, the chosen one selected. In one piece: titles are many."""
    pairs = choices.items() if isinstance(choices, Mapping) else choices
    rows = ((_escaped(code), " selected" if code == chosen else "", _escaped(say(name))) for code, name in pairs)
    return mark_safe("".join(f'<option value="{code}"{mark}>{name}</option>' for code, mark, name in rows))  # noqa: S308


def _escaped(text: str) -> str:
    """Text for a page. Where a row has thousands of texts, Django's own way asks too often whether they are ready."""
    return text if isinstance(text, SafeString) else html.escape(str(text))


@register.filter
def d(value: dt.date | dt.datetime | str | None) -> str:
    """A day as dd/mm/yyyy; a written date known in part as 06/1974 or 1974; nothing as a dash."""
    if not value:
        return ABSENT
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    return "/".join(reversed(str(value).split("-")))


@register.filter
def term(code: str) -> str:
    """A term of office as printed: its years joined by an en dash (2030–2035); nothing as a dash."""
    return code.replace("-", "–") if code else ABSENT


@register.filter
def of(names: Mapping[str, str], code: str) -> str:
    """The name of a code where it has one; else the code itself."""
    return names.get(code, code)


@register.filter
def num(value: Any, places: int | None = None) -> str:
    """A number with the reader's separators (1.234,5 in Vietnamese, 1,234.5 in English); nothing as a dash."""
    if value is None or value == "":
        return ABSENT
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    text = f"{value:,}" if places is None else f"{value:,.{int(places)}f}"
    return text if language() == "en" else text.translate(str.maketrans(",.", ".,"))


@register.simple_tag
def percent(share: Fraction) -> str:
    """A share in per cent, with at most two places (1/20: 5 %)."""
    hundredths = Fraction(share) * 100
    places = None if hundredths.denominator == 1 else 2
    return f"{num(int(hundredths) if places is None else hundredths, places)} %"


@register.simple_tag(takes_context=True)
def again(context: template.Context, **changes: object) -> str:
    """This page's address with some parameters changed; an empty value takes one away, and a change of filter returns
    to the first page."""
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def answer(value: Answer | str) -> str:
    """An answer as a word with its sign."""
    code = value.value if isinstance(value, Answer) else str(value)
    sign, says = SIGNS[code]
    return format_html('<span class="v v-{}"><b aria-hidden="true">{}</b>{}</span>', code, sign, say(says))


@register.simple_tag
def sign(value: Answer | str) -> str:
    """An answer as its sign, with the word for those who listen."""
    code = value.value if isinstance(value, Answer) else str(value)
    return _signs(language())[code]


@functools.cache
def _signs(_language: str) -> dict[str, str]:
    """The four signs ready made: a table holds thousands of them."""
    shape = '<span class="v v-{}"><b aria-hidden="true">{}</b><span class="sr">{}</span></span>'
    return {code: format_html(shape, code, mark, say(says)) for code, (mark, says) in SIGNS.items()}


@register.simple_tag
def cited(cites: Citation | None) -> str:
    """A citation as a reader writes it, linked to the register of documents, with its confidence mark if it has one."""
    if cites is None:
        return ""
    numbered = cites.article[:1].isdigit()
    article = say(ARTICLE.filled(article=cites.article)) if numbered else cites.article
    key = cites.instrument
    address = reverse("regulations:one", args=[slug(key)])
    rest = f", {article}" if article else ""
    line = format_html('<a href="{}">{} ({})</a>{}', address, key.number, d(key.issued), rest)
    return format_html("{} {}", line, uncertain(cites.confidence)) if cites.uncertain else line


@register.simple_tag
def uncertain(confidence: str) -> str:
    """The mark beside a value that nobody has read in its instrument."""
    if confidence in CERTAIN:
        return ""
    return format_html('<span class="mark-uncertain">{}</span>', say(CONFIDENCES.get(confidence, CONFIDENCES["I"])))


@register.filter
def unit(code: str) -> str:
    """A unit of the law as a word; units that show in the number itself have none."""
    return say(UNITS.get(code))


@register.filter
def raw(value: float) -> str:
    """A number for a drawing: a point, no separators, whatever the language."""
    return f"{value:g}" if isinstance(value, float) else str(value)


@register.filter
def actor(entry: Any) -> str:
    """Who acted under an entry, and in whose stead: "Bình (thay mặt An)"."""
    behalf = json.loads(entry.payload or "{}").get("on_behalf_of")
    if not behalf:
        return str(entry.by)
    return f"{entry.by} ({say(Text('thay mặt {name}', 'for {name}').filled(name=behalf))})"


@register.filter
def as_json(value: Any) -> str:
    """A value as JSON for a data attribute: scripts read it there, because nothing runs in the page itself."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag(name="sum")
def summed(*values: float) -> str:
    """The sum of some numbers for a drawing."""
    return raw(float(sum(values)))


@register.simple_tag
def named(names: Any, of: str, code: str) -> str:
    """The name of a code of a list ({% named names "degrees" row.grade %}); "title" names titles."""
    return str(names.title(code) if of == "title" else names.code(of, code))


@register.simple_tag
def place(names: Any, code: str, words: str = "") -> str:
    """A place or an ethnic group by its code, with the words of the paper where there are any."""
    said = names.prefixed(code) if code else ""
    return " · ".join(part for part in (words, said) if part) or ABSENT


@register.simple_tag(takes_context=True)
def without(context: template.Context, name: str) -> str:
    """This page's address without one parameter, from its first page."""
    return again(context, **{name: ""})
