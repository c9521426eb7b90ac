"""Carrying out a decree: one action, one entry on the record, everything or nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db import IntegrityError
from django.utils import timezone

from canbo.apps.bodies.carrying import DECREE, Carrier, Found, Move, carriers, carry, end
from canbo.apps.bodies.decrees import DecreeKey, Foreseen, NewBody, Order, foresee, moving
from canbo.apps.bodies.models import Act, Allotment, Body, BodyVersion, Decree
from canbo.apps.bodies.permissions import why_not_order
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.models import Entry
from canbo.base.record.rows import impossible, written
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc


def carry_out(*, order: Order, by: Account, at: dt.datetime) -> Decree:
    """Do what a decree orders. Gives the decree.

    Raises Refusal when `by` may not, when the order cannot be done (see `decrees.foresee`), or when the database finds
    it impossible; nothing is written then.
    """
    refuse(why_not_order(by, order, timezone.localdate(at)))
    foreseen = foresee(order)
    try:
        with acting(f"bodies.{order.kind.value}", by=by, at=at, payload=_told(foreseen)) as entry:
            return _written(order, foreseen, entry)
    except IntegrityError as fault:
        raise impossible(str(fault)) from fault


def _written(order: Order, foreseen: Foreseen, entry: Entry) -> Decree:
    decree = decree_of(order.decree, entry)
    founded = [_founded(new, order, entry) for new in order.new]
    move = moving(order, founded)
    for carrier in carriers() if order.kind != Act.Kind.DISSOLVE else ():
        carry(carrier, move, carrier.found(move), entry)
    if foreseen.ends:
        end(BodyVersion, [version.pk for version in foreseen.ends], move, entry, decree=order.decree.number)
    for version in foreseen.changes:
        _change(version, order, move, entry)
    _gather_allotments(move, decree, entry)
    _enter_acts(order, decree, founded, entry)
    return decree


def decree_of(key: DecreeKey, entry: Entry) -> Decree:
    """The decree of this number and day, entered now if it is not on the register.

    Raises Refusal when the register has it from another issuer.
    """
    number, issuer = nfc(key.number).strip(), nfc(key.issuer).strip()
    if not number or not issuer:
        raise Refusal(
            "bodies.no_decree",
            Text("Cần số và cơ quan ban hành quyết định.", "The decree needs its number and issuer."),
            status=422,
        )
    found = Decree.objects.filter(number=number, issued=key.issued).first()
    if found is None:
        return Decree.objects.create(number=number, issued=key.issued, issuer=issuer, entry_from=entry)
    if found.issuer != issuer:
        raise Refusal(
            "bodies.decree_differs",
            Text(
                f"Sổ đã có {number} ngày {key.issued:%d/%m/%Y} do {found.issuer} ban hành.",
                f"The register has {number} of {key.issued:%d/%m/%Y} from {found.issuer}.",
            ),
            status=422,
        )
    return found


def _told(foreseen: Foreseen) -> dict[str, object]:
    """The payload of the entry: the order and what it carries."""
    order = foreseen.order
    return {
        "decree": {"number": order.decree.number, "issued": order.decree.issued.isoformat()},
        "issuer": order.decree.issuer,
        "effective": order.effective.isoformat(),
        "bodies": [body.code for body in order.bodies],
        "into": order.into.code if order.into else None,
        "new": [new.code for new in order.new],
        "name": order.name,
        "shares": dict(order.shares),
        "keeps": order.keeps,
        "carried": {says.en: count for says, count in foreseen.counts},
    }


def _founded(new: NewBody, order: Order, entry: Entry) -> Body:
    body = Body.objects.create(code=nfc(new.code).strip(), entry_from=entry)
    written(
        BodyVersion, entry, body=body, parent=new.parent, name=new.name, short_name=new.short_name, kind=new.kind,
        level=new.level, place=new.place, since=order.effective.isoformat(), decree=order.decree.number,
    )  # fmt: skip
    return body


def _change(version: BodyVersion, order: Order, move: Move, entry: Entry) -> None:
    """Another name or parent from the day on."""
    parent = order.into if order.kind == Act.Kind.MOVE else version.parent
    renamed = {"name": nfc(order.name), "short_name": nfc(order.short_name)} if order.name else {}
    link = Found(version.pk, parent.pk if parent else None, True)
    carry(_LINK, move, [link], entry, also=renamed)


#: How a body that lives on is cut at the day of its decree.
_LINK = Carrier(BodyVersion, Text("tổ chức", "bodies"), column="parent_id", after={"decree": DECREE})


def _gather_allotments(move: Move, decree: Decree, entry: Entry) -> None:
    """Allotments of merged bodies become one: the sum of what they and the body that takes them had."""
    together: dict[tuple[int, str], list[Allotment]] = defaultdict(list)
    involved = {*move.bodies, *move.bodies.values()}
    standing_rows = Allotment.objects.filter(body__in=involved, last="", since_lo__lt=move.first, entry_to__isnull=True)
    for row in standing_rows.order_by("pk"):
        together[move.bodies.get(row.body_id, row.body_id), row.category].append(row)
    for (body, category), rows in together.items():
        if any(row.body_id != body for row in rows):
            end(Allotment, [row.pk for row in rows], move, entry)
            written(
                Allotment, entry, body_id=body, category=category, number=sum(row.number for row in rows),
                decree=decree, since=move.effective.isoformat(),
            )  # fmt: skip


def _enter_acts(order: Order, decree: Decree, founded: Sequence[Body], entry: Entry) -> None:
    """The lineage: what became of what."""
    pairs: list[tuple[Body | None, Body | None]]
    if order.kind == Act.Kind.FOUND:
        pairs = [(None, body) for body in founded]
    elif order.kind == Act.Kind.DISSOLVE:
        pairs = [(body, None) for body in order.bodies]
    elif order.kind == Act.Kind.MERGE:
        target = order.into or founded[0]
        pairs = [(body, target) for body in dict.fromkeys((*order.bodies, target)) if body not in founded]
    elif order.kind == Act.Kind.SPLIT:
        pairs = [(body, part) for body in order.bodies for part in (*founded, *([body] if order.keeps else []))]
    else:
        pairs = [(body, body) for body in order.bodies]
    for before, after in pairs:
        written(Act, entry, decree=decree, kind=order.kind, effective=order.effective, before=before, after=after)
