"""`canbo record …`: is the record whole? Publish it, bundle a decision for an inspector."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from canbo.base.record import keys
from canbo.base.record.asking import bind_what_waits, remarks
from canbo.base.record.bundling import bundle
from canbo.base.record.evidence import KINDS
from canbo.base.record.publishing import checkpoint, cosigned, publish
from canbo.base.record.triggers import faulty_guards
from canbo.base.record.verifying import Verified, check_checkpoint, verify
from canbo.core.refusal import Refusal
from canbo.lib import notes
from canbo.lib.text import Text


class Command(BaseCommand):
    """Prints in both languages. Exit code 1: the record is not whole; 2: what was asked cannot be done."""

    help = "Nhật ký không thể sửa: kiểm tra, công bố, đóng gói · The record: verify, publish, bundle"

    def add_arguments(self, parser: CommandParser) -> None:
        """One word for what to do, and what it needs."""
        what = parser.add_subparsers(dest="what", required=True)
        verifying = what.add_parser("verify", help="every entry, the chain, the tree, the checkpoints")
        verifying.add_argument("--checkpoint", action="append", default=[], type=Path, metavar="FILE")
        key = what.add_parser("key", help="show the public key; make it at first use")
        key.add_argument("--origin", default="", help="the record's name for good, like example.org/record")
        what.add_parser("checkpoint", help="sign and print the checkpoint of now")
        publishing = what.add_parser("publish", help="write checkpoint, tiles and entry bundles as static files")
        publishing.add_argument("--to", required=True, type=Path, metavar="FOLDER")
        what.add_parser("cosigned", help="take over a checkpoint that a witness signed").add_argument("file", type=Path)
        bundling = what.add_parser("bundle", help="a decision with its proofs in one archive")
        which = bundling.add_mutually_exclusive_group(required=True)
        which.add_argument("--certificate", metavar="ID")
        which.add_argument("--case", metavar="ID", help="a whole case: every move, count and paper")
        bundling.add_argument("--since", type=Path, metavar="FILE", help="an earlier checkpoint that the inspector has")
        bundling.add_argument("--to", required=True, type=Path, metavar="FILE.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; refusals are printed."""
        try:
            getattr(self, f"_{options['what']}")(options)
        except Refusal as refusal:
            remedy = f" {refusal.remedy.vi} · {refusal.remedy.en}" if refusal.remedy else ""
            self.stderr.write(f"{refusal.says.vi} · {refusal.says.en}{remedy}")
            sys.exit(2)
        except (notes.BadNote, OSError) as fault:
            self.stderr.write(str(fault))
            sys.exit(2)

    def _say(self, text: Text) -> None:
        self.stdout.write(f"{text.vi} · {text.en}")

    def _verify(self, options: dict[str, Any]) -> None:
        found = verify()
        faults = [f"{each.seq}: {each.says.vi} · {each.says.en}" for each in found.breaks]
        for name in faulty_guards(connection):
            faults.append(f"{name}: Thiếu chốt bảo vệ của cơ sở dữ liệu. · A guard of the database is missing.")
        checked, contradicted = _against_checkpoints(found, options["checkpoint"])
        faults += contradicted
        for line in faults:
            self.stdout.write(line)
        if faults:
            sys.exit(1)
        if not checked:
            self._say(Text("Chưa có điểm kiểm tra nào để so.", "There is no checkpoint yet to compare with."))
        for remark in remarks():
            self._say(remark)
        self.stdout.write(f"{found.size}: Nhật ký nguyên vẹn. · The record is whole.")

    def _key(self, options: dict[str, Any]) -> None:
        self.stdout.write(str(keys.secret(options["origin"]).key))

    def _checkpoint(self, options: dict[str, Any]) -> None:
        bind_what_waits(timezone.now())
        self.stdout.write(str(checkpoint()), ending="")

    def _publish(self, options: dict[str, Any]) -> None:
        bind_what_waits(timezone.now())
        head = publish(options["to"])
        self._say(Text("Đã công bố {size} dòng.", "{size} entries published.").filled(size=head.size))

    def _cosigned(self, options: dict[str, Any]) -> None:
        names = ", ".join(cosigned(options["file"].read_text("utf-8")))
        self._say(Text("Chữ ký làm chứng: {names}.", "Cosigned by {names}.").filled(names=names))

    def _bundle(self, options: dict[str, Any]) -> None:
        autodiscover_modules("evidence")
        since = notes.read_note(options["since"].read_text("utf-8")) if options["since"] else None
        kind = "case" if options["case"] else "certificate"
        data = bundle(kind, KINDS[kind](options[kind]), since)
        keys.keep(options["to"], data)
        said = Text("Đã đóng gói hồ sơ quyết định: {file}", "The case bundle is written: {file}")
        self._say(said.filled(file=options["to"].name))


def _against_checkpoints(found: Verified, files: list[Path]) -> tuple[int, list[str]]:
    """How many checkpoints the record was compared with, and a line for each that it contradicts."""
    own = keys.folder() / "checkpoint"
    paths = [*([own] if own.exists() else []), *files]
    faults = []
    for path in paths:
        try:
            note = notes.read_note(path.read_text("utf-8"))
            known = notes.verified(note, [keys.secret().key, *keys.witnesses()])
            fault = check_checkpoint(notes.read_checkpoint(note), found) if known else _UNSIGNED
        except (notes.BadNote, UnicodeError):
            fault = _UNSIGNED
        if fault:
            faults.append(f"{path.name}: {fault.vi} · {fault.en}")
    return len(paths), faults


_UNSIGNED = Text("Điểm kiểm tra không có chữ ký hợp lệ.", "The checkpoint carries no valid signature.")
