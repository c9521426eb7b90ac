"""Two installations with homes of their own and nothing in common but one file that somebody carried."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.house import tree

pytestmark = pytest.mark.long


def ran(home, what, folder):
    """What an installation tells that stands in `home` alone; the second begins with the empty tables of the first."""
    home.mkdir()
    if (folder / "empty").exists():
        (folder / "empty").rename(home / "canbo.sqlite3")
    env = {**os.environ, "CANBO_HOME": str(home), "CANBO_DATABASE": ""}
    command = [sys.executable, "-m", "tests.spec.carried_apart", what, str(folder)]
    done = subprocess.run(command, env=env, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the sender and the receiver tell."""
    if os.environ.get("CANBO_DATABASE"):
        pytest.skip("two homes of their own are on SQLite whatever the other tests run on")
    base = tmp_path_factory.mktemp("apart")
    folder = base / "stick"
    folder.mkdir()
    return ran(base / "a", "send", folder), ran(base / "b", "receive", folder)


def without_body(tables):
    """Where somebody stands is what differs between two installations: the receiving body."""
    return {**tables, "PersonVersion": [{**row, "body": None} for row in tables["PersonVersion"]]}


def test_what_comes_out_of_the_second_installation_is_what_came_out_of_the_first(told):
    sender, receiver = told
    assert without_body(receiver["said"]["tables"]) == without_body(sender["said"]["tables"])
    assert receiver["said"]["papers"] == sender["said"]["papers"]
    assert len(sender["said"]["papers"]) == 2


def test_who_entered_each_row_and_when_is_carried_with_the_installation(told):
    sender, receiver = told
    for table, rows in sender["said"]["made"].items():
        again = receiver["said"]["made"][table]
        assert [{**row, "origin": ""} for row in again] == rows, table
        assert all(row["origin"] for row in again), table
    assert receiver["source"] == sender["said"]["made"]["Holding"][-1]["by"]


def test_a_body_that_the_receiver_does_not_know_keeps_its_name(told):
    assert told[1]["post_body"] == "Sở A"
    assert told[1]["looks"][0]["foreign"] == ["Sở A (so-a)"]
    assert told[1]["said"]["bodies"]["so-a"] == "Sở A"


def test_what_is_told_otherwise_is_shown_and_only_what_is_chosen_is_corrected(told):
    first, second = told[1]["looks"]
    assert (first["known"], first["differs"], first["refused"]) == (0, [], None)
    assert first["new"] == sum(map(len, told[0]["said"]["tables"].values()))
    assert (second["new"], second["refused"]) == (0, None)
    assert second["differs"] == ["Detail.0", "Discipline.0", "Rating.0"]
    assert told[1]["ratings"] == [["excellent", True], ["good", False]]
    assert told[1]["address"] == "12 Lê Lợi"


def test_the_receiver_prints_the_standard_form(told):
    assert told[1]["form"] == "%PDF-"
