"""Code lists and workbooks for tests of the import."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import xlsxwriter
import yaml
from django.conf import settings

from canbo.core.errors import Spot
from canbo.core.rules import Code, CodeList, Title
from canbo.lib.text import Text


@dataclass(frozen=True)
class SomeLists:
    """Code lists and titles without the rest of a pack."""

    lists: Mapping[str, CodeList]
    titles: Mapping[str, Title]


@functools.cache
def code_lists() -> SomeLists:
    """The code lists and titles of the pack in use, without its rules."""
    lists = {}
    for file in sorted((settings.POLICY / "codes").glob("*.yaml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        codes = {
            str(each["code"]): Code(
                str(each["code"]), Text(**each["name"]), each.get("rank"), tuple(map(str, each.get("also", ())))
            )
            for each in data["codes"]
        }
        spot = Spot(file.name, 1)
        lists[data["list"]] = CodeList(data["list"], bool(data.get("ordered")), "", "", codes, spot)
    data = yaml.safe_load((settings.POLICY / "titles.yaml").read_text(encoding="utf-8"))
    titles = {
        each["code"]: Title(
            each["code"],
            Text(**each["name"]),
            each["level"],
            each["rank"],
            "",
            "",
            False,
            (),
            None,
            Spot("titles.yaml", 1),
        )
        for each in data["titles"]
    }
    return SomeLists(lists, titles)


def a_workbook(rows: list[list[Any]], *, sheet: str = "Hồ sơ") -> bytes:
    """A workbook of one sheet with these cells; None is left blank."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                page.write(number, place, cell)
    book.close()
    return buffer.getvalue()
