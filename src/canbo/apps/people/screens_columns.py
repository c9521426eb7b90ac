"""The wizard of a free list: the sheet as it stands, what its columns mean, the first rows as they will be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from canbo.apps.people import uploads
from canbo.apps.people.importing import layout as layouts
from canbo.apps.people.importing.cells import plain_text
from canbo.apps.people.importing.errors import column_letter
from canbo.apps.people.importing.layout import NUMBER, SKIP, TOP, Layout
from canbo.apps.people.importing.reading import COLUMNS_LIMIT, Cell, Grid
from canbo.apps.people.kept_layouts import keep_layout, known_layout
from canbo.apps.people.models import KeptLayout
from canbo.apps.people.permissions_import import why_not_officer
from canbo.apps.people.screens_import import begin_check
from canbo.apps.people.uploads import Upload
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.asking import SignedIn
from canbo.shell.fields import read_count

#: Rows of the sheet, and people of the preview, on the page.
SHOWN, PREVIEW = 8, 20


@login_required
def columns(request: SignedIn, name: str) -> HttpResponse:
    """What the columns of a list mean: guessed or remembered, corrected by the officer, shown as they will be read."""
    today = timezone.localdate()
    kept = uploads.find(request.user, name)
    refused = why_not_officer(request.user, today)
    if refused is not None:
        raise refused
    try:
        grid = uploads.sheet_of(kept)
    except Refusal as refusal:
        uploads.forget(kept)
        return render(request, "people/import_columns_bad.html", {"refusal": refusal}, status=refusal.status)
    layout, remembered = _layout(request, grid, today)
    faults = layouts.faults_of(layout)
    if request.method == "POST" and "go" in request.POST and not faults:
        return _go(request, kept, grid, layout)
    context = {
        "upload": kept,
        "layout": layout,
        "remembered": remembered,
        "faults": faults,
        "name": request.POST.get("name", remembered.name if remembered else ""),
        "rows": _rows(grid, layout),
        "heads": _heads(grid, layout),
        "tops": range(1, min(TOP, len(grid.rows)) + 1),
        "meanings": layouts.meanings().values(),
        **({} if faults else _preview(kept, grid, layout, today)),
    }
    return render(request, "people/import_columns.html", context)


def _layout(request: SignedIn, grid: Grid, today: dt.date) -> tuple[Layout, KeptLayout | None]:
    """The layout that was posted; else the one remembered for these headers; else the guess."""
    if request.method == "POST":
        return _posted(request, grid), None
    guessed = layouts.guess(grid)
    kept = known_layout(request.user, layouts.fingerprint(grid, guessed), today)
    return (Layout.read(kept.layout) if kept else guessed), kept


def _posted(request: SignedIn, grid: Grid) -> Layout:
    """The layout of the form; where another header was chosen, its columns are guessed anew."""
    header, rows = _number(request, "header", min(TOP, len(grid.rows))), _number(request, "rows", 2)
    if (str(header), str(rows)) != (request.POST.get("was_header"), request.POST.get("was_rows")):
        return layouts.guess_at(grid, header, rows)
    wide = min(layouts.width(grid), COLUMNS_LIMIT)
    given = [request.POST.get(f"column-{place}", SKIP) for place in range(wide)]
    return Layout(header, rows, tuple(to if to in layouts.meanings() else SKIP for to in given))


def _number(request: SignedIn, name: str, most: int) -> int:
    said = read_count(request.POST.get(name, ""))
    if said is None or not 1 <= said <= most:
        raise Refusal(
            "import-no-row",
            Text(f"Dòng tiêu đề là một số từ 1 đến {most}.", f"The row of the header is a number from 1 to {most}."),
            status=422,
        )
    return said


def _go(request: SignedIn, kept: Upload, grid: Grid, layout: Layout) -> HttpResponse:
    if name := request.POST.get("name", "").strip():
        print_ = layouts.fingerprint(grid, layout)
        keep_layout(name=name, fingerprint=print_, layout=layout, by=request.user, at=timezone.now())
    uploads.lay_out(kept, layout)
    begin_check(kept, request.user)
    return redirect("people:import-check", name=kept.name)


def _rows(grid: Grid, layout: Layout) -> list[tuple[int, list[str], bool]]:
    """The rows around the header as they stand: number, cells, whether they belong to the header."""
    first = max(0, layout.header - 4)
    wide = len(layout.columns)
    return [
        (grid.lines[place], [*map(plain_text, grid.rows[place][:wide])], 0 <= place + 1 - layout.header < layout.rows)
        for place in range(first, min(len(grid.rows), first + SHOWN))
    ]


def _heads(grid: Grid, layout: Layout) -> list[tuple[int, str, str, str]]:
    """Every column: place, letter, header, meaning."""
    named = zip(layouts.heads(grid, layout), layout.columns, strict=True)
    return [(place, column_letter(place), head, to) for place, (head, to) in enumerate(named)]


def _preview(kept: Upload, grid: Grid, layout: Layout, today: dt.date) -> dict[str, object]:
    """The first people as they will be read."""
    arranged = layouts.arrange(grid, layout, uploads.known_people(kept, today))
    stands = dict(zip(grid.lines, grid.rows, strict=True))
    used = [place for place, to in enumerate(layout.columns) if to not in (SKIP, NUMBER)]
    used += range(len(layout.columns), len(arranged.rows[0]))
    return {
        "people": len(arranged.rows) - 1,
        "read_heads": [_called(layout, arranged.rows[0], place) for place in used],
        "read": [
            (line, [plain_text(cell) for cell in _as_written(stands[line], row, used)])
            for line, row in list(zip(arranged.lines, arranged.rows, strict=True))[1 : PREVIEW + 1]
        ],
        "left_out": arranged.notes[-5:],
    }


def _as_written(stands: Sequence[Cell], row: Sequence[Cell], used: Sequence[int]) -> list[Cell]:
    """The cells as the file has them, where it has them."""
    return [stands[place] if place < len(stands) else row[place] for place in used]


def _called(layout: Layout, header: Sequence[str], place: int) -> Text:
    to = layout.columns[place] if place < len(layout.columns) else ""
    return layouts.meanings()[to].name if to else Text(header[place], header[place])
