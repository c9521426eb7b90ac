"""The commands of the import: a dry run unless told otherwise, refusals as sentences with exit status 2."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import canbo.apps.people.importing as importing
from canbo.apps.people.importing.testing import a_workbook
from canbo.apps.people.models import Person

pytestmark = pytest.mark.django_db

SAMPLE = Path(importing.__file__).parent / "samples" / "assembly-candidates-2021.csv"
ASSEMBLY = ("--mapping", "assembly-candidates-2021", "--file", str(SAMPLE))


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_command_writes_nothing_unless_told_to_apply():
    assert "868" in run("import_people", *ASSEMBLY)
    assert not Person.objects.exists()


def test_the_published_totals_come_out_of_the_command(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run("import_people", *ASSEMBLY, "--apply")
    lines = run("statistics", "--election", "NA-2021", "--language", "en").splitlines()
    groups = {" ".join(line.split()) for line in lines}
    assert {"Candidates 868", "Women 393", "Ethnic minority 185", "Not party members 74"} <= groups
    assert {"Confirmed 499", "Women 151", "Ethnic minority 89", "Not party members 14", "First term 296"} <= groups


def test_faults_are_printed_marked_in_a_workbook_and_end_with_status_2(tmp_path):
    file = tmp_path / "nhap.xlsx"
    file.write_bytes(a_workbook([["Số hiệu", "Họ và tên", "Ngày sinh"], ["NV1", "Lê An", "31/02/1980"]]))
    out, marked = io.StringIO(), tmp_path / "loi.xlsx"
    with pytest.raises(CommandError) as caught:
        call_command("import_people", mapping="province-60", file=file, faults=marked, stdout=out)
    assert caught.value.returncode == 2
    assert "C2" in out.getvalue()
    assert marked.stat().st_size > 0


def test_an_unknown_election_names_the_known_ones():
    with pytest.raises(CommandError, match="NA-2026"):
        run("statistics", "--election", "NA-2026")


def test_people_are_exported_to_a_file_that_imports_back(tmp_path):
    run("import_people", *ASSEMBLY, "--apply")
    file = tmp_path / "xuat.xlsx"
    run("export_people", "--file", str(file))
    told = run("import_people", "--mapping", "province-60", "--file", str(file)).split()
    assert told[-6:] == ["inserted", "0", "updated", "0", "unchanged", "868"]
