"""`canbo nightly`: what an installation does every night."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from canbo.base.record.asking import bind_what_waits


class Command(BaseCommand):
    """Review the plans, then bind the readings of the day into the record. Each part can be run again at any time."""

    help = "Every night: review the plans; bind the readings that wait into the record."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do both, even when the review fails: then its fault is raised at the end."""
        try:
            call_command("review_plans", stdout=self.stdout, stderr=self.stderr)
        finally:
            bind_what_waits(timezone.now())
