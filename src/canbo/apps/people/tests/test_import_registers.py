"""What an import writes: inserts, corrections, partial dates, sections; atomic, and refused when the register moved."""

from __future__ import annotations

import datetime as dt
from unittest import mock

import pytest
from django.db import DatabaseError

from canbo.apps.people.importing import apply as applying
from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.mapping import load_mapping, read_mapping
from canbo.apps.people.importing.testing import a_workbook, code_lists
from canbo.apps.people.models import (
    Certificate,
    Degree,
    Discipline,
    Holding,
    Paper,
    Person,
    PersonVersion,
    Rating,
    Section,
)
from canbo.apps.people.testing import a_person, a_row
from canbo.base.accounts.testing import an_account
from canbo.base.fields import stamped
from canbo.base.record.models import Entry
from canbo.base.record.testing import A_MORNING
from canbo.core.refusal import Refusal

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 6, 1)


def a_plan(*rows, mapping=None):
    """The plan of a workbook whose lines are dictionaries from header to cell."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    data = a_workbook([header, *([row.get(name) for name in header] for row in rows)])
    return plan_import(data, "nhap.xlsx", mapping or load_mapping("province-60"), code_lists(), ON)


def imported(*rows, mapping=None):
    plan = a_plan(*rows, mapping=mapping)
    assert plan.faults == []
    return apply_import(plan, by=an_account(), at=A_MORNING)


LAN = {"Số hiệu": "NV1", "Họ và tên": "Trần Thị Lan", "Giới tính": "Nữ", "Ngày sinh": "09/1974"}


def now(model, key="NV1"):
    return model.objects.filter(person__key=key, entry_to__isnull=True)


def test_dates_known_to_the_month_or_year_stay_so_with_the_stamps_that_the_register_would_give():
    imported(LAN | {"Ngày vào Đảng": "1999", "Ngày tuyển dụng": "01/02/1996"})
    version = now(PersonVersion).get()
    assert (version.born, version.party_admitted, version.recruited) == ("1974-09", "1999", "1996-02-01")
    written = {name: getattr(version, name) for name in ("born_lo", "born_hi", "party_admitted_lo", "recruited_hi")}
    stamped(version)
    assert written == {name: getattr(version, name) for name in written}


def test_one_import_is_one_entry_with_the_digest_of_the_file_and_the_counts():
    entry = imported(LAN, LAN | {"Số hiệu": "NV2"})
    assert entry.action == "people.import"
    assert '"mapping":"province-60"' in entry.payload
    assert '"inserted":2' in entry.payload
    assert set(PersonVersion.objects.values_list("entry_from", flat=True)) == {entry.pk}


def test_columns_that_make_one_row_make_one_row():
    imported(
        LAN
        | {"Trình độ chuyên môn": "Thạc sĩ", "Chuyên ngành": "Luật hành chính", "Ngày cấp văn bằng": "2010"}
        | {"Đã xác minh văn bằng": "Có"}
    )
    degree = now(Degree).get()
    assert (degree.grade, degree.field_text, degree.on, degree.verified) == ("master", "Luật hành chính", "2010", True)


def test_a_changed_cell_is_a_correction_that_keeps_the_old_row():
    first = imported(LAN | {"Ngoại ngữ": "Bậc 2"})
    second = imported(LAN | {"Ngày sinh": "05/09/1974", "Ngoại ngữ": "Bậc 2"})
    old, new = PersonVersion.objects.order_by("id")
    assert (old.born, old.entry_from, old.entry_to) == ("1974-09", first, second)
    assert (new.born, new.entry_from, new.entry_to) == ("1974-09-05", second, None)
    assert now(Certificate).get().entry_from == first


def test_the_plan_shows_each_difference_before_and_after():
    imported(LAN)
    (update,) = a_plan(LAN | {"Họ và tên": "Trần Thị Lân"}).updates
    assert [(each.field, each.before, each.after) for each in update.differences()] == [
        ("name", "Trần Thị Lan", "Trần Thị Lân")
    ]


def test_a_blank_cell_never_erases():
    imported(LAN | {"Ngày vào Đảng": "1999"})
    plan = a_plan(LAN | {"Ngày vào Đảng": None, "Ngày sinh": None})
    assert (plan.updates, plan.unchanged) == ([], 1)


def test_a_higher_degree_is_a_new_row_and_the_old_one_stays():
    imported(LAN | {"Trình độ chuyên môn": "Đại học"})
    imported(LAN | {"Trình độ chuyên môn": "Thạc sĩ"})
    assert set(now(Degree).values_list("grade", flat=True)) == {"university", "master"}


def test_a_detail_of_the_same_degree_corrects_its_row():
    imported(LAN | {"Trình độ chuyên môn": "Thạc sĩ"})
    imported(LAN | {"Trình độ chuyên môn": "Thạc sĩ", "Cơ sở đào tạo": "Đại học Vinh"})
    assert now(Degree).get().school == "Đại học Vinh"
    assert Degree.objects.count() == 2


def test_ratings_are_read_from_one_cell_and_matched_by_year():
    imported(
        LAN | {"Xếp loại chất lượng hằng năm": "2023: Hoàn thành tốt nhiệm vụ; 2024: Hoàn thành xuất sắc nhiệm vụ"}
    )
    imported(LAN | {"Xếp loại chất lượng hằng năm": "2024: Hoàn thành nhiệm vụ"})
    assert dict(now(Rating).values_list("year", "grade")) == {2023: "good", 2024: "done"}


def test_a_year_rated_twice_in_one_cell_is_a_fault():
    plan = a_plan(LAN | {"Xếp loại chất lượng hằng năm": "2024: Hoàn thành; 2024: Hoàn thành tốt"})
    assert [fault.column_title for fault in plan.faults] == ["Xếp loại chất lượng hằng năm"]


def test_a_career_is_read_from_one_cell_and_matched_by_title_and_first_day():
    title = next(title.name.vi for title in code_lists().titles.values() if title.code == "specialist")
    imported(LAN | {"Quá trình công tác": f"02/2005 – 06/2012: {title}\n07/2012 – nay: {title} [kiêm nhiệm]"})
    imported(LAN | {"Quá trình công tác": f"02/2005 – 05/2012: {title}"})
    spells = now(Holding).order_by("since").values_list("since", "last", "concurrent")
    assert list(spells) == [("2005-02", "2012-05", False), ("2012-07", "", True)]


def test_a_spell_that_ends_before_it_begins_is_a_fault():
    title = next(iter(code_lists().titles.values())).name.vi
    assert a_plan(LAN | {"Quá trình công tác": f"2012 – 2005: {title}"}).faults


def test_none_in_the_discipline_column_confirms_the_section_and_blank_does_not():
    imported(LAN | {"Kỷ luật": "Không"}, LAN | {"Số hiệu": "NV2", "Kỷ luật": None})
    assert list(Section.objects.values_list("person__key", "name", "confirmed")) == [
        ("NV1", "discipline", "2026-06-01")
    ]
    assert not Discipline.objects.exists()


def test_none_against_a_discipline_on_the_register_is_a_fault_not_an_erasure():
    imported(LAN | {"Kỷ luật": "Khiển trách", "Ngày kỷ luật có hiệu lực": "2020"})
    (fault,) = a_plan(LAN | {"Kỷ luật": "Không"}).faults
    assert fault.column_title == "Hình thức kỷ luật"
    assert now(Discipline).get().on == "2020"


def test_none_closes_what_stands_where_the_mapping_says_so():
    mapping = read_mapping(
        """
        mapping: m
        title: {vi: m, en: m}
        columns:
          - {header: Số hiệu, to: key, required: true}
          - {header: Ngày vào Đảng, to: person.party_admitted, none: [Không], confirms: membership, clears: true}
          - {header: Kỷ luật, to: discipline.latest.form, none: [Không], clears: true}
        """
    )
    imported(LAN | {"Kỷ luật": "Khiển trách", "Ngày vào Đảng": "1999"})
    imported({"Số hiệu": "NV1", "Kỷ luật": "Không", "Ngày vào Đảng": "Không"}, mapping=mapping)
    assert not now(Discipline).exists()
    assert now(PersonVersion).get().party_admitted_lo is None
    assert set(now(Section).values_list("name", flat=True)) == {"discipline", "membership"}


def test_certificates_are_confirmed_only_when_every_kind_is_answered():
    answered = {"Quản lý nhà nước": "Chuyên viên", "Ngoại ngữ": "Bậc 2", "Tin học": "Không"}
    imported(LAN | answered, LAN | answered | {"Số hiệu": "NV2", "Ngoại ngữ": None})
    assert list(Section.objects.filter(name="certificates").values_list("person__key", flat=True)) == ["NV1"]


def test_a_paper_is_present_by_a_mark_or_by_its_date():
    imported(LAN | {"Lý lịch (ngày xác nhận)": "x", "Giấy chứng nhận sức khỏe (ngày)": "02/05/2026"})
    assert dict(now(Paper).values_list("kind", "issued")) == {"cv": "", "health_certificate": "2026-05-02"}
    plan = a_plan(LAN | {"Lý lịch (ngày xác nhận)": "x", "Giấy chứng nhận sức khỏe (ngày)": "x"})
    assert plan.unchanged == 1


def test_a_rating_column_of_one_year_carries_the_constants_of_its_mapping():
    mapping = read_mapping(
        """
        mapping: m
        title: {vi: m, en: m}
        slots: {rating.2023: {year: 2023, system: party}}
        columns:
          - {header: Số hiệu, to: key, required: true}
          - {header: Họ và tên, to: person.name}
          - {header: Xếp loại 2023, to: rating.2023.grade}
        """
    )
    imported({"Số hiệu": "NV1", "Họ và tên": "An", "Xếp loại 2023": "Hoàn thành tốt"}, mapping=mapping)
    rating = now(Rating).get()
    assert (rating.year, rating.system, rating.grade) == (2023, "party", "good")


def test_a_second_import_of_the_same_file_changes_nothing():
    rows = [LAN | {"Số hiệu": f"NV{number}", "Kỷ luật": "Không", "Tin học": "Cơ bản"} for number in range(20)]
    imported(*rows)
    plan = a_plan(*rows)
    assert (plan.inserts, plan.updates, plan.unchanged) == ([], [], 20)


def test_a_crash_in_the_middle_writes_nothing():
    plan = a_plan(*(LAN | {"Số hiệu": f"NV{number}", "Tin học": "Cơ bản"} for number in range(20)))
    by, real, calls = an_account(), applying.insert_rows, []

    def crash(model, rows, entry):
        calls.append(model)
        if len(calls) == 2:
            raise DatabaseError("the disk is full")
        return real(model, rows, entry)

    entries = Entry.objects.count()
    with mock.patch.object(applying, "insert_rows", crash), pytest.raises(DatabaseError):
        apply_import(plan, by=by, at=A_MORNING)
    assert not Person.objects.exists()
    assert not PersonVersion.objects.exists()
    assert Entry.objects.count() == entries


def test_a_plan_made_before_the_register_changed_is_refused():
    person = a_person("NV1", name="Trần Thị Lan")
    plan = a_plan(LAN)
    a_row(Degree, person)
    with pytest.raises(Refusal, match="changed") as caught:
        apply_import(plan, by=an_account(), at=A_MORNING)
    assert caught.value.code == "import-stale"
    assert PersonVersion.objects.count() == 1


def test_a_new_main_post_ends_the_earlier_one_on_its_eve_and_the_dry_run_says_so():
    title = next(iter(code_lists().titles.values())).name.vi
    imported(LAN | {"Chức vụ hiện nay": title, "Giữ chức vụ từ ngày": "2015"})
    plan = a_plan(LAN | {"Chức vụ hiện nay": title, "Giữ chức vụ từ ngày": "01/03/2020"})
    assert plan.faults == []
    assert [warning.column_title for warning in plan.warnings] == ["Chức vụ hiện nay"]
    assert "29/02/2020" in plan.warnings[0].expected.vi
    apply_import(plan, by=an_account("lan"), at=A_MORNING)
    standing = Holding.objects.filter(entry_to__isnull=True).order_by("since_lo")
    assert [(row.since, row.last) for row in standing] == [("2015", "2020-02-29"), ("2020-03-01", "")]


def test_a_main_post_before_the_one_that_stands_is_a_fault():
    title = next(iter(code_lists().titles.values())).name.vi
    imported(LAN | {"Chức vụ hiện nay": title, "Giữ chức vụ từ ngày": "01/01/2020"})
    plan = a_plan(LAN | {"Chức vụ hiện nay": title, "Giữ chức vụ từ ngày": "01/01/2015"})
    assert [fault.column_title for fault in plan.faults] == ["Chức vụ hiện nay"]
    assert "one main post" in plan.faults[0].expected.en


def test_a_faulty_mapping_names_every_fault():
    with pytest.raises(Refusal) as caught:
        read_mapping(
            "mapping: m\ntitle: {vi: m, en: m}\ncolums: []\ncolumns: [{header: A, to: person.nam}, {too: key}]"
        )
    for part in ("colums", "'nam'", "`to`", "exactly one"):
        assert part in caught.value.says.en


def test_an_unknown_mapping_names_the_nearest():
    with pytest.raises(Refusal, match="province-60"):
        load_mapping("provinc-60")
