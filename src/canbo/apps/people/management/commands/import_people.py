"""canbo import_people: dry run of a workbook or .csv file, and with --apply its import."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from canbo.apps.people.importing.apply import apply_import
from canbo.apps.people.importing.check import plan_import
from canbo.apps.people.importing.errors import CellFault
from canbo.apps.people.importing.mapping import load_mapping, mapping_names
from canbo.apps.people.importing.marking import fault_workbook
from canbo.apps.people.importing.plan import ImportPlan
from canbo.base.accounts.actions import system_account
from canbo.base.accounts.models import Account
from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.commands import RefusingCommand, day

#: Faults and differences printed; all faults stand in the workbook of --faults.
_SHOWN = 40


class Command(RefusingCommand):
    """Import people from a file. Without --apply nothing is written."""

    help = "Nhập hồ sơ từ bảng tính / Import people from .xlsx or .csv (a dry run unless --apply is given)."

    def add_arguments(self, parser: CommandParser) -> None:
        """--file and --mapping say what is read, --apply that it is written."""
        super().add_arguments(parser)
        parser.add_argument("--file", required=True, type=Path)
        parser.add_argument("--mapping", required=True, help=f"a .yaml file or one of: {', '.join(mapping_names())}")
        parser.add_argument("--apply", action="store_true", help="write; without it only say what would be written")
        parser.add_argument("--by", default="", help="username of the account that imports (default: the system's)")
        parser.add_argument("--on", type=day, help="the day of the import (default: today)")
        parser.add_argument("--made", type=day, help="the day on which the file was made: it tells the list of places")
        parser.add_argument("--faults", type=Path, help="write the file with its faulty cells marked here")

    def work(self, **options: Any) -> None:
        """Print what the file would change, and change it when asked."""
        language = options["language"]
        file: Path = options["file"]
        if not file.is_file():
            raise Refusal("import-no-file", Text(f"Không có tệp {file}.", f"There is no file {file}."), status=422)
        on = options["on"] or timezone.localdate()
        mapping = load_mapping(options["mapping"])
        if options["made"]:
            mapping = dataclasses.replace(mapping, attested=options["made"])
        plan = plan_import(file.read_bytes(), file.name, mapping, current_pack(), on)
        self._print(plan, language)
        if plan.faults and options["faults"]:
            options["faults"].write_bytes(fault_workbook(plan))
        if plan.faults or options["apply"]:
            entry = apply_import(plan, by=_account(options["by"]), at=timezone.now())
            self.say(Text(f"Đã ghi, mục nhật ký số {entry.seq}.", f"Written as entry {entry.seq}."), language)

    def _print(self, plan: ImportPlan, language: str) -> None:
        for note in plan.notes:
            self.say(note, language)
        for title in plan.columns_unmapped:
            self.say(Text(f"Cột không đọc: {title}", f"Column not read: {title}"), language)
        for fault in plan.faults[:_SHOWN]:
            self.say(_sentence(fault), language)
        if plan.fault_count > _SHOWN:
            more = plan.fault_count - _SHOWN
            self.say(Text(f"… và {more} lỗi khác", f"… and {more} more faults"), language)
        shown = ((person, change) for person in plan.updates for change in person.differences())
        for person, change in itertools.islice(shown, _SHOWN):
            self.stdout.write(
                f"{person.line:>6} {person.key} {change.register}.{change.field}: {change.before} → {change.after}"
            )
        for name, number in plan.counts().items():
            self.stdout.write(f"{name:<20}{number:>10}")


def _sentence(fault: CellFault) -> Text:
    where = f"{fault.column}{fault.row}" if fault.row else fault.column
    return Text(
        f"{fault.sheet} ô {where} “{fault.column_title}”: “{fault.value}”, cần: {fault.expected.vi}",
        f"{fault.sheet} cell {where} “{fault.column_title}”: “{fault.value}”, expected: {fault.expected.en}",
    )


def _account(username: str) -> Account:
    if not username:
        return system_account(at=timezone.now())
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise Refusal(
            "import-unknown-account",
            Text(f"Không có tài khoản “{username}”.", f"There is no account “{username}”."),
            status=422,
        )
    return account
