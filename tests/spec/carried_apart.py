"""One of two installations that know nothing of each other, in a home of its own. Run apart: see test_carried_apart.

Arguments: "send" and a folder (two packages of one dossier go into it, the second after corrections), or "receive" and
the folder. Prints one line of JSON: what the dossier says there, and what the looks told.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - once Django stands
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from canbo.apps.bodies.models import Body  # noqa: E402
from canbo.apps.bodies.testing import a_body  # noqa: E402
from canbo.apps.people import cv, files  # noqa: E402
from canbo.apps.people.actions_carrying import carry_in  # noqa: E402
from canbo.apps.people.carrying_in import Look, Package, look, read_package  # noqa: E402
from canbo.apps.people.carrying_out import carry_out  # noqa: E402
from canbo.apps.people.models import (  # noqa: E402
    PRIVACY,
    Degree,
    Detail,
    Discipline,
    Holding,
    Paper,
    Person,
    Rating,
    Relative,
    Seat,
)  # fmt: skip
from canbo.apps.people.portrait import portrait  # noqa: E402
from canbo.apps.people.reading import unseal  # noqa: E402
from canbo.apps.people.testing import a_person, a_row  # noqa: E402
from canbo.apps.people.visibility import visible_person  # noqa: E402
from canbo.base.access.actions import grant_role  # noqa: E402
from canbo.base.access.models import Role  # noqa: E402
from canbo.base.accounts.models import Account  # noqa: E402
from canbo.base.accounts.testing import an_account  # noqa: E402
from canbo.base.record.models import Entry  # noqa: E402
from canbo.base.record.rows import closed, copied  # noqa: E402
from canbo.shell.naming import names  # noqa: E402

PDF = b"%PDF-1.4\nvan bang\n"
PHOTO = b"\x89PNG\r\n\x1a\n anh 4x6"
KEY = "NV1"


def an_officer(body: str, name: str) -> Account:
    """A body and the officer who keeps its dossiers."""
    a_body(body, name=name)
    officer, keeper = an_account(f"canbo-{body}", shown_as=f"Cán bộ {name}"), an_account("nha", system=True)
    grant_role(
        account=officer, role=Role.OFFICER, body_code=body, since=dt.date(2020, 1, 1), by=keeper, at=timezone.now()
    )
    return officer


def a_dossier(body: str) -> None:
    """A person with rows of many kinds, some proved by a file, in bodies that nobody else knows."""
    here = Body.objects.get(code=body)
    who = a_person(KEY, name="Lê Thị Ánh", sex="F", born="1975-03", body=here, id_number="001175000001")
    proof = a_row(Paper, who, kind="diploma", number="B 12", digest=files.keep(PDF), confirmed=True)
    a_row(Paper, who, kind="photo", issued="2026-09", digest=files.keep(PHOTO), confirmed=True)
    a_row(Degree, who, grade="university", school="Đại học Huế", on="1997", paper=proof, verified=True)
    a_row(Holding, who, title="specialist", body=here, since="1998-09", last="2015-06-30", decision="12/QĐ")
    a_row(Holding, who, title="division_head", body=here, since="2015-07-01", decision="88/QĐ")
    a_row(Seat, who, committee="commune", body=here, since="2020-06")
    a_row(Rating, who, year=2024, grade="good")
    a_row(Detail, who, kind="address", value="12 Lê Lợi")
    a_row(Relative, who, relation="spouse", name="Trần Ba", born_year=1974)
    a_row(Discipline, who, form="reprimand", on="2010", reason="duty")


def package_of(officer: Account) -> bytes:
    """The dossier as one file, sealed sections opened with a reason."""
    now, person = timezone.now(), Person.objects.get(key=KEY)
    unseal(person=person, reason="Chuyển công tác về tỉnh bạn", by=officer, at=now, on=timezone.localdate(now))
    return carry_out(person=person, reason="Chuyển công tác", by=officer, at=timezone.now())[0]


def corrected(model: Any, **changes: Any) -> None:
    """The only row of a table, corrected."""
    row, entry = model.objects.get(entry_to__isnull=True), Entry.objects.latest("seq")
    closed(row, entry)
    copied(row, entry, **changes)


def send(folder: Path) -> dict[str, Any]:
    """Carry the dossier out, correct three rows of it, and carry it out once more."""
    officer = an_officer("so-a", "Sở A")
    a_dossier("so-a")
    (folder / "first.zip").write_bytes(package_of(officer))
    corrected(Rating, grade="excellent")
    corrected(Detail, value="7 Trần Phú")
    corrected(Discipline, last="2011")
    (folder / "second.zip").write_bytes(package_of(officer))
    return {"said": content(folder / "first.zip")}


def receive(folder: Path) -> dict[str, Any]:
    """Take the first package in, carry the dossier out again, then take one difference of the second one."""
    officer = an_officer("so-b", "Sở B")
    body = Body.objects.get(code="so-b")
    first, second = (read_package((folder / name).read_bytes()) for name in ("first.zip", "second.zip"))
    seen = [_look(first, body, officer)]
    carry_in(package=first, body=body, by=officer, at=timezone.now())
    (folder / "again.zip").write_bytes(package_of(officer))
    seen.append(_look(second, body, officer))
    carry_in(package=second, body=body, by=officer, at=timezone.now(), taken={"Rating.0"})
    it = portrait(_person(officer), timezone.localdate(), names(), open_tables=frozenset(PRIVACY))
    return {
        "said": content(folder / "again.zip"),
        "looks": seen,
        "ratings": sorted((row.grade, row.entry_to_id is None) for row in Rating.objects.all()),
        "address": Detail.objects.get(kind="address").value,
        "post_body": it.post_body,
        "source": it.career[0][0].brought.by,  # type: ignore[attr-defined]
        "form": cv.as_pdf(it, names(), day=timezone.localdate(), sealed=())[:5].decode(),
    }


def _person(officer: Account) -> Any:
    return visible_person(officer, KEY, timezone.localdate())


def _look(package: Package, body: Body, officer: Account) -> dict[str, Any]:
    found: Look = look(package, body, officer, timezone.localdate())
    return {
        "new": sum(found.new.values()), "known": sum(found.known.values()), "foreign": found.foreign,
        "differs": sorted(row.code for row in found.differs), "refused": found.why_not and found.why_not.code,
    }  # fmt: skip


def content(file: Path) -> dict[str, Any]:
    """What a package says: its tables, who made each row, and the papers by their names."""
    with zipfile.ZipFile(file) as packed:
        found = json.loads(packed.read("dossier.json"))
        papers = {name: len(packed.read(name)) for name in packed.namelist() if name.startswith("papers/")}
    return {"tables": found["tables"], "made": found["made"], "bodies": found["bodies"], "papers": papers}


def main(what: str, folder: Path) -> None:
    """Make the tables, unless they are there and empty; keep them so for another; then do what is asked."""
    if what == "send":
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("vacuum into %s", [str(folder / "empty")])
    print(json.dumps({"send": send, "receive": receive}[what](folder)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
