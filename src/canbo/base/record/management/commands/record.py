"""`canbo record verify`: is the record whole, and does the database still refuse to change it?"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from canbo.base.record.triggers import faulty_guards
from canbo.base.record.verifying import verify


class Command(BaseCommand):
    """Prints every break of the chain and every missing guard, in both languages; exit code 1 when there is one."""

    help = "Kiểm tra nhật ký không thể sửa · Check the record"

    def add_arguments(self, parser: CommandParser) -> None:
        """One word for what to do."""
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and print."""
        breaks = verify().breaks
        guards = faulty_guards(connection)
        for each in breaks:
            self.stdout.write(f"{each.seq}: {each.says.vi} · {each.says.en}")
        for name in guards:
            self.stdout.write(f"{name}: Thiếu chốt bảo vệ của cơ sở dữ liệu. · A guard of the database is missing.")
        if breaks or guards:
            sys.exit(1)
        self.stdout.write(f"{verify().size}: Nhật ký nguyên vẹn. · The record is whole.")
