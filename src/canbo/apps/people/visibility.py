"""Who may see whom: the one function per kind of thing that every screen, export, search and command goes through.

Default is no. A role over a body lets its holder see the people whose body stands in that body's subtree, or, where the
role is narrowed to a managing authority, those of them whom the dossier says that authority manages; an official sees
the own dossier; the account of the house sees everybody. An administrator runs the system and by that role sees no
dossier at all. People whose body the register does not know are seen from the top of a tree only.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import BigIntegerField, Exists, Q, QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.permissions import roles_over_body, tops
from canbo.apps.bodies.queries import subtree_sql
from canbo.apps.people.models import PRIVACY, DossierLink, Person, PersonVersion
from canbo.base.access.deciding import No, Own, Rule, Standing, may
from canbo.base.access.models import Grant, Role
from canbo.base.access.queries import grants_on, narrow_grants_on
from canbo.base.accounts.models import Account
from canbo.lib.text import Text

#: Roles that see the people of their subtree.
SEEING = frozenset({Role.OFFICER, Role.HEAD, Role.STANDING, Role.APPROVER, Role.INSPECTOR, Role.CUSTODIAN, Role.JURIST})
#: Of those, the roles that see the sealed sections too.
SEEING_ALL = frozenset({Role.OFFICER, Role.HEAD, Role.INSPECTOR, Role.CUSTODIAN})
_OPEN = frozenset(name for name, privacy in PRIVACY.items() if privacy == "open")


def visible_people(actor: Account, at: dt.date) -> QuerySet[PersonVersion]:
    """The people whom an account may see on a day, as the record stands now. Two questions to the database."""
    people = PersonVersion.objects.filter(entry_to__isnull=True)
    if actor.system:
        return people
    own = DossierLink.objects.filter(account=actor, entry_to__isnull=True).values("person_id")
    reached = _within(grants_on(actor, at, SEEING), at) | Q(person_id__in=own)
    narrow = narrow_grants_on(actor, at, SEEING)
    for authority in sorted(set(narrow.values_list("managed_by", flat=True))):
        reached |= Q(managed_by=authority) & _within(narrow.filter(managed_by=authority), at)
    return people.filter(reached)


def visible_sections(actor: Account, person: Person | PersonVersion, at: dt.date) -> frozenset[str]:
    """The tables of a person's dossier (names of PRIVACY) that an account may see on a day."""
    if may(actor, "people.see_sealed", person, at) is None:
        return frozenset(PRIVACY)
    return _OPEN if may(actor, "people.see", person, at) is None else frozenset()


def may_see_restricted(actor: Account, person: Person | PersonVersion, at: dt.date) -> bool:
    """Whether an account may see a person's discipline, proceedings, family and findings on a day."""
    return may(actor, "people.see_sealed", person, at) is None


def roles_over(actor: Account, person: Person | PersonVersion, at: dt.date) -> frozenset[Role]:
    """The roles that an account holds on a day over a person, by the body and the authority the register has now."""
    version = PersonVersion.objects.filter(person_id=_number(person), entry_to__isnull=True)
    found = version.only("body_id", "managed_by").first()
    if found is None:
        return frozenset()
    return roles_over_body(actor, found.body_id, at, found.managed_by)


def stand_to_person(actor: Account, person: Person | PersonVersion, at: dt.date) -> Standing:
    """The roles that an account holds over a person, and whether it is the account of that person."""
    own = DossierLink.objects.filter(account=actor, person_id=_number(person), entry_to__isnull=True)
    return Standing(roles_over(actor, person, at), own.exists())


_UNSEEN = No(
    "people.not_seen",
    Text("Hồ sơ này ngoài phạm vi được xem.", "This dossier is outside what you may see."),
)
_SEALED = No(
    "people.sealed",
    Text(
        "Mục này được bảo vệ: chỉ cán bộ tổ chức, người đứng đầu, cán bộ kiểm tra và người giữ hồ sơ được xem.",
        "This section is sealed: only a personnel officer, the head, an inspector and the custodian may see it.",
    ),
)
RULES = {
    "people.see": Rule(SEEING, _UNSEEN, Own.ALSO),
    "people.see_sealed": Rule(SEEING_ALL, _SEALED, Own.ALSO),
}
STANDS = {Person: stand_to_person, PersonVersion: stand_to_person}


def _number(person: Person | PersonVersion) -> int:
    return person.person_id if isinstance(person, PersonVersion) else person.pk


def _within(grants: QuerySet[Grant], at: dt.date) -> Q:
    """Who stands in a body that some roles reach, or, for roles over a top, in no body that anybody knows."""
    return Q(body_id__in=_bodies_under(grants, at)) | Q(body__isnull=True) & _over_a_top(grants)


def _bodies_under(grants: QuerySet[Grant], at: dt.date) -> RawSQL:
    seeds, values = grants.values("body_code").query.sql_with_params()
    return RawSQL(*subtree_sql(seeds, values, at), output_field=BigIntegerField())  # noqa: S611 - values are parameters


def _over_a_top(grants: QuerySet[Grant]) -> Exists:
    return Exists(grants.filter(body_code__in=tops()))
