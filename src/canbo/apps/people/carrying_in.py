"""A dossier that comes from another installation: read, proved whole, shown, and taken in or refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from canbo.apps.bodies.models import Body, BodyVersion
from canbo.apps.people import carried
from canbo.apps.people.carrying_compare import Compared, compared, standing
from canbo.apps.people.carrying_out import ACTION, KIND
from canbo.apps.people.columns import column_words, unlisted
from canbo.apps.people.models import Person, PersonVersion
from canbo.apps.people.permissions import why_not_register, why_not_write
from canbo.base.accounts.models import Account
from canbo.base.record.bundling import FORMAT
from canbo.base.record.chain import commitment_of, entry_hash
from canbo.base.record.tree import leaf_of
from canbo.core.refusal import Refusal
from canbo.lib import merkle, notes
from canbo.lib.text import Text, fold
from canbo.shell.naming import Names

#: Largest package, unpacked too, and most files in it.
LIMIT, MOST = 120 * 1024 * 1024, 400
_NAME = re.compile(r"[a-z.]+|papers/[0-9a-f]{64}")
_AGAIN = Text("Đề nghị nơi gửi xuất lại gói.", "Ask the sender to make the package again.")


@dataclass(frozen=True)
class Package:
    """A package whose digests and proof hold: the dossier's values, the files, who carried it out, when, from where."""

    values: Mapping[str, Any]
    files: Mapping[str, bytes]
    digest: str
    origin: str
    by: str
    at: str
    reason: str

    @property
    def person(self) -> Mapping[str, Any]:
        """The row that says who it is."""
        return next(iter(self.values["tables"].get("PersonVersion", [])), {})

    @property
    def body(self) -> str:
        """The body where the person stands at the sender, by its name there; "" where none is told."""
        code = str(self.person.get("body") or "")
        return str(self.values["bodies"].get(code, code))


@dataclass
class Look:
    """What taking a package in would do: rows by table that are new here and that stand already, rows that tell the
    same thing otherwise than here, and why not.
    """

    person: Person | None
    new: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    differs: list[Compared] = field(default_factory=list)
    papers: int = 0
    foreign: list[str] = field(default_factory=list)
    why_not: Refusal | None = None


def read_package(data: bytes) -> Package:
    """A package, with every digest and the proof of its entry checked. Raises Refusal for one that does not hold."""
    found = _unpacked(data)
    try:
        return _proved(found)
    except (KeyError, ValueError, TypeError, AttributeError, UnicodeDecodeError, notes.BadNote) as fault:
        raise _broken() from fault


def look(package: Package, body: Body, actor: Account, on: dt.date) -> Look:
    """What taking the package in, for a body, would do; nothing is written."""
    person = Person.objects.filter(key=package.values["key"]).first()
    found = Look(person, papers=sum(1 for name in package.files if name.startswith("papers/")))
    bodies = bodies_of(package)
    found.foreign = sorted(f"{name} ({code})" for code, name in package.values["bodies"].items() if code not in bodies)
    papers = [carried.row_values("Paper", row, {}) for row in package.values["tables"].get("Paper", [])]
    stand = standing("Paper", person)
    found.known["Paper"] = sum(1 for row in papers if any(same_paper(each, row) for each in stand))
    found.new["Paper"] = len(papers) - found.known["Paper"]
    for row in compared(package.values, person, bodies):
        counts = found.new if row.here is None else found.known
        counts[row.table] = counts.get(row.table, 0) + 1
        if row.changes:
            found.differs.append(row)
    found.why_not = why_not_carry_in(package, person, body, actor, on)
    if found.why_not is None and not sum(found.new.values()) and not found.differs:
        found.why_not = _nothing_new()
    return found


def _nothing_new() -> Refusal:
    """The refusal of a package that says nothing which does not stand here."""
    says = Text(
        "Mọi mục trong gói đều đã có ở đây; không có gì để ghi.",
        "Everything in the package stands here already; nothing to write.",
    )
    return Refusal("package.nothing", says)


def why_not_carry_in(
    package: Package, person: Person | None, body: Body, actor: Account, on: dt.date
) -> Refusal | None:
    """Why an account may not take a package in: no charge, or staff or identity number are somebody else's here."""
    if person is None:
        return why_not_register(actor, body.pk, on) or _why_not_identity(package, None)
    return why_not_write(actor, person, on) or _why_not_identity(package, person)


def same_paper(stands: Any, values: Mapping[str, Any]) -> bool:
    """Whether a paper that stands is the one that came, whoever holds its file."""
    return carried.same("Paper", stands, {name: value for name, value in values.items() if name != "digest"})


def bodies_of(package: Package) -> dict[str, int]:
    """The bodies that the package names and this installation knows, by code.

    A code is known only with a name that its body bears or has borne here: codes of two installations that know nothing
    of each other may be the same and mean two bodies.
    """
    told: Mapping[str, str] = package.values["bodies"]
    borne = BodyVersion.objects.filter(body__code__in=told, entry_to__isnull=True)
    rows = borne.values_list("body__code", "body_id", "name")
    return {code: body for code, body, name in rows if fold(name) == fold(str(told[code]))}


def strange_codes(package: Package, called: Names) -> list[tuple[Text, str]]:
    """Codes in the package that no list of the rules here knows: the column and the code, each once."""
    found = {
        (column, str(value)): column_words(table, column)
        for table, rows in package.values["tables"].items()
        for row in rows
        for column, value in row.items()
        if unlisted(table, column, value, called)
    }
    return [(says, code) for (_, code), says in found.items()]


def _why_not_identity(package: Package, person: Person | None) -> Refusal | None:
    told = package.person
    open_ = PersonVersion.objects.filter(entry_to__isnull=True)
    number = told.get("id_number")
    other = open_.filter(id_number=number).exclude(person=person).select_related("person").first() if number else None
    if other is not None:
        return Refusal(
            "package.known_under_another_number",
            Text(
                f"Số định danh trong gói đã có ở một hồ sơ khác ({other.person.key}).",
                f"The identity number in the package stands in another dossier ({other.person.key}).",
            ),
        )
    stands = open_.filter(person=person).first() if person else None
    if stands is None or _same_person(stands, told):
        return None
    return Refusal(
        "package.other_person",
        Text(
            "Số hiệu này ở đây là của một người khác: họ tên, ngày sinh hoặc số định danh không khớp.",
            "Here this staff number is another person's: name, birth date or identity number do not agree.",
        ),
        Text("Đối chiếu với nơi gửi; không ghép hai hồ sơ.", "Ask the sender; two dossiers are never joined."),
    )


def _same_person(stands: PersonVersion, told: Mapping[str, Any]) -> bool:
    born, number = told.get("born") or "", told.get("id_number") or ""
    if stands.name_fold != fold(str(told.get("name", ""))):
        return False
    if number and stands.id_number and number != stands.id_number:
        return False
    return not born or not stands.born or born.startswith(stands.born) or stands.born.startswith(born)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The files of the archive, with bounded memory."""
    if len(data) > LIMIT:
        raise _broken()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST or sum(part.file_size for part in parts) > LIMIT:
                raise _broken()
            if any(not _NAME.fullmatch(part.filename) or part.flag_bits & 1 for part in parts):
                raise _broken()
            return {part.filename: _read(archive, part) for part in parts}
    # All that zipfile raises over a damaged archive; NotImplementedError: a method of packing that it does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as fault:
        raise _broken() from fault


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as stream:
        data = stream.read(part.file_size + 1)
    if len(data) > part.file_size:
        raise _broken()
    return data


def _proved(found: dict[str, bytes]) -> Package:
    """The package, once every file is what the manifest says and the entry that names its content is on a record."""
    manifest = json.loads(found["manifest.json"])
    if manifest["format"] != FORMAT or manifest["kind"] != KIND:
        raise _other_version(manifest["format"] if manifest["kind"] == KIND else manifest["kind"])
    told = {name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name != "manifest.json"}
    papers = [name for name in told if name.startswith("papers/") and name != f"papers/{told[name]}"]
    if told != manifest["members"] or papers:
        raise _broken()
    values = json.loads(found["dossier.json"])
    if values["schema"] != carried.SCHEMA:
        raise _other_version(values["schema"])
    entry, inclusion = json.loads(found["entry.json"]), json.loads(found["inclusion.json"])
    payload = json.loads(entry["payload"])
    note = notes.read_note(found["checkpoint"].decode())
    head = notes.read_checkpoint(note)
    key = notes.read_key(found["log.vkey"].decode().strip())
    if not (
        entry["action"] == ACTION
        and payload["digest"] == told["dossier.json"]
        and payload["key"] == values["key"]
        and _on_record(entry, inclusion, head)
        and notes.verified(note, [key])
    ):
        raise _broken()
    _check_shape(values)
    return Package(values, found, told["dossier.json"], head.origin, entry["by"], entry["at"], payload["reason"])


def _on_record(entry: Mapping[str, Any], inclusion: Mapping[str, Any], head: notes.Checkpoint) -> bool:
    commitment = commitment_of(entry["salt"], entry["payload"])
    leaf = entry_hash(entry["seq"], entry["previous"], entry["at"], entry["by"], entry["action"], commitment)
    path = [bytes.fromhex(each) for each in inclusion["path"]]
    stands = merkle.includes(entry["seq"] - 1, head.size, leaf_of(leaf), path, head.root)
    return bool(stands and leaf == entry["hash"] and commitment == entry["commitment"])


def _check_shape(values: Mapping[str, Any]) -> None:
    """Refuse a table that no dossier has, and one that is not a list of rows."""
    if not isinstance(values["key"], str) or not 0 < len(values["key"]) <= 40:
        raise carried.faulty("key")
    for table, rows in values["tables"].items():
        if table not in ("Paper", *carried.TABLES) or not isinstance(rows, list):
            raise carried.faulty(str(table))
        for row in rows:
            carried.row_values(table, row, {})
    if len(values["tables"].get("PersonVersion", [])) != 1:
        raise carried.faulty("PersonVersion")
    for table, rows in values["tables"].items():
        made = values["made"].get(table)
        if not isinstance(made, list) or len(made) != len(rows) or not all(map(_is_made, made)):
            raise carried.faulty(f"made.{table}")


def _is_made(told: Any) -> bool:
    """Whether this tells who entered a row, and when: texts that the register can hold."""
    return isinstance(told, dict) and all(
        isinstance(told.get(name), str) and len(told[name]) <= most and bool(told[name] or name == "origin")
        for name, most in (("by", 160), ("at", 40), ("origin", 200))
    )


def _broken() -> Refusal:
    return Refusal(
        "package.broken",
        Text(
            "Gói hồ sơ hỏng hoặc đã bị sửa: mã băm hoặc bằng chứng không khớp; không nhận gì.",
            "The package is damaged or was changed: a digest or the proof does not agree; nothing was taken.",
        ),
        _AGAIN,
        status=422,
    )


def _other_version(said: object) -> Refusal:
    return Refusal(
        "package.version",
        Text(
            f"Phiên bản gói không đọc được: {said}; bản này đọc {carried.SCHEMA}.",
            f"This version of a package is not known here: {said}; this installation reads {carried.SCHEMA}.",
        ),
        Text("Nâng cấp phần mềm, hoặc xuất lại ở phiên bản này.", "Update the program, or make it in this version."),
        status=422,
    )
