"""Who may see whom: the one function per kind of thing that every screen, export, search and command goes through.

Default is no. A role over a body lets its holder see the people whose body stands in that body's subtree, or, where the
role is narrowed to a managing authority, those of them whom the dossier says that authority manages; an official sees
the own dossier; the account of the house sees everybody. An administrator runs the system and by that role sees no
dossier at all. People whose body the register does not know are seen from the top of a tree only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import BigIntegerField, Exists, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from canbo.apps.bodies.permissions import roles_over_body, tops
from canbo.apps.bodies.queries import subtree_sql
from canbo.apps.people.models import (
    PRIVACY,
    SEALED_PAPERS,
    Discipline,
    DossierLink,
    Finding,
    Paper,
    Person,
    PersonVersion,
    PrivateDetail,
    Proceeding,
    Proposal,
    Relative,
)
from canbo.base.access.deciding import No, Own, Rule, Standing, may, narrow_offices_for, offices_for, offices_held
from canbo.base.access.models import Grant, Role
from canbo.base.access.queries import opened, opened_things
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.base.record.once import once
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.core.rules import DatedValue
from canbo.lib.text import Text

#: Roles that see the people of their subtree.
SEEING = frozenset({Role.OFFICER, Role.HEAD, Role.STANDING, Role.APPROVER, Role.INSPECTOR, Role.CUSTODIAN, Role.JURIST})
#: Of those, the roles that see the sealed sections too.
SEEING_ALL = frozenset({Role.OFFICER, Role.HEAD, Role.INSPECTOR, Role.CUSTODIAN})
#: The kind of a dossier in the log of readings; its key there is the staff number.
DOSSIER = "dossier"
#: The kind of a verdict that told what sealed sections of a dossier say; its key is the staff number too.
VERDICT = "verdict"


def visible_people(actor: Account, at: dt.date) -> QuerySet[PersonVersion]:
    """The people whom an account may see on a day, as the record stands now. Two questions to the database."""
    return _people_of(actor, at, "people.see")


def visible_person(actor: Account, key: str, at: dt.date) -> PersonVersion | None:
    """The person of a staff number, if an account may see them on a day; asked of this one, not of everybody."""
    found = PersonVersion.objects.filter(person__key=key, entry_to__isnull=True).select_related("person").first()
    return found if found and may(actor, "people.see", found, at) is None else None


def wholly_visible_people(actor: Account, at: dt.date) -> QuerySet[PersonVersion]:
    """Of those, the people whose sealed sections the account may see too."""
    return _people_of(actor, at, "people.see_sealed")


def _people_of(actor: Account, at: dt.date, deed: str) -> QuerySet[PersonVersion]:
    people = PersonVersion.objects.filter(entry_to__isnull=True)
    if actor.system:
        return people
    own = DossierLink.objects.filter(account=actor, entry_to__isnull=True).values("person_id")
    reached = _within(offices_for(actor, deed, at), at) | Q(person_id__in=own)
    narrow = narrow_offices_for(actor, deed, at)
    for authority in sorted(set(narrow.values_list("managed_by", flat=True))):
        reached |= Q(managed_by=authority) & _within(narrow.filter(managed_by=authority), at)
    return people.filter(reached)


def sealed_tables(at: dt.date) -> frozenset[str]:
    """The tables of a dossier (names of PRIVACY) that are sealed on a day: the law says which (parameters sealed_…).

    Where no rule of that day speaks of a table, its privacy class does.
    """
    pack = current_pack()
    return frozenset(table for table, privacy in PRIVACY.items() if _sealed(pack, table, privacy, at))


def sealed_by(table: str, at: dt.date) -> Citation | None:
    """The article that seals a table of the dossier on a day; None when no rule of that day speaks of it."""
    value = _ruling(current_pack(), table, at)
    return value.cites if value else None


def sees_others(actor: Account, at: dt.date) -> bool:
    """Whether an account may see anybody but itself on a day; the database's own wall stands on it."""
    return actor.system or bool(offices_held(actor, "people.see", at))


def own_people(actor: Account) -> tuple[int, ...]:
    """The numbers of the persons whose dossier is the account's own."""
    own = DossierLink.objects.filter(account=actor, entry_to__isnull=True)
    return tuple(own.values_list("person_id", flat=True))


def visible_sections(
    actor: Account, person: Person | PersonVersion, at: dt.date, standing: Standing | None = None
) -> frozenset[str]:
    """The tables of a person's dossier (names of PRIVACY) that an account may see on a day.

    The sealed ones among them open to others than the person concerned only with a reason: `open_sections`.
    """
    standing = standing or stand_to_person(actor, person, at)
    if may(actor, "people.see_sealed", person, at, standing) is None:
        return frozenset(PRIVACY)
    if may(actor, "people.see", person, at, standing) is None:
        return frozenset(PRIVACY) - sealed_tables(at)
    return frozenset()


def open_sections(actor: Account, person: Person, at: dt.datetime, standing: Standing | None = None) -> frozenset[str]:
    """The tables of a dossier that are open to an account at a moment: what is sealed, while its reason holds."""
    today = timezone.localdate(at)
    standing = standing or stand_to_person(actor, person, today)
    visible = visible_sections(actor, person, today, standing)
    if actor.system or standing.own:
        return visible
    return visible - (sealed_tables(today) - opened(DOSSIER, person.key, actor, at))


def people_with_open(actor: Account, people: Sequence[PersonVersion], table: str, at: dt.datetime) -> frozenset[int]:
    """Ids of those of these people one table of whose dossiers is open to an account at a moment. A fixed number of
    questions to the database, however many people."""
    ids = [each.person_id for each in people]
    if actor.system or table not in sealed_tables(timezone.localdate(at)):
        return frozenset(ids)
    own = DossierLink.objects.filter(account=actor, person__in=ids, entry_to__isnull=True)
    keys = opened_things(DOSSIER, table, actor, at)
    found = frozenset(each.person_id for each in people if each.person.key in keys)
    return found | frozenset(own.values_list("person_id", flat=True))


def is_own(actor: Account, person: Person | PersonVersion) -> bool:
    """Whether the dossier is that of the account's own person."""
    links = DossierLink.objects.filter(account=actor, person_id=_number(person), entry_to__isnull=True)
    return links.exists()


def may_see_restricted(actor: Account, person: Person | PersonVersion, at: dt.date) -> bool:
    """Whether an account may see a person's discipline, proceedings, family and findings on a day."""
    return may(actor, "people.see_sealed", person, at) is None


def paper_is_open(actor: Account, paper: Paper, at: dt.datetime) -> bool:
    """Whether the file of a paper is open to an account at a moment: one that proves what is sealed is sealed too."""
    seen = open_sections(actor, paper.person, at)
    if "Paper" not in seen:
        return False
    if seen == frozenset(PRIVACY):
        return True
    return paper.kind not in SEALED_PAPERS and not _proves_sealed(paper)


def _proves_sealed(paper: Paper) -> bool:
    """Whether a sealed row, closed ones too, points at any paper of the person with the same file."""
    same = Paper.objects.filter(person=paper.person_id, digest=paper.digest).values("pk")
    tables = (Discipline, Proceeding, Relative, Finding, PrivateDetail)
    if any(table._default_manager.filter(paper__in=same).exists() for table in tables):
        return True
    return Proposal.objects.filter(paper__in=same, table__in=[table.__name__ for table in tables]).exists()


def roles_over(actor: Account, person: Person | PersonVersion, at: dt.date) -> frozenset[Role]:
    """The roles that an account holds on a day over a person, by the body and the authority the register has now."""
    version = PersonVersion.objects.filter(person_id=_number(person), entry_to__isnull=True)
    found = version.only("body_id", "managed_by").first()
    if found is None:
        return frozenset()
    return roles_over_body(actor, found.body_id, at, found.managed_by)


def stand_to_person(actor: Account, person: Person | PersonVersion, at: dt.date) -> Standing:
    """The roles that an account holds over a person, and whether it is the account of that person. A page asks once."""
    asked = ("standing", actor.pk, actor.mandate, _number(person), at)
    return once(asked, lambda: Standing(roles_over(actor, person, at), is_own(actor, person)))


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
_READERS = No(
    "people.readers",
    Text(
        "Ai đã đọc hồ sơ thì chỉ người có hồ sơ, cán bộ kiểm tra và người giữ hồ sơ được xem.",
        "Who has read a dossier is shown to the official concerned, to inspectors and to the custodian.",
    ),
)
RULES = {
    "people.see": Rule(SEEING, _UNSEEN, Own.ALSO),
    "people.see_sealed": Rule(SEEING_ALL, _SEALED, Own.ALSO),
    "people.see_readers": Rule(frozenset({Role.INSPECTOR, Role.CUSTODIAN}), _READERS, Own.ALSO),
}
STANDS = {Person: stand_to_person, PersonVersion: stand_to_person}


def _sealed(pack: Pack, table: str, privacy: str, at: dt.date) -> bool:
    value = _ruling(pack, table, at)
    return privacy == "restricted" if value is None or value.value is None else bool(value.value)


def _ruling(pack: Pack, table: str, at: dt.date) -> DatedValue | None:
    ruled = pack.parameters.get(f"sealed_{table.lower()}")
    return next((value for value in ruled.values if value.holds(at)), None) if ruled else None


def _number(person: Person | PersonVersion) -> int:
    return person.person_id if isinstance(person, PersonVersion) else person.pk


def _within(grants: QuerySet[Grant], at: dt.date) -> Q:
    """Who stands in a body that some roles reach, or, for roles over a top, in no body that anybody knows."""
    return Q(body_id__in=_bodies_under(grants, at)) | Q(body__isnull=True) & _over_a_top(grants)


def _bodies_under(grants: QuerySet[Grant], at: dt.date) -> RawSQL:
    seeds, values = grants.values("body_code").query.sql_with_params()
    return RawSQL(*subtree_sql(seeds, values, at), output_field=BigIntegerField())  # noqa: S611 - values are parameters


def _over_a_top(grants: QuerySet[Grant]) -> Q:
    return Q(Exists(grants.filter(body_code__in=tops())))
