"""In whose name a paper of a case goes out: of its body, of the organ that prepares the decision, of who decided."""

from __future__ import annotations

import datetime as dt

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.permissions import codes_above
from canbo.apps.bodies.queries import subtree_codes, tree_on
from canbo.apps.papers.queries import document_of
from canbo.apps.procedures.documents import DECISION, OF_THE_DECISION
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.papers import owner_of_paper
from canbo.apps.procedures.queries import plan_of, rules_of
from canbo.apps.regulations.queries import managing_authority
from canbo.core.procedure_state import State
from canbo.core.rules import Code
from canbo.lib.text import fold


def author_of(case: Case, state: State, paper: str, day: dt.date) -> Body:
    """Who writes a paper of the open step: what follows the decision, whoever decided; what prepares it, its organ."""
    decision = document_of(owner_of_paper(case, len(state.trail), DECISION)) if paper in OF_THE_DECISION else None
    if decision is not None:
        return decision.body
    advised = state.now is not None and paper in plan_of(case).step(state.now.step).advised
    return (adviser_of(case, day) if advised else None) or case.body


def adviser_of(case: Case, day: dt.date) -> Body | None:
    """The organ that prepares the decision on the title of a case, as it stands in the tree: the nearest of its name.

    None where no rule names one, or the tree has none: a unit's own personnel section writes in the unit's name.
    """
    pack = rules_of(case)
    authority = managing_authority(case.title, day, pack) if case.title in pack.titles else None
    if authority is None or authority.advises is None:
        return None
    names = _names(authority.advises)
    tree = {each.code: each for each in tree_on(day)}
    called = {code: fold(each.name) for code, each in tree.items()}
    for above in sorted(codes_above(case.body.code, day), key=lambda code: -tree[code].depth):
        near = [code for code in subtree_codes(above, day) if called.get(code, "").startswith(names)]
        if near:
            return Body.objects.get(code=min(near, key=lambda code: (len(called[code]), code)))
    return None


def _names(organ: Code) -> tuple[str, ...]:
    return tuple(fold(name) for name in (organ.name.vi, *organ.also))
