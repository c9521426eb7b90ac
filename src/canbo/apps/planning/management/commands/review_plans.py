"""`canbo review_plans`: the nightly review of every plan."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from canbo.apps.planning.actions import review_all
from canbo.base.accounts.actions import system_account


class Command(BaseCommand):
    """Let whoever fails a clause of automatic exit leave the plans, and say who and why."""

    help = "Review every plan: age passed, discipline, political standard; each exit names its clause."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the review and print one line for each exit."""
        at = timezone.now()
        for left in review_all(by=system_account(at=at), at=at):
            self.stdout.write(
                f"{left.place.person.key}  {left.place.cycle.title} {left.place.cycle.term}  {left.clause}"
            )
