"""canbo policy: is the law as written here sound? Faults with their line, worked cases, coverage by article."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from canbo.apps.regulations.drafting import Named, check
from canbo.base.packs.queries import read_files
from canbo.base.packs.registry import FACTS
from canbo.core.casebook import run_all
from canbo.core.coverage import coverage
from canbo.core.errors import PackError
from canbo.core.loading import load_pack
from canbo.core.pack import Pack


class Command(BaseCommand):
    """Check a rule pack."""

    help = "Kiểm tra bộ quy định / Check a rule pack: faults, worked cases, coverage by article."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder of the pack, and whether to list every article."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.POLICY)
        parser.add_argument("--articles", action="store_true", help="list every article with its coverage")
        parser.add_argument("--draft", nargs="+", type=Path, default=(), help="files of a draft to try on the pack")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found; exit 1 when the pack is faulty or a case turns red."""
        try:
            files = read_files(options["folder"])
            pack = load_pack(files, FACTS)
        except FileNotFoundError as fault:
            raise CommandError(str(fault), returncode=2) from fault
        except PackError as fault:
            for one in fault.faults:
                self.stderr.write(f"{one.file}:{one.line}: {one.message}")
            raise CommandError(f"{len(fault.faults)} faults", returncode=1) from fault
        if options["draft"]:
            self._try(pack, options["draft"])
            return
        results = run_all(pack)
        red = [result for result in results if not result.passed]
        for result in red:
            self.stderr.write(f"{result.file}:{result.line}: {result.name}: {result.difference}")
        told = coverage(pack)
        for instrument in told.instruments:
            self.stdout.write(f"{instrument.key!s:<34}{instrument.summary}")
            if options["articles"]:
                for article in instrument.articles:
                    self.stdout.write(f"    {article.number:<8}{article.coverage:<16}{article.about.en}")
        marks = ", ".join(f"{mark} {number}" for mark, number in told.by_confidence.items())
        self.stdout.write(f"values by confidence: {marks}")
        self.stdout.write(f"{len(results)} cases, {len(red)} red; digest {pack.digest}")
        if red:
            raise CommandError(f"{len(red)} cases are red", returncode=1)

    def _try(self, pack: Pack, drafts: list[Path]) -> None:
        """What a draft does: its faults, or what it adds, the standards it changes and the cases that it turns red."""
        told = check(pack, {f"draft/{file.name}": file.read_text("utf-8") for file in drafts})
        for each in told.faults:
            self.stderr.write(f"{each.fault.file}:{each.fault.line}: {each.fault.message}\n    {each.line.strip()}")
        if told.faults:
            raise CommandError(f"{len(told.faults)} faults", returncode=1)
        for says, new, changed in told.parts:
            self.stdout.write(f"{says.en}: new {_listed(new)}; changed {_listed(changed)}")
        for instrument in told.instruments:
            self.stdout.write(f"{instrument.key!s:<34}{instrument.summary}")
        for moved in told.affected:
            self.stdout.write(f"{moved.title.code} ({moved.purpose}) changes on {moved.day:%d/%m/%Y}")
        for red in told.red:
            where = red.result.difference if red.result else "can no longer be run"
            self.stderr.write(f"{red.case.spot}: {red.case.name}: {where}")
        self.stdout.write(f"{told.cases} cases, {len(told.red)} turn red; `canbo effect` says whom it touches")


def _listed(things: Sequence[Named]) -> str:
    return ", ".join(map(str, things)) or "–"
