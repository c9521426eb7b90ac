"""Publishing the record as a static tiled log (C2SP tlog-tiles): a signed checkpoint, tiles of hashes, entry bundles.

The entries published are the 32 bytes of each entry's hash: whoever holds an entry can find it there, and nobody learns
from it what an entry says. Ordinary witnesses and monitors can follow such a folder when any web server serves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from canbo.base.record import tree
from canbo.base.record.keys import folder as home
from canbo.base.record.keys import keep, last_checkpoint, secret, witnesses
from canbo.base.record.models import Entry, Node
from canbo.base.record.queries import position
from canbo.core.refusal import Refusal
from canbo.lib import notes
from canbo.lib.text import Text

#: Hashes in a full tile, and the levels of the tree that a tile spans.
WIDE, LEVELS = 256, 8


def checkpoint() -> notes.Note:
    """The signed checkpoint of the record as it stands, kept under CANBO_HOME; the last one when nothing was added.

    Raises Refusal when the record is no longer one that the last checkpoint can have seen: then nothing is signed.
    """
    key = secret()
    size = position()
    last = last_checkpoint()
    if last is not None:
        head = notes.read_checkpoint(last)
        if not notes.verified(last, [key.key]) or not tree.extends(head.size, head.root, size):
            raise Refusal(
                "record.contradicts_checkpoint",
                Text(
                    "Nhật ký mâu thuẫn với điểm kiểm tra đã ký ({size} dòng); không ký điểm mới.",
                    "The record contradicts the checkpoint signed at {size} entries; no new one is signed.",
                ).filled(size=head.size),
                Text("Chạy lệnh canbo record verify.", "Run canbo record verify."),
            )
        if head.size == size:
            return last
    note = notes.signed(notes.Checkpoint(key.name, size, tree.root(size)).text, key)
    keep(home() / "checkpoint", str(note).encode())
    return note


def publish(to: Path) -> notes.Checkpoint:
    """Sign a checkpoint and write what is missing of tiles and bundles below `to`; the checkpoint itself comes last.

    Full tiles stand for ever and are not written again. Raises Refusal as `checkpoint` does.
    """
    note = checkpoint()
    head = notes.read_checkpoint(note)
    for path, data in _files(head.size, to):
        keep(to / path, data)
    keep(to / "log.vkey", f"{secret().key}\n".encode())
    keep(to / "checkpoint", str(note).encode())
    return head


def cosigned(text: str) -> list[str]:
    """Take over a witness's copy of the last checkpoint, with its lines; the names of the witnesses on it.

    Raises Refusal when it is another checkpoint, or no known witness signed it; BadNote when a signature is wrong.
    """
    note, last = notes.read_note(text), last_checkpoint()
    keys = [secret().key, *witnesses()]
    if last is None or note.text != last.text:
        raise Refusal(
            "record.other_checkpoint",
            Text("Đây không phải điểm kiểm tra mới nhất.", "This is not the last checkpoint signed here."),
        )
    names = [key.name for key in notes.verified(note, keys) if key.kind == notes.COSIGNATURE]
    if not names:
        raise Refusal(
            "record.no_witness",
            Text("Không có chữ ký của người làm chứng nào đã biết.", "No witness that is known here has signed it."),
            Text("Thêm khóa vào tệp record/witnesses.", "Add its key to the file record/witnesses."),
        )
    keep(home() / "checkpoint", str(note).encode())
    return names


def tile_path(kind: str, number: int, width: int) -> str:
    """The path of a tile (`kind` is its level) or bundle (`kind` is "entries"); 1234067 becomes x001/x234/067."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"tile/{kind}/{name}" + (f".p/{width}" if width < WIDE else "")


def _files(size: int, to: Path) -> Iterator[tuple[str, bytes]]:
    for number, width in _tiles(size):
        paths = tile_path("0", number, width), tile_path("entries", number, width)
        if not all((to / path).exists() for path in paths):
            first = number * WIDE
            entries = Entry.objects.filter(seq__gt=first, seq__lte=first + width).order_by("seq")
            hashes = [bytes.fromhex(text) for text in entries.values_list("hash", flat=True)]
            yield paths[0], b"".join(tree.leaf_of(hash_.hex()) for hash_ in hashes)
            yield paths[1], b"".join(len(hash_).to_bytes(2, "big") + hash_ for hash_ in hashes)
    level = 1
    while size >> level * LEVELS:
        for number, width in _tiles(size >> level * LEVELS):
            path = tile_path(str(level), number, width)
            if not (to / path).exists():
                first = number * WIDE
                nodes = Node.objects.filter(level=level * LEVELS, place__gte=first, place__lt=first + width)
                yield path, b"".join(bytes(hash_) for hash_ in nodes.order_by("place").values_list("hash", flat=True))
        level += 1


def _tiles(hashes: int) -> Iterator[tuple[int, int]]:
    """Number and width of the tiles over so many hashes of one level."""
    for number in range(hashes // WIDE):
        yield number, WIDE
    if hashes % WIDE:
        yield hashes // WIDE, hashes % WIDE
