"""What the law is asked on its pages: who decides on a title, what replaced what, what a draft does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from canbo.apps.regulations import citing, lineage, wording
from canbo.apps.regulations.comparing import compare_standards, overview
from canbo.apps.regulations.drafting import check
from canbo.apps.regulations.drawing import Spell, history, succession
from canbo.apps.regulations.finding import find
from canbo.apps.regulations.gaps import own_criteria, procedures_for, title_gaps, unmodelled
from canbo.apps.regulations.queries import highest_authority, managing_authority
from canbo.base.accounts.testing import an_account
from canbo.base.packs.queries import current_pack
from canbo.core.errors import UnknownName
from canbo.core.rules import EXPECTED
from canbo.core.testing import FACTS, FILES, a_pack

BEFORE, AFTER = dt.date(2025, 10, 7), dt.date(2025, 10, 8)
AUTHORITIES = {
    "codes/managing-authorities.yaml": """\
list: managing-authorities
ordered: true
codes:
  - {code: committee, name: {vi: Ban thường vụ, en: Standing committee}, rank: 10, until: 2025-07-01}
  - {code: council, name: {vi: Tỉnh ủy, en: Committee}, rank: 20}
""",
    "codes/advising-bodies.yaml": """\
list: advising-bodies
ordered: true
codes:
  - {code: board, name: {vi: Ban tổ chức, en: Organisation board}, rank: 1}
""",
    "parameters/managing_authority.yaml": """\
parameter: managing_authority
unit: rank
by: group
of: managing-authorities
meaning: {vi: Cấp quyết định, en: Deciding authority}
values:
  - {since: 2025-10-08, value: {II: council}, cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: S}}
""",
    "parameters/advising_body.yaml": """\
parameter: advising_body
unit: rank
by: managed_by
of: advising-bodies
meaning: {vi: Cơ quan tham mưu, en: Advising body}
values:
  - since: 2025-10-08
    value: {council: board}
    cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: I}
""",
    "titles.yaml": FILES["titles.yaml"]
    .replace("rank: 500,", "rank: 500, group: II, managed_by: committee,")
    .replace("rank: 400}", "rank: 400, managed_by: committee}"),
}
LONGER = """\
parameter: bar_after_reprimand
values:
  - {since: 2027-01-01, value: 36, cites: {instrument: 377-QĐ/TW@2025-10-08, article: "34", confidence: I}}
"""


def test_a_dated_rule_names_the_authority_of_a_group_and_the_organ_that_prepares():
    found = managing_authority("director", AFTER, a_pack(AUTHORITIES))
    assert (found.decides.code, found.cites.article) == ("council", "34")
    assert (found.advises.name.vi, found.advises_cites.uncertain) == ("Ban tổ chức", True)


def test_before_the_rule_the_catalogue_says_who_decides():
    found = managing_authority("director", dt.date(2025, 6, 30), a_pack(AUTHORITIES))
    assert (found.decides.code, found.cites, found.advises) == ("committee", None, None)


def test_an_authority_that_no_longer_stands_decides_nothing():
    pack = a_pack(AUTHORITIES)
    assert managing_authority("deputy_director", dt.date(2025, 6, 30), pack).decides.code == "committee"
    assert managing_authority("deputy_director", dt.date(2025, 7, 1), pack) is None
    with pytest.raises(UnknownName):
        managing_authority("directer", AFTER, pack)


def test_the_level_that_manages_the_highest_of_several_posts_decides():
    pack = current_pack()
    posts = ("department_director", "provincial_standing_member", "cell_secretary", "no_such_title")
    assert highest_authority(posts, dt.date(2025, 10, 8), pack).decides.code == "secretariat"
    assert highest_authority((), dt.date(2025, 10, 8), pack) is None


def test_a_rule_for_the_title_goes_before_the_rule_for_its_group_and_ends_with_the_district():
    secretary = [managing_authority("commune_secretary", day).decides.code for day in (dt.date(2025, 6, 30), AFTER)]
    assert secretary == ["district_standing_committee", "provincial_standing_committee"]
    assert managing_authority("district_secretary", dt.date(2025, 6, 30)).cites.uncertain
    assert managing_authority("minister", AFTER).cites.instrument.number == "368-QĐ/TW"


def test_a_title_without_standard_or_authority_is_a_gap_of_its_level():
    (level,) = title_gaps(a_pack(AUTHORITIES), AFTER)
    rows = {row.title.code: row for row in level.rows}
    assert (rows["director"].purposes, rows["director"].unmanaged) == (("planning", "reappointment"), False)
    assert (rows["deputy_director"].purposes, rows["deputy_director"].unmanaged) == (EXPECTED, True)
    assert (level.lacking, level.unmanaged) == ((1, 2, 2), 1)


def test_an_instrument_that_nothing_cites_and_of_which_nothing_is_modelled_is_a_gap():
    alone = FILES["instruments/80.yaml"].replace("80-QĐ/TW", "81-QĐ/TW").replace("coverage: modelled", "coverage: not")
    assert [each.key.number for each in unmodelled(a_pack({"instruments/81.yaml": alone}))] == ["81-QĐ/TW"]


def test_a_family_runs_from_the_first_instrument_to_its_last_successor():
    (family,) = lineage.families(a_pack())
    assert [each.key.number for each in family.members] == ["80-QĐ/TW", "377-QĐ/TW"]
    assert lineage.links(family.members) == [(0, 1)]


def test_two_days_tell_a_changed_limit_from_a_clause_said_by_another_instrument():
    pack = a_pack()
    told = compare_standards(pack, *(pack.standard("director", "appointment", day) for day in (BEFORE, AFTER)))
    assert [move.code for move in told.changed] == ["DT1-5b"]
    assert [move.code for move in told.recited] == ["DT2-1", "DT1-2"]
    (limit,) = told.changed[0].limits
    assert (limit.before.says.vi, limit.after.says.vi) == ("12 tháng", "24 tháng")
    assert (limit.before.cites.instrument.number, limit.after.cites.instrument.number) == ("80-QĐ/TW", "377-QĐ/TW")


def test_the_same_day_twice_has_nothing_to_tell():
    pack = a_pack()
    assert overview(pack, AFTER, AFTER).nothing
    standard = pack.standard("director", "appointment", AFTER)
    assert compare_standards(pack, standard, standard).nothing


def test_everything_between_two_days_names_instruments_numbers_and_titles():
    found = overview(a_pack(), BEFORE, AFTER)
    assert ([each.key.number for each in found.began], [each.key.number for each in found.ended]) == (
        ["377-QĐ/TW"],
        ["80-QĐ/TW"],
    )
    assert [move.code for move in found.numbers] == ["bar_after_reprimand"]
    assert found.clauses == ()  # written anew under 377, in the same words
    assert found.titles == ("director",)


def test_a_test_reads_as_lines_with_the_numbers_it_draws_on():
    pack = a_pack()
    lines = wording.say_test(pack, pack.clauses["DT1-5b"].versions[1], FACTS)
    assert [(line.depth, line.says.en) for line in lines] == [
        (0, "Nothing more is asked if:"),
        (1, "Discipline – Reprimand: no"),
        (0, "Otherwise:"),
        (1, "Time since the discipline took effect – Reprimand: at least 24 months"),
    ]
    assert lines[-1].parameters == ("bar_after_reprimand",)


def test_a_paragraph_and_its_article_share_what_rests_on_them():
    pack = a_pack()
    instrument = next(each for each in pack.instruments.values() if each.key.number == "80-QĐ/TW")
    codes = {each.code for each in citing.of_article(pack, instrument, "18")}
    assert {"DT1-2", "months_in_post", "director"} <= codes
    assert citing.of_article(pack, instrument, "19") == []


def test_search_ignores_accents_and_wants_every_word():
    found = find(a_pack(), "khien trach")
    assert [hit.code for hit in found["parameter"]] == ["bar_after_reprimand"]
    assert find(a_pack(), "khien zzz") == {}
    assert find(a_pack(), " ") == {}


def test_a_sound_draft_tells_which_standards_change_from_when_and_which_cases_turn_red():
    pack = a_pack()
    told = check(pack, {"draft/longer.yaml": LONGER})
    assert told.faults == ()
    assert [(each.title.code, each.day) for each in told.affected] == [("director", dt.date(2027, 1, 1))]
    assert [limit.after.says.en for limit in told.affected[0].difference.changed[0].limits] == ["36 months"]
    assert told.red == []
    earlier = check(pack, {"draft/longer.yaml": LONGER.replace("2027-01-01", "2025-10-09")})
    assert earlier.red == []


def test_a_case_of_the_draft_that_does_not_hold_is_red():
    case = FILES["cases/director.yaml"].split("  - name: from 8")[0].replace("answer: yes", "answer: no")
    (red,) = check(a_pack(), {"draft/cases.yaml": case}).red
    assert red.new
    assert red.result.differing == {"": ("no", "yes")}


def test_a_faulty_draft_shows_each_fault_with_its_line_and_the_nearest_name():
    faulty = LONGER.replace("377-QĐ/TW@2025-10-08", "378-QĐ/TW@2025-10-08").replace("value: 36", "valu: 36")
    told = check(a_pack(), {"draft/longer.yaml": faulty})
    assert {each.fault.line for each in told.faults} == {3}
    assert any("did you mean “value”" in each.fault.says.en for each in told.faults)
    assert all("valu: 36" in each.line for each in told.faults)
    assert told.affected == ()


def test_a_draft_leaves_the_rules_in_use_as_they_are():
    pack = a_pack()
    before = pack.digest, pack.parameters["bar_after_reprimand"]
    check(pack, {"draft/longer.yaml": LONGER})
    assert (pack.digest, pack.parameters["bar_after_reprimand"]) == before


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:No directory at")
def test_the_desk_keeps_what_was_pasted_and_says_what_is_wrong():
    client = Client()
    client.force_login(an_account())
    page = client.post("/regulations/draft/", {"text": LONGER.replace("value: 36", "value: many")})
    assert page.status_code == 422
    assert "must be a whole number" in page.context["checked"].faults[0].fault.says.en
    assert "value: many" in page.content.decode()
    assert client.post("/regulations/draft/", {"text": " "}).status_code == 422
    sound = client.post("/regulations/draft/", {"text": LONGER})
    assert sound.status_code == 200
    assert "/eligibility/effect/" in sound.content.decode()
    named = current_pack().parameters["bar_after_reprimand"].meaning.vi
    assert f'{named} <code class="soft">bar_after_reprimand</code>' in sound.content.decode()


def test_pictures_put_days_in_order_and_successors_under_what_they_replaced():
    rows = [Spell("a", dt.date(2010, 1, 1), dt.date(2020, 1, 1)), Spell("b", dt.date(2020, 1, 1), None)]
    drawn = succession(rows, [(0, 1)], AFTER)
    assert drawn.bars[0].x < drawn.bars[1].x < drawn.now
    assert drawn.ties[0].top < drawn.ties[0].bottom
    assert succession([], [], AFTER) is None
    assert history([("", [])], AFTER) is None


def test_criteria_written_for_a_title_close_its_gap_from_the_day_they_hold():
    codes = """\
list: rating-criteria
codes:
  - {code: c1, name: {vi: Chung, en: Common}}
  - {code: c2, name: {vi: Giải ngân, en: Disbursement}, group: "title:director", since: 2025-10-08}
"""
    pack = a_pack({**AUTHORITIES, "codes/rating-criteria.yaml": codes})
    lacking = {row.title.code: row.uncriteria for level in title_gaps(pack, AFTER) for row in level.rows}
    assert lacking == {"director": False, "deputy_director": True}
    assert [each.code for each in own_criteria(pack, "director", BEFORE)] == []
    assert title_gaps(pack, AFTER)[0].uncriteria == 1


def test_a_matter_without_a_procedure_is_a_gap_on_days_on_which_none_holds():
    now = dict(procedures_for(current_pack(), AFTER))
    assert now["planning"]
    assert now["dismissal"] == []
    assert dict(procedures_for(current_pack(), dt.date(1990, 1, 1)))["planning"] == []


def test_rows_for_a_number_that_does_not_stand_name_the_nearest_one():
    draft = """
parameter: months_in_pots
values:
  - {since: 2027-01-01, value: 30, cites: {instrument: 80-QĐ/TW@2022-08-18, article: "18", confidence: I}}
"""
    (fault,) = check(current_pack(), {"draft/a.yaml": draft}).faults
    assert "months_in_post" in fault.fault.says.en
    worse = draft.replace("2027-01-01", "2027-13-01").replace("value: 30", "valu: 30")
    told = [(each.fault.line, each.fault.says.en) for each in check(current_pack(), {"draft/a.yaml": worse}).faults]
    assert [line for line, _ in told] == [2, 4, 4, 4], "the name, and every fault of its rows, at once"
    assert "valu" in "".join(says for _, says in told)


RED_DRAFT = """
parameter: rating_score_good
values:
  - {since: 2025-12-01, value: 75, cites: {instrument: 366-QĐ/TW@2025-08-30, article: "11", confidence: I}}
"""


def test_the_command_tries_a_draft_and_names_the_decisions_that_turn_red(tmp_path: Path, capsys):
    file = tmp_path / "draft.yaml"
    file.write_text(RED_DRAFT, "utf-8")
    call_command("policy", draft=[file])
    told = capsys.readouterr()
    assert "rating_score_good" in told.out
    assert "1 turn red" in told.out
    assert "expected good" in told.err
    file.write_text(RED_DRAFT.replace("75", "many"), "utf-8")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("policy", draft=[file])


def test_a_decision_that_turns_red_says_so_in_words():
    (red,) = check(current_pack(), {"draft/a.yaml": RED_DRAFT}).red
    assert "phải là Hoàn thành tốt nhiệm vụ, máy tính Hoàn thành nhiệm vụ" in red.differs.vi
