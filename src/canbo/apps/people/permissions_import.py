"""Who may import which lines of a checked file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from canbo.apps.bodies.lineage import endings
from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.bodies.queries import subtree_sql
from canbo.apps.people.importing.plan import ImportPlan, PersonPlan
from canbo.apps.people.models import Person, PersonVersion
from canbo.apps.people.visibility import own_people
from canbo.base.access.deciding import may, offices_for
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.templatetags.canbo import num

#: People outside somebody's charge whose bodies are looked at for the reason.
_LOOKED_AT = 500


def why_not_officer(actor: Account, today: dt.date) -> Refusal | None:
    """Why an account may not import at all: only personnel officers write dossiers."""
    return may(actor, "people.import", None, today)


def why_not_import(plan: ImportPlan, actor: Account, today: dt.date) -> Refusal | None:
    """Why a checked file may not be written by an account, the same sentence on the button and in the refusal."""
    refused = why_not_officer(actor, today)
    if refused is not None:
        return refused
    if plan.fault_count:
        return Refusal(
            "import-faults",
            Text(
                f"Tệp còn {num(plan.fault_count)} lỗi, nên chưa ghi dòng nào.",
                f"The file has {num(plan.fault_count)} faults, so nothing is written.",
            ),
            Text("Sửa các ô đã nêu rồi gửi lại tệp.", "Correct the cells named and send the file again."),
            status=422,
        )
    if not plan.inserts and not plan.updates:
        return Refusal(
            "import-nothing",
            Text("Tệp trùng khớp với hồ sơ; không có gì để ghi.", "The file agrees with the dossiers."),
        )
    own = set(own_people(actor))
    if any(each.person_id in own for each in plan.updates):
        return may(actor, "people.write", Person.objects.get(pk=min(own)), today)
    outside = outside_charge(plan, actor, today)
    if outside:
        some, ended = ", ".join(outside[:5]), _ended(plan, set(outside), today)
        return Refusal(
            "import-outside",
            Text(
                f"{num(len(outside))} người trong tệp ngoài phạm vi phụ trách: {some}.{ended.vi if ended else ''}",
                f"{num(len(outside))} people in the file are outside your charge: {some}.{ended.en if ended else ''}",
            ),
            Text("Bỏ các dòng ấy, hoặc nhờ cấp trên nhập.", "Leave them out, or let the body above import them."),
            status=403,
        )
    return None


def _own(actor: Account, today: dt.date) -> Collection[int]:
    """Ids of the bodies whose dossiers an officer writes."""
    seeds, values = offices_for(actor, "people.import", today).values("body_code").query.sql_with_params()
    below = RawSQL(*subtree_sql(seeds, values, today), output_field=BigIntegerField())  # noqa: S611 - no input in it
    return set(Body.objects.filter(pk__in=below).values_list("pk", flat=True))


def _over_top(actor: Account, today: dt.date) -> bool:
    """An officer of a whole tree also keeps the dossiers whose body is not known."""
    codes = offices_for(actor, "people.import", today).values("body_code")
    tops = BodyVersion.objects.filter(body__code__in=codes, parent__isnull=True, entry_to__isnull=True, last="")
    return tops.exists()


def outside_charge(plan: ImportPlan, actor: Account, today: dt.date) -> list[str]:
    """Keys of the people whose body, now or by the file, is not the importer's to write."""
    own, over_top = _own(actor, today), _over_top(actor, today)

    def theirs(body: int | None) -> bool:
        return body in own if body is not None else over_top

    ids = [each.person_id for each in plan.updates if each.person_id is not None]
    now = dict(PersonVersion.objects.filter(entry_to__isnull=True).values_list("person_id", "body_id")) if ids else {}
    outside = [each.key for each in plan.updates if not theirs(now.get(each.person_id or 0))]
    return outside + [each.key for each in (*plan.inserts, *plan.updates) for body in _bodies(each) if not theirs(body)]


def _ended(plan: ImportPlan, outside: Collection[str], today: dt.date) -> Text | None:
    """How the body ended with which the dossier of one of these people stayed; None when those all stand."""
    ids = [each.person_id for each in plan.updates if each.key in outside]
    bodies = PersonVersion.objects.filter(person__in=ids[:_LOOKED_AT], entry_to__isnull=True, body__isnull=False)
    found = endings(bodies.values_list("body_id", flat=True), today)
    if not found:
        return None
    first = found[min(found)]
    return Text(f" Hồ sơ còn ghi ở nơi không còn: {first.vi}.", f" A dossier stayed where nothing stands: {first.en}.")


def _bodies(each: PersonPlan) -> list[int | None]:
    """The body that a line gives a person; none when the line leaves it alone."""
    return [
        change.after.get("body_id")
        for change in each.changes
        if change.register == "person" and change.after is not None
    ]
