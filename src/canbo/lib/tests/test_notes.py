"""Notes, checkpoints and cosignatures are read and written as C2SP has them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.lib import notes
from canbo.lib.notes import BadNote, Checkpoint, Secret

C2SP = json.loads((Path(__file__).parent / "vectors" / "c2sp.json").read_text("utf-8"))
LOG = Secret("example.org/record", bytes(range(32)))
WITNESS = Secret("witness.example.org/w", bytes(range(1, 33)))
WITNESS_KEY = notes.Key(WITNESS.name, notes.COSIGNATURE, WITNESS.key.public)
HEAD = Checkpoint("example.org/record", 7, b"\x07" * 32)


def test_the_checkpoint_of_the_specification_is_read_and_written_back_to_the_byte():
    note = notes.read_note(C2SP["checkpoint"])
    head = notes.read_checkpoint(note)
    assert (head.origin, head.size, head.root[:2].hex()) == ("example.com/behind-the-sofa", 20852163, "0ac5")
    assert [line.name for line in note.signatures] == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    assert int.from_bytes(note.signatures[1].value[:8], "big") == 1679315147
    assert str(note) == C2SP["checkpoint"]
    assert head.text == note.text


def test_a_text_with_a_blank_line_ends_at_the_last_one():
    note = notes.read_note(C2SP["note"])
    assert note.text.endswith("ed è subito sera.\n")
    assert str(note) == C2SP["note"]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), C2SP["rfc8032"])
def test_signatures_are_those_of_rfc_8032(seed, public, message, signature):
    secret = Secret("x", bytes.fromhex(seed))
    assert secret.key.public.hex() == public
    if message == "":
        assert notes.signed("", secret).signatures[0].value.hex() == signature


def test_a_signed_checkpoint_is_verified_with_the_key_of_the_log():
    note = notes.read_note(str(notes.signed(HEAD.text, LOG)))
    assert notes.verified(note, [LOG.key, WITNESS_KEY]) == (LOG.key,)
    assert notes.read_checkpoint(note) == HEAD


def test_a_witness_adds_its_line_and_says_when():
    note = notes.read_note(str(notes.cosigned(notes.signed(HEAD.text, LOG), WITNESS, 1_790_000_000)))
    assert notes.verified(note, [LOG.key, WITNESS_KEY]) == (LOG.key, WITNESS_KEY)
    assert notes.witnessed_at(note, WITNESS_KEY) == 1_790_000_000
    assert notes.witnessed_at(note, LOG.key) is None


def test_lines_of_unknown_keys_are_passed_over_even_under_a_known_name():
    stranger = Secret(LOG.name, bytes(32))
    assert notes.verified(notes.signed(HEAD.text, stranger), [LOG.key]) == ()


def test_keys_are_read_back_from_their_text_and_the_private_one_is_not_shown():
    assert notes.read_key(str(LOG.key)) == LOG.key
    assert notes.read_secret(LOG.text) == LOG
    assert LOG.seed.hex() not in repr(LOG)
    assert "AAEC" not in repr(LOG)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n\n",
        "a\n\n— b\n",
        "a\n\n— b !!!!\n",
        "a\n\nb c\n",
        "a\n\n— b AAAAAAAAAA==",
        "a\r\n\n— b AAAAAAA=\n",
    ],
)
def test_what_is_no_note_is_refused(text):
    with pytest.raises(BadNote):
        notes.read_note(text)


@pytest.mark.parametrize(
    "text", ["o\n1\n", "o\n01\nAAAA\n", "o\n-1\nAAAA\n", "o\n1\nAAAA\n", "\n1\nAAAA\n", "o\n٣\nAAAA\n"]
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(BadNote):
        notes.read_checkpoint(notes.Note(text, ()))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b"])
def test_a_key_has_a_name_without_blanks_and_plus(name):
    with pytest.raises(BadNote):
        notes.check_name(name)


@given(st.data())
def test_a_changed_character_of_a_signed_note_is_found(data):
    text = str(notes.cosigned(notes.signed(HEAD.text, LOG), WITNESS, 5))
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != text[at]))
    try:
        note = notes.read_note(text[:at] + other + text[at + 1 :])
        assert len(notes.verified(note, [LOG.key, WITNESS_KEY])) < 2
    except BadNote:
        pass
