"""Results of real elections and polls come out as they were published when the house counts them."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from canbo.base.packs.queries import current_pack
from canbo.core.tally import Count, NameCount, Paper, Standing, Turnout, counted, decided

DATA = Path(__file__).parent / "data"
Row = dict[str, str]


def rows(file: str) -> list[Row]:
    with (DATA / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def room(returned: int, members: int) -> Turnout:
    return Turnout(members, members, members, members, 0, 0, returned, members=members)


def test_the_winners_of_all_184_constituencies_of_2021_are_those_published():
    ballot = current_pack().ballot("assembly_election", dt.date(2021, 5, 23))
    found = rows("assembly-election-2021.csv")
    units = itertools.groupby(
        sorted(found, key=lambda row: (row["province"], row["unit"])), lambda row: (row["province"], row["unit"])
    )
    counted_units = elected = withdrawn = 0
    for unit, listed in units:
        names = list(listed)
        valid, seats = int(names[0]["valid_ballots"]), int(names[0]["seats"])
        count = Count(valid, 0, {}, tuple(NameCount((int(row["votes"] or 0),), 0, 0) for row in names))
        gone = frozenset(place for place, row in enumerate(names) if not row["votes"])
        result = decided(ballot, count, room(valid, valid), seats, standing=Standing(withdrawn=gone))
        assert [name.outcome == "passed" for name in result.names] == [row["won"] == "1" for row in names], unit
        ranks = [str(name.rank) for name in result.names if name.place not in gone]
        assert ranks == [row["rank"] for row in names if row["votes"]], unit
        assert (result.next is None) == (len(result.passed) == seats)
        counted_units, elected, withdrawn = counted_units + 1, elected + len(result.passed), withdrawn + len(gone)
    assert (counted_units, elected, withdrawn) == (184, 500, 2)


def published(row: Row) -> list[tuple[str, int, str]]:
    """Level, ballots, percentage of the levels that were published for a post."""
    return [(level, int(row[level]), row[f"pct_{level}"]) for level in ("high", "confidence", "low") if row[level]]


def percent(share: object) -> str:
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)  # type: ignore[attr-defined]
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize())


@pytest.mark.parametrize("year", ["2013", "2018"])
def test_the_levels_of_the_assembly_polls_are_shares_of_all_deputies_as_published(year: str):
    """Each post's ballots are laid out paper by paper and counted; then every level is measured against the base."""
    posts = [row for row in rows("confidence-polls.csv") if row["held"].startswith(year) and row["body"] == "assembly"]
    whole = [row for row in posts if len(published(row)) == 3]
    ballot = current_pack().ballot("assembly_poll", dt.date.fromisoformat(posts[0]["held"]))
    members = int(posts[0]["members"])
    levels = ["1" * int(row["high"]) + "2" * int(row["confidence"]) + "3" * int(row["low"]) for row in whole]
    columns = [each + "0" * (members - len(each)) for each in levels]
    papers = [Paper("".join(marks)) for marks in zip(*columns, strict=True)]
    result = decided(ballot, counted(ballot, 1, len(whole), papers), room(members, members), 1)
    assert len(whole) >= 14
    assert result.base == members
    wrong = []
    for row, name in zip(whole, result.names, strict=True):
        assert [str(votes) for votes in name.count.votes] == [row["high"], row["confidence"], row["low"]]
        assert name.outcome == "none"
        wrong += [
            (level, votes, said)
            for level, votes, said in published(row)
            if said and percent(type(name.share)(votes, result.base)) != str(Decimal(said).normalize())
        ]
    assert wrong == []


def test_nobody_in_the_published_council_polls_reached_the_limit_and_all_ballots_are_accounted_for():
    ballot = current_pack().ballot("assembly_poll", dt.date(2023, 12, 7))
    posts = [row for row in rows("confidence-polls.csv") if row["body"] != "assembly" and len(published(row)) == 3]
    for row in posts:
        levels = [int(row[level]) for level in ("high", "confidence", "low")]
        ballots = int(row["ballots"] or sum(levels))
        marks = "1" * levels[0] + "2" * levels[1] + "3" * levels[2]
        papers = [Paper(mark + "1") for mark in marks] + [Paper("01")] * (ballots - len(marks))
        count = counted(ballot, 1, 2, papers)
        result = decided(ballot, count, room(ballots, ballots), 1)
        assert count.names[0].no_tick == ballots - sum(levels)
        assert result.names[0].outcome == "none"
    assert len(posts) > 30


@pytest.mark.parametrize(("high", "said"), [(187, "38.88"), (219, "45.53"), (229, "47.61")])
def test_the_assembly_poll_of_2023_fits_the_ballots_that_came_back(high: int, said: str):
    ballot = current_pack().ballot("assembly_poll", dt.date(2023, 10, 25))
    papers = [Paper("11")] * high + [Paper("21")] * (480 - high) + [Paper("x1")]
    result = decided(ballot, counted(ballot, 1, 2, papers), room(481, 498), 1)
    assert result.base == 481
    assert percent(type(result.names[1].share)(high, result.base)) == said
