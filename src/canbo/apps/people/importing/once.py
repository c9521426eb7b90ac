"""What only one person can have: a staff number, however its letters are written, and an identity number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from canbo.apps.people.models import PersonVersion
from canbo.lib.text import Text

_AS_WRITTEN = Text(
    "số hiệu viết đúng như đã có: “{key}” (chỉ khác chữ hoa, chữ thường)",
    "the number as it stands already: “{key}” (only capitals differ)",
)
_TWICE = Text("số định danh của riêng một người; dòng {line} đã có", "nobody else's number; line {line} has it")
_ANOTHERS = Text(
    "số định danh của riêng một người; hồ sơ mang số hiệu khác đã có số này",
    "nobody else's number; a dossier under another staff number has it",
)
#: Numbers asked for in one statement.
_SOME = 800


def written_otherwise(keys: Sequence[str], known: Mapping[str, int]) -> Iterator[tuple[int, Text]]:
    """The places of new keys that differ from a known one, or from one above them, in capitals only."""
    spelled = {key.casefold(): key for key in known}
    for index, key in enumerate(keys):
        if key and key not in known and spelled.setdefault(key.casefold(), key) != key:
            yield index, _AS_WRITTEN.filled(key=spelled[key.casefold()])


def borne_by_others(numbers: Sequence[Any], keys: Sequence[str], lines: Sequence[int]) -> Iterator[tuple[int, Text]]:
    """The places of identity numbers that another line, or a dossier under another key, has; what stands so already is
    not said again. `lines` are those of the file."""
    given = [number if isinstance(number, str) else "" for number in numbers]
    holders = _holders({number for number in given if number})
    first: dict[str, int] = {}
    for index, (number, key) in enumerate(zip(given, keys, strict=True)):
        if not number or not key or key in holders.get(number, ()):
            continue
        if first.setdefault(number, index) != index:
            yield index, _TWICE.filled(line=lines[first[number]])
        elif number in holders:
            yield index, _ANOTHERS


def _holders(numbers: set[str]) -> Mapping[str, set[str]]:
    """Whose numbers these are on the register: keys by number."""
    asked = sorted(numbers)
    found: dict[str, set[str]] = {}
    for start in range(0, len(asked), _SOME):
        versions = PersonVersion.objects.filter(id_number__in=asked[start : start + _SOME], entry_to__isnull=True)
        for number, key in versions.values_list("id_number", "person__key"):
            found.setdefault(number, set()).add(key)
    return found
