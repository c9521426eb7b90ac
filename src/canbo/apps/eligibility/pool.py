"""Among whom a screen looks: who is in service on a day, of some bodies and everything under them, as then recorded."""

from __future__ import annotations

from collections.abc import Sequence

from canbo.apps.eligibility.request import Grounds
from canbo.apps.eligibility.stores import RecordStore
from canbo.core.calendar import stamp
from canbo.core.engines.sql import Query, in_list


def in_service(grounds: Grounds, people: Sequence[int]) -> list[int]:
    """Of these people, in their order, those who have not certainly left by the day asked about, as then recorded."""
    q = Query(grounds.scope())
    gone = f"select p.person_id from {q.table('people_personversion')} p where p.left_hi <= {stamp(grounds.request.on)}"
    left = {row[0] for row in RecordStore().rows(gone)}
    return [person for person in people if person not in left]


def pool_ids(grounds: Grounds, bodies: Sequence[str]) -> tuple[int, ...]:
    """Ids of the people whose body is one of `bodies` (codes) or lies under one on the day asked about, in id order.

    Reads the record up to the position of the request only, so that it gives the same people whenever it is asked.
    """
    q = Query(grounds.scope())
    day = stamp(grounds.request.on)
    links = q.table("bodies_bodyversion")
    sql = f"""
        with recursive below(id) as (
            select b.id from bodies_body b where b.code in {in_list(bodies)}
            union
            select v.body_id from {links} v join below on v.parent_id = below.id
            where v.since_lo <= {day} and (v.last_hi is null or v.last_hi > {day})
        )
        select p.person_id from {q.table("people_personversion")} p
        where p.body_id in (select id from below) order by p.person_id
    """
    return tuple(row[0] for row in RecordStore().rows(sql))
