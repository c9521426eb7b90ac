"""The tree, allotments and decrees as tables: what the pages show, to be taken away as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from canbo.apps.bodies.lineage import Told
from canbo.apps.bodies.models import Allotment, Decree
from canbo.apps.bodies.queries import BodyOn
from canbo.apps.bodies.rollups import RolledUp
from canbo.lib.text import Text
from canbo.shell.grids import Cell, Grid
from canbo.shell.naming import LEVELS, Names
from canbo.shell.templatetags.canbo import d, say

KINDS = {
    "committee": Text("Cấp ủy", "Committee"),
    "agency": Text("Cơ quan", "Agency"),
    "unit": Text("Đơn vị sự nghiệp", "Public unit"),
    "locality": Text("Địa phương", "Locality"),
    "cell": Text("Chi bộ", "Cell"),
}
#: Acts of decrees as a body's history tells them.
ACTS = {
    "found": Text("thành lập", "founded"),
    "rename": Text("đổi tên", "renamed"),
    "move": Text("chuyển nơi trực thuộc", "moved"),
    "merge": Text("sáp nhập, hợp nhất", "merged"),
    "split": Text("chia, tách", "split"),
    "dissolve": Text("giải thể", "dissolved"),
}
_BODY, _CODE, _SINCE = Text("Cơ quan, đơn vị", "Body"), Text("Mã", "Code"), Text("Từ", "From")
_TREE_HEADS = (
    _BODY, _CODE, Text("Cấp", "Level"), Text("Loại", "Kind"), Text("Trực thuộc", "Under"),
    Text("Đơn vị trực thuộc", "Bodies under it"), Text("Vị trí", "Posts"), Text("Biên chế được giao", "Allotted"),
)  # fmt: skip
_DECREE = Text("Quyết định", "Decree")


def of_tree(bodies: Iterable[BodyOn], tree: Iterable[BodyOn], rolled: RolledUp) -> Grid:
    """Some bodies of a day, each with where it hangs and what hangs under it."""
    named = {each.body: each.name for each in tree}
    rows = []
    for each in bodies:
        under = rolled.under(each.body)
        words = (each.code, say(LEVELS[each.level]), say(KINDS[each.kind]), named.get(each.parent or 0, ""))
        numbers = (under.bodies, under.posts, under.allotted)
        rows.append([Cell(each.name), *(Cell(word, words=True) for word in words), *map(Cell, numbers)])
    return Grid("to-chuc", Text("Cây tổ chức", "Tree of bodies"), _TREE_HEADS, rows)


def of_allotments(history: Iterable[Allotment], called: Names) -> Grid:
    """What a body may have, since when, by which decree."""
    heads = (Text("Loại", "Category"), _SINCE, Text("Đến", "To"), _DECREE, Text("Số người", "People"))
    rows = [
        [
            Cell(called.code("payroll-categories", row.category)), Cell(d(row.since), words=True),
            Cell(d(row.last) if row.last else say(Text("nay", "now")), words=True),
            Cell(row.decree.number, reverse("bodies:decree", args=[row.decree_id]), words=True), Cell(row.number),
        ]
        for row in history
    ]  # fmt: skip
    return Grid("giao-bien-che", Text("Biên chế được giao", "Allotments"), heads, rows)


def of_decrees(decrees: Iterable[Decree]) -> Grid:
    """Decrees, each with how many acts it did (`done`)."""
    heads = (
        Text("Số", "Number"), Text("Ngày ban hành", "Issued"), Text("Cơ quan ban hành", "Issued by"),
        Text("Số việc", "Acts"),
    )  # fmt: skip
    rows = [
        [
            Cell(row.number, reverse("bodies:decree", args=[row.pk])), Cell(d(row.issued), words=True),
            Cell(row.issuer, words=True), Cell(getattr(row, "done", None)),
        ]
        for row in decrees
    ]  # fmt: skip
    return Grid("quyet-dinh", Text("Quyết định về tổ chức", "Decrees about bodies"), heads, rows)


def of_acts(acts: Sequence[Told]) -> Grid:
    """What a decree did to which bodies."""
    heads = (
        Text("Hiệu lực", "In force"), Text("Việc", "Act"), Text("Tổ chức trước", "Body before"),
        Text("Tổ chức sau", "Body after"),
    )  # fmt: skip
    rows = [
        [
            Cell(d(told.act.effective)), Cell(say(ACTS[told.act.kind]), words=True),
            *(Cell(f"{body[1]} ({body[0]})" if body else "", words=True) for body in (told.before, told.after)),
        ]
        for told in acts
    ]  # fmt: skip
    return Grid("viec-da-lam", Text("Việc đã thực hiện", "Acts"), heads, rows)
