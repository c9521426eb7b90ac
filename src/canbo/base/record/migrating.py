"""What the migrations of the record do with entries that stand already."""

from __future__ import annotations

import secrets
from typing import Any

from canbo.base.record.chain import GENESIS, commitment_of, entry_hash, moment_text
from canbo.base.record.tree import leaf_of
from canbo.base.record.triggers import lift, restore
from canbo.lib import merkle

_lifted: list[str] = []


def guards_lifted(apps: Any, schema_editor: Any) -> None:
    """Take every guard down: SQLite cannot rebuild a table of which a trigger speaks."""
    _lifted[:] = lift(schema_editor.connection)


def guards_restored(apps: Any, schema_editor: Any) -> None:
    """Set up what was taken down."""
    restore(schema_editor.connection, _lifted)
    _lifted.clear()


def rechained(apps: Any, schema_editor: Any) -> None:
    """Give each entry salt, commitment and its new hash, and write the tree over them."""
    entries, node = apps.get_model("record", "Entry").objects, apps.get_model("record", "Node")
    previous, edge, nodes = GENESIS, merkle.Edge(), []
    for entry in entries.order_by("seq").select_related("by").iterator():
        salt = secrets.token_hex(32)
        commitment = commitment_of(salt, entry.payload)
        hash_ = entry_hash(entry.seq, previous, moment_text(entry.at), entry.by.username, entry.action, commitment)
        entries.filter(seq=entry.seq).update(salt=salt, commitment=commitment, previous=previous, hash=hash_)
        edge, made = edge.grown(leaf_of(hash_))
        nodes += [node(level=level, place=place, hash=value) for (level, place), value in made]
        previous = hash_
    node.objects.bulk_create(nodes, batch_size=1000)
