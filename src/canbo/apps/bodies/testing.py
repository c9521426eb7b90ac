"""Bodies and posts for tests."""

from __future__ import annotations

from typing import Any

from canbo.apps.bodies.models import Body, BodyVersion, Post
from canbo.base.fields import stamped
from canbo.base.record.models import Entry
from canbo.base.record.testing import an_entry


def a_body(
    code: str = "tinh",
    level: str = "province",
    parent: Body | None = None,
    place: str = "",
    *,
    entry: Entry | None = None,
    **fields: Any,
) -> Body:
    """A body with one version, by default an agency since 1945 that still stands."""
    entry = entry or an_entry()
    values = {"name": code, "kind": "agency", "since": "1945", **fields}
    body = Body.objects.create(code=code, entry_from=entry)
    version = BodyVersion(body=body, level=level, parent=parent, place=place, entry_from=entry, **values)
    stamped(version).save()
    return body


def a_post(body: Body, title: str = "head", code: str = "", *, entry: Entry | None = None, **fields: Any) -> Post:
    """A seat of a title in a body, by default since 1945 and still there."""
    values = {"since": "1945", **fields}
    post = Post(body=body, title=title, code=code or f"{body.code}.{title}", entry_from=entry or an_entry(), **values)
    stamped(post).save()
    return post
