"""Questions to the law and to who has studied it: which body decides on a title, what is mine to read, who has read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max, Q, QuerySet

from canbo.apps.regulations.models import RuleChoice, Study, StudyConfirmation, StudyReminder
from canbo.apps.regulations.registry import Branch, chain, matter_of, tree_on
from canbo.base.access.deciding import offices_for
from canbo.base.access.models import Grant, Role
from canbo.base.access.queries import grants_on
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.law import Citation
from canbo.core.pack import Pack
from canbo.core.rules import Code, Title
from canbo.core.tables import Conflict, Option
from canbo.lib.text import fold

#: The lists of the pack that name authorities and organs, and the dated parameters that say who decides and prepares.
AUTHORITIES, ADVISERS = "managing-authorities", "advising-bodies"
DECIDES_ON_TITLE, DECIDES, PREPARES = "managing_authority_of_title", "managing_authority", "advising_body"
#: Roles that assign study and see who has read, over their body and below.
LEADING = frozenset({Role.OFFICER, Role.HEAD})


@dataclass(frozen=True, slots=True)
class Authority:
    """Which body decides on the holders of a title, and which organ prepares the decision, each with its source.

    `cites` is None where the catalogue alone names the authority; `advises` is None where no rule names an organ.
    """

    title: Title
    decides: Code
    cites: Citation | None
    advises: Code | None = None
    advises_cites: Citation | None = None


def managing_authority(title: str, on: dt.date, pack: Pack | None = None) -> Authority | None:
    """Which body decides on the holders of a title on a day, and which organ prepares the decision.

    A dated rule for the title goes before one for its group, and that before what the catalogue has; None when none of
    them names one that stands then. Without `pack` the rules in use answer. Raises UnknownName for a title outside the
    catalogue.
    """
    pack = pack or current_pack()
    found = pack.a_title(title)
    decides, cites = _ruled(pack, DECIDES_ON_TITLE, AUTHORITIES, title, on)
    if decides is None:
        decides, cites = _ruled(pack, DECIDES, AUTHORITIES, found.group, on)
    if decides is None:
        authorities = pack.lists.get(AUTHORITIES)
        decides, cites = authorities.codes.get(found.managed_by) if authorities else None, found.cites
    if decides is None or not _stands(decides, on):
        return None
    advises, prepared = _ruled(pack, PREPARES, ADVISERS, decides.code, on)
    return Authority(found, decides, cites, advises, prepared)


def highest_authority(titles: Iterable[str], on: dt.date, pack: Pack | None = None) -> Authority | None:
    """The authority over somebody who holds several posts: the level that manages the highest of them decides.

    Titles outside the catalogue, and those nobody manages, are left out; None when none is left.
    """
    pack = pack or current_pack()
    found = [managing_authority(title, on, pack) for title in titles if title in pack.titles]
    return max((each for each in found if each is not None), key=_height, default=None)


def authority_named(text: str, pack: Pack | None = None) -> Code | None:
    """The authority that a name on a decision means: the one whose name, or another spelling of it, it begins with.

    "Ban Thường vụ Tỉnh ủy Sơn Hà" is the provincial standing committee; of several the longest name counts.
    """
    wanted = f"{fold(text)} "
    found = [(len(spelt), code) for spelt, code in _spellings(pack or current_pack()) if wanted.startswith(spelt)]
    return max(found, key=lambda pair: (pair[0], pair[1].rank or 0))[1] if found else None


@lru_cache(maxsize=4)
def _spellings(pack: Pack) -> tuple[tuple[str, Code], ...]:
    """Every name of every authority, folded and with a space behind; an import asks for thousands."""
    authorities = pack.lists.get(AUTHORITIES)
    return tuple(
        (f"{fold(name)} ", code)
        for code in (authorities.codes.values() if authorities else ())
        for name in (code.name.vi, code.name.en, *code.also)
    )


def _height(authority: Authority) -> tuple[int, int, str]:
    return authority.decides.rank or 0, authority.title.rank, authority.title.code


def _ruled(pack: Pack, parameter: str, of: str, key: str, on: dt.date) -> tuple[Code | None, Citation | None]:
    """The code that a keyed parameter of ranks gives for a key on a day, with its source."""
    known, codes = pack.parameters.get(parameter), pack.lists.get(of)
    dated = next((value for value in known.values if value.holds(on)), None) if known else None
    if dated is None or codes is None or not isinstance(dated.value, Mapping) or key not in dated.value:
        return None, None
    return next((code for code in codes.codes.values() if code.rank == dated.value[key]), None), dated.cites


def _stands(code: Code, on: dt.date) -> bool:
    return (code.since is None or code.since <= on) and (code.until is None or on < code.until)


@dataclass(frozen=True, slots=True)
class Reading:
    """One instrument that an account is asked to read: the earliest day due, when it was confirmed, if it was, and the
    last day on which the account was reminded."""

    instrument: str
    due: dt.date
    assigned: dt.date
    note: str
    confirmed: dt.date | None
    reminded: dt.date | None = None

    def late(self, day: dt.date) -> bool:
        """True when it is due before that day and not confirmed."""
        return self.confirmed is None and self.due < day


def readings(account: Account, day: dt.date) -> list[Reading]:
    """What an account is asked to read on a day, by itself or through its bodies; unread first, by day due."""
    codes = set(grants_on(account, day).values_list("body_code", flat=True))
    tree = tree_on(day) if codes else {}
    above = {code for each in codes for code in chain(tree, each)}
    asked = _open(Study.objects.all()).filter(Q(account=account) | Q(body_code__in=above)).order_by("due", "pk")
    read = dict(_confirmed().filter(account=account).values_list("instrument", "on"))
    last = dict(StudyReminder.objects.filter(study__in=asked).values_list("study__instrument").annotate(on=Max("on")))
    found: dict[str, Reading] = {}
    for study in asked:
        key = study.instrument
        row = Reading(key, study.due, study.assigned, study.note, read.get(key), last.get(key))
        found.setdefault(key, row)
    return sorted(
        found.values(), key=lambda row: (row.confirmed is not None, not row.reminded, row.due, row.instrument)
    )


@dataclass(frozen=True, slots=True)
class StudyCoverage:
    """How far one assignment has been read: the accounts asked, and those of them that have confirmed."""

    study: Study
    name: str
    asked: tuple[Account, ...]
    read: tuple[Account, ...]
    reminded: dt.date | None = None

    @property
    def missing(self) -> list[Account]:
        """Those who have not confirmed."""
        done = {each.pk for each in self.read}
        return [each for each in self.asked if each.pk not in done]


def led_bodies(account: Account, day: dt.date, tree: Mapping[str, Branch]) -> frozenset[str]:
    """The bodies over which an account leads study on a day: those of its roles and everything below."""
    heads = set(offices_for(account, "regulations.lead_study", day).values_list("body_code", flat=True))
    below = {code for code in tree if heads.intersection(chain(tree, code))} if heads else set()
    return frozenset(heads | below)


def study_coverage(account: Account, day: dt.date) -> list[StudyCoverage]:
    """The assignments to bodies under an account's roles and to people in office there, each with who has read.

    A fixed number of questions to the database, whatever the number of bodies and accounts.
    """
    tree = tree_on(day)
    led = led_bodies(account, day, tree)
    if not led:
        return []
    members = members_by_body(day, tree)
    inside = {each.pk: each for code in led for each in members.get(code, ())}
    asked = _open(Study.objects.select_related("account")).filter(Q(body_code__in=led) | Q(account__in=list(inside)))
    read = set(_confirmed().values_list("instrument", "account_id"))
    last = dict(StudyReminder.objects.values_list("study_id").annotate(on=Max("on")))
    found = []
    for study in asked.order_by("due", "instrument", "pk"):
        people = (study.account,) if study.account else tuple(members.get(study.body_code, ()))
        name = tree[study.body_code].name if study.body_code in tree else study.body_code or str(study.account)
        done = tuple(each for each in people if (study.instrument, each.pk) in read)
        found.append(StudyCoverage(study, name, people, done, last.get(study.pk)))
    return found


def members_by_body(day: dt.date, tree: Mapping[str, Branch]) -> Mapping[str, Sequence[Account]]:
    """The accounts in office in each body or below it on a day, by name; machine accounts are nobody."""
    grants = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=day), entry_to__isnull=True, since__lte=day)
    found: dict[str, dict[int, Account]] = {}
    for grant in grants.filter(account__system=False, account__is_active=True).select_related("account"):
        for code in chain(tree, grant.body_code):
            found.setdefault(code, {})[grant.account_id] = grant.account
    return {code: sorted(each.values(), key=str) for code, each in found.items()}


def _open(rows: QuerySet[Study]) -> QuerySet[Study]:
    return rows.filter(entry_to__isnull=True)


def _confirmed() -> QuerySet[StudyConfirmation]:
    return StudyConfirmation.objects.filter(entry_to__isnull=True)


def choices(conflict: str) -> QuerySet[RuleChoice]:
    """The choices recorded for a conflict of rules that stand, newest decision first."""
    rows = RuleChoice.objects.filter(conflict=conflict, entry_to__isnull=True)
    return rows.select_related("entry_from__by").order_by("-decided", "-pk")


def choice_for(conflict: str, subject: str = "", above: Sequence[str] = ()) -> RuleChoice | None:
    """The choice that stands for one case: its own, else that of the nearest body that has it in its charge.

    `above` are the codes of the body in whose charge the case is and of all above it, lowest first. None when nobody
    has chosen.
    """
    standing = RuleChoice.objects.filter(conflict=conflict, entry_to__isnull=True)
    if subject and (own := standing.filter(subject=subject).first()):
        return own
    wide = [*above, ""]  # blank: chosen before a choice had to say in whose charge it holds
    general = {each.charge: each for each in standing.filter(charge__in=wide, subject="")}
    return next((general[code] for code in wide if code in general), None)


def bodies_above(account: Account, day: dt.date) -> list[str]:
    """The code of the body in which an account has been in office longest, and of all above it; none without office."""
    own = grants_on(account, day).order_by("since", "pk").values_list("body_code", flat=True).first()
    return chain(tree_on(day), own) if own else []


@dataclass(frozen=True, slots=True)
class Differing:
    """A conflict of rules that shows in a verdict, and the choice recorded for the case, if there is one."""

    conflict: Conflict
    choice: RuleChoice | None

    @property
    def chosen(self) -> Option | None:
        """The option chosen."""
        return next((o for o in self.conflict.options if self.choice and o.code == self.choice.option), None)


def differing(clauses: Iterable[str], on: dt.date, subject: str = "") -> list[Differing]:
    """The conflicts of rules that touch some clauses on a day, each with the choice recorded for the case."""
    asked = set(clauses)
    found = [each for each in current_pack().rules.conflicts.values() if asked & set(each.clauses) and each.stands(on)]
    matter = matter_of(subject, on) if found and subject else None
    above = chain(tree_on(on), matter.body) if matter else []
    return [Differing(each, choice_for(each.code, subject, above)) for each in found]
