"""Questions to the register of bodies, each about a day.

A version of a body counts on a day when it can have held then; where two can (years without days), the one that
certainly held goes before, then the later one.
"""

# ruff: noqa: S608 - what enters these statements is written here; values are parameters

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from canbo.apps.bodies.models import Body, BodyVersion, Post
from canbo.base.record.then import recorded_at, stands
from canbo.core.calendar import stamp

#: Versions that count on a day, one a body: of all bodies or of some. Parameters: `_held_values`, then those of `some`.
_HELD = """
held as (
    select body_id, parent_id, name, short_name, kind, level, place from (
        select v.*, row_number() over (
            partition by body_id
            order by case when since_hi <= %s and (last_lo is null or last_lo > %s) then 0 else 1 end,
                since_lo desc, id desc
        ) as choice
        from bodies_bodyversion v
        where since_lo <= %s and (last_hi is null or last_hi > %s)
            and entry_from_id <= %s and (entry_to_id is null or entry_to_id > %s) {some}
    ) possible where choice = 1
)
"""
_NOW = 2**62  # a position after every entry


@dataclass(frozen=True, slots=True)
class BodyOn:
    """What a body was on a day. `parent` is a body's number, `depth` 0 for one that hangs under nothing."""

    body: int
    code: str
    parent: int | None
    name: str
    short_name: str
    kind: str
    level: str
    place: str
    depth: int = 0


class Link(NamedTuple):
    """A body and the one above it (None at a top), by number: all that rolling up a tree asks."""

    body: int
    parent: int | None


def links_on(day: dt.date) -> list[Link]:
    """The tree of a day as `tree_on` gives it, parents first, but nothing of it except who hangs under whom."""
    on = stamp(day)
    with connection.cursor() as cursor:  # of two versions that count on the day, the later one here is chosen
        cursor.execute(
            f"select body_id, parent_id from bodies_bodyversion v where {stands('v')} and since_lo <= %s "
            "and (last_hi is null or last_hi > %s) order by "
            "case when since_hi <= %s and (last_lo is null or last_lo > %s) then 1 else 0 end, since_lo, id",
            [on] * 4,
        )
        above: dict[int, int | None] = dict(cursor.fetchall())
    under: dict[int | None, list[int]] = {}
    for body, parent in above.items():
        under.setdefault(parent if parent in above else None, []).append(body)
    found = [Link(body, None) for body in under.get(None, [])]
    for above_it, _ in found:  # grows while it is walked: everything under a body comes after it
        if above_it in under:
            found += [Link(body, above_it) for body in under[above_it]]
    return found


def tree_on(day: dt.date, known: int | None = None) -> list[BodyOn]:
    """Every body of a day with its place in the tree, parents first, brothers by code; `known`: position on the record.

    A body whose parent does not stand on that day hangs at the top.
    """
    found = _select_bodies(day, known)
    under: dict[int | None, list[BodyOn]] = {}
    standing = {body.body for body in found}
    for body in found:
        under.setdefault(body.parent if body.parent in standing else None, []).append(body)
    ordered: list[BodyOn] = []
    waiting = [(body, 0) for body in reversed(under.get(None, []))]
    while waiting:
        body, depth = waiting.pop()
        ordered.append(BodyOn(*_columns(body), depth=depth))
        waiting += [(child, depth + 1) for child in reversed(under.get(body.body, []))]
    return ordered


def body_on(code: str, day: dt.date, known: int | None = None) -> BodyOn | None:
    """What the body of this code was on a day; None when it did not stand."""
    found = _select_bodies(day, known, code)
    return found[0] if found else None


def name_on(body: Body, day: dt.date, known: int | None = None) -> str:
    """The name of a body on a day; of one that has ended its last, of one that was not founded yet its code."""
    found = body_on(body.code, day, known)
    return found.name if found else _last_names([body.code], day).get(body.code, body.code)


def names_on(bodies: Iterable[Body], day: dt.date) -> dict[str, str]:
    """The names of some bodies on a day by their codes, of those that have ended their last; who was not founded yet is
    left out. One question, and one more where some have ended."""
    codes = sorted({body.code for body in bodies})
    found = {each.code: each.name for each in _select_bodies(day, None, *codes)} if codes else {}
    ended = [code for code in codes if code not in found]
    return found | _last_names(ended, day) if ended else found


def _last_names(codes: list[str], day: dt.date) -> dict[str, str]:
    """The last names of those of some bodies that had ended by a day."""
    rows = BodyVersion.objects.filter(body__code__in=codes, entry_to__isnull=True, last_hi__lte=stamp(day))
    return dict(rows.order_by("since_lo").values_list("body__code", "name"))


def subtree_codes(code: str, day: dt.date) -> list[str]:
    """The codes of a body and of everything under it on a day, sorted."""
    sql, values = subtree_sql("select %s", [code], day)
    with connection.cursor() as cursor:
        cursor.execute(f"select code from bodies_body where id in ({sql}) order by code", values)
        return [row[0] for row in cursor.fetchall()]


def subtree_ids(body: int, day: dt.date) -> list[int]:
    """The numbers of a body and of everything under it on a day, sorted."""
    sql, values = subtree_sql("select code from bodies_body where id = %s", [body], day)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} order by body_id", values)
        return [row[0] for row in cursor.fetchall()]


def subtree_sql(seeds: str, seed_values: Iterable[Any], day: dt.date) -> tuple[str, list[Any]]:
    """A SELECT of the numbers of the bodies whose codes `seeds` (a SELECT) gives, and of everything under them.

    It stands in parentheses behind IN, so that whoever may see what is asked in one question. It climbs down from
    body to body by the index of parents: PostgreSQL cannot know how many it will meet, and joins no whole tree well.
    """
    now = stamp(day)
    sql = f"""
with recursive subtree as (
    select id as body_id from bodies_body where code in ({seeds})
    union
    select v.body_id from subtree join bodies_bodyversion v on v.parent_id = subtree.body_id
    where {stands("v")} and v.since_lo <= %s and (v.last_hi is null or v.last_hi > %s) and v.id = (
        select w.id from bodies_bodyversion w
        where w.body_id = v.body_id and {stands("w")}
            and w.since_lo <= %s and (w.last_hi is null or w.last_hi > %s)
        order by case when w.since_hi <= %s and (w.last_lo is null or w.last_lo > %s) then 0 else 1 end,
            w.since_lo desc, w.id desc
        limit 1
    )
)
select body_id from subtree"""
    return sql, [*seed_values, *[now] * 6]


def with_ended_sql(seeds: str, seed_values: Iterable[Any], day: dt.date, table: str) -> tuple[str, list[Any]]:
    """As `subtree_sql`, together with the bodies named in a table (`body_id`) that have gone into those by the day.

    For what stays with a body that ended: its cases, votes and plans are seen by whoever sees the body that followed.
    Each ended body of the table climbs to those that followed it: they are few, and the tree is asked about once.
    """
    subtree, values = subtree_sql(seeds, seed_values, day)
    now = stamp(day)
    sql = f"""
with recursive here as materialized ({subtree}),
chain(body_id, heir) as (
    select w.body_id, {_followed("w")} from bodies_bodyversion w
    where w.body_id in (select body_id from {table}) and {stands("w")} and w.last_hi <= %s and not exists (
        select 1 from bodies_bodyversion x where x.body_id = w.body_id and {stands("x")} and x.since_lo > w.since_lo
    )
    union
    select chain.body_id, (
        select case when v.last_hi <= %s then {_followed("v")} end from bodies_bodyversion v
        where v.body_id = chain.heir and {stands("v")} and v.since_lo <= %s order by v.since_lo desc, v.id desc limit 1
    ) from chain where chain.heir is not null
)
select body_id from here union select body_id from chain where heir in (select body_id from here)"""
    return sql, [*values, day.isoformat(), now, now, day.isoformat(), now]


def above_sql(body: int | None, day: dt.date) -> tuple[str, list[Any]]:
    """A SELECT of the codes of a body and of everything above it on a day; above one that has ended stands the one that
    followed it.

    It climbs from body to body and reads the versions of those alone: it is asked several times for every page.
    """
    now = stamp(day)
    sql = f"""
with recursive above as (
    select cast(%s as bigint) as body_id
    union
    select (
        select case when v.last_hi <= %s then {_followed("v")} else v.parent_id end
        from bodies_bodyversion v where v.body_id = above.body_id and {stands("v")} and v.since_lo <= %s
        order by case when v.last_hi <= %s then 2
                when v.since_hi <= %s and (v.last_lo is null or v.last_lo > %s) then 0 else 1 end,
            v.since_lo desc, v.id desc
        limit 1
    ) from above where above.body_id is not null
)
select code from bodies_body where id in (select body_id from above)"""
    return sql, [body, now, day.isoformat(), now, now, now, now]


def _followed(alias: str) -> str:
    """The body that followed the one of an ended version by a day (given once): the first that its last merger or split
    names, and for a body that was dissolved the one above it."""
    return f"""coalesce((
        select a.after_id from bodies_act a
        where a.before_id = {alias}.body_id and a.after_id <> a.before_id and a.kind in ('merge', 'split')
            and {stands("a")} and a.effective <= %s
        order by a.effective desc, a.id limit 1
    ), {alias}.parent_id)"""


def posts_on(body: Body, day: dt.date) -> list[Post]:
    """The posts that can exist in a body on a day, by code, as the record stands now."""
    now = stamp(day)
    posts = Post.objects.filter(body=body, entry_to__isnull=True, since_lo__lte=now).order_by("code")
    return [post for post in posts if post.last_hi is None or post.last_hi > now]


def _select_bodies(day: dt.date, known: int | None, *codes: str) -> list[BodyOn]:
    """All bodies of a day, or those of some codes."""
    only = f"and body_id in (select id from bodies_body where code in ({', '.join(['%s'] * len(codes))}))"
    sql = f"""
with {_HELD.format(some=only if codes else "")}
select b.id, b.code, h.parent_id, h.name, h.short_name, h.kind, h.level, h.place
from held h join bodies_body b on b.id = h.body_id order by b.code"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_held_values(day, known), *codes])
        return [BodyOn(*row) for row in cursor.fetchall()]


def _held_values(day: dt.date, known: int | None) -> list[Any]:
    at = recorded_at() if known is None else known
    position = _NOW if at is None else at
    return [*[stamp(day)] * 4, position, position]


def _columns(body: BodyOn) -> tuple[int, str, int | None, str, str, str, str, str]:
    return body.body, body.code, body.parent, body.name, body.short_name, body.kind, body.level, body.place
