"""Who may see whom: the one function per kind of thing that every screen, export, search and command goes through.

Default is no. A role over a body lets its holder see the people whose body stands in that body's subtree; an official
sees the own dossier; the account of the house sees everybody. An administrator runs the system and by that role sees
no dossier at all. People whose body the register does not know are seen from the top of a tree only.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import BigIntegerField, Exists, Q, QuerySet
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.permissions import roles_over_body, tops
from canbo.apps.bodies.queries import subtree_sql
from canbo.apps.people.models import PRIVACY, DossierLink, Person, PersonVersion
from canbo.base.access.models import Grant, Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account

#: Roles that see the people of their subtree.
SEEING = frozenset({Role.OFFICER, Role.HEAD, Role.STANDING, Role.APPROVER, Role.INSPECTOR, Role.JURIST})
#: Of those, the roles that see the restricted sections too.
SEEING_ALL = frozenset({Role.OFFICER, Role.HEAD, Role.INSPECTOR})
_OPEN = frozenset(name for name, privacy in PRIVACY.items() if privacy == "open")


def visible_people(actor: Account, at: dt.date) -> QuerySet[PersonVersion]:
    """The people whom an account may see on a day, as the record stands now. One question to the database."""
    people = PersonVersion.objects.filter(entry_to__isnull=True)
    if actor.system:
        return people
    grants = grants_on(actor, at, SEEING)
    own = DossierLink.objects.filter(account=actor, entry_to__isnull=True).values("person_id")
    return people.filter(
        Q(body_id__in=_bodies_under(grants, at)) | Q(body__isnull=True) & _over_a_top(grants) | Q(person_id__in=own)
    )


def visible_sections(actor: Account, person: Person | PersonVersion, at: dt.date) -> frozenset[str]:
    """The tables of a person's dossier (names of PRIVACY) that an account may see on a day."""
    number = person.person_id if isinstance(person, PersonVersion) else person.pk
    own = DossierLink.objects.filter(account=actor, person_id=number, entry_to__isnull=True)
    if actor.system or own.exists():
        return frozenset(PRIVACY)
    held = roles_over(actor, person, at)
    if held & SEEING_ALL:
        return frozenset(PRIVACY)
    return _OPEN if held & SEEING else frozenset()


def may_see_restricted(actor: Account, person: Person | PersonVersion, at: dt.date) -> bool:
    """Whether an account may see a person's discipline, proceedings, family and findings on a day."""
    return visible_sections(actor, person, at) == frozenset(PRIVACY)


def roles_over(actor: Account, person: Person | PersonVersion, at: dt.date) -> frozenset[Role]:
    """The roles that an account holds on a day over the body of a person, as the register has it now."""
    number = person.person_id if isinstance(person, PersonVersion) else person.pk
    version = PersonVersion.objects.filter(person_id=number, entry_to__isnull=True).only("body_id").first()
    if version is None:
        return frozenset()
    return roles_over_body(actor, version.body_id, at)


def _bodies_under(grants: QuerySet[Grant], at: dt.date) -> RawSQL:
    seeds, values = grants.values("body_code").query.sql_with_params()
    return RawSQL(*subtree_sql(seeds, values, at), output_field=BigIntegerField())  # noqa: S611 - values are parameters


def _over_a_top(grants: QuerySet[Grant]) -> Exists:
    return Exists(grants.filter(body_code__in=tops()))
