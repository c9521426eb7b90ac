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
    name = _named(name)
    given = QueryDict(query, mutable=True)
    for each in set(given) - {*FILTERS, "column"}:
        del given[each]
    with acting("people.save_list", by=by, at=at, payload={"name": name}) as entry:
        for earlier in saved_lists(by).filter(name=name):
            closed(earlier, entry)
        return written(SavedList, entry, account=by, name=name, query=given.urlencode())


def rename_list(*, saved: SavedList, name: str, by: Account, at: dt.datetime) -> SavedList:
    """Give a kept list another name. Raises Refusal: another's (404), no name or one that another list bears (422)."""
    _own(saved, by)
    name = _named(name)
    if saved_lists(by).filter(name=name).exclude(pk=saved.pk).exists():
        raise Refusal(
            "people.list_name_taken",
            Text(f"Đã có danh sách tên “{name}”.", f"There is a list called “{name}” already."),
            Text("Chọn tên khác, hoặc bỏ danh sách kia trước.", "Choose another name, or drop that list first."),
            status=422,
        )
    if name == saved.name:
        return saved
    with acting("people.rename_list", by=by, at=at, payload={"from": saved.name, "name": name}) as entry:
        closed(saved, entry)
        return written(SavedList, entry, account=by, name=name, query=saved.query)


def drop_list(*, saved: SavedList, by: Account, at: dt.datetime) -> None:
    """Let a kept list go. Raises Refusal (404) for another's."""
    _own(saved, by)
    with acting("people.drop_list", by=by, at=at, payload={"name": saved.name}) as entry:
        closed(saved, entry)


def _named(name: str) -> str:
    name = nfc(name)
    if not name:
        raise Refusal("people.list_name", Text("Đặt tên cho danh sách.", "Give the list a name."), status=422)
    return name


def _own(saved: SavedList, by: Account) -> None:
    if saved.account_id != by.pk:
        raise Refusal("people.list_gone", Text("Không có danh sách này.", "There is no such list."), status=404)
