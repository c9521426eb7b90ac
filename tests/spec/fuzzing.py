"""Requests that nobody meant: every address with words, numbers and bytes that its author did not think of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit

from tests.house import doors, tree

NASTY = (
    "", " ", "0", "-1", "1", "2", "99999999999999999999", "1e9", "٣", "²", "½", "NaN", "%", "%ff%fe", "%00", "a%00b",
    "%0a", "'", '"', "\\", "<b>", "../../etc/passwd", "31/02/2025", "2025-02-31", "0001-01-01", "9999-12-31",
    "2026-11-01", "01/01/1900", "x" * 3000, "Đặng", "%e1%bb", "🙂", "\u202e", "null", "true", "[]", "{}", "P34:40",
    "department_director", "so", "tinh", "khong-co", "appointment", "yes", "unknown", "P-SO", "%F0%9F", "-0", "+1",
)  # fmt: skip
#: A name of a parameter as the screens and forms read it.
_NAMES = re.compile(
    r"""(?:asking\.\w+\(request,\s*|GET\.get\(|GET\.getlist\(|POST\.get\(|POST\.getlist\(|FILES\.get\()["'](\w+)["']"""
)
_FIELDS = re.compile(r"""^    (\w+) = (?:forms\.)?\w*Field\(""", re.MULTILINE)


@dataclass(frozen=True)
class Shot:
    """One request: its method, the path with its query, and the fields of its form."""

    method: str
    path: str
    form: Mapping[str, str] = field(default_factory=dict)


def names() -> list[str]:
    """The names of all parameters and form fields of the program, as its source has them."""
    found: set[str] = set()
    for file in sorted((tree.ROOT / "src").rglob("*.py")):
        if "tests" not in file.parts:
            text = file.read_text("utf-8")
            found |= {*_NAMES.findall(text), *(_FIELDS.findall(text) if file.name.startswith("form") else ())}
    return sorted(found)


def shots(things: Mapping[str, str], each: int, seed: int = 1) -> Iterator[Shot]:
    """So many requests for every address of the table of doors; always the same for the same seed."""
    chance, known = random.Random(seed), names()
    for row in doors.rows():
        if row.address == "sign-out":
            continue
        path = row.path(things)
        for _ in range(each):
            yield _shot(chance, row.method, path, known)


def _shot(chance: random.Random, method: str, path: str, known: list[str]) -> Shot:
    parts = urlsplit(path)
    pairs = parse_qsl(parts.query)
    asked = dict(pairs) if chance.random() < 0.7 else {}
    for name in [*(name for name, _ in pairs if chance.random() < 0.4), *chance.sample(known, chance.randrange(6))]:
        asked[name] = chance.choice(NASTY)
    where = parts.path
    if chance.random() < 0.25:
        steps = where.split("/")
        steps[chance.randrange(1, len(steps))] = _in_an_address(chance.choice(NASTY))
        where = "/".join(steps)
    query = "&".join(f"{quote(name)}={_in_an_address(value)}" for name, value in asked.items())
    form = {name: chance.choice(NASTY) for name in chance.sample(known, 8)} if method == "POST" else {}
    return Shot(chance.choice((method, method, method, "HEAD", "POST")), f"{where}?{query}" if query else where, form)


def _in_an_address(value: str) -> str:
    """Some words stand for raw bytes (%00, half a letter) and are left as they are."""
    return value if value.startswith("%") and len(value) > 1 or "%00" in value else quote(value)
