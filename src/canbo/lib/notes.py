"""Signed notes, checkpoints and cosignatures as C2SP writes them (signed-note, tlog-checkpoint, tlog-cosignature).

A note is a text and, below a blank line, signature lines. A checkpoint is a note whose text is an origin, the size of a
tree and its root. A witness that has seen the tree grow without contradiction adds a cosignature line with the time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from canbo.lib.merkle import WIDTH

#: Kinds of signature: Ed25519 over the text, and a witness's over time and text.
ED25519, COSIGNATURE = 0x01, 0x04
#: More signature lines than this are not read.
MOST_SIGNATURES = 64
_DASH = "\N{EM DASH} "
_PRIVATE = "PRIVATE+KEY"


class BadNote(ValueError):
    """A text that is no note, no checkpoint or no key, or a note whose signature does not hold."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key under a name. Its text form is the verifier key of C2SP: name+id+base64."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line names its key."""
        return key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_b64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class Secret:
    """A private key under a name, in the text form that Go's note package uses. Never shown by repr."""

    name: str
    seed: bytes

    @property
    def key(self) -> Key:
        """Its public half."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Key(self.name, ED25519, public)

    @property
    def text(self) -> str:
        """What is kept in the key file."""
        return f"{_PRIVATE}+{self.name}+{self.key.id.hex()}+{_b64(bytes([ED25519]) + self.seed)}"

    def __repr__(self) -> str:
        return f"Secret({self.name!r})"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose, by which key, and the bytes."""

    name: str
    id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text (ending in a newline) with its signatures, not yet verified."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        lines = [f"{_DASH}{s.name} {_b64(s.id + s.value)}\n" for s in self.signatures]
        return f"{self.text}\n{''.join(lines)}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log's tree: who the log is, how many leaves it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The first four bytes of SHA-256 over name, kind and public key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def check_name(name: str) -> str:
    """A name that a key may have: not empty, no blanks, no plus. Raises BadNote."""
    if not name or "+" in name or any(c.isspace() or ord(c) < 0x20 for c in name):
        raise BadNote(f"{name!r} is no name for a key")
    return name


def read_key(text: str) -> Key:
    """A verifier key from its text. Raises BadNote when its id is not that of the key."""
    name, _, rest = text.strip().partition("+")
    given, _, encoded = rest.partition("+")
    data = _from_b64(encoded)
    if len(data) != WIDTH + 1 or data[0] not in (ED25519, COSIGNATURE):
        raise BadNote("this is no Ed25519 verifier key")
    key = Key(check_name(name), data[0], data[1:])
    if key.id.hex() != given:
        raise BadNote("the verifier key does not have the id that it says")
    return key


def read_secret(text: str) -> Secret:
    """A private key from its file. Raises BadNote."""
    parts = text.strip().removeprefix(_PRIVATE + "+").split("+", 2)
    if not text.startswith(_PRIVATE) or len(parts) != 3:
        raise BadNote("this is no private key")
    data = _from_b64(parts[2])
    if len(data) != WIDTH + 1 or data[0] != ED25519:
        raise BadNote("this is no Ed25519 private key")
    secret = Secret(check_name(parts[0]), data[1:])
    if secret.key.id.hex() != parts[1]:
        raise BadNote("the private key does not have the id that it says")
    return secret


def signed(text: str, secret: Secret) -> Note:
    """A note with one signature over its text."""
    value = Ed25519PrivateKey.from_private_bytes(secret.seed).sign(text.encode())
    return Note(text, (Signature(secret.name, secret.key.id, value),))


def cosigned(note: Note, secret: Secret, at: int) -> Note:
    """The note with a witness's line added; `at` in seconds since 1970."""
    public = secret.key.public
    value = Ed25519PrivateKey.from_private_bytes(secret.seed).sign(_witnessed(note.text, at))
    line = Signature(secret.name, key_id(secret.name, COSIGNATURE, public), at.to_bytes(8, "big") + value)
    return Note(note.text, (*note.signatures, line))


def read_note(text: str) -> Note:
    """A note from its text, nothing verified. Raises BadNote when it has not that form."""
    head, blank, tail = text.rpartition("\n\n")
    lines = tail.split("\n")
    if not blank or lines.pop() or not lines or len(lines) > MOST_SIGNATURES:
        raise BadNote("this is no signed note")
    if any(ord(c) < 0x20 and c != "\n" for c in text):
        raise BadNote("a note has no control characters")
    return Note(head + "\n", tuple(_signature(line) for line in lines))


def read_checkpoint(note: Note) -> Checkpoint:
    """The checkpoint that a note's text is. Raises BadNote. Extension lines are passed over."""
    lines = note.text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise BadNote("this is no checkpoint")
    origin, size, root = lines[:3]
    if not size.isascii() or not size.isdigit() or len(size) > 19 or size != str(int(size)):
        raise BadNote("the size of the tree is no number")
    data = _from_b64(root)
    if len(data) != WIDTH:
        raise BadNote("the root of the tree is no hash")
    return Checkpoint(origin, int(size), data)


def verified(note: Note, keys: Iterable[Key]) -> tuple[Key, ...]:
    """Whose signatures of these keys the note carries; lines of unknown keys are passed over.

    Raises BadNote when a line names a known key and does not hold.
    """
    known = {(key.name, key.id): key for key in keys}
    found = []
    for line in note.signatures:
        key = known.get((line.name, line.id))
        if key is not None:
            if not _holds(note.text, key, line.value):
                raise BadNote(f"the signature of {line.name} does not hold")
            found.append(key)
    return tuple(found)


def witnessed_at(note: Note, key: Key) -> int | None:
    """When a witness says it saw the checkpoint (seconds since 1970), by a line that `verified` must have accepted."""
    for line in note.signatures:
        if (line.name, line.id) == (key.name, key.id) and key.kind == COSIGNATURE:
            return int.from_bytes(line.value[:8], "big")
    return None


def _holds(text: str, key: Key, value: bytes) -> bool:
    message = text.encode()
    if key.kind == COSIGNATURE:
        at = int.from_bytes(value[:8], "big")
        message, value = _witnessed(text, at), value[8:]
        if at >= 1 << 63:
            return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(value, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _witnessed(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    data = _from_b64(encoded)
    if not line.startswith(_DASH) or len(data) < 5:
        raise BadNote("this is no signature line")
    return Signature(check_name(name), data[:4], data[4:])


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _from_b64(text: str) -> bytes:
    """Strict: one text per value, so that no byte of a note can change unseen."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadNote("this is not base64") from fault
    if _b64(data) != text:
        raise BadNote("this is not base64 in its one form")
    return data
