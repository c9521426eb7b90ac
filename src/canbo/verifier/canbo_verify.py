#!/usr/bin/env python3
"""Check a case bundle or a published record of Canbo offline, without Canbo: Python 3.11 and this one file.

    python canbo_verify.py bundle.zip [--checkpoint earlier.note] [--key VKEY] [--witness VKEY] [--document FILE]
    python canbo_verify.py folder-of-a-published-record [--checkpoint earlier.note] [--key VKEY] [--witness VKEY]

Says in Vietnamese and English what was checked. Exit code 0: everything holds; 1: the first fault is named; 2: the
arguments are wrong. VKEY is the record's public key as published (name+id+base64, or a file that holds it); without it
the key in the bundle is taken, and you must compare it yourself. Formats: RFC 6962/9162 (tree), C2SP signed-note,
tlog-checkpoint, tlog-cosignature and tlog-tiles, RFC 8032 (Ed25519, in plain Python below).
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import io
import json
import struct
import sys
import unicodedata
import zipfile
import zlib
from pathlib import Path

FORMAT = "canbo/case-bundle/1"
COMMITMENT = b"canbo/payload/1\n"
ENTRY = "canbo/entry/2"
ED25519, COSIGNATURE = 1, 4


class Fault(Exception):
    """What does not hold, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} · {en}")


def say(vi: str, en: str) -> None:
    """One line about what was checked."""
    sys.stdout.write(f"✓ {vi} · {en}\n")


# ── Ed25519 (RFC 8032), verification only. Nothing here is secret, so nothing need take the same time. ──

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _x_of(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def _point(data: bytes) -> Point | None:
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = _x_of(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, p: Point) -> Point:
    q: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            q = _add(q, p)
        p, scalar = _add(p, p), scalar >> 1
    return q


_BASE_Y = 4 * pow(5, P - 2, P) % P
_BASE_X = _x_of(_BASE_Y, 0) or 0
BASE: Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % P)


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature holds."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = _times(s, BASE), _add(r, _times(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ── Merkle tree (RFC 6962, RFC 9162) ──


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def includes(index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> bool:
    """Whether a proof puts a leaf hash at an index of a tree."""
    if not 0 <= index < size or any(len(hash_) != 32 for hash_ in (leaf, root, *proof)):
        return False
    at, last, current = index, size - 1, leaf
    for sibling in proof:
        if not last:
            return False
        if at & 1 or at == last:
            current = node_hash(sibling, current)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        at, last = at >> 1, last >> 1
    return not last and current == root


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """Whether a proof shows that the old tree is the beginning of the new one."""
    if not 0 < old <= new or any(len(hash_) != 32 for hash_ in (old_root, new_root, *proof)):
        return False
    if old == new:
        return old_root == new_root and not proof
    hashes = [old_root, *proof] if not old & (old - 1) else list(proof)
    if not proof:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = hashes[0]
    for sibling in hashes[1:]:
        if not last:
            return False
        if at & 1 or at == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        at, last = at >> 1, last >> 1
    return not last and first == old_root and second == new_root


def root_over(leaves: list[bytes]) -> bytes:
    """The root over leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    row = leaves
    while len(row) > 1:
        paired = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        row = [*paired, row[-1]] if len(row) & 1 else paired
    return row[0]


# ── Notes and checkpoints (C2SP) ──


def from_base64(text: str) -> bytes:
    """Bytes from base64 in its one form."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data or base64.b64encode(data).decode() != text:
        raise Fault("Dữ liệu base64 sai.", "Faulty base64.")
    return data


def read_key(text: str) -> tuple[str, bytes, int, bytes]:
    """Name, id, kind and public key of a verifier key."""
    name, _, rest = text.strip().partition("+")
    given, _, encoded = rest.partition("+")
    data = from_base64(encoded)
    known = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if len(data) != 33 or data[0] not in (ED25519, COSIGNATURE) or known.hex() != given:
        raise Fault("Khóa công khai sai.", "This is no verifier key.")
    return name, known, data[0], data[1:]


def read_checkpoint(data: bytes, keys: list[str], what: str) -> tuple[str, int, bytes, list[str]]:
    """Origin, size, root and the names of the keys whose signatures hold; the first key must be among them."""
    text = as_text(data, what)
    body, blank, tail = text.rpartition("\n\n")
    lines = tail.split("\n")
    if not blank or lines.pop() or not lines or any(ord(c) < 32 and c != "\n" for c in text):
        raise Fault(f"{what}: không phải điểm kiểm tra đã ký.", f"{what}: this is no signed checkpoint.")
    body += "\n"
    known = {(name, id_): (kind, public) for name, id_, kind, public in map(read_key, keys)}
    signers = []
    for line in lines:
        name, _, encoded = line.removeprefix("— ").partition(" ")
        value = from_base64(encoded)
        if not line.startswith("— ") or len(value) < 5:
            raise Fault(f"{what}: dòng chữ ký sai.", f"{what}: a faulty signature line.")
        if (name, value[:4]) in known:
            kind, public = known[name, value[:4]]
            signature, message = value[4:], body
            if kind == COSIGNATURE:
                signature = value[12:]
                message = f"cosignature/v1\ntime {int.from_bytes(value[4:12], 'big')}\n{body}"
            if not ed25519_holds(public, message.encode(), signature):
                raise Fault(f"{what}: chữ ký của {name} sai.", f"{what}: the signature of {name} does not hold.")
            signers.append((name, value[:4]))
    if read_key(keys[0])[:2] not in signers:
        raise Fault(f"{what}: không có chữ ký của nhật ký.", f"{what}: not signed by the record's key.")
    parts = body.split("\n")
    if len(parts) < 4 or not all(parts[:-1]) or not parts[1].isascii() or parts[1] != str(int_of(parts[1])):
        raise Fault(f"{what}: nội dung sai.", f"{what}: faulty content.")
    root = from_base64(parts[2])
    if len(root) != 32 or parts[0] != read_key(keys[0])[0]:
        raise Fault(f"{what}: nội dung sai.", f"{what}: faulty content.")
    return parts[0], int(parts[1]), root, [name for name, id_ in signers if known[name, id_][0] == COSIGNATURE]


def int_of(text: str) -> int:
    """A number, or -1."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1


def as_text(data: bytes, what: str) -> str:
    """UTF-8 text."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Fault(f"{what}: không phải văn bản.", f"{what}: this is no text.") from None


# ── The archive ──


#: All that zipfile raises over a damaged archive.
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, RuntimeError, EOFError)


def read_bundle(data: bytes) -> dict[str, bytes]:
    """The files of an archive that has exactly the bytes a bundle of these files has: nothing hides between them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            files = {name: packed.read(name) for name in packed.namelist()}
    except DAMAGED:
        raise Fault("Tệp gói bị hỏng.", "The archive is damaged.") from None
    if archive(files) != data:
        raise Fault("Tệp gói bị thay đổi.", "The archive is not as a bundle is written.")
    return files


def archive(files: dict[str, bytes]) -> bytes:
    """The one archive that holds these files: stored, sorted, without times."""
    body, index = b"", b""
    for name in sorted(files):
        data, label = files[name], name.encode()
        about = struct.pack("<HHHHHIII", 20, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data))
        index += struct.pack("<IBB", 0x02014B50, 20, 3) + about + struct.pack(
            "<HHHHHII", len(label), 0, 0, 0, 0, 0o600 << 16, len(body)
        ) + label  # fmt: skip
        body += struct.pack("<I", 0x04034B50) + about + struct.pack("<HH", len(label), 0) + label + data
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(files), len(files), len(index), len(body), 0)
    return body + index + end


def canonical(value: object) -> str:
    """JSON in the one form in which it is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def read_json(files: dict[str, bytes], name: str) -> dict:
    """A member in canonical JSON."""
    if name not in files:
        raise Fault(f"Thiếu tệp {name}.", f"{name} is missing.")
    text = as_text(files[name], name)
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict) or canonical(value) != text:
        raise Fault(f"{name}: JSON sai.", f"{name}: faulty JSON.")
    return value


def digest(data: bytes) -> str:
    """SHA-256 as hex."""
    return hashlib.sha256(data).hexdigest()


# ── What a bundle must hold ──


def check_members(files: dict[str, bytes]) -> None:
    """Every file is named by the manifest with its digest, and no other is there."""
    manifest = read_json(files, "manifest.json")
    members = manifest.get("members")
    right = manifest.get("format") == FORMAT and manifest.keys() == {"format", "kind", "members"}
    if not right or not isinstance(members, dict):
        raise Fault("manifest.json: không đúng định dạng.", "manifest.json: not of this format.")
    for name in sorted(members.keys() | files.keys() - {"manifest.json"}):
        if name not in files or name not in members or digest(files[name]) != members[name]:
            raise Fault(f"{name}: không khớp mã băm trong manifest.json.", f"{name}: not as the manifest says.")
    say(f"{len(members)} tệp khớp mã băm", f"{len(members)} files have their digests")


def check_entry(entry: dict) -> tuple[int, bytes, dict]:
    """The entry has the hash of what it says: number, leaf hash, payload. An erased one proves nothing."""
    if entry.keys() != {"seq", "previous", "at", "by", "action", "payload", "salt", "commitment", "hash"}:
        raise Fault("entry.json: không đúng định dạng.", "entry.json: not of this format.")
    names = ("seq", "previous", "at", "by", "action", "commitment")
    line = "\n".join([ENTRY, *(str(entry[name]) for name in names), ""])
    if type(entry["seq"]) is not int or digest(line.encode()) != entry["hash"]:
        raise Fault("entry.json: mã băm của dòng nhật ký sai.", "entry.json: the entry does not have its hash.")
    seq, leaf = entry["seq"], leaf_hash(bytes.fromhex(entry["hash"]))
    if entry["payload"] is None and entry["salt"] is None:
        raise Fault(f"Dòng {seq}: nội dung đã xóa, gói không chứng minh được.", f"Entry {seq} says nothing any more.")
    try:
        salted = COMMITMENT + bytes.fromhex(entry["salt"]) + entry["payload"].encode()
    except (ValueError, TypeError, AttributeError, UnicodeError):
        salted = b""
    if digest(salted) != entry["commitment"]:
        raise Fault("entry.json: nội dung không khớp cam kết.", "entry.json: the payload is not the one committed to.")
    say(f"Dòng {seq}: {entry['action']}, {entry['by']}, {entry['at']}", "the entry has the hash of what it says")
    payload = json.loads(entry["payload"])
    if not isinstance(payload, dict) or len(entry["salt"]) != 64 or entry["salt"] != entry["salt"].lower():
        raise Fault("entry.json: nội dung sai.", "entry.json: faulty payload.")
    return seq, leaf, payload


def check_inclusion(proof: dict, seq: int, leaf: bytes, size: int, root: bytes) -> None:
    """The entry stands on the record that the checkpoint signs."""
    hashes = hashes_of(proof, "inclusion.json")
    right = proof.keys() == {"index", "size", "path"} and proof["index"] == seq - 1 and proof["size"] == size
    if not right or not includes(seq - 1, size, leaf, hashes, root):
        raise Fault("inclusion.json: không nằm trong nhật ký đã ký.", "inclusion.json: not on the signed record.")
    say(f"Dòng {seq} nằm trong {size} dòng đã ký", f"entry {seq} is one of the {size} that the checkpoint signs")


def hashes_of(proof: dict, what: str) -> list[bytes]:
    """The hashes of a proof."""
    try:
        hashes = [bytes.fromhex(text) for text in proof["path"]]
        if [hash_.hex() for hash_ in hashes] == proof["path"]:
            return hashes
    except (KeyError, TypeError, ValueError):
        pass
    raise Fault(f"{what}: bằng chứng sai.", f"{what}: a faulty proof.")


def check_consistency(files: dict[str, bytes], earlier: tuple[int, bytes] | None, size: int, root: bytes) -> None:
    """The record has only grown since an earlier checkpoint."""
    if earlier is None:
        if "consistency.json" in files:
            hashes_of(read_json(files, "consistency.json"), "consistency.json")
            say("Chưa kiểm tra tính nối tiếp: thiếu --checkpoint", "consistency not checked: no --checkpoint")
        return
    old, old_root = earlier
    if old == size:
        if old_root != root:
            raise Fault("Hai điểm kiểm tra mâu thuẫn nhau.", "The two checkpoints contradict each other.")
    else:
        proof = read_json(files, "consistency.json")
        right = proof.keys() == {"old", "new", "path"} and (proof["old"], proof["new"]) == (old, size)
        if not right or not consistent(old, size, old_root, root, hashes_of(proof, "consistency.json")):
            raise Fault("consistency.json: nhật ký không nối tiếp.", "consistency.json: it did not only grow.")
    say(f"Nhật ký chỉ được nối thêm từ {old} đến {size} dòng", f"from {old} to {size} the record has only grown")


#: The entries of a bundle by their numbers: what was done, and what the entry says of it.
Entries = dict[int, tuple[str, dict]]


def check_others(files: dict[str, bytes], size: int, root: bytes) -> Entries:
    """The entries that led to the decision: each has its hash and stands on the signed record."""
    if "entries.json" not in files:
        return {}
    found: Entries = {}
    for each in read_json(files, "entries.json")["entries"]:
        seq, leaf, payload = check_entry(each["entry"])
        check_inclusion(each["inclusion"], seq, leaf, size, root)
        found[seq] = (each["entry"]["action"], payload)
    return found


def check_certificate(files: dict[str, bytes], payload: dict, seq: int, entries: Entries) -> None:
    """The decision's content, its rules and its dossier are those that the entry and the decision name."""
    decision = read_json(files, "decision.json")
    if digest(files["decision.json"]) != payload.get("certificate"):
        raise Fault("decision.json: không phải danh sách mà dòng nhật ký ghi.", "decision.json: not the list recorded.")
    say("Nội dung danh sách khớp dòng nhật ký", "the decision's content is the one recorded")
    check_pack(files, payload.get("pack"))
    if payload.get("pack") != decision.get("pack", {}).get("digest"):
        raise Fault("decision.json: bộ quy định khác.", "decision.json: names other rules.")
    if digest(files.get("dossier.tsv", b"")) != decision.get("dossier_digest"):
        raise Fault("dossier.tsv: không phải dữ liệu hồ sơ đã đọc.", "dossier.tsv: not the dossier that was read.")
    known = {}
    for line in as_text(files["dossier.tsv"], "dossier.tsv").split("\n"):
        key, fact, value = line.split("\t") if line.count("\t") == 2 else ("", "", "")
        known[key, fact] = None if value == "?" else [int_of(part) for part in value.split(" ")]
    for person in decision["eligibles"]:
        for fact, value in person["facts"].items():
            if known.get((person["key"], fact), "absent") != value and not negative(value):
                where = f"dossier.tsv: {person['key']}, {fact}"
                raise Fault(f"{where} khác.", f"{where} differs.")
    say(f"Dữ liệu hồ sơ ({len(known)} dòng) khớp", f"the dossier ({len(known)} facts) is the one that was read")
    if not 0 <= decision["position"] < seq:
        raise Fault("decision.json: vị trí trên nhật ký sai.", "decision.json: a position that was not yet there.")


def check_pack(files: dict[str, bytes], named: object) -> None:
    """The rules in the bundle are those that an entry names."""
    pack = {
        unicodedata.normalize("NFC", path): unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        for path, text in read_json(files, "pack.json").items()
    }
    rules = digest(canonical(pack).encode())
    if rules != named:
        raise Fault("pack.json: không phải bộ quy định đã áp dụng.", "pack.json: not the rules that were applied.")
    say(f"Bộ quy định {rules[:12]}… ({len(pack)} tệp) khớp", "the rules are those that were applied")


#: What a payload says of how somebody acted, beside what was done.
CIRCUMSTANCES = {"on_behalf_of", "delegation", "proposal"}


def said_by(entries: Entries, row: dict, action: str) -> dict:
    """What the entry of a row of the bundle says of a deed, circumstances left out."""
    found, payload = entries.get(row["entry"], ("", {}))
    if found != action:
        raise Fault(f"Dòng {row['entry']} không chứng minh {action}.", f"Entry {row['entry']} does not prove {action}.")
    return {key: payload[key] for key in payload.keys() - CIRCUMSTANCES}


def check_case(files: dict[str, bytes], payload: dict, seq: int, entries: Entries) -> None:
    """Every move, count and paper of a case is the one that its own entry names; the newest move is the last entry."""
    case = read_json(files, "decision.json")
    numbers = [move["entry"] for move in case["moves"]]
    if numbers != sorted(set(numbers)) or numbers[-1] != seq:
        raise Fault("decision.json: thứ tự các bước sai.", "decision.json: moves out of order.")
    for place, move in enumerate(case["moves"]):
        event = {"case": case["number"], "number": place, **move["event"]} if place else case["case"]
        said = said_by(entries, move, f"procedures.{move['event']['event'] if place else 'open'}")
        if said != {**event, "state": digest(canonical(move["state"]).encode())}:
            raise Fault(f"decision.json: việc {place} khác nhật ký.", f"decision.json: move {place} is not the one.")
    check_pack(files, case["case"]["rules"])
    say(f"{len(numbers) - 1} việc của vụ việc khớp nhật ký", "every move of the case is the one recorded")
    for count in case["counts"]:
        sealed = digest((count["salt"] + count["result"] + count["papers"]).encode())
        if said_by(entries, count, "ballots.close") != {"ballot": count["ballot"], "digest": sealed}:
            raise Fault("decision.json: kết quả kiểm phiếu khác.", "decision.json: not the count that was sealed.")
        say(f"Kết quả kiểm phiếu {count['ballot']} khớp niêm phong", "the count is the one that was sealed")
    for paper in case["papers"]:
        there = all(digest(files.get(f"papers/{paper[kind]}", b"")) == paper[kind] for kind in ("pdf", "docx"))
        if not there or {**said_by(entries, paper, "papers.issue"), "entry": paper["entry"]} != paper:
            raise Fault("decision.json: văn bản khác nhật ký.", "decision.json: not the paper recorded.")
        say(f"Văn bản {paper['number']:02d} {paper['series']} khớp nhật ký", "the paper is the one recorded")


def negative(value: object) -> bool:
    """Whether an interval has a bound below zero, which `int_of` does not read."""
    return isinstance(value, list) and any(part < 0 for part in value)


#: Kind of decision → how the action of its entry begins, and what checks its files.
KINDS = {"certificate": ("eligibility.freeze", check_certificate), "case": ("procedures.", check_case)}


def check_documents(files: dict[str, bytes], documents: list[Path]) -> None:
    """Papers in hand are among the printed forms whose digests the bundle lists."""
    listed = set(read_json(files, "documents.json").values()) if documents else set()
    for path in documents:
        if digest(path.read_bytes()) not in listed:
            raise Fault(f"{path.name}: không phải bản in của việc này.", f"{path.name}: no form of this decision.")
        say(f"{path.name}: đúng bản in của quyết định", f"{path.name} is a printed form of the decision")


# ── A published record ──


def check_folder(folder: Path, keys: list[str], earlier: Path | None) -> None:
    """Every tile and bundle of a published record gives the root that its checkpoint signs."""
    data = (folder / "checkpoint").read_bytes()
    origin, size, root, witnessed = read_checkpoint(data, keys, "checkpoint")
    say_signed(origin, size, witnessed)
    leaves: list[bytes] = []
    for number in range(-(-size // 256)):
        width = min(256, size - number * 256)
        bundle = (folder / tile_path("entries", number, width)).read_bytes()
        if len(bundle) != 34 * width or any(bundle[at : at + 2] != b"\x00\x20" for at in range(0, len(bundle), 34)):
            raise Fault(f"tile/entries {number}: sai.", f"tile/entries {number}: faulty.")
        leaves += [leaf_hash(bundle[at + 2 : at + 34]) for at in range(0, len(bundle), 34)]
    if root_over(leaves) != root:
        raise Fault("Các dòng công bố không cho ra gốc đã ký.", "The entries published do not give the signed root.")
    say(f"{size} dòng cho ra gốc đã ký", f"{size} entries give the signed root")
    level, row = 0, leaves
    while row:
        for number in range(-(-len(row) // 256)):
            hashes = row[number * 256 : number * 256 + 256]
            if (folder / tile_path(str(level), number, len(hashes))).read_bytes() != b"".join(hashes):
                raise Fault(f"tile/{level} {number}: sai.", f"tile/{level} {number}: faulty.")
        row = [root_over(row[at : at + 256]) for at in range(0, len(row) - 255, 256)]
        level += 1
    say("Mọi ô băm khớp", "every tile fits")
    if earlier is not None:
        _, old, old_root, _ = read_checkpoint(earlier.read_bytes(), keys, earlier.name)
        if old > size or root_over(leaves[:old]) != old_root:
            raise Fault("Nhật ký không nối tiếp điểm kiểm tra trước.", "The record did not grow from the earlier one.")
        say(f"Nhật ký chỉ được nối thêm từ {old} đến {size} dòng", f"from {old} to {size} the record has only grown")


def tile_path(kind: str, number: int, width: int) -> str:
    """The path of a tile or entry bundle."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    folders = "".join(f"x{part}/" for part in parts[:-1])
    return f"tile/{kind}/{folders}{parts[-1]}" + (f".p/{width}" if width < 256 else "")


def say_signed(origin: str, size: int, witnessed: list[str]) -> None:
    """Who signed a checkpoint."""
    say(f"Điểm kiểm tra của {origin} ({size} dòng) có chữ ký đúng", "the checkpoint's signature holds")
    for name in witnessed:
        say(f"Có chữ ký làm chứng của {name}", f"cosigned by {name}")


def check_bundle(data: bytes, keys: list[str], earlier: Path | None, documents: list[Path]) -> None:
    """Check everything about a case bundle. Raises Fault at the first thing that does not hold."""
    files = read_bundle(data)
    check_members(files)
    if not keys[0]:
        keys = [as_text(files.get("log.vkey", b""), "log.vkey"), *keys[1:]]
        say(f"Khóa của chính gói: {keys[0].strip()}", "the key is its own: compare it with the one published")
    elif files.get("log.vkey", b"") != f"{keys[0].strip()}\n".encode():
        raise Fault("log.vkey: khác khóa đã nêu.", "log.vkey: not the key given.")
    origin, size, root, witnessed = read_checkpoint(files.get("checkpoint", b""), keys, "checkpoint")
    say_signed(origin, size, witnessed)
    entry = read_json(files, "entry.json")
    seq, leaf, payload = check_entry(entry)
    check_inclusion(read_json(files, "inclusion.json"), seq, leaf, size, root)
    others = check_others(files, size, root)
    past = read_checkpoint(earlier.read_bytes(), keys, earlier.name)[1:3] if earlier else None
    check_consistency(files, past, size, root)
    kind = read_json(files, "manifest.json")["kind"]
    if kind not in KINDS or not entry["action"].startswith(KINDS[kind][0]):
        raise Fault("manifest.json: loại quyết định sai.", "manifest.json: not a kind of decision known here.")
    KINDS[kind][1](files, payload, seq, {**others, seq: (entry["action"], payload)})
    check_documents(files, documents)


def main(arguments: list[str] | None = None) -> int:
    """Check and say; 0 when everything holds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", type=Path, help="bundle.zip, or the folder of a published record")
    parser.add_argument("--checkpoint", type=Path, help="an earlier checkpoint that you kept")
    parser.add_argument("--key", default="", help="the record's public key, or a file that holds it")
    parser.add_argument("--witness", action="append", default=[], help="the public key of a witness, or a file")
    parser.add_argument("--document", action="append", default=[], type=Path, help="a printed form that you hold")
    given = parser.parse_args(arguments)
    try:
        keys = [
            Path(text).read_text("utf-8") if text and Path(text).is_file() else text
            for text in (given.key, *given.witness)
        ]
        if given.what.is_dir():
            keys[0] = keys[0] or (given.what / "log.vkey").read_text("utf-8")
            check_folder(given.what, keys, given.checkpoint)
        else:
            check_bundle(given.what.read_bytes(), keys, given.checkpoint, given.document)
    except Fault as fault:
        sys.stdout.write(f"✗ {fault}\n")
        return 1
    except (KeyError, TypeError, ValueError, AttributeError, OSError) as fault:
        sys.stdout.write(f"✗ Dữ liệu sai · Faulty data: {type(fault).__name__}: {fault}\n")
        return 1
    sys.stdout.write("✓✓ Tất cả đều đúng · Everything holds\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
