"""`canbo nightly`: what an installation does every night."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from canbo.base.keeping.estimates import renew_estimates
from canbo.base.record.asking import bind_what_waits


class Command(BaseCommand):
    """Review the plans, bind the readings of the day into the record, have the database look at its tables anew.

    Each part can be run again at any time.
    """

    help = "Every night: review the plans; bind the readings that wait into the record; renew the database's estimates."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do all of it, even when the review fails: then its fault is raised at the end."""
        try:
            call_command("review_plans", stdout=self.stdout, stderr=self.stderr)
        finally:
            bind_what_waits(timezone.now())
            renew_estimates()
