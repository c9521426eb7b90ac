"""Who may write in a dossier."""

from __future__ import annotations

import datetime as dt

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.bodies.permissions import Place, tops
from canbo.apps.people import visibility
from canbo.apps.people.models import Person, Proposal
from canbo.base.access.deciding import No, Own, Rule, Standing, may, offices_for
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

_OFFICERS = frozenset({Role.OFFICER})
_NOT_OFFICER = No(
    "people.not_officer",
    Text(
        "Chỉ cán bộ tổ chức phụ trách cơ quan, đơn vị này được ghi hồ sơ.",
        "Only a personnel officer of this body, or of one above it, writes in its dossiers.",
    ),
)
_NOT_IMPORTER = No(
    "not-officer",
    Text("Chỉ cán bộ tổ chức được nhập hồ sơ.", "Only a personnel officer imports dossiers."),
    Text("Người quản trị giao vai trò này theo quyết định.", "The administrator grants that role by decision."),
)
_OWN_DOSSIER = No(
    "people.own_dossier",
    Text("Không ai tự ghi vào hồ sơ của mình.", "Nobody writes in their own dossier."),
    Text("Gửi đề nghị kèm minh chứng cho cán bộ tổ chức.", "Send the request and its proof to an officer."),
)
_NOT_COUNTED = No(
    "people.not_counted",
    Text(
        "Số liệu của cơ quan này ngoài phạm vi được xem.",
        "The figures of this body are outside what you may see.",
    ),
)
_NOT_CONCERNED = No(
    "people.not_concerned",
    Text(
        "Chỉ đương sự và cán bộ tổ chức phụ trách được đề nghị sửa hồ sơ.",
        "Only the official concerned and a personnel officer of the body propose changes.",
    ),
)
RULES = {
    **visibility.RULES,
    "people.count": Rule(visibility.SEEING, _NOT_COUNTED),
    "people.import": Rule(_OFFICERS, _NOT_IMPORTER),
    "people.register": Rule(_OFFICERS, _NOT_OFFICER),
    "people.write": Rule(_OFFICERS, _NOT_OFFICER, Own.NEVER, _OWN_DOSSIER),
    "people.propose": Rule(_OFFICERS, _NOT_CONCERNED, Own.ALSO),
}
STANDS = visibility.STANDS


def why_not_register(actor: Account, body: int | None, on: dt.date) -> Refusal | None:
    """Why an account may not open a dossier in a body (its number; None: body not known) on a day."""
    return may(actor, "people.register", Place(body), on)


def why_not_write(actor: Account, person: Person, on: dt.date, standing: Standing | None = None) -> Refusal | None:
    """Why an account may not write in a person's dossier on a day: officers over the body may, never in their own."""
    return may(actor, "people.write", person, on, standing)


def why_not_count(actor: Account, body: int, on: dt.date) -> Refusal | None:
    """Why an account may not see the figures of a body (its number) on a day."""
    return may(actor, "people.count", Place(body), on)


def counted_tops(actor: Account, on: dt.date) -> list[str]:
    """The codes of the bodies whose figures an account sees by its roles on a day; the house sees every top."""
    if actor.system:
        return sorted(BodyVersion.objects.filter(body__code__in=tops()).values_list("body__code", flat=True).distinct())
    return sorted(set(offices_for(actor, "people.count", on).values_list("body_code", flat=True)))


def why_not_propose(actor: Account, person: Person, on: dt.date, standing: Standing | None = None) -> Refusal | None:
    """Why an account may not propose a change of a dossier: the official concerned and the officers may."""
    return may(actor, "people.propose", person, on, standing)


def why_not_decide(actor: Account, proposal: Proposal, on: dt.date) -> Refusal | None:
    """Why an account may not confirm or reject a proposal: officers may, but nobody decides on what they proposed."""
    if proposal.proposed_by_id == actor.pk:
        return Refusal(
            "people.own_proposal",
            Text("Người đề nghị không tự xác nhận đề nghị của mình.", "Nobody decides on their own proposal."),
            Text("Cán bộ tổ chức khác xác nhận.", "Another personnel officer decides."),
            status=403,
        )
    return why_not_write(actor, proposal.person, on)
