"""Who may write in a dossier."""

from __future__ import annotations

import datetime as dt

from canbo.apps.bodies.permissions import roles_over_body
from canbo.apps.people.models import DossierLink, Person
from canbo.apps.people.visibility import roles_over
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def why_not_register(actor: Account, body: int | None, on: dt.date) -> Refusal | None:
    """Why an account may not open a dossier in a body (its number; None: body not known) on a day."""
    if actor.system or Role.OFFICER in roles_over_body(actor, body, on):
        return None
    return _not_officer()


def why_not_write(actor: Account, person: Person, on: dt.date) -> Refusal | None:
    """Why an account may not write in a person's dossier on a day: officers over the body may, never in their own."""
    if actor.system:
        return None
    if DossierLink.objects.filter(account=actor, person=person, entry_to__isnull=True).exists():
        return Refusal(
            "people.own_dossier",
            Text("Không ai tự ghi vào hồ sơ của mình.", "Nobody writes in their own dossier."),
            Text("Gửi đề nghị kèm minh chứng cho cán bộ tổ chức.", "Send the request and its proof to an officer."),
            status=403,
        )
    return None if Role.OFFICER in roles_over(actor, person, on) else _not_officer()


def _not_officer() -> Refusal:
    return Refusal(
        "people.not_officer",
        Text(
            "Chỉ cán bộ tổ chức phụ trách cơ quan, đơn vị này được ghi hồ sơ.",
            "Only a personnel officer of this body, or of one above it, writes in its dossiers.",
        ),
        status=403,
    )
