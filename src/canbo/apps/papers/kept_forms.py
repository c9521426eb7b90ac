"""A form by its files, kept with what was printed on it: a changed form prints other bytes, an old paper never does.

Offices edit their forms. What a paper was printed on is therefore kept under its digest, and with it what printed it.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

MEDIA = "application/vnd.canbo.form+zip"
MAIN, WORD = "form.typ", "form.docx"
#: Which programs printed, and in which letters; the one file of a kept form that is no part of it.
_PRINTER = "printer.json"
#: The moment in every file of an archive: zip files know no time zone, and the real moment would change the bytes.
UNTIMED = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Form:
    """The files of a form by their names (`form.typ`, `form.docx`, what all forms share), and what prints them."""

    files: Mapping[str, bytes]
    printer: Mapping[str, str]

    @property
    def content(self) -> bytes:
        """Form and printer as one archive, the same bytes each time."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            printer = json.dumps(dict(sorted(self.printer.items()))).encode()
            for name, content in sorted({**self.files, _PRINTER: printer}.items()):
                archive.writestr(zipfile.ZipInfo(name, UNTIMED), content)
        return out.getvalue()

    @property
    def digest(self) -> str:
        """What a form is, as kept beside what was filled in."""
        return hashlib.sha256(self.content).hexdigest()


def form_of(name: str) -> Form:
    """The form of a name as it stands in the rule pack now."""
    folder = settings.POLICY / "forms"
    files = [*(folder / name).iterdir(), *folder.glob("*.typ")]
    return Form({each.name: each.read_bytes() for each in files}, printer_now())


def form_in(content: bytes) -> Form:
    """The form in an archive that was kept."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    printer = json.loads(files.pop(_PRINTER))
    return Form(files, printer)


@functools.cache
def printer_now() -> Mapping[str, str]:
    """The programs that print here by their versions, and the digest of the letters they print in."""
    letters = sorted(Path(str(finders.find("fonts/liberation"))).iterdir())
    digests = "".join(hashlib.sha256(each.read_bytes()).hexdigest() for each in letters)
    versions = {name: version(name) for name in ("typst", "docxtpl", "python-docx")}
    return {**versions, "zlib": zlib.ZLIB_RUNTIME_VERSION, "letters": hashlib.sha256(digests.encode()).hexdigest()}
