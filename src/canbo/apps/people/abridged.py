"""The abridged CV list (lý lịch trích ngang): one line a person, as a page, a spreadsheet and a printable document.

All three are made of the same rows, read in a fixed number of queries. What is sealed to the reader says so.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import typst
import xlsxwriter
from django.conf import settings
from django.contrib.staticfiles import finders

from canbo.apps.people.columns import rated
from canbo.apps.people.listing import Entry, entries
from canbo.apps.people.models import (
    Certificate,
    Degree,
    Discipline,
    Holding,
    OfPerson,
    PersonVersion,
    Planned,
    Rating,
    Reward,
    Seat,
    Theory,
)
from canbo.core.calendar import stamp
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import d, say

Row = TypeVar("Row", bound=OfPerson)
SEALED = Text("niêm", "sealed")
#: The years of ratings shown, newest first.
_RATINGS = 3
#: The paper of a printed sheet, as spreadsheets number it.
_A4 = 9


@dataclass(frozen=True)
class Life:
    """What the list reads of one person; `discipline` None where it is sealed to the reader."""

    entry: Entry
    degrees: Sequence[Degree]
    theory: Sequence[Theory]
    certificates: Sequence[Certificate]
    seats: Sequence[Seat]
    planned: Sequence[Planned]
    ratings: Sequence[Rating]
    rewards: Sequence[Reward]
    career: Sequence[Holding]
    discipline: Sequence[Discipline] | None


@dataclass(frozen=True)
class Column:
    """A column of the list: its heading, its width in characters, and what stands in it."""

    says: Text
    width: int
    cell: Callable[[Life, Names], str]


def lives(people: Sequence[PersonVersion], day: dt.date, whole: Collection[int]) -> list[Life]:
    """What the list reads of these people, in their order; `whole` are ids of whose discipline is open."""
    ids = [each.person_id for each in people]
    rows = partial(_rows, day)
    degrees, theory = rows(Degree, ids, "-on_lo"), rows(Theory, ids, "-on_lo")
    certificates, seats = rows(Certificate, ids, "kind"), rows(Seat, ids, "-since_lo")
    planned, ratings = rows(Planned, ids, "-since_lo"), rows(Rating, ids, "-year")
    rewards, career = rows(Reward, ids, "-on_lo"), rows(Holding, ids, "since_lo")
    discipline = rows(Discipline, [each for each in ids if each in whole], "-on_lo")
    return [
        Life(
            entry, degrees.get(number, ()), theory.get(number, ()), certificates.get(number, ()),
            seats.get(number, ()), planned.get(number, ()), ratings.get(number, ()), rewards.get(number, ()),
            career.get(number, ()), discipline.get(number, ()) if number in whole else None,
        )
        for number, entry in zip(ids, entries(people, day), strict=True)
    ]  # fmt: skip


def _rows(day: dt.date, model: type[Row], people: Sequence[int], order: str) -> Mapping[int, Sequence[Row]]:
    """The rows of these people of which it is not certain that they began after a day; seats and plans as of it."""
    found: dict[int, list[Row]] = {}
    on, names = stamp(day), {field.name for field in model._meta.get_fields()}
    rows = model._default_manager.filter(person__in=people, entry_to__isnull=True)
    for name, last in (("on_lo", on), ("since_lo", on), ("year", day.year)):
        if name in names:
            rows = rows.exclude(**{f"{name}__gt": last})
    if model in (Seat, Planned):
        rows = rows.exclude(last_hi__lte=on)
    for row in rows.order_by(order, "pk"):
        found.setdefault(row.person_id, []).append(row)
    return found


def _born(sex: str) -> Callable[[Life, Names], str]:
    return lambda life, called: d(life.entry.person.born) if life.entry.person.sex == sex else ""


def _best(listed: str, rows: Sequence[Any], called: Names) -> Any:
    codes = called.pack.lists[listed].codes
    return max(rows, key=lambda row: codes[row.grade].rank or 0 if row.grade in codes else 0, default=None)


def _degree(life: Life, called: Names) -> str:
    best = _best("degrees", life.degrees, called)
    if best is None:
        return ""
    field = best.field_text or (called.code("fields-of-study", best.field) if best.field else "")
    mode = called.code("study-modes", best.mode) if best.mode else ""
    return ", ".join(part for part in (called.code("degrees", best.grade), field, mode) if part)


def _theory(life: Life, called: Names) -> str:
    best = _best("theory-levels", life.theory, called)
    return called.code("theory-levels", best.grade) if best else ""


def _certificate(kind: str) -> Callable[[Life, Names], str]:
    listed = f"{kind.replace('_', '-')}-levels"

    def cell(life: Life, called: Names) -> str:
        best = _best(listed, [row for row in life.certificates if row.kind == kind], called)
        return called.code(listed, best.grade) if best else ""

    return cell


def _post(life: Life, called: Names) -> str:
    post = life.entry.post
    if post is None:
        return life.entry.body
    return ", ".join(part for part in (called.title(post.title), life.entry.post_body) if part)


def _seats(life: Life, called: Names) -> str:
    return "; ".join(
        f"{called.code('committee-roles', row.role)} {called.code('committees', row.committee)}".strip()
        for row in life.seats
    )


def _discipline(life: Life, called: Names) -> str:
    if life.discipline is None:
        return say(SEALED)
    return "; ".join(f"{called.code('discipline-forms', row.form)} ({d(row.on)})" for row in life.discipline)


def _career(life: Life, called: Names) -> str:
    now = say(Text("nay", "now"))
    spells = (
        f"{d(row.since)} – {d(row.last) if row.last else now}: {row.words or called.title(row.title)}"
        for row in life.career
    )
    return "; ".join(spells)


#: Every column that can be chosen, in the order of the list.
COLUMNS: Mapping[str, Column] = {
    "key": Column(Text("Số hiệu", "Key"), 12, lambda life, called: life.entry.person.person.key),
    "man": Column(Text("Ngày sinh: nam", "Born: men"), 11, _born("M")),
    "woman": Column(Text("Ngày sinh: nữ", "Born: women"), 11, _born("F")),
    "hometown": Column(
        Text("Quê quán", "Home town"), 18,
        lambda life, called: life.entry.person.hometown_text
        or (called.prefixed(life.entry.person.hometown) if life.entry.person.hometown else ""),
    ),
    "ethnicity": Column(
        Text("Dân tộc", "Ethnicity"), 9,
        lambda life, called: called.prefixed(life.entry.person.ethnicity) if life.entry.person.ethnicity else "",
    ),
    "religion": Column(
        Text("Tôn giáo", "Religion"), 9,
        lambda life, called: called.code("religions", life.entry.person.religion) if life.entry.person.religion else "",
    ),
    "post": Column(Text("Chức vụ, đơn vị", "Post and body"), 32, _post),
    "since": Column(
        Text("Giữ chức vụ từ", "Since"), 11, lambda life, called: d(life.entry.post.since) if life.entry.post else ""
    ),
    "party": Column(
        Text("Vào Đảng", "Party since"), 11,
        lambda life, called: d(life.entry.person.party_admitted) if life.entry.person.party_admitted else "",
    ),
    "degree": Column(Text("Chuyên môn", "Degree"), 26, _degree),
    "theory": Column(Text("Lý luận chính trị", "Theory"), 12, _theory),
    "state": Column(Text("Quản lý nhà nước", "State management"), 14, _certificate("state_management")),
    "language": Column(Text("Ngoại ngữ", "Language"), 10, _certificate("language")),
    "it": Column(Text("Tin học", "IT"), 10, _certificate("it")),
    "seats": Column(Text("Cấp ủy", "Committee seats"), 20, _seats),
    "planned": Column(
        Text("Quy hoạch", "Planned for"), 22,
        lambda life, called: "; ".join(called.title(row.title) for row in life.planned),
    ),
    "ratings": Column(
        Text("Xếp loại", "Ratings"), 22,
        lambda life, called: rated(life.ratings[:_RATINGS], called),
    ),
    "rewards": Column(
        Text("Khen thưởng", "Rewards"), 20,
        lambda life, called: "; ".join(called.code("reward-forms", row.form) for row in life.rewards),
    ),
    "discipline": Column(Text("Kỷ luật", "Discipline"), 16, _discipline),
    "career": Column(Text("Quá trình công tác", "Career"), 50, _career),
}  # fmt: skip
USUAL = ("man", "woman", "hometown", "ethnicity", "post", "since", "party", "degree", "theory", "planned", "ratings")
NUMBER, NAME = Text("TT", "No."), Text("Họ và tên", "Name")


def cells(life: Life, chosen: Sequence[str], called: Names) -> list[str]:
    """The cells of a line, in the order of the columns chosen."""
    return [COLUMNS[name].cell(life, called) for name in chosen]


def as_xlsx(found: Sequence[Life], chosen: Sequence[str], called: Names) -> bytes:
    """The list as a workbook of one sheet; nothing in it is a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E8EDF2", "border": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(say(Text("Trích ngang", "Abridged list")))
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)  # every column on the page; as many pages down as there are people
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&R&P/&N")
    sheet.repeat_rows(0)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 26)
    for place, name in enumerate(chosen, 2):
        sheet.set_column(place, place, COLUMNS[name].width)
    sheet.write_row(0, 0, [say(NUMBER), say(NAME), *(say(COLUMNS[name].says) for name in chosen)], head)
    for number, life in enumerate(found, 1):
        sheet.write_row(number, 0, [number, life.entry.person.name, *cells(life, chosen, called)], cell)
    book.close()
    return out.getvalue()


def as_pdf(
    found: Sequence[Life], chosen: Sequence[str], called: Names, *, day: dt.date, language: str, filters: Sequence[str]
) -> bytes:
    """The list as a document on A4 across, by the form in the pack's `forms` folder."""
    data = {
        "language": language,
        "on": f"{day:%d/%m/%Y}",
        "filters": "; ".join(filters),
        "heads": [say(COLUMNS[name].says) for name in chosen],
        "widths": [COLUMNS[name].width for name in chosen],
        "rows": [[life.entry.person.name, *cells(life, chosen, called)] for life in found],
    }
    return typst.compile(
        str(settings.POLICY / "forms" / "abridged-list" / "form.typ"),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=[str(finders.find("fonts/liberation"))],
        ignore_system_fonts=True,
        pdf_standards="a-2b",
        timestamp=int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()),
    )
