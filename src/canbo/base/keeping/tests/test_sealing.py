"""A sealed file opens with its passphrase, and with nothing else; whatever was done to it is found."""

import io

import pytest

from canbo.base.keeping import sealing
from canbo.base.keeping.sealing import Damaged, NotSealed, Sealer, WrongPassphrase, opened

WORD = "một cụm mật khẩu đủ dài"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Guessing is to be slow for others, not for the tests."""
    monkeypatch.setattr(sealing, "_COST", 16)
    monkeypatch.setattr(sealing, "CHUNK", 64)


def sealed(data):
    out = io.BytesIO()
    with Sealer(out, WORD) as sealer:
        sealer.write(data)
    return out.getvalue()


def unsealed(data, word=WORD):
    return opened(io.BytesIO(data), word).read()


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 1000])
def test_what_was_sealed_is_what_is_opened_whatever_its_size(size):
    data = bytes(index % 251 for index in range(size))
    assert unsealed(sealed(data)) == data


def test_another_passphrase_is_named_as_such():
    with pytest.raises(WrongPassphrase):
        unsealed(sealed(b"x"), "một cụm mật khẩu khác")


def test_a_file_of_another_kind_is_named_as_such():
    with pytest.raises(NotSealed):
        unsealed(b"SQLite format 3\0" * 20)


def test_every_flipped_byte_is_found():
    whole = sealed(b"canbo" * 60)
    for place in range(len(whole)):
        for bit in (1, 128):
            changed = bytearray(whole)
            changed[place] ^= bit
            with pytest.raises((Damaged, NotSealed)):
                unsealed(bytes(changed))


def test_a_file_cut_off_anywhere_is_found():
    whole = sealed(b"canbo" * 60)
    for length in range(len(whole)):
        with pytest.raises((Damaged, NotSealed)):
            unsealed(whole[:length])


def test_chunks_cannot_change_places_or_be_added():
    whole = sealed(b"canbo" * 60)
    head, size = sealing.HEAD, 64 + 16
    first, second = whole[head : head + size], whole[head + size : head + 2 * size]
    for changed in (whole[:head] + second + first + whole[head + 2 * size :], whole + first):
        with pytest.raises(Damaged):
            unsealed(changed)


def test_equal_content_is_sealed_differently_each_time():
    assert sealed(b"x") != sealed(b"x")
