"""Counting papers under each kind of rule: validity, thresholds, ties, further rounds."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canbo.base.packs.queries import current_pack
from canbo.config.wiring import FACTS
from canbo.core.errors import PackError
from canbo.core.loading import load_pack
from canbo.core.pack import Pack
from canbo.core.tally import (
    Count,
    Paper,
    Result,
    Round,
    Standing,
    Turnout,
    counted,
    decided,
    paper_faults,
    why_not_meet,
    why_not_paper,
)
from canbo.core.tally_kinds import Kind
from canbo.core.tally_words import as_data, outcome_text

TODAY = dt.date(2026, 3, 2)


@functools.cache
def pack() -> Pack:
    return current_pack()


@functools.cache
def kind(code: str, on: dt.date = TODAY) -> Kind:
    return pack().ballot(code, on)


def room(returned: int, summoned: int = 0, issued: int | None = None, **more: int) -> Turnout:
    """A room in which everybody summoned came, and every paper printed was issued."""
    summoned = summoned or returned
    issued = summoned if issued is None else issued
    return Turnout(summoned, summoned, issued, issued, 0, 0, returned, **more)


def vote(ballot: Kind, marks: list[str], seats: int = 1, turnout: Turnout | None = None, **more: object) -> Result:
    count = counted(ballot, seats, len(marks[0]), [Paper(each) for each in marks])
    return decided(ballot, count, turnout or room(len(marks), roll=len(marks), members=len(marks)), seats, **more)


def outcomes(result: Result) -> list[str]:
    return [name.outcome for name in result.names]


# Validity


def test_an_election_paper_with_more_names_than_seats_counts_for_nobody():
    ballot = kind("election_surplus")
    assert paper_faults(ballot, 2, Paper("111")) == ("too_many_names",)
    assert paper_faults(ballot, 2, Paper("110")) == ()
    assert paper_faults(ballot, 2, Paper("100")) == ()


def test_an_election_paper_on_which_everybody_is_struck_out_counts_for_nobody():
    assert paper_faults(kind("election_surplus"), 2, Paper("000")) == ("nobody",)


def test_a_paper_left_as_printed_is_blank_and_on_a_list_with_surplus_invalid():
    count = counted(kind("election_surplus"), 2, 3, [Paper("111"), Paper("101")])
    assert (count.returned, count.blank, count.valid, count.faults) == (2, 1, 1, {"too_many_names": 1})


def test_without_surplus_a_name_with_both_boxes_or_none_does_not_count_but_the_paper_does():
    count = counted(kind("election_no_surplus"), 3, 3, [Paper("1x0")])
    assert count.valid == 1
    assert [(name.votes, name.no_tick, name.many_ticks) for name in count.names] == [
        ((1, 0), 0, 0),
        ((0, 0), 0, 1),
        ((0, 0), 1, 0),
    ]


@pytest.mark.parametrize(("mark", "fault"), [("0", "no_tick"), ("x", "many_ticks")])
def test_a_paper_of_a_single_name_needs_exactly_one_box(mark: str, fault: str):
    assert paper_faults(kind("election_no_surplus"), 1, Paper(mark)) == (fault,)
    assert paper_faults(kind("party_poll"), 1, Paper(mark)) == (fault,)
    assert paper_faults(kind("election_no_surplus"), 2, Paper(mark + "1")) == ()


def test_a_paper_that_the_tellers_did_not_issue_counts_for_nobody_whatever_it_says():
    for code in pack().ballots:
        ballot = kind(code)
        marks = ballot.counted_mark
        assert paper_faults(ballot, 1, Paper(marks, ("not_issued",)))[0] == "not_issued"


def test_a_fault_that_the_rule_does_not_name_leaves_the_paper_valid():
    assert paper_faults(kind("election_no_surplus"), 2, Paper("11", ("name_struck",))) == ()
    assert paper_faults(kind("party_poll"), 2, Paper("11", ("name_struck",))) == ("name_struck",)


def test_each_invalid_paper_is_counted_under_one_fault_so_that_the_faults_add_up():
    count = counted(kind("assembly_election"), 1, 2, [Paper("00", ("added_text", "not_issued")), Paper("11")])
    assert count.faults == {"not_issued": 1, "too_many_names": 1}
    assert count.invalid == 2


def test_what_cannot_be_a_paper_is_refused_with_what_was_expected():
    ballot = kind("planning_introduction")
    assert "3" in why_not_paper(ballot, 3, Paper("11")).en
    assert "“3”" in why_not_paper(ballot, 2, Paper("13")).en
    with pytest.raises(ValueError, match="no mark"):
        counted(ballot, 1, 2, [Paper("19")])
    assert why_not_paper(kind("party_poll"), 2, Paper("3x")) is None


# Thresholds and denominators


def test_exactly_half_is_not_more_than_half():
    ballot = kind("planning_introduction")
    assert outcomes(vote(ballot, ["1"] * 5 + ["2"] * 5)) == ["below"]
    assert outcomes(vote(ballot, ["1"] * 6 + ["2"] * 4)) == ["passed"]


def test_the_base_is_those_summoned_and_not_the_papers_that_came_back():
    ballot = kind("planning_introduction")
    result = vote(ballot, ["1"] * 50, turnout=room(50, summoned=100))
    assert (result.base, result.fewest, outcomes(result)) == (100, 51, ["below"])
    assert outcomes(vote(ballot, ["1"] * 51, turnout=room(51, summoned=100))) == ["passed"]


def test_an_election_is_measured_against_the_roll_and_only_valid_papers_give_votes():
    ballot = kind("election_surplus")
    result = vote(ballot, ["10"] * 26 + ["11"] * 20, turnout=room(46, summoned=60, roll=50))
    assert (result.base, result.fewest) == (50, 26)
    assert outcomes(result) == ["passed", "below"]


def test_a_base_that_was_not_given_decides_nothing():
    result = vote(kind("election_surplus"), ["10"], turnout=room(1))
    assert result.base is None
    assert outcomes(result) == ["unknown", "unknown"]
    assert result.next is None


def test_at_exactly_half_the_head_decides_where_the_rule_says_so():
    assert outcomes(vote(kind("appointment_closing"), ["1", "2"])) == ["exactly"]
    assert outcomes(vote(kind("congress_closing"), ["1", "2"])) == ["below"]


def test_opinions_are_ranked_and_decide_nothing():
    result = vote(kind("appointment_opinion"), ["12", "12", "21"])
    assert outcomes(result) == ["recorded", "recorded"]
    assert [name.rank for name in result.names] == [1, 2]


@given(st.integers(0, 400), st.fractions(0, 1), st.booleans())
def test_the_fewest_votes_meet_the_limit_and_one_less_does_not(base: int, share: Fraction, reached: bool):
    limit = kind("planning_introduction").share
    limit = replace(limit, of=replace(limit.of, value=share), reached=replace(limit.reached, value=reached))
    fewest = limit.fewest(base)
    assert limit.met(fewest, base)
    assert not limit.met(fewest - 1, base)


# Seats, ties, further rounds


def test_of_too_many_above_half_the_highest_have_the_seats():
    result = vote(kind("election_no_surplus"), ["1" * 3] * 6 + ["112"] * 2 + ["121"], seats=2)
    assert outcomes(result) == ["passed", "passed", "not_among"]
    assert result.passed == (0, 1)


def test_a_tie_for_the_last_seat_is_voted_on_between_the_tied():
    result = vote(kind("election_surplus"), ["110", "101", "110", "101"], seats=2)
    assert outcomes(result) == ["passed", "below", "below"]
    result = vote(kind("election_no_surplus"), ["111"] * 3, seats=2)
    assert outcomes(result) == ["tied"] * 3
    assert result.next == Round("tie", (0, 1, 2), 2)


def test_between_tied_names_the_higher_count_is_enough_and_a_second_tie_ends_the_voting():
    ballot = kind("election_surplus")
    assert outcomes(vote(ballot, ["10"] * 2 + ["01"], turnout=room(3, 30, roll=30), of_tie=True)) == [
        "passed",
        "not_among",
    ]
    again = vote(ballot, ["10", "01"], turnout=room(2, 30, roll=30), of_tie=True)
    assert (outcomes(again), again.next) == (["tied", "tied"], None)


def test_too_few_elected_asks_for_another_round_for_the_seats_left():
    result = vote(kind("election_surplus"), ["110", "101", "100"], seats=2)
    assert outcomes(result) == ["passed", "below", "below"]
    assert result.next == Round("again", (1, 2), 1)


def test_when_nobody_is_over_half_the_two_highest_go_on_to_the_next_step():
    result = vote(kind("appointment_introduction"), ["100"] * 3 + ["010"] * 2 + ["001"])
    assert outcomes(result) == ["goes_on", "goes_on", "below"]
    assert result.next is None


def test_a_tie_among_those_who_go_on_is_left_to_the_meeting():
    result = vote(kind("appointment_introduction"), ["100"] * 2 + ["010"] + ["001"])
    assert outcomes(result) == ["goes_on", "tied", "tied"]


def test_of_tied_candidates_for_an_assembly_the_older_is_elected():
    ballot = kind("assembly_election")
    marks = ["10", "01", "10", "01"]
    majority = replace(ballot.share, of=replace(ballot.share.of, value=Fraction(1, 3)))
    ballot = replace(ballot, share=majority)
    assert outcomes(vote(ballot, marks, standing=Standing(born=(19700101, 19650101)))) == ["not_among", "passed"]
    assert outcomes(vote(ballot, marks, standing=Standing(born=(19700101, None)))) == ["tied", "tied"]
    assert outcomes(vote(ballot, marks, standing=Standing(born=(19700101, 19700101)))) == ["tied", "tied"]


def test_of_three_tied_for_one_seat_two_of_one_birthday_stay_tied():
    ballot = kind("assembly_election")
    ballot = replace(ballot, share=replace(ballot.share, of=replace(ballot.share.of, value=Fraction(1, 4))))
    result = vote(ballot, ["100", "010", "001"], standing=Standing(born=(2, 1, 1)))
    assert outcomes(result) == ["not_among", "tied", "tied"]


def test_a_withdrawn_name_is_neither_elected_nor_asked_again():
    result = vote(kind("election_surplus"), ["110"] * 3, seats=2, standing=Standing(withdrawn=frozenset({0})))
    assert outcomes(result) == ["withdrawn", "passed", "below"]
    assert result.next == Round("again", (2,), 1)


# Confidence polls


@pytest.mark.parametrize(
    ("code", "on", "low", "outcome"),
    [
        ("party_poll", TODAY, 150, "none"),
        ("party_poll", TODAY, 151, "leave_planning_and_choose"),
        ("party_poll", TODAY, 199, "leave_planning_and_choose"),
        ("party_poll", TODAY, 200, "dismiss"),
        ("party_poll", dt.date(2020, 1, 1), 200, "resign_or_move"),
        ("assembly_poll", dt.date(2013, 6, 10), 200, "vote_after_two_years"),
        ("assembly_poll", dt.date(2013, 6, 10), 201, "vote_of_confidence"),
        ("assembly_poll", dt.date(2018, 10, 25), 200, "vote_of_confidence"),
        ("assembly_poll", dt.date(2023, 10, 25), 151, "resign_else_vote"),
        ("assembly_poll", dt.date(2023, 10, 25), 200, "submit_dismissal"),
        ("assembly_vote", dt.date(2023, 10, 25), 150, "none"),
        ("assembly_vote", dt.date(2023, 10, 25), 151, "submit_dismissal"),
    ],
)
def test_the_consequence_of_low_confidence_is_that_of_the_day(code: str, on: dt.date, low: int, outcome: str):
    ballot = kind(code, on)
    result = vote(ballot, [ballot.counted_mark] * low + ["1"] * (300 - low))
    assert outcomes(result) == [outcome]
    assert outcome_text(pack(), ballot, outcome).vi


# Algebra

marks_of = {"planning_introduction": "012x", "party_poll": "0123x", "election_surplus": "01", "planning_choice": "01"}


@st.composite
def papers(draw: st.DrawFn) -> tuple[Kind, int, list[Paper]]:
    code = draw(st.sampled_from(sorted(marks_of)))
    names = draw(st.integers(1, 5))
    faults = st.lists(st.sampled_from(["not_issued", "added_text"]), max_size=2, unique=True).map(tuple)
    marks = st.text(marks_of[code], min_size=names, max_size=names)
    return kind(code), names, draw(st.lists(st.builds(Paper, marks, faults), min_size=1, max_size=30))


@given(papers(), st.randoms(use_true_random=False), st.integers(0, 30))
def test_papers_count_alike_in_any_order_and_in_any_parts(drawn, shuffling, cut: int):
    ballot, names, box = drawn
    whole = counted(ballot, 2, names, box)
    shuffled = list(box)
    shuffling.shuffle(shuffled)
    assert counted(ballot, 2, names, shuffled) == whole
    assert counted(ballot, 2, names, box[:cut]) + counted(ballot, 2, names, box[cut:]) == whole


@given(papers())
def test_sums_meet(drawn):
    ballot, names, box = drawn
    count = counted(ballot, 2, names, box)
    assert count.returned == len(box) == count.valid + count.invalid
    for name in count.names:
        treated = sum(name.votes) + name.no_tick + name.many_ticks
        assert treated == count.valid if len(ballot.options) > 1 else treated <= count.valid


@given(papers(), st.integers(0, 20))
@settings(max_examples=60)
def test_one_more_agreeing_paper_never_lowers_anybody(drawn, absent: int):
    ballot, names, box = drawn
    if ballot.code not in ("planning_introduction", "party_poll"):
        return
    turnout = room(len(box) + 1, summoned=len(box) + 1 + absent)
    before = decided(ballot, counted(ballot, 2, names, box), turnout, 2)
    after = decided(ballot, counted(ballot, 2, names, [*box, Paper("1" * names)]), turnout, 2)
    worse = ["passed", "below"] if ballot.decides == "each" else ["none", "leave_planning_and_choose", "dismiss"]
    for was, now in zip(before.names, after.names, strict=True):
        assert worse.index(now.outcome) <= worse.index(was.outcome)


@given(papers(), st.integers(1, 3))
def test_never_more_pass_than_there_are_seats_and_never_with_fewer_votes_than_one_left_out(drawn, seats: int):
    _, names, box = drawn
    ballot = kind("election_surplus")
    box = [Paper(paper.marks.replace("2", "0").replace("3", "0").replace("x", "0")) for paper in box]
    result = decided(ballot, counted(ballot, seats, names, box), room(len(box), roll=len(box)), seats)
    assert len(result.passed) <= seats
    votes = {outcome: [n.votes for n in result.names if n.outcome == outcome] for outcome in outcomes(result)}
    if "passed" in votes:
        for outcome in set(votes) - {"passed"}:
            assert min(votes["passed"]) >= max(votes[outcome])


def test_an_empty_box_is_counted_too():
    assert counted(kind("party_poll"), 1, 2, []) == Count(
        0, 0, {}, counted(kind("party_poll"), 1, 2, [Paper("xx", ("not_issued",))]).names
    )


# Totals


def test_totals_that_meet_say_nothing():
    assert why_not_meet(Turnout(60, 55, 60, 55, 2, 3, 54), 54) == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"present": 61}, "summoned"),
        ({"issued": 56, "printed": 61}, "present"),
        ({"printed": 61}, "printed"),
        ({"returned": 56}, "returned"),
        ({"returned": 53}, "keyed"),
        ({"roll": 61}, "roll"),
    ],
)
def test_each_total_that_does_not_meet_is_named(changes: dict[str, int], says: str):
    found = why_not_meet(replace(Turnout(60, 55, 60, 55, 2, 3, 54), **changes), 54)
    assert any(says in each.en for each in found)


def test_a_result_is_kept_as_plain_values_and_every_share_stays_a_fraction():
    result = vote(kind("planning_introduction"), ["12", "11", "21"])
    kept = as_data(kind("planning_introduction"), result)
    assert [name["share"] for name in kept["names"]] == ["2/3", "2/3"]
    assert kept["papers"]["valid"] == 3


# Kinds as the pack writes them


def faults(code: str, old: str, new: str) -> list[tuple[str, int, str]]:
    file = f"ballots/{code}.yaml"
    files = dict(pack().files)
    assert old in files[file]
    with pytest.raises(PackError) as told:
        load_pack({**files, file: files[file].replace(old, new, 1)}, FACTS)
    return [(fault.file, fault.line, fault.says.en) for fault in told.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("marking: strike", "marking: strikes", 5, "unknown way of marking “strikes”; did you mean “strike”?"),
        ("counts: kept", "counts: kapt", 8, "unknown counted option “kapt”; did you mean “kept”?"),
        ("too_many_names", "to_many_names", 13, "unknown ballot fault “to_many_names”; did you mean “too_many_names”?"),
        ("election_base", "election_bace", 15, "unknown parameter “election_bace”; did you mean “election_base”?"),
        ("is: revote", "is: revot", 18, "unknown code “revot”; did you mean “revote”?"),
        (
            "    decides: seats\n",
            "    decides: each\n    most_of: 3\n",
            15,
            "unknown key “most_of”; did you mean “most”?",
        ),
    ],
)
def test_a_faulty_kind_is_refused_with_its_place_and_the_nearest_name(old: str, new: str, line: int, says: str):
    assert (("ballots/election_surplus.yaml", line, says)) in faults("election_surplus", old, new)


def test_a_kind_whose_base_no_text_names_needs_a_default():
    told = faults("party_poll", ", otherwise: {is: total_ballots, cites: {instrument: 96", "} # {")
    assert any("party_poll" in says and "base" in says for _, _, says in told)


def test_a_way_of_deciding_that_lacks_its_limit_is_refused():
    told = faults("planning_closing", "    share: {of: {parameter: planning_vote_majority}}\n", "")
    assert ("ballots/planning_closing.yaml", 11, "decides: each needs the key “share”") in told


def test_every_kind_of_the_pack_says_which_of_its_values_are_uncertain():
    ballot = kind("planning_introduction")
    assert {cell.cites.confidence for cell in ballot.uncertain} == {"I"}
    assert all(cell not in kind("assembly_election").uncertain for cell in [kind("assembly_election").base])
