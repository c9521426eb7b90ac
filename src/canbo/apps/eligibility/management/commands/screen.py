"""canbo screen: everybody, or one person, against the standard of a title on a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from canbo.apps.eligibility.explaining import explain, foresee
from canbo.apps.eligibility.pool import in_service
from canbo.apps.eligibility.request import Request, grounds
from canbo.apps.eligibility.screening import Screen, screen
from canbo.apps.people.models import Person
from canbo.apps.people.visibility import visible_people
from canbo.base.accounts.actions import system_account
from canbo.base.packs.registry import FACTS
from canbo.core.refusal import Refusal
from canbo.core.verdicts import Answer
from canbo.core.wording import say_answer, say_verdict
from canbo.lib.text import Text
from canbo.shell.commands import RefusingCommand, day


class Command(RefusingCommand):
    """Screen people against the standard of a title."""

    help = "Đối chiếu tiêu chuẩn / Screen people against the standard of a title on a day."

    def add_arguments(self, parser: CommandParser) -> None:
        """--title and --on say what is asked; --person explains one."""
        super().add_arguments(parser)
        parser.add_argument("--title", required=True, help="code of the title, such as department_director")
        parser.add_argument("--on", required=True, type=day, help="the day whose rules and dossier answer")
        parser.add_argument("--known-on", type=day, help="read the dossier as it was recorded by the end of that day")
        parser.add_argument("--purpose", default="appointment")
        parser.add_argument("--place", default="", help="place of the post as LIST:code, such as P34:40")
        parser.add_argument("--person", default="", help="explain one person, by staff number")
        parser.add_argument("--list", choices=[a.value for a in Answer], help="print the people with that answer")

    def work(self, **options: Any) -> None:
        """Print counts and lists, or one verdict with its reasons."""
        request = Request(
            title=options["title"],
            on=options["on"],
            known_on=options["known_on"],
            purpose=options["purpose"],
            place=options["place"],
        )
        if options["person"]:
            self._explain(request, options["person"], options["language"])
            return
        asked = grounds(request)
        seen = visible_people(system_account(at=timezone.now()), timezone.localdate())
        people = in_service(asked, list(seen.order_by("name_key").values_list("person_id", flat=True)))
        self._counts(screen(asked, people), options["language"], options["list"])

    def _counts(self, found: Screen, language: str, wanted: str | None) -> None:
        for answer, number in found.counts.items():
            self.stdout.write(f"{say_answer(answer).in_language(language):<28}{number:>10}")
        for clause, counts in found.clause_counts:
            numbers = "  ".join(f"{say_answer(a).in_language(language)[0]} {n}" for a, n in counts.items())
            self.stdout.write(f"{clause.code:<12}{numbers}  {clause.says.in_language(language)}")
        if wanted:
            keys = dict(Person.objects.values_list("pk", "key"))
            for row in found.chosen(Answer(wanted)):
                self.stdout.write(keys[row.person])

    def _explain(self, request: Request, key: str, language: str) -> None:
        person = Person.objects.filter(key=key).first()
        if person is None:
            raise Refusal(
                code="unknown-person",
                says=Text(vi=f"Không có hồ sơ số hiệu “{key}”.", en=f"There is no dossier “{key}”."),
                status=404,
            )
        asked = grounds(request)
        told = explain(asked, person.pk)
        for line in say_verdict(told.verdict, FACTS, asked.pack.lists, asked.pack.titles):
            self.say(line, language)
        met = foresee(asked, person.pk)
        if met.day:
            last = f" ({met.last_clause})" if met.last_clause else ""
            self.say(
                Text(vi=f"Sẽ đủ điều kiện từ ngày {met.day:%d/%m/%Y}{last}.", en=f"Met from {met.day:%d/%m/%Y}{last}."),
                language,
            )
        elif met.blocked_by:
            codes = ", ".join(met.blocked_by)
            self.say(
                Text(
                    vi=f"Chưa xác định được thời điểm đủ điều kiện; vướng: {codes}.",
                    en=f"No day can be named; in the way: {codes}.",
                ),
                language,
            )
