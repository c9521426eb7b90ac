"""Every form of every page, sent as a browser would and with one field that its author did not think of."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.spec.fuzzing import NASTY

#: What a file field is given: nothing, what it says it is and is not, what a browser would run.
FILES = (
    ("trong.pdf", b""), ("quet.pdf", b"%PDF-1.7 a scan"), ("x.pdf", b"<script>alert(1)</script>"),
    ("x.html", b"<h1>x</h1>"), ("x.exe", b"MZ\x00\x01"), ("anh.png", b"\x89PNG\r\n\x1a\n"),
    ("x.svg", b"<svg onload='x'/>"), ("ds.xlsx", b"PK\x03\x04 not a workbook"), ("\u202egpj.exe", b"x"),
    ("../../x.csv", "Họ và tên\nLê Thị Bình".encode()),
)  # fmt: skip
#: What breaks where a number, a day or a code is meant, besides what breaks anything.
MORE = (
    "9" * 5000,
    "9" * 20,
    "9223372036854775808",
    "-9223372036854775809",
    "2147483648",
    "\x00",
    "a\x00b",
    "1/2",
    "0/0",
)
#: Signing out would end the run; a token is checked elsewhere.
LEFT_OUT, TOKEN = ("/sign-out",), "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, how, and its fields with what the page had filled in."""

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def shape(self) -> tuple[str, str, tuple[str, ...]]:
        """What tells a form from another one: the same search on every page is one form."""
        return self.action, self.method, tuple(sorted({name for name, _ in self.fields} | set(self.files)))


@dataclass(frozen=True)
class Sent:
    """One sending of a form. A file is a name and its bytes."""

    action: str
    method: str
    fields: Mapping[str, str | Sequence[str]]
    files: Mapping[str, tuple[str, bytes]]

    def data(self) -> dict[str, object]:
        """What a test client sends."""
        uploads = {name: SimpleUploadedFile("x", data) for name, (_, data) in self.files.items()}
        for name, (called, _) in self.files.items():
            uploads[name].name = called
        return {**self.fields, **uploads}


def forms(page: str, path: str) -> list[Form]:
    """The forms of a page at a path."""
    reader = _Reader(path)
    reader.feed(page)
    return reader.found


def sendings(form: Form, each: int, chance: random.Random) -> Iterator[Sent]:
    """A form as it stands, then so many times with one field changed, gone or there twice."""
    whole = {name: value for name, value in form.fields if name != TOKEN}
    files = dict.fromkeys(form.files, FILES[1])
    yield Sent(form.action, form.method, whole, files)
    names = [*whole, *files]
    for _ in range(each if names else 0):
        name, fields, sent = chance.choice(names), dict(whole), dict(files)
        if name in files:
            sent[name] = chance.choice(FILES)
        elif chance.random() < 0.1:
            del fields[name]
        elif chance.random() < 0.1:
            fields[name] = [fields[name], chance.choice(NASTY)]
        else:
            fields[name] = chance.choice((*NASTY, *MORE, *MORE))
        yield Sent(form.action, form.method, fields, sent)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found = path, []
        self._form: dict[str, str] | None = None
        self._select = self._area = ""
        self._options: list[tuple[str, bool]] = []
        self._fields: list[tuple[str, str]] = []
        self._files: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        name = had.get("name", "")
        if tag == "form":
            self._form, self._fields, self._files = had, [], []
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((had.get("value", ""), "selected" in had))
        elif tag == "textarea" and name:
            self._fields.append((name, ""))
            self._area = name
        elif tag in ("input", "button") and name:
            self._field(name, had)

    def _field(self, name: str, had: Mapping[str, str]) -> None:
        if had.get("type") == "file":
            self._files.append(name)
        else:
            self._fields.append((name, had.get("value", "") or _LIKELY.get(had.get("type", ""), "Nội dung")))

    def handle_data(self, data: str) -> None:
        if self._area and data.strip():
            self._fields[-1] = (self._area, data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select" and self._select:
            chosen = [value for value, selected in self._options if selected] or [
                value for value, _ in self._options if value
            ]
            self._fields.append((self._select, chosen[0] if chosen else ""))
            self._select = ""
        elif tag == "form" and self._form is not None:
            action = unquote(urljoin(self.path, self._form.get("action") or self.path))
            method = self._form.get("method", "get").upper()
            if not action.startswith(LEFT_OUT) and action.startswith("/"):
                self.found.append(Form(action, method, tuple(self._fields), tuple(self._files)))
            self._form = None


#: What a person would write where the page leaves a field empty.
_LIKELY = {"date": "2026-11-01", "number": "1", "checkbox": "on", "email": "a@b.vn"}
