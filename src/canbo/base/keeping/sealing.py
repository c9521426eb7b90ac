"""A sealed file: what is written through `Sealer` can be read through `opened` with the passphrase alone.

Layout: MAGIC, salt, prefix of the nonces, check of the passphrase, SHA-256 of all that; then chunks of AES-256-GCM. The
key is scrypt of the passphrase; the nonce of a chunk is the prefix, its number and whether it is the last one, and the
head is bound into each, so that no chunk can be changed, moved, left out or taken from another file unseen.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"canbo-backup/1\n\n"
CHUNK = 1 << 20
_SALT, _PREFIX, _CHECK, _DIGEST, _TAG = 16, 7, 32, 32, 16
HEAD = len(MAGIC) + _SALT + _PREFIX + _CHECK + _DIGEST
#: scrypt's cost: 128 MiB and about a third of a second for each guess.
_COST = 1 << 17


class NotSealed(Exception):
    """The file is none of ours."""


class WrongPassphrase(Exception):
    """The head is whole and the passphrase is not the one it was sealed with."""


class Damaged(Exception):
    """The file is not the one that was written."""


class Sealer(io.RawIOBase):
    """A file to write to; `close` writes the last chunk, without which nothing can be opened."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        self._out, self._rest, self._number = out, bytearray(), 0
        salt, self._prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        key, check = _keys(passphrase, salt)
        head = MAGIC + salt + self._prefix + check
        self._head = head + hashlib.sha256(head).digest()
        self._cipher = AESGCM(key)
        out.write(self._head)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take data; whole chunks are sealed as they fill."""
        self._rest += data
        while len(self._rest) > CHUNK:
            self._seal(bytes(self._rest[:CHUNK]), last=False)
            del self._rest[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Seal what is left as the last chunk. The file beneath stays open."""
        if not self.closed:
            self._seal(bytes(self._rest), last=True)
        super().close()

    def _seal(self, data: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last), data, self._head))
        self._number += 1


class Opened(io.RawIOBase):
    """A sealed file to read from. Reading raises Damaged where the file is not what was written."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from the next chunk."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def opened(file: BinaryIO, passphrase: str) -> io.BufferedReader:
    """What was sealed in a file. Raises NotSealed, Damaged (also while it is read) or WrongPassphrase."""
    head = file.read(HEAD)
    if not head.startswith(MAGIC):
        raise NotSealed
    if len(head) < HEAD or hashlib.sha256(head[:-_DIGEST]).digest() != head[-_DIGEST:]:
        raise Damaged
    salt, rest = head[len(MAGIC) : len(MAGIC) + _SALT], head[len(MAGIC) + _SALT :]
    key, check = _keys(passphrase, salt)
    if check != rest[_PREFIX : _PREFIX + _CHECK]:
        raise WrongPassphrase
    return io.BufferedReader(Opened(_pieces(file, AESGCM(key), rest[:_PREFIX], head)), CHUNK)


def _pieces(file: BinaryIO, cipher: AESGCM, prefix: bytes, head: bytes) -> Iterator[bytes]:
    number, sealed = 0, file.read(CHUNK + _TAG)
    while True:
        following = file.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number, not following), sealed, head)
        except InvalidTag as fault:
            raise Damaged from fault
        if not following:
            return
        number, sealed = number + 1, following


def _keys(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    """The key, and a check that tells a wrong passphrase from a damaged file without making guesses cheaper."""
    made = Scrypt(salt=salt, length=64, n=_COST, r=8, p=1).derive(passphrase.encode())
    return made[:32], hashlib.sha256(b"check" + made[32:]).digest()


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
