"""How whoever stands in a plan follows when a decree merges, splits or ends the body that made it.

The plan of the body that takes over, by title and term, takes them; what was decided about the earlier plan, its cases
and its reviews stay with it. A split takes a plan where all posts of its title go.
"""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from canbo.apps.bodies.carrying import Carrier, Found, Move
from canbo.apps.bodies.models import Post
from canbo.apps.planning.actions_carrying import into_plans
from canbo.apps.planning.models import Place
from canbo.lib.text import Text


def find_places(carrier: Carrier, move: Move) -> list[Found]:
    """Who stands in a plan of a body of the move, and to which body the plan goes."""
    titles = _titles_shared_out(move)
    there = Q(cycle__body__in=list(move.bodies)) | Q(cycle__body__in={body for body, _ in titles})
    rows = Place.objects.filter(there, entry_to__isnull=True).order_by("pk")
    goes = {
        row: titles.get((body, title), move.goes(body)) for row, body, title in
        rows.values_list("pk", "cycle__body", "cycle__title")
    }  # fmt: skip
    return [Found(row, target, False) for row, target in goes.items() if target is not None]


def _titles_shared_out(move: Move) -> dict[tuple[int, str], int]:
    """Body and title, of which a split takes every post to one other body: that body."""
    shared = Post.objects.filter(code__in=list(move.posts), entry_to__isnull=True, since_lo__lt=move.first)
    targets: dict[tuple[int, str], set[int]] = defaultdict(set)
    for body, title, code in shared.values_list("body_id", "title", "code"):
        targets[body, title].add(move.posts[code])
    lasting = Q(last_lo__isnull=True) | Q(last_lo__gt=move.first)
    stay = Post.objects.filter(lasting, body__in={body for body, _ in targets}, entry_to__isnull=True)
    staying = set(stay.exclude(code__in=list(move.posts)).values_list("body_id", "title"))
    return {key: min(to) for key, to in targets.items() if len(to) == 1 and key not in staying}


CARRIERS = (
    Carrier(
        Place, Text("chỗ trong quy hoạch", "places in plans"), column="cycle_id", lasts=False, find=find_places,
        lands=into_plans,
    ),
)  # fmt: skip
