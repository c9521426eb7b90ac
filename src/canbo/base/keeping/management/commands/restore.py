"""`canbo restore --from FILE`: an installation as it was, into an empty home; the record is verified at the end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from canbo.base.keeping.archive import restore
from canbo.base.keeping.management.commands.backup import said
from canbo.base.keeping.passphrases import passphrase
from canbo.base.keeping.restored import mark_restored
from canbo.base.record.triggers import faulty_guards
from canbo.base.record.verifying import verify
from canbo.core.refusal import Refusal


class Command(BaseCommand):
    """Prints in both languages. Exit code 1: the restored record is not whole; 2: it cannot be restored."""

    help = "Khôi phục từ bản sao lưu · Restore a backup into an empty home"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from, and where the passphrase is."""
        parser.add_argument("--from", required=True, type=Path, metavar="FILE", dest="source")
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="else CANBO_PASSPHRASE, else asked")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and verify; a refusal is printed."""
        try:
            known = restore(options["source"], passphrase(options["passphrase_file"], twice=False))
        except (Refusal, OSError) as fault:
            self.stderr.write(said(fault))
            sys.exit(2)
        found = verify()
        if found.breaks or found.root.hex() != known["root"] or faulty_guards(connection):
            self.stderr.write("Nhật ký không nguyên vẹn. · The restored record is not whole.")
            sys.exit(1)
        mark_restored(known["root"], found.size)
        self.stdout.write(f"{found.size}: Nhật ký nguyên vẹn. · The record is whole.")
        self.stdout.write(known["root"])
        self.stdout.write("Chờ hai quản trị viên xác nhận. · Two administrators must accept it.")
