"""The dictionary of a dossier's fields: what the forms and the rules ask for, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from canbo.lib.text import Text

FILE = Path(__file__).with_name("data") / "dictionary.yaml"


@dataclass(frozen=True)
class Field:
    """A field: its number, name, heading, privacy ("open" or "restricted"), where it stands, and what uses it."""

    n: int
    name: Text
    section: str
    privacy: str
    held: tuple[str, ...]
    rules: tuple[str, ...]


def dictionary() -> Iterator[Field]:
    """Every field in its order."""
    for row in yaml.safe_load(FILE.read_text("utf-8"))["fields"]:
        yield Field(
            row["n"], Text(row["vi"], row["en"]), row["section"], row["privacy"],
            tuple(row["held"]), tuple(map(str, row["rules"])),
        )  # fmt: skip
