"""Packs of the past: what was archived is read again, and what this version does not understand is refused plainly."""

import pytest

from canbo.base.accounts.testing import an_account
from canbo.base.packs.actions import archive_current_pack
from canbo.base.packs.models import ArchivedPack
from canbo.base.packs.queries import archived_pack, current_files, current_pack
from canbo.base.record.actions import acting
from canbo.base.record.testing import A_MORNING
from canbo.core.refusal import Refusal
from canbo.lib.hashing import canonical_json

pytestmark = pytest.mark.django_db


def an_archived(files):
    house = an_account("canbo", system=True)
    with acting("packs.archive", by=house, at=A_MORNING, payload={"digest": "0" * 64, "name": "old"}) as entry:
        return ArchivedPack.objects.create(digest="0" * 64, name="old", files=canonical_json(files), entry=entry)


def test_the_rules_in_use_are_archived_once_and_read_again_by_their_digest():
    kept = archive_current_pack(by=an_account("canbo", system=True), at=A_MORNING)
    assert archive_current_pack(by=an_account("canbo", system=True), at=A_MORNING) == kept
    assert archived_pack(kept.digest) is current_pack()


def test_rules_that_this_version_does_not_understand_are_refused_with_a_sentence_and_nothing_is_lost():
    name = next(name for name in current_files() if name.startswith("procedures/"))
    old = an_archived({**current_files(), name: current_files()[name] + "\nof_another_version: 1\n"})
    with pytest.raises(Refusal) as refused:
        archived_pack(old.digest)
    assert refused.value.code == "packs.of_another_version"
    assert refused.value.status == 409
    assert "0" * 12 in refused.value.says.vi
