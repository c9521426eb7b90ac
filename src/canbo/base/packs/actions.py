"""Keeping packs: what a decision was based on must be readable as long as the decision is."""

from __future__ import annotations

import datetime as dt

from canbo.base.accounts.models import Account
from canbo.base.packs.models import ArchivedPack
from canbo.base.packs.queries import current_files, current_pack
from canbo.base.record.actions import acting
from canbo.lib.hashing import canonical_json


def archive_current_pack(*, by: Account, at: dt.datetime) -> ArchivedPack:
    """Archive the files of the pack in use under its digest; nothing happens when they are there already."""
    pack = current_pack()
    kept = ArchivedPack.objects.filter(digest=pack.digest).first()
    if kept is not None:
        return kept
    with acting("packs.archive", by=by, at=at, payload={"digest": pack.digest, "name": pack.name}) as entry:
        return ArchivedPack.objects.create(
            digest=pack.digest, name=pack.name, files=canonical_json(current_files()), entry=entry
        )
