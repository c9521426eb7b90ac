"""canbo effect: who would gain and who would drop if a draft were issued."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from canbo.apps.eligibility.effect import effect_of
from canbo.apps.eligibility.pool import in_service
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.people.models import Person
from canbo.apps.people.visibility import visible_people
from canbo.base.accounts.actions import system_account
from canbo.lib.text import Text
from canbo.shell.commands import RefusingCommand, day


class Command(RefusingCommand):
    """Compare the rules in use with the rules and a draft, over everybody."""

    help = "Tác động của dự thảo / Who gains and who drops if a draft instrument is issued."

    def add_arguments(self, parser: CommandParser) -> None:
        """--draft names one or more files written as in a pack."""
        super().add_arguments(parser)
        parser.add_argument("--draft", required=True, nargs="+", type=Path)
        parser.add_argument("--title", required=True)
        parser.add_argument("--on", required=True, type=day)
        parser.add_argument("--purpose", default="appointment")

    def work(self, **options: Any) -> None:
        """Print gains and drops by clause, then the people."""
        files = {f"draft/{path.name}": path.read_text(encoding="utf-8") for path in options["draft"]}
        request = Request(title=options["title"], on=options["on"], purpose=options["purpose"])
        seen = visible_people(system_account(at=timezone.now()), timezone.localdate())
        everybody = list(seen.order_by("name_key").values_list("person_id", flat=True))
        people = in_service(grounds(request), everybody)
        effect, _, _ = effect_of(files, request, people)
        language = options["language"]
        self.say(Text(vi=f"Thêm: {len(effect.gains)}", en=f"Gain: {len(effect.gains)}"), language)
        self.say(Text(vi=f"Bớt: {len(effect.drops)}", en=f"Drop: {len(effect.drops)}"), language)
        keys = dict(Person.objects.values_list("pk", "key"))
        for sign, moved in (("+", effect.gains), ("-", effect.drops)):
            for change in moved:
                self.stdout.write(f"{sign} {keys[change.person]}  {', '.join(change.clauses)}")
