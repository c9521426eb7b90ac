"""The tree of bodies for the law below it: who studies what hangs on where they are in office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from canbo.apps.bodies.queries import tree_on
from canbo.apps.regulations.registry import Branch


def branches_on(day: dt.date) -> Mapping[str, Branch]:
    """Every body of a day by its code, with its name and the body above it. One question to the database."""
    found = tree_on(day)
    codes = {body.body: body.code for body in found}
    return {
        body.code: Branch(body.name, codes.get(body.parent, "") if body.parent else "", body.level) for body in found
    }
