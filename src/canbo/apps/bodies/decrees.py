"""What a decree would change, worked out before anything is written. Pure reading; `actions_decrees` carries it out.

Orders: found, rename, move, merge, split, dissolve. Each changes the tree from its effective day on; until the eve the
tree stays as it was.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Q, QuerySet

from canbo.apps.bodies.carrying import DECREE, Carrier, Found, Move, carriers, unsure
from canbo.apps.bodies.models import Act, Body, BodyVersion, Post
from canbo.apps.bodies.queries import subtree_ids
from canbo.base.record.models import Recorded
from canbo.base.walls.asking import everything
from canbo.core.calendar import stamp
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

Row = TypeVar("Row", bound=Recorded)


@dataclass(frozen=True)
class DecreeKey:
    """The decision: its number, the day it was issued, and by whom."""

    number: str
    issued: dt.date
    issuer: str


@dataclass(frozen=True)
class NewBody:
    """A body to be founded, with the fields of its first version. `parent` None: it hangs under nothing."""

    code: str
    name: str
    kind: str
    level: str
    parent: Body | None = None
    short_name: str = ""
    place: str = ""


@dataclass(frozen=True)
class Order:
    """One act to be done by a decree from a day on.

    `bodies` are those that it is about; `into` the body that takes them (merge) or the new parent (move); `new` what is
    founded (found: one; merge: none or one; split: one or more); `name` and `short_name` for a new name; `shares` says
    for a split which body below and which post, by code, goes to which new body, by code; `keeps` whether the split
    body lives on with the rest. A split body that ends leaves the rest to the first new one.
    """

    kind: Act.Kind
    decree: DecreeKey
    effective: dt.date
    bodies: tuple[Body, ...] = ()
    into: Body | None = None
    new: tuple[NewBody, ...] = ()
    name: str = ""
    short_name: str = ""
    shares: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = False


@dataclass(frozen=True)
class Foreseen:
    """What an order would do: bodies that end, versions that change, bodies and posts carried, rows of other tables."""

    order: Order
    ends: tuple[BodyVersion, ...]
    changes: tuple[BodyVersion, ...]
    moved: tuple[BodyVersion, ...]
    posts: tuple[Post, ...]
    counts: tuple[tuple[Text, int], ...]
    unsure: int
    warnings: tuple[Text, ...]

    @property
    def rows(self) -> int:
        """All rows that would be carried."""
        return sum(count for _, count in self.counts)


#: A place for a body that does not exist before the order is carried out: -1 for the first new one, -2 …
def placeholder(number: int) -> int:
    """The number that stands for the new body of an order at a place in `new`."""
    return -1 - number


def foresee(order: Order) -> Foreseen:
    """What an order would change. Raises Refusal (422) with the reason when it cannot be done."""
    versions = {body.pk: standing(body, order.effective) for body in order.bodies}
    _refuse_shape(order)
    _refuse_new(order, versions)
    _refuse_target(order, versions)
    ends, changes = ended(order, versions), changed(order, versions)
    for version in (*ends, *changes):
        _refuse_times(version, order.effective)
    move = moving(order)
    with everything():  # only how many there are is told
        found = [(carrier, carrier.found(move)) for carrier in carriers()]
        left_alone = sum(unsure(carrier, move) for carrier, _ in found)
    if order.kind == Act.Kind.DISSOLVE:
        _refuse_left(order, found)
    return Foreseen(
        order=order,
        ends=ends,
        changes=changes,
        moved=tuple(_named(BodyVersion, "parent_id", found)),
        posts=tuple(_named(Post, "body_id", found)),
        counts=tuple((carrier.says, len(rows)) for carrier, rows in found),
        unsure=left_alone,
        warnings=tuple(_warnings(order, versions, found)),
    )


def standing(body: Body, day: dt.date) -> BodyVersion:
    """The version of a body that holds on a day. Raises Refusal when the body does not stand then."""
    on = stamp(day)
    found = (
        BodyVersion.objects.filter(Q(last_lo__isnull=True) | Q(last_lo__gt=on), body=body, entry_to__isnull=True)
        .filter(since_hi__lte=on)
        .select_related("body", "parent")
        .order_by("-since_lo")
        .first()
    )
    if found is None:
        raise Refusal(
            "bodies.not_standing",
            Text(
                f"Vào ngày {day:%d/%m/%Y} tổ chức mang mã {body.code} chưa có hoặc không còn.",
                f"On {day:%d/%m/%Y} the body {body.code} does not stand: not founded yet, or ended.",
            ),
            Text("Kiểm tra lại ngày hiệu lực.", "Check the effective date."),
            status=422,
        )
    return found


def ended(order: Order, versions: Mapping[int, BodyVersion]) -> tuple[BodyVersion, ...]:
    """The versions of the bodies that an order ends."""
    kept = order.into.pk if order.into else None
    if order.kind == Act.Kind.MERGE:
        return tuple(version for pk, version in versions.items() if pk != kept)
    if order.kind == Act.Kind.DISSOLVE or (order.kind == Act.Kind.SPLIT and not order.keeps):
        return tuple(versions.values())
    return ()


def changed(order: Order, versions: Mapping[int, BodyVersion]) -> tuple[BodyVersion, ...]:
    """The versions of the bodies that live on under another name or parent."""
    if order.kind in (Act.Kind.RENAME, Act.Kind.MOVE):
        return tuple(versions.values())
    if order.kind == Act.Kind.MERGE and order.into and order.name:
        return (standing(order.into, order.effective),)
    return ()


def moving(order: Order, founded: Sequence[Body] = ()) -> Move:
    """Where things go. Before the new bodies are `founded` they are placeholders."""
    ids = [body.pk for body in founded] or [placeholder(number) for number in range(len(order.new))]
    by_code = {new.code: number for new, number in zip(order.new, ids, strict=True)}
    bodies: dict[int, int] = {}
    posts: dict[str, int] = {}
    if order.kind == Act.Kind.MERGE:
        target = order.into.pk if order.into else ids[0]
        bodies = {body.pk: target for body in order.bodies if body.pk != target}
    elif order.kind == Act.Kind.SPLIT:
        if not order.keeps:
            bodies = {body.pk: ids[0] for body in order.bodies}
        posts = {code: by_code[part] for code, part in order.shares.items() if part in by_code}
    elif order.kind == Act.Kind.DISSOLVE:
        bodies = {body.pk: placeholder(0) for body in order.bodies}
    return Move(order.effective, order.decree.number, bodies, posts)


def find_below(carrier: Carrier, move: Move) -> list[Found]:
    """The carrier of the tree itself: bodies under those of a move, save bodies that end by it.

    `Move.posts` holds what a split shares out by code, bodies as well as posts.
    """
    on = move.first
    codes = list(move.posts)
    rows = (
        BodyVersion.objects.filter(Q(parent__in=list(move.bodies)) | Q(body__code__in=codes), entry_to__isnull=True)
        .filter(Q(last_lo__isnull=True) | Q(last_lo__gt=on))
        .exclude(body__in=list(move.bodies))
        .exclude(body__in=list(move.bodies.values()))
        .values_list("pk", "parent_id", "body__code", "since_lo")
        .order_by("pk")
    )
    return [
        Found(row, target, since < on)
        for row, parent, code, since in rows
        if (target := move.goes(parent, code)) is not None
    ]


#: The tables of this capability.
CARRIERS = (
    Carrier(
        BodyVersion,
        Text("tổ chức trực thuộc", "bodies under them"),
        column="parent_id",
        after={"decree": DECREE},
        find=find_below,
    ),
    Carrier(Post, Text("vị trí, chức danh", "posts"), post="code"),
)


def below(body: Body, day: dt.date) -> QuerySet[BodyVersion]:
    """The bodies directly under one on a day, by name."""
    on = stamp(day)
    found = BodyVersion.objects.filter(Q(last_lo__isnull=True) | Q(last_lo__gt=on), parent=body, entry_to__isnull=True)
    return found.filter(since_hi__lte=on).select_related("body").order_by("kind", "name")


def _named(model: type[Row], column: str, found: Sequence[tuple[Carrier, list[Found]]]) -> list[Row]:
    ids = [row.row for carrier, rows in found if (carrier.model, carrier.column) == (model, column) for row in rows]
    return [
        row
        for start in range(0, len(ids), 800)
        for row in model._default_manager.filter(pk__in=ids[start : start + 800]).select_related("body")
    ]


# -- what cannot be done ---------------------------------------------------------------------------------------------


def _refusal(code: str, vi: str, en: str, remedy: Text | None = None) -> Refusal:
    return Refusal(f"bodies.{code}", Text(vi, en), remedy, status=422)


def _refuse_shape(order: Order) -> None:
    """An order that lacks what its kind needs."""
    about = {body.pk for body in order.bodies} | ({order.into.pk} if order.into else set())
    if order.kind == Act.Kind.MERGE and (len(about) < 2 or bool(order.new) == bool(order.into)):
        raise _refusal(
            "merge_of_one",
            "Sáp nhập cần ít nhất hai tổ chức và một nơi nhận: một tổ chức đang có hoặc một tổ chức mới.",
            "A merger needs at least two bodies and one that takes them: a standing one or a new one.",
        )
    if order.kind == Act.Kind.RENAME and not order.name.strip():
        raise _refusal("no_name", "Cần tên mới.", "The new name is needed.")
    if order.kind == Act.Kind.SPLIT and len(order.new) + order.keeps < 2:
        raise _refusal(
            "split_of_one",
            "Chia, tách phải ra ít nhất hai tổ chức, kể cả tổ chức cũ nếu còn.",
            "A split leaves at least two bodies, the old one included where it lives on.",
        )
    unknown = set(order.shares.values()) - {new.code for new in order.new} - {""}
    if unknown:
        raise _refusal(
            "share_unknown",
            f"Không có tổ chức mới mang mã {', '.join(sorted(unknown))} để nhận.",
            f"No new body {', '.join(sorted(unknown))} takes what is shared out.",
        )


def _refuse_new(order: Order, versions: Mapping[int, BodyVersion]) -> None:
    codes = [new.code for new in order.new]
    twice = [code for code, number in Counter(codes).items() if number > 1]
    taken = twice + list(Body.objects.filter(code__in=codes).values_list("code", flat=True))
    if taken:
        raise _refusal("taken", f"Mã tổ chức {', '.join(taken)} đã có.", f"The code {', '.join(taken)} is taken.")
    for new in order.new:
        if not new.code.strip() or not new.name.strip():
            raise _refusal("no_name", "Tổ chức mới cần mã và tên.", "A new body needs a code and a name.")
        if new.parent is not None:
            standing(new.parent, order.effective)
            _refuse_under_the_ending(order, new.parent, versions)


def _refuse_target(order: Order, versions: Mapping[int, BodyVersion]) -> None:
    """The body that takes the others, or the new parent: it stands on the day, and not under what it takes."""
    if order.into is None:
        return
    standing(order.into, order.effective)
    if order.kind == Act.Kind.MOVE:
        for body in order.bodies:
            if order.into.pk in subtree_ids(body.pk, order.effective):
                raise _circle(versions[body.pk].name)
    if order.kind == Act.Kind.MERGE:
        for body in order.bodies:
            if body.pk != order.into.pk and order.into.pk in subtree_ids(body.pk, order.effective):
                raise _circle(versions[body.pk].name)


def _refuse_under_the_ending(order: Order, parent: Body, versions: Mapping[int, BodyVersion]) -> None:
    ending = {version.body_id for version in ended(order, versions)}
    if parent.pk in ending:
        raise _refusal(
            "parent_ends",
            f"Tổ chức mới không thể trực thuộc {parent.code}, nơi kết thúc bởi chính quyết định này.",
            f"A new body cannot hang under {parent.code}, which ends by this very decree.",
        )


def _circle(name: str) -> Refusal:
    return _refusal(
        "circle",
        f"{name} không thể trực thuộc chính mình hoặc tổ chức cấp dưới của mình.",
        f"{name} cannot hang under itself or under what hangs under it.",
    )


def _refuse_times(version: BodyVersion, effective: dt.date) -> None:
    """The day lies after the version began, and nothing later has been entered about the body."""
    if version.since_hi >= stamp(effective):
        raise _refusal(
            "before_founding",
            f"{version.name} có từ {version.since}; quyết định phải có hiệu lực sau ngày đó.",
            f"{version.name} stands since {version.since}; the decree must take effect after that day.",
        )
    later = (
        BodyVersion.objects.filter(body=version.body_id, entry_to__isnull=True, since_lo__gt=version.since_lo)
        .order_by("since_lo")
        .first()
    )
    if later is not None or version.last:
        since = later.since if later else version.last
        raise _refusal(
            "later_change",
            f"{version.name} đã có thay đổi ghi từ {since}, sau ngày hiệu lực này.",
            f"A later change of {version.name} is entered, from {since} on.",
            Text("Dùng ngày hiệu lực sau thay đổi đó.", "Use an effective date after that change."),
        )


def _refuse_left(order: Order, found: Sequence[tuple[Carrier, list[Found]]]) -> None:
    """A body is dissolved only when nothing hangs on it any more."""
    left = [(carrier.says, len(rows)) for carrier, rows in found if rows]
    if left:
        vi = ", ".join(f"{count} {says.vi}" for says, count in left)
        en = ", ".join(f"{count} {says.en}" for says, count in left)
        raise _refusal(
            "not_empty",
            f"Chưa giải thể được: còn {vi}.",
            f"It cannot be dissolved yet: {en} still hang on it.",
            Text(
                "Sáp nhập vào tổ chức khác, hoặc chuyển và kết thúc từng mục trước.",
                "Merge it into another body, or move and end these beforehand.",
            ),
        )


def _warnings(
    order: Order, versions: Mapping[int, BodyVersion], found: Sequence[tuple[Carrier, list[Found]]]
) -> list[Text]:
    """What somebody should look at before carrying the order out; nothing here stands in the way."""
    warnings = []
    if order.decree.issued > order.effective:
        warnings.append(
            Text("Quyết định ban hành sau ngày có hiệu lực (hồi tố).", "The decree takes effect before it was issued.")
        )
    if len({version.level for version in versions.values()}) > 1:
        warnings.append(Text("Các tổ chức không cùng cấp.", "The bodies are not of one level."))
    posts = _named(Post, "body_id", found)
    doubled = Counter(post.title for post in posts if post.title)
    many = sum(1 for number in doubled.values() if number > 1)
    if many and order.kind == Act.Kind.MERGE:
        warnings.append(
            Text(
                f"{many} chức danh sẽ có nhiều hơn một vị trí trong cùng một tổ chức; cần phương án sắp xếp.",
                f"{many} titles will have more than one post in one body: decide who stays.",
            )
        )
    return warnings
