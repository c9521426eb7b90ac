"""Founding, changing and dissolving bodies, and the posts in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from canbo.apps.bodies.models import Body, BodyVersion, Post
from canbo.apps.bodies.permissions import why_not_keep
from canbo.apps.bodies.queries import subtree_ids
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.rows import closed, copied, in_words, written
from canbo.core.calendar import PartialDate
from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def found_body(
    *, code: str, since: str, parent: Body | None = None, by: Account, at: dt.datetime, **values: Any
) -> BodyVersion:
    """Found a body; `values` are fields of BodyVersion (name, kind, level, place, decree …).

    Raises Refusal when `by` may not, the code is taken, or a value cannot be taken.
    """
    refuse(why_not_keep(by, parent.pk if parent else None, timezone.localdate(at)))
    if Body.objects.filter(code=code).exists():
        raise Refusal(
            "bodies.taken", Text("Mã tổ chức {code} đã có.", "The code {code} is taken.").filled(code=code), status=422
        )
    payload = {"code": code, "since": since, "parent": parent and parent.code, **in_words(values)}
    with acting("bodies.found", by=by, at=at, payload=payload) as entry:
        body = Body.objects.create(code=code, entry_from=entry)
        return written(BodyVersion, entry, body=body, parent=parent, since=since, **values)


def change_body(*, body: Body, since: str, by: Account, at: dt.datetime, **changes: Any) -> BodyVersion:
    """Another name, parent, place … from a day (month, year) on; until the eve of it the body was what it was.

    Raises Refusal when `by` may not, the body no longer stands, it would hang under itself, or a value cannot be taken.
    """
    day = timezone.localdate(at)
    refuse(why_not_keep(by, body.pk, day))
    current = _standing(body)
    parent = changes.get("parent")
    if parent is not None and parent.pk in subtree_ids(body.pk, day):
        raise Refusal(
            "bodies.circle",
            Text("Tổ chức không thể trực thuộc chính mình.", "A body cannot hang under itself."),
            status=422,
        )
    payload = {"body": body.code, "since": since, **in_words(changes)}
    with acting("bodies.change", by=by, at=at, payload=payload) as entry:
        closed(current, entry)
        copied(current, entry, last=_eve(since))
        return copied(current, entry, since=since, **_numbered(changes))


def dissolve_body(*, body: Body, last: str, decree: str, by: Account, at: dt.datetime) -> BodyVersion:
    """Dissolve a body; `last` is its last day. Raises Refusal while another body or a post still hangs on it."""
    refuse(why_not_keep(by, body.pk, timezone.localdate(at)))
    current = _standing(body)
    below = BodyVersion.objects.filter(parent=body, last="", entry_to__isnull=True).exclude(body=body)
    posts = Post.objects.filter(body=body, last="", entry_to__isnull=True)
    if below.exists() or posts.exists():
        raise Refusal(
            "bodies.not_empty",
            Text("Còn tổ chức trực thuộc hoặc vị trí chưa giải quyết.", "Bodies or posts still hang on it."),
            Text(
                "Chuyển hoặc kết thúc các tổ chức và vị trí đó trước.", "Move or end those bodies and posts beforehand."
            ),
        )
    with acting("bodies.dissolve", by=by, at=at, payload={"body": body.code, "last": last, "decree": decree}) as entry:
        closed(current, entry)
        return copied(current, entry, last=last, decree=decree)


def create_post(*, body: Body, code: str, title: str, since: str, by: Account, at: dt.datetime) -> Post:
    """Create one seat of a title in a body. Raises Refusal when `by` may not or the code is taken."""
    refuse(why_not_keep(by, body.pk, timezone.localdate(at)))
    payload = {"body": body.code, "code": code, "title": title, "since": since}
    with acting("bodies.create_post", by=by, at=at, payload=payload) as entry:
        return written(Post, entry, body=body, code=code, title=title, since=since)


def abolish_post(*, post: Post, last: str, by: Account, at: dt.datetime) -> Post:
    """Abolish a post; `last` is its last day. Raises Refusal when `by` may not or it was changed meanwhile."""
    refuse(why_not_keep(by, post.body_id, timezone.localdate(at)))
    with acting("bodies.abolish_post", by=by, at=at, payload={"post": post.code, "last": last}) as entry:
        closed(post, entry)
        return copied(post, entry, last=last)


def _standing(body: Body) -> BodyVersion:
    current = BodyVersion.objects.filter(body=body, last="", entry_to__isnull=True).first()
    if current is None:
        raise Refusal("bodies.dissolved", Text("Tổ chức đã giải thể.", "The body no longer stands."))
    return current


def _numbered(changes: dict[str, Any]) -> dict[str, Any]:
    """Changes with the parent as its number, as a copied row has it."""
    numbered = dict(changes)
    if "parent" in numbered:
        parent = numbered.pop("parent")
        numbered["parent_id"] = parent and parent.pk
    return numbered


def _eve(since: str) -> str:
    """The last day, month or year before a written date. Raises Refusal when it is no date."""
    try:
        return PartialDate(since).eve.written
    except ValueError as fault:
        raise Refusal("bodies.date", Text("Ngày không hợp lệ.", "The date is not valid."), status=422) from fault
