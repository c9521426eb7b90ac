"""A real certificate of eligibles, bundled by the command and checked by the single file."""

import datetime as dt
import hashlib

import pytest
from django.core.management import call_command

from canbo.apps.bodies.testing import a_body
from canbo.apps.eligibility.actions import freeze
from canbo.apps.eligibility.documents import as_xlsx
from canbo.apps.eligibility.request import Request
from canbo.apps.eligibility.sealing import open_content
from canbo.apps.eligibility.testing import DAY, TITLE, a_deputy_ready_to_be_director
from canbo.apps.people.testing import a_person
from canbo.base.accounts.testing import an_account
from canbo.base.record.keys import secret
from canbo.base.record.testing import an_entry
from canbo.base.record.tests.a_bundle import repacked
from canbo.verifier import canbo_verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    body = a_body("SO-TC", level="province")
    a_person(name="Trần Văn Cường", body=body)
    a_deputy_ready_to_be_director(body=body)
    at = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
    return freeze(request=Request(TITLE, DAY, pool=("SO-TC",)), by=an_account("canbo", system=True), at=at)


def test_a_certificate_is_bundled_and_verified_with_its_rules_its_dossier_and_a_paper_in_hand(
    certificate, tmp_path, capsys
):
    an_entry()
    out = tmp_path / "case.zip"
    call_command("record", "bundle", "--certificate", certificate.digest[:10], "--to", str(out), skip_checks=True)
    paper = tmp_path / "paper.xlsx"
    paper.write_bytes(as_xlsx(certificate, open_content(certificate, DAY), "vi"))
    arguments = [str(out), "--key", str(secret().key), "--document", str(paper)]
    assert canbo_verify.main(arguments) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    for part in ("the rules are those that were applied", "is the one that was read", "paper.xlsx is a printed form"):
        assert part in said
    files = canbo_verify.read_bundle(out.read_bytes())
    assert files["decision.json"] == certificate.content.encode()
    assert hashlib.sha256(files["dossier.tsv"]).hexdigest() == certificate.dossier_digest
    paper.write_bytes(paper.read_bytes() + b" ")
    assert canbo_verify.main(arguments) == 1

    rules = files["pack.json"]
    out.write_bytes(repacked(out.read_bytes(), pack=rules.replace("tháng".encode(), "năm".encode(), 1)))
    assert canbo_verify.main(arguments[:3]) == 1
    assert "not the rules that were applied" in capsys.readouterr().out


def test_a_certificate_that_is_not_there_is_refused(certificate, tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        call_command("record", "bundle", "--certificate", "999", "--to", str(tmp_path / "x.zip"), skip_checks=True)
    assert left.value.code == 2
    assert "There is no certificate 999" in capsys.readouterr().err
