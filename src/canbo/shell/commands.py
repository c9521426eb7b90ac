"""What commands share: a refusal is printed with its remedy and ends with exit status 2."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def day(text: str) -> dt.date:
    """A day of an option, as 2025-10-08 or 08/10/2025. Raises CommandError that says what was expected."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise CommandError(f"“{text}” is not a day; write 2025-10-08 or 08/10/2025.", returncode=2)


class RefusingCommand(BaseCommand):
    """A command whose refusals are sentences, in the language of --language."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Every command speaks both languages."""
        parser.add_argument("--language", choices=("vi", "en"), default="vi")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run `work`, and turn a refusal into a sentence and exit status 2."""
        try:
            self.work(**options)
        except Refusal as refusal:
            lines = [refusal.says, *([refusal.remedy] if refusal.remedy else [])]
            said = "\n".join(line.in_language(options["language"]) for line in lines)
            raise CommandError(said, returncode=2) from refusal

    def say(self, text: Text, language: str) -> None:
        """Print a sentence."""
        self.stdout.write(text.in_language(language))

    def work(self, **options: Any) -> None:
        """What the command does."""
        raise NotImplementedError
