"""canbo export_people: everybody as a workbook that can be imported back unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from canbo.apps.people.importing.export import export_people
from canbo.apps.people.importing.mapping import load_mapping, mapping_names
from canbo.apps.people.visibility import visible_people
from canbo.base.accounts.actions import system_account
from canbo.base.packs.queries import current_pack
from canbo.lib.text import Text
from canbo.shell.commands import RefusingCommand


class Command(RefusingCommand):
    """Export people with the columns of a mapping."""

    help = "Xuất hồ sơ ra bảng tính / Export people to a workbook with the columns of a mapping."

    def add_arguments(self, parser: CommandParser) -> None:
        """--file says where the workbook goes."""
        super().add_arguments(parser)
        parser.add_argument("--file", required=True, type=Path)
        parser.add_argument("--mapping", default="province-60", help=f"one of: {', '.join(mapping_names())}")

    def work(self, **options: Any) -> None:
        """Write the workbook."""
        house = system_account(at=timezone.now())
        people = visible_people(house, timezone.localdate()).order_by("name_key", "person_id")
        options["file"].write_bytes(export_people(people, load_mapping(options["mapping"]), current_pack()))
        number = people.count()
        self.say(Text(f"Đã xuất {number} người.", f"Exported {number} people."), options["language"])
