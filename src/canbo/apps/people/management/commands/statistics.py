"""canbo statistics: the structure of everybody, or of the candidates of an election."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from canbo.apps.people.models import Candidacy
from canbo.apps.people.reach import in_service
from canbo.apps.people.reports import Share, Structure, candidates_report, structure
from canbo.apps.people.visibility import visible_people
from canbo.base.accounts.actions import system_account
from canbo.base.packs.queries import current_pack
from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.commands import RefusingCommand, day

_LINES = (
    ("women", Text("Nữ", "Women")),
    ("minority", Text("Dân tộc thiểu số", "Ethnic minority")),
    ("not_members", Text("Không phải đảng viên", "Not party members")),
    ("young", Text("Dưới {years} tuổi", "Under {years}")),
    ("first_term", Text("Tham gia lần đầu", "First term")),
)
_OUTCOMES = {
    "elected": Text("Trúng cử, được xác nhận", "Elected and confirmed"),
    "not_elected": Text("Không trúng cử", "Not elected"),
    "withdrew": Text("Xin rút", "Withdrew"),
    "not_confirmed": Text("Trúng cử, không được xác nhận tư cách", "Elected, not confirmed"),
}


class Command(RefusingCommand):
    """Print the structure of a group of people."""

    help = "Thống kê cơ cấu / Structure of everybody, or of the candidates of an election."

    def add_arguments(self, parser: CommandParser) -> None:
        """--election asks about candidates instead of everybody."""
        super().add_arguments(parser)
        parser.add_argument("--election", default="", help="code of an election, such as NA-2021")
        parser.add_argument("--on", type=day, help="the day on which ages are counted (default: today)")
        parser.add_argument("--young-below", type=int, default=40, help="years below which somebody counts as young")

    def work(self, **options: Any) -> None:
        """Count and print."""
        today = timezone.localdate()
        people = in_service(visible_people(system_account(at=timezone.now()), today), options["on"] or today)
        lists = current_pack().lists
        asked = {"on": options["on"] or today, "young_below": options["young_below"]}
        self._years, self._language = options["young_below"], options["language"]
        if not options["election"]:
            self._print(Text("Cán bộ, công chức, viên chức", "Officials"), structure(people, lists, **asked))
            return
        if not Candidacy.objects.filter(election=options["election"], entry_to__isnull=True).exists():
            raise Refusal("unknown-election", _unknown(options["election"]), status=404)
        report = candidates_report(people, lists, election=options["election"], **asked)
        self._print(Text("Người ứng cử", "Candidates"), report.candidates)
        self._print(Text("Người trúng cử", "Winners"), report.winners)
        self._print(Text("Được xác nhận tư cách đại biểu", "Confirmed"), report.confirmed)
        for outcome, number in sorted(report.outcomes.items()):
            self._line(_OUTCOMES[outcome], str(number))

    def _print(self, title: Text, counted: Structure) -> None:
        self._line(title, str(counted.total), indent=0)
        for name, label in _LINES:
            self._line(label.filled(years=self._years), self._share(getattr(counted, name)))

    def _share(self, share: Share) -> str:
        unknown = Text(f"(chưa rõ {share.unknown})", f"({share.unknown} unknown)").in_language(self._language)
        return f"{share.number}  {unknown}" if share.unknown else str(share.number)

    def _line(self, label: Text, value: str, indent: int = 2) -> None:
        self.stdout.write(f"{' ' * indent}{label.in_language(self._language):<42}{value}")


def _unknown(election: str) -> Text:
    known = ", ".join(sorted(set(Candidacy.objects.values_list("election", flat=True)))) or "–"
    return Text(
        f"Không có cuộc bầu cử “{election}” trong hồ sơ; đã có: {known}.",
        f"No election “{election}” is on the register; there are: {known}.",
    )
