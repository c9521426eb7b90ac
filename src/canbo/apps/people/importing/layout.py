"""The nearly free-form list that an office keeps: where its table begins, and what each of its columns means.

Titles may stand above the header, the header may take two rows, birth dates may stand in a column for men and one for
women, and sections of the list may have a row of their own. A layout says which is which; words of `headers.yaml` guess
it. Reading a sheet by a layout gives the grid and the mapping that every import works with, each cell in its place.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from canbo.apps.people.importing.cells import plain_text, written_date
from canbo.apps.people.importing.errors import CellFault, Expected, column_letter
from canbo.apps.people.importing.mapping import Column, ColumnMapping, load_mapping, target
from canbo.apps.people.importing.reading import Cell, Grid
from canbo.lib.hashing import sha256_hex
from canbo.lib.text import Text, fold

#: Rows at the top of a sheet among which its header is looked for.
TOP = 30
#: Between the two rows of a header.
JOINT = " · "
#: What a column can mean beside a field of the dossier: nothing, a running number, a date or a mark by sex.
SKIP, NUMBER = "", "number"
_BY_SEX = {"born_m": "M", "born_f": "F", "sex_m": "M", "sex_f": "F"}
_SEX, _BORN, _KEY = "Giới tính (theo cột)", "Ngày sinh (theo cột)", "Số hiệu (theo họ tên, ngày sinh)"
_WORDS = Path(__file__).parent / "data" / "headers.yaml"
_LETTER = re.compile(r"[^\W\d_]")
#: Rows with fewer filled cells than this are titles of sections, totals or signatures, not people.
_FILLED = 3
#: People whom the importer may see: folded name → (key, birth date as written).
Known = Mapping[str, Sequence[tuple[str, str]]]

_ONE_SEX = Text("chỉ ghi ở cột Nam hoặc cột Nữ", "only in the column of men or that of women")
_TWO_ALIKE = Text(
    "số hiệu cán bộ: có nhiều người trùng họ tên và ngày sinh",
    "the staff number: several people have this name and birth date",
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column can mean: the target, its name for people, the folded headers by which it is known."""

    to: str
    name: Text
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The first row of the header (1 for the first of the sheet), how many rows it takes, and each column's meaning."""

    header: int
    rows: int
    columns: tuple[str, ...]

    def written(self) -> str:
        """As kept: JSON."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def read(cls, text: str) -> Layout:
        """A layout from its JSON."""
        told = json.loads(text)
        return cls(told["header"], told["rows"], tuple(told["columns"]))


@functools.cache
def meanings() -> Mapping[str, Meaning]:
    """What columns can mean, by target, in the order in which they are offered."""
    told = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    found = (Meaning(each["to"], Text(**each["name"]), frozenset(map(fold, each["words"]))) for each in told)
    return {each.to: each for each in found}


def titles(grid: Grid, header: int, rows: int) -> list[str]:
    """The header of every column; of two rows, the upper title stands before each title below it."""
    upper = _texts(grid, header - 1)
    if rows == 1:
        return upper
    lower = _texts(grid, header)
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    found, over = [], ""
    for top, below in zip(upper, lower, strict=True):
        over = top or (over if below else "")
        found.append(JOINT.join(filter(None, (over, below))))
    return found


def fingerprint(grid: Grid, layout: Layout) -> str:
    """By which the same kind of list is known again: its headers, whatever their tones, case and place."""
    return sha256_hex(JOINT.join(map(fold, titles(grid, layout.header, layout.rows))))


def guess(grid: Grid) -> Layout:
    """The likeliest layout: the row in whose headers most words are known, columns by those words."""
    best = Layout(1, 1, ())
    for header in range(1, min(TOP, len(grid.rows)) + 1):
        for rows in (1, 2):
            if rows == 2 and not _has_second(grid, header):
                continue
            found = guess_at(grid, header, rows)
            if _known(found) > _known(best):
                best = found
    return best


def guess_at(grid: Grid, header: int, rows: int) -> Layout:
    """The likeliest meaning of every column under a header."""
    found = _columns(titles(grid, header, rows))
    wide = width(grid)
    return Layout(header, rows, (*found, *[SKIP] * (wide - len(found)))[:wide])


def arrange(grid: Grid, layout: Layout, known: Known) -> Grid:
    """The sheet as a plain table: one header, a line for each person, what two columns say together beside them.

    Rows above the header, of sections and of signatures are left out, and the notes say which.
    """
    header = heads(grid, layout)
    found = Grid(grid.sheet, [[*header, *_extra(layout)]], [grid.lines[layout.header - 1]], [], list(grid.notes))
    start = layout.header - 1 + layout.rows
    name = layout.columns.index("person.name") if "person.name" in layout.columns else -1
    unread = {fault.row for fault in grid.faults}  # a name that is a formula or merged away is told at its cell
    for line, row in zip(grid.lines[start:], grid.rows[start:], strict=True):
        texts = [plain_text(cell) for cell in row]
        if not any(texts):
            continue
        named = _LETTER.search(_at(texts, name)) or line in unread
        if sum(map(bool, texts)) < _FILLED or not named:
            found.notes.append(_left_out(line, texts))
            continue
        padded = [*row[: len(header)], *[""] * (len(header) - len(row))]
        found.rows.append(_made(found, line, padded, layout, known))
        found.lines.append(line)
    kept = set(found.lines)
    found.faults.extend(fault for fault in grid.faults if fault.row in kept and fault.row != found.lines[0])
    return found


def mapping_of(grid: Grid, layout: Layout, title: Text) -> ColumnMapping:
    """The mapping that reads an arranged sheet; each column as the standard workbook reads its field."""
    standard = {str(column.to): column for column in load_mapping("province-60").columns}
    columns = [
        _column(to, head, standard)
        for to, head in zip(layout.columns, heads(grid, layout), strict=True)
        if to not in (SKIP, NUMBER) and to not in _BY_SEX
    ]
    made = {_SEX: "person.sex", _BORN: "person.born", _KEY: "key"}
    columns += [_column(made[head], head, standard) for head in _extra(layout)]
    slots = load_mapping("province-60").slots
    return ColumnMapping(name="free", title=title, columns=tuple(columns), slots=slots)


def faults_of(layout: Layout) -> list[Text]:
    """What a layout lacks or says twice."""
    found = []
    if "person.name" not in layout.columns:
        found.append(Text("Chọn cột Họ và tên.", "Choose the column of the full name."))
    given = [to for to in layout.columns if to not in (SKIP, NUMBER)]
    for to in sorted({to for to in given if given.count(to) > 1}):
        name = meanings()[to].name
        found.append(Text(f"Hai cột cùng là “{name.vi}”.", f"Two columns are both “{name.en}”."))
    return found


def heads(grid: Grid, layout: Layout) -> list[str]:
    """The header of every column, each different from the others; columns without one are called by their letter."""
    found: list[str] = []
    for place, title in enumerate(titles(grid, layout.header, layout.rows)[: len(layout.columns)]):
        head = title or f"Cột {column_letter(place)}"
        found.append(head if fold(head) not in map(fold, found) else f"{head} ({column_letter(place)})")
    return [*found, *(f"Cột {column_letter(place)}" for place in range(len(found), len(layout.columns)))]


def unread(grid: Grid, layout: Layout) -> list[str]:
    """Headers of the columns that nothing is read from."""
    named = zip(heads(grid, layout), layout.columns, strict=True)
    return [head for head, to in named if to == SKIP]


def width(grid: Grid) -> int:
    """The number of columns that hold anything."""
    filled = (place for row in grid.rows for place, cell in enumerate(row) if plain_text(cell))
    return max(filled, default=-1) + 1


def _columns(header: list[str]) -> tuple[str, ...]:
    """The meaning of each header, each meaning once."""
    taken: set[str] = set()
    found = []
    for title in header:
        to = next((each.to for each in meanings().values() if each.to not in taken and _fits(title, each)), SKIP)
        taken.add(to)
        found.append(to)
    return tuple(found)


def _fits(title: str, meaning: Meaning) -> bool:
    whole = fold(re.sub(r"\([^)]*\)", "", title))
    parts = whole.split(fold(JOINT)) if fold(JOINT) in whole else [whole]
    return whole in meaning.words or (len(parts) > 1 and parts[-1].strip() in meaning.words)


def _known(layout: Layout) -> int:
    return sum(1 for to in layout.columns if to) + ("person.name" in layout.columns)


def _has_second(grid: Grid, header: int) -> bool:
    """Whether the row below may be the header's second: it fills what the first leaves open, not the name."""
    if header >= len(grid.rows):
        return False
    upper, lower = _texts(grid, header - 1), _texts(grid, header)
    name = next((place for place, title in enumerate(upper) if _fits(title, meanings()["person.name"])), -1)
    return name >= 0 and not _at(lower, name) and any(lower)


def _texts(grid: Grid, place: int) -> list[str]:
    return [plain_text(cell) for cell in grid.rows[place]] if place < len(grid.rows) else []


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place] if 0 <= place < len(texts) else ""


def _extra(layout: Layout) -> list[str]:
    """Headers of what columns say together, or what is looked up."""
    by_sex = set(layout.columns) & _BY_SEX.keys()
    born = [_BORN] if {"born_m", "born_f"} & by_sex else []
    sex = [_SEX] if by_sex and "person.sex" not in layout.columns else []
    return sex + born + ([] if "key" in layout.columns else [_KEY])


def _made(grid: Grid, line: int, row: list[Cell], layout: Layout, known: Known) -> list[Cell]:
    """A row with the cells of `_extra` beside it."""
    texts = [plain_text(cell) for cell in row]
    said = {to: text for to, text in zip(layout.columns, texts, strict=False) if to in _BY_SEX and text}
    sexes = {_BY_SEX[to] for to in said}
    if len(sexes) > 1:
        place = layout.columns.index(next(to for to in said if _BY_SEX[to] == "F"))
        grid.faults.append(CellFault(grid.sheet, line, column_letter(place), "", texts[place], _ONE_SEX))
    made = {_SEX: {"M": "Nam", "F": "Nữ"}.get(next(iter(sexes), ""), "")}
    made[_BORN] = next((text for to, text in said.items() if to.startswith("born")), "")
    if made[_BORN] and isinstance(fault := written_date(made[_BORN]), Expected):
        place = layout.columns.index(next(to for to in said if to.startswith("born")))
        title = grid.rows[0][place]
        grid.faults.append(CellFault(grid.sheet, line, column_letter(place), title, made[_BORN], fault.says))
        made[_BORN] = ""
    extra = _extra(layout)
    if _KEY in extra:
        own = layout.columns.index("person.born") if "person.born" in layout.columns else -1
        name = _at(texts, layout.columns.index("person.name"))
        made[_KEY], agrees = _key(grid, line, name, made[_BORN] or _at(texts, own), known)
        if agrees:  # the dossier says the same, perhaps more precisely: the list does not take that away
            made[_BORN] = ""
            row = [*row[:own], "", *row[own + 1 :]] if own >= 0 else row
    return [*row, *(made[head] for head in extra)]


def _key(grid: Grid, line: int, name: str, born: str, known: Known) -> tuple[str, bool]:
    """The staff number of the one person whom the importer may see with this name and birth date, a new one else.

    With it: whether the dossier has that birth date already, as precisely or more so.
    """
    written = written_date(born) if born else ""
    date = "" if isinstance(written, Expected) else written
    alike = [(key, other) for key, other in known.get(fold(name), ()) if _same_day(date, other)]
    if len(alike) > 1:
        grid.faults.append(CellFault(grid.sheet, line, "", _KEY, name, _TWO_ALIKE))
    if alike:
        return alike[0][0], alike[0][1].startswith(date)
    return "DS-" + hashlib.sha256(f"{fold(name)}|{date}".encode()).hexdigest()[:10].upper(), False


def _same_day(one: str, other: str) -> bool:
    """Equal, or one says the same less precisely."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def _column(to: str, head: str, standard: Mapping[str, Column]) -> Column:
    if to in standard:
        return dataclasses.replace(standard[to], header=head, also=(), required=False)
    return Column(header=head, to=target(to))


def _left_out(line: int, texts: list[str]) -> Text:
    words = " ".join(filter(None, texts))[:60]
    return Text(f"Bỏ qua dòng {line}: “{words}”.", f"Row {line} was left out: “{words}”.")
