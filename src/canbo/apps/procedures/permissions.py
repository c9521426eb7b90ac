"""Who may open a case and move it: the officer prepares, the chair closes, the approving authority decides."""

from __future__ import annotations

import datetime as dt

from canbo.apps.bodies.permissions import roles_over_body
from canbo.apps.people.models import DossierLink
from canbo.apps.procedures.models import Case
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.core.procedure import Step
from canbo.core.procedure_state import Chosen, Closed, Decided, Event, State, Stopped
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: The roles of each pair of hands that a rule names.
ROLES = {
    "officer": frozenset({Role.OFFICER}),
    "chair": frozenset({Role.HEAD, Role.STANDING}),
    "approver": frozenset({Role.APPROVER}),
}
HANDS = {
    "officer": Text("cán bộ tổ chức", "the personnel officer"),
    "chair": Text("người chủ trì (người đứng đầu, ủy viên ban thường vụ)", "whoever chairs (head or standing member)"),
    "approver": Text("cấp phê duyệt", "the approving authority"),
}


def hands_for(step: Step, event: type[Event]) -> str:
    """Whose deed an event is at a step."""
    if event in (Chosen, Stopped):
        return "chair" if step.kind != "decision" else "approver"
    if event is Decided:
        return "approver"
    return step.closed_by if event is Closed else "officer"


def why_not_open(actor: Account, body: int, day: dt.date) -> Refusal | None:
    """Why an account may not open a case in a body, or None."""
    if actor.system or roles_over_body(actor, body, day) & ROLES["officer"]:
        return None
    return _not_in_office("officer")


def why_not_move(
    actor: Account, case: Case, state: State, step: Step, event: type[Event], day: dt.date
) -> Refusal | None:
    """Why an event is not this account's to enter: another's deed, or the own name stands on the list."""
    if actor.system:
        return None
    hands = hands_for(step, event)
    if not roles_over_body(actor, case.body_id, day) & ROLES[hands]:
        return _not_in_office(hands)
    own = DossierLink.objects.filter(account=actor, entry_to__isnull=True, person__key__in=state.names)
    if own.exists():
        return Refusal(
            "procedures.own_case",
            Text(
                "Đồng chí có tên trong danh sách nên không xử lý vụ việc này.",
                "Your own name is on the list, so this case is not yours to handle.",
            ),
            Text("Đề nghị người khác thực hiện.", "Ask somebody else to do it."),
            status=403,
        )
    return None


def _not_in_office(hands: str) -> Refusal:
    who = HANDS[hands]
    return Refusal(
        "procedures.not_in_office",
        Text(f"Việc này của {who.vi} ở cơ quan này hoặc cấp trên.", f"This is for {who.en} of this body or above."),
        status=403,
    )
