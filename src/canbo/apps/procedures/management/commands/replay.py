"""canbo replay: a case played again from its events; every state and every paper laid beside what is kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from canbo.apps.procedures.models import Case
from canbo.apps.procedures.replay import Replay, replay
from canbo.base.walls.asking import everything
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.commands import RefusingCommand

_SIGNS = {True: "=", None: "?", False: "≠"}


class Command(RefusingCommand):
    """Play a case again and compare it with what is kept."""

    help = "Phát lại một vụ việc / Play a case again: its states and its papers, byte for byte."

    def add_arguments(self, parser: CommandParser) -> None:
        """--case: the number of the case."""
        super().add_arguments(parser)
        parser.add_argument("--case", type=int, required=True, help="number of the case, as in its address")

    def work(self, **options: Any) -> None:
        """Print what is the same and what differs, and why; exit status 1 when anything differs."""
        with everything():
            case = Case.objects.select_related("body", "pack").filter(pk=options["case"]).first()
            if case is None:
                raise Refusal("procedures.no_case", Text("Không có vụ việc này.", "There is no such case."), status=404)
            found = replay(case)
        self._tell(found, options["language"])
        if not found.same:
            raise CommandError(_DIFFERS.in_language(options["language"]), returncode=1)

    def _tell(self, found: Replay, language: str) -> None:
        told = Text("{n} việc đã ghi, {k} trạng thái khác.", "{n} moves, {k} states differ.")
        self.say(told.filled(n=str(found.moves), k=str(len(found.faults))), language)
        for fault in found.faults:
            self.stdout.write(f"≠ {fault}")
        for each in found.papers:
            self.stdout.write(f"{_SIGNS[each.same]} {each.document.symbol}: {each.says.in_language(language)}")


_DIFFERS = Text("Vụ việc phát lại không trùng với bản đã lưu.", "The case played again is not what is kept.")
