"""Who may open a case and move it: the officer prepares, the chair closes, the approving authority decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from canbo.apps.bodies.models import Body
from canbo.apps.bodies.permissions import Place, codes_above, roles_over_body
from canbo.apps.bodies.queries import name_on, tree_on
from canbo.apps.people.models import DossierLink
from canbo.apps.people.visibility import SEEING
from canbo.apps.procedures.models import Case
from canbo.apps.procedures.queries import related, rules_of
from canbo.apps.regulations.permissions import why_not_decided_at
from canbo.base.access.deciding import No, Own, Rule, Standing, may, offices_for
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.base.walls.asking import everything
from canbo.core.procedure import Step
from canbo.core.procedure_run import under_article
from canbo.core.procedure_state import Chosen, Closed, Decided, Event, State, Stopped
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

HANDS = {
    "officer": Text("cán bộ tổ chức", "the personnel officer"),
    "chair": Text("người chủ trì (người đứng đầu, ủy viên ban thường vụ)", "whoever chairs (head or standing member)"),
    "approver": Text("cấp phê duyệt", "the approving authority"),
}


@dataclass(frozen=True)
class Deed:
    """An event in a case of a body (its number), with the staff numbers of those who are listed at that moment."""

    body: int
    names: tuple[str, ...]


def stand_to_deed(actor: Account, deed: Deed, at: dt.date) -> Standing:
    """The roles over the body; a case on whose list the own name stands is one's own."""
    own = DossierLink.objects.filter(account=actor, entry_to__isnull=True, person__key__in=deed.names)
    return Standing(roles_over_body(actor, deed.body, at), own.exists())


def _only(hands: str) -> No:
    who = HANDS[hands]
    return No(
        "procedures.not_in_office",
        Text(f"Việc này của {who.vi} ở cơ quan này hoặc cấp trên.", f"This is for {who.en} of this body or above."),
        Text("Đề nghị người đó thực hiện.", "Ask them to do it."),
    )


_SEEING = frozenset({Role.OFFICER, Role.HEAD, Role.STANDING, Role.MEMBER, Role.APPROVER, Role.INSPECTOR})
_UNSEEN = No("procedures.unseen", Text("Không có vụ việc này.", "There is no such case."))
_DOSSIERS = No("procedures.dossiers", Text("Hồ sơ ngoài phạm vi được xem.", "These dossiers are outside your sight."))
_OWN = No(
    "procedures.own_case",
    Text(
        "Đồng chí có tên trong danh sách nên không xử lý vụ việc này.",
        "Your own name is on the list, so this case is not yours to handle.",
    ),
    Text("Đề nghị người khác thực hiện.", "Ask somebody else to do it."),
)
RULES = {
    "procedures.see": Rule(_SEEING, _UNSEEN),
    "procedures.see_dossiers": Rule(SEEING, _DOSSIERS),
    "procedures.open": Rule(frozenset({Role.OFFICER}), _only("officer")),
    "procedures.officer": Rule(frozenset({Role.OFFICER}), _only("officer"), Own.NEVER, _OWN),
    "procedures.chair": Rule(frozenset({Role.HEAD, Role.STANDING}), _only("chair"), Own.NEVER, _OWN),
    "procedures.approver": Rule(frozenset({Role.APPROVER}), _only("approver"), Own.NEVER, _OWN),
}
STANDS = {Deed: stand_to_deed}


def hands_for(step: Step, event: type[Event]) -> str:
    """Whose deed an event is at a step."""
    if event in (Chosen, Stopped):
        return "chair" if step.kind != "decision" else "approver"
    if event is Decided:
        return "approver"
    return step.closed_by if event is Closed else "officer"


def why_not_open(actor: Account, body: int, day: dt.date) -> Refusal | None:
    """Why an account may not open a case in a body, or None."""
    return may(actor, "procedures.open", Place(body), day)


def why_not_move(
    actor: Account, case: Case, state: State, step: Step, event: type[Event], day: dt.date
) -> Refusal | None:
    """Why an event is not this account's: another's deed, the own name or a relative listed, a body not to decide."""
    deed = hands_for(step, event)
    refusal = may(actor, f"procedures.{deed}", Deed(case.body_id, tuple(state.names)), day)
    if refusal is None and deed != "officer" and not actor.system:
        refusal = _why_not_relative(actor, case, state, step)
    if refusal is None and event is Decided and case.title:
        refusal = why_not_decided_at(approving(actor, case, day), case.title, day)
    return under_article(refusal, step)


def _why_not_relative(actor: Account, case: Case, state: State, step: Step) -> Refusal | None:
    """Nobody chairs or decides a case on whose list a relative stands."""
    with everything():
        own = list(
            DossierLink.objects.filter(account=actor, entry_to__isnull=True).values_list("person__key", flat=True)
        )
        kin = related([*own, *state.names], rules_of(case)) if own else {}
    if not any(kin.get(key, frozenset()) & set(state.names) for key in own):
        return None
    return Refusal(
        "procedures.relative",
        Text(
            "Đồng chí là người thân của người trong danh sách nên không chủ trì, không quyết định việc này.",
            "A relative of yours is on the list, so this is not yours to chair or decide.",
        ),
        Text("Đề nghị người khác chủ trì.", "Ask somebody else to chair."),
        step.cites,
        status=403,
    )


def approving_bodies(actor: Account, case: Case, day: dt.date) -> list[Body]:
    """The bodies, that of the case or above it, for which an account approves, the nearest first."""
    codes = set(offices_for(actor, "procedures.approver", day).values_list("body_code", flat=True))
    above = codes_above(Body.objects.get(pk=case.body_id).code, day)
    order = {each.code: -each.depth for each in tree_on(day) if each.code in codes.intersection(above)}
    return sorted(Body.objects.filter(code__in=order), key=lambda body: order[body.code])


def approving(actor: Account, case: Case, day: dt.date) -> list[str]:
    """The names of those bodies."""
    return [name_on(body, day) for body in approving_bodies(actor, case, day)]
