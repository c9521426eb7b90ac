"""Who is told by which clause somebody left a plan. Opening and moving its cases is decided by procedures."""

from __future__ import annotations

from canbo.apps.people.visibility import SEEING_ALL
from canbo.base.access.deciding import No, Rule, Stand
from canbo.lib.text import Text

RULES = {
    "planning.see_clauses": Rule(
        SEEING_ALL,
        No(
            "planning.clauses",
            Text("Tiêu chí này dựa trên mục được bảo vệ.", "This clause rests on a sealed section."),
        ),
    ),
}
#: A plan is asked about in its body, whose own room says who stands how to it.
STANDS: dict[type, Stand] = {}
