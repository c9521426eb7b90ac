"""Opening and closing the calendar feed of an account: the only writes of a subscription."""

from __future__ import annotations

import datetime as dt
import secrets

from canbo.apps.procedures.models import Feed
from canbo.apps.procedures.queries_feed import feed_of
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting
from canbo.base.record.rows import closed, written
from canbo.core.refusal import Refusal
from canbo.lib.hashing import sha256_hex
from canbo.lib.text import Text

_BYTES = 24


def open_feed(*, by: Account, at: dt.datetime) -> str:
    """A new token for the calendar of an account; an older one is dead from now on. It is kept as its digest alone."""
    token = secrets.token_urlsafe(_BYTES)
    digest = sha256_hex(token)
    with acting("procedures.feed", by=by, at=at, payload={"digest": digest}) as entry:
        before = feed_of(by)
        if before is not None:
            closed(before, entry)
        written(Feed, entry, account=by, digest=digest)
    return token


def close_feed(*, by: Account, at: dt.datetime) -> None:
    """Close the feed of an account. Raises Refusal when there is none."""
    before = feed_of(by)
    if before is None:
        raise Refusal("procedures.no_feed", Text("Chưa có địa chỉ lịch.", "There is no calendar to close."))
    with acting("procedures.feed_closed", by=by, at=at, payload={"digest": before.digest}) as entry:
        closed(before, entry)
