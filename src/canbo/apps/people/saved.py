"""Lists that a user keeps: a name for the filters and columns of a list of people. Nobody else sees them."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.http import QueryDict

from canbo.apps.people.asked import FILTERS
from canbo.apps.people.models import SavedList
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting
from canbo.base.record.rows import closed, written
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc


def saved_lists(account: Account) -> QuerySet[SavedList]:
    """The lists that an account keeps, by name."""
    return SavedList.objects.filter(account=account, entry_to__isnull=True).order_by("name")


def save_list(*, name: str, query: str, by: Account, at: dt.datetime) -> SavedList:
    """Keep the filters and columns of a list under a name; the earlier one of that name gives way.

    Raises Refusal (422) without a name. What is no filter or column is left out of the query.
    """
    name = nfc(name)
    if not name:
        raise Refusal("people.list_name", Text("Đặt tên cho danh sách.", "Give the list a name."), status=422)
    given = QueryDict(query, mutable=True)
    for each in set(given) - {*FILTERS, "column"}:
        del given[each]
    with acting("people.save_list", by=by, at=at, payload={"name": name}) as entry:
        for earlier in saved_lists(by).filter(name=name):
            closed(earlier, entry)
        return written(SavedList, entry, account=by, name=name, query=given.urlencode())


def drop_list(*, saved: SavedList, by: Account, at: dt.datetime) -> None:
    """Let a kept list go. Raises Refusal (404) for another's."""
    if saved.account_id != by.pk:
        raise Refusal("people.list_gone", Text("Không có danh sách này.", "There is no such list."), status=404)
    with acting("people.drop_list", by=by, at=at, payload={"name": saved.name}) as entry:
        closed(saved, entry)
