"""How the rows of dossiers follow their bodies when a decree merges, splits or ends them."""

from __future__ import annotations

from canbo.apps.bodies.carrying import DECREE, Carrier, Found, Move, rows_to_carry
from canbo.apps.people.models import Holding, PersonVersion, Seat
from canbo.lib.text import Text

#: Ids named in one statement.
_BATCH = 800


def find_places_of_work(carrier: Carrier, move: Move) -> list[Found]:
    """Who works where: with the body, or after the main post where a split takes the post elsewhere."""
    found = {row.row: row for row in rows_to_carry(carrier, move)}
    codes = list(move.posts)
    for start in range(0, len(codes), _BATCH):
        held = Holding.objects.filter(
            post_code__in=codes[start : start + _BATCH], concurrent=False, entry_to__isnull=True, last=""
        )
        goes = {person: move.posts[code] for person, code in held.values_list("person_id", "post_code")}
        stands = PersonVersion.objects.filter(person__in=list(goes), entry_to__isnull=True, body__isnull=False)
        found |= {pk: Found(pk, goes[person], False) for pk, person in stands.values_list("pk", "person_id")}
    return list(found.values())


CARRIERS = (
    Carrier(
        Holding,
        Text("lượt giữ chức vụ", "holdings of posts"),
        post="post_code",
        after={
            "decision": DECREE,
            "decided_by": "''",
            "began": "case when began > '' then began else since end",
            "began_lo": "coalesce(began_lo, since_lo)",
            "began_hi": "coalesce(began_hi, since_hi)",
        },
    ),
    Carrier(Seat, Text("ghế cấp ủy viên", "seats on committees")),
    Carrier(
        PersonVersion, Text("người có nơi công tác ở đó", "people whose place of work it is"),
        lasts=False, find=find_places_of_work,
    ),
)  # fmt: skip
