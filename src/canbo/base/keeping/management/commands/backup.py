"""`canbo backup --to FILE`: everything that an installation needs to stand again, sealed with a passphrase."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from canbo.base.keeping.archive import backup
from canbo.base.keeping.passphrases import passphrase
from canbo.core.refusal import Refusal


class Command(BaseCommand):
    """Prints in both languages. Exit code 2: it cannot be done."""

    help = "Sao lưu toàn bộ, có mã hóa · Back up everything into one sealed file"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and where the passphrase is."""
        parser.add_argument("--to", required=True, type=Path, metavar="FILE")
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="else CANBO_PASSPHRASE, else asked")

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up; a refusal is printed."""
        try:
            known = backup(options["to"], passphrase(options["passphrase_file"], twice=True), timezone.now())
        except (Refusal, OSError) as fault:
            self.stderr.write(said(fault))
            sys.exit(2)
        size = known["size"]
        self.stdout.write(f"Đã sao lưu {size} dòng nhật ký, đã đọc lại. · {size} entries backed up and read back.")
        self.stdout.write(f"{known['root']}  {options['to'].name}")


def said(fault: Refusal | OSError) -> str:
    """A refusal with its remedy in both languages, or what the system says of a file."""
    if isinstance(fault, OSError):
        return str(fault)
    remedy = f" {fault.remedy.vi} · {fault.remedy.en}" if fault.remedy else ""
    return f"{fault.says.vi} · {fault.says.en}{remedy}"
