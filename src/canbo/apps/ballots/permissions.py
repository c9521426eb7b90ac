"""Why something may not be done with a ballot: the same sentence on the button and in the refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from canbo.apps.ballots.models import Ballot, Teller
from canbo.apps.ballots.queries import (
    SIDES,
    counts_keyed,
    differences,
    done_sides,
    kind_of,
    numbers_of,
    state_of,
    turnout_of,
)
from canbo.apps.ballots.registry import page_of
from canbo.apps.ballots.visibility import telling
from canbo.apps.bodies.permissions import Place
from canbo.apps.people.models import DossierLink
from canbo.base.access.deciding import No, Rule, Stand, may
from canbo.base.access.models import Role
from canbo.base.accounts.models import Account
from canbo.core.refusal import Refusal
from canbo.core.tally import why_not_meet
from canbo.lib.text import Text

#: Roles over the body that see its ballots.
SEEING = frozenset({Role.OFFICER, Role.HEAD, Role.STANDING, Role.MEMBER, Role.APPROVER, Role.INSPECTOR})
#: Roles over a body that open its ballots and name the counting team.
OPENING = frozenset({Role.OFFICER, Role.HEAD, Role.STANDING})
_NOT_IN_OFFICE = No(
    "ballots.not_in_office",
    Text(
        "Chỉ cán bộ tổ chức, người đứng đầu hoặc ủy viên ban thường vụ của tổ chức này được mở, hủy cuộc bỏ phiếu.",
        "Only a personnel officer, the head or a standing member of this body opens or annuls its ballots.",
    ),
    Text("Đề nghị một trong những người đó thực hiện.", "Ask one of them to do it."),
)
_UNSEEN = No("ballots.unseen", Text("Không có cuộc bỏ phiếu này.", "There is no such ballot."))
_KEPT = No("ballots.kept", Text("Kết quả không công bố.", "The result is not announced."))
RULES = {
    "ballots.open": Rule(OPENING, _NOT_IN_OFFICE),
    "ballots.see": Rule(SEEING, _UNSEEN),
    "ballots.see_kept": Rule(SEEING - {Role.MEMBER}, _KEPT),
}
#: A ballot is opened in a body, whose own room says who stands how to it. Counting goes by the team, not by a role.
STANDS: dict[type, Stand] = {}


def under_rule(refusal: Refusal | None, ballot: Ballot) -> Refusal | None:
    """The same refusal, with the article of the kind of ballot where it names none."""
    if refusal is None or refusal.citation is not None:
        return refusal
    return Refusal(refusal.code, refusal.says, refusal.remedy, kind_of(ballot).cites, refusal.status)


def why_not_open(actor: Account, body: int, day: dt.date) -> Refusal | None:
    """Why an account may not open a ballot in a body, or None."""
    return may(actor, "ballots.open", Place(body), day)


def why_not_tell(account: Account, ballot: Ballot) -> Refusal | None:
    """Why an account may not count a ballot: nobody counts papers that bear the own name."""
    people = ballot.names.filter(person__isnull=False).values("person_id")
    if DossierLink.objects.filter(account=account, entry_to__isnull=True, person_id__in=people).exists():
        return Refusal(
            "ballots.teller_on_the_list",
            Text(
                f"{account} có tên trên phiếu nên không tham gia kiểm phiếu.",
                f"{account} stands on the ballot and cannot count it.",
            ),
            Text("Cử người không có tên trong danh sách.", "Name somebody who is not on the list."),
            status=422,
        )
    return None


def why_not_count(actor: Account, ballot: Ballot) -> Refusal | None:
    """Why an account may not enter anything of the count, or None: the counting team does, until it is closed."""
    return under_rule((None if telling(actor, ballot) else _not_a_teller()) or _closed(ballot), ballot)


def why_not_key(actor: Account, ballot: Ballot) -> Refusal | None:
    """Why an account may not key papers now, or None."""
    return under_rule(_why_not_key(telling(actor, ballot), ballot), ballot)


def _why_not_key(team: Teller | None, ballot: Ballot) -> Refusal | None:
    if team is None or team.side is None:
        return _not_a_teller()
    if refused := _closed(ballot):
        return refused
    done = done_sides(ballot)
    if team.side in done and done != frozenset(SIDES):
        return Refusal(
            "ballots.side_done",
            Text(
                "Đồng chí đã báo nhập xong; bên kia còn đang nhập.",
                "You have said you are done; the other side is not.",
            ),
            Text(
                "Đợi bên kia nhập xong rồi đối chiếu, hoặc mở lại phần nhập của mình.",
                "Wait for the other side and compare, or take your keying up again.",
            ),
        )
    return None


def why_not_close(actor: Account, ballot: Ballot) -> Refusal | None:
    """Why the count may not be closed by an account now, or None: the first condition that is missing."""
    return under_rule(_not_the_head(actor, ballot) or _closed(ballot) or _not_counted(ballot), ballot)


def _not_the_head(actor: Account, ballot: Ballot) -> Refusal | None:
    team = telling(actor, ballot)
    if team is not None and team.role == Teller.Role.HEAD:
        return None
    return Refusal(
        "ballots.not_head_teller",
        Text(
            "Chỉ trưởng ban kiểm phiếu đóng, lập biên bản.",
            "Only the head of the counting team closes the count and issues the minutes.",
        ),
        Text("Đề nghị trưởng ban kiểm phiếu thực hiện.", "Ask the head of the team."),
        status=403,
    )


def why_not_finish(ballot: Ballot, side: int) -> Refusal | None:
    """Why a side cannot say that it has keyed every paper, or None."""
    return under_rule(_why_not_finish(ballot, side), ballot)


def _why_not_finish(ballot: Ballot, side: int) -> Refusal | None:
    numbers, keyed = numbers_of(ballot), counts_keyed(ballot)[side]
    if numbers is None:
        return _no_numbers()
    if keyed < numbers.returned:
        return Refusal(
            "ballots.papers_missing",
            Text(
                f"Còn {numbers.returned - keyed} phiếu chưa nhập ({keyed}/{numbers.returned}).",
                f"{numbers.returned - keyed} papers are not keyed yet ({keyed} of {numbers.returned}).",
            ),
            Text("Nhập đủ số phiếu thu về rồi báo xong.", "Key all papers that came back, then say so."),
            status=422,
        )
    return why_not_totals(why_not_meet(turnout_of(ballot, numbers), keyed))


def _no_numbers() -> Refusal:
    return Refusal(
        "ballots.no_numbers",
        Text("Chưa nhập số phiếu in, phát ra, thu về.", "The papers printed, issued, returned are not entered."),
        Text("Nhập mục Số phiếu trước.", "Enter the numbers of papers first."),
    )


def _not_counted(ballot: Ballot) -> Refusal | None:
    numbers = numbers_of(ballot)
    if numbers is None:
        return _no_numbers()
    counts = counts_keyed(ballot)
    missing = [side for side in SIDES if side not in done_sides(ballot)]
    if missing:
        sides = ", ".join(f"{side}: {counts[side]}/{numbers.returned}" for side in missing)
        return Refusal(
            "ballots.keying_not_done",
            Text(f"Còn bên chưa báo nhập xong ({sides}).", f"A side has not finished keying ({sides})."),
            Text("Nhập đủ số phiếu thu về rồi báo xong.", "Key all papers that came back, then say so."),
        )
    if found := differences(ballot):
        listed = ", ".join(str(each.number) for each in found[:8])
        return Refusal(
            "ballots.sides_differ",
            Text(
                f"Hai bên còn lệch {len(found)} phiếu: {listed}.", f"The sides differ on {len(found)} papers: {listed}."
            ),
            Text("Hai người cùng xem lại từng phiếu đó.", "Look at each of these papers together."),
        )
    return why_not_totals(why_not_meet(turnout_of(ballot, numbers), counts[1])) or _no_base(ballot)


def _no_base(ballot: Ballot) -> Refusal | None:
    kind, numbers = kind_of(ballot), numbers_of(ballot)
    base = str(kind.base.value) if kind.base else ""
    field = {"roll": "roll", "all_members": "members", "all_deputies": "members"}.get(base)
    if field is None or numbers is None or getattr(numbers, field) is not None or ballot.round == "tie":
        return None
    return Refusal(
        "ballots.no_base",
        Text("Chưa nhập số làm mẫu số theo quy định.", "The number that the rule measures against is not entered."),
        Text("Nhập ở mục Số phiếu.", "Enter it with the numbers of papers."),
        citation=kind.base.cites if kind.base else None,
    )


def why_not_totals(faults: Iterable[Text]) -> Refusal | None:
    """The refusal of totals that do not meet, or None."""
    found = list(faults)
    if not found:
        return None
    return Refusal(
        "ballots.totals",
        Text("Số liệu không khớp: " + "; ".join(f.vi for f in found) + ".",
             "The totals do not meet: " + "; ".join(f.en for f in found) + "."),
        Text(
            "Đếm lại phiếu. Nếu số thu về thực sự lớn hơn số phát ra thì hủy và bỏ phiếu lại.",
            "Count the papers again. If more truly came back than were issued, annul the vote and hold it again.",
        ),
        status=422,
    )  # fmt: skip


def _closed(ballot: Ballot) -> Refusal | None:
    state = "closed" if hasattr(ballot, "closing") else "annulled" if hasattr(ballot, "annulment") else ""
    if not state:
        return None
    return Refusal(
        f"ballots.{state}",
        *{
            "closed": (
                Text("Biên bản đã đóng, không sửa được nữa.", "The count is closed; nothing can be changed."),
                Text("Xem biên bản kiểm phiếu.", "Read the tally minutes."),
            ),
            "annulled": (
                Text("Cuộc bỏ phiếu đã bị hủy.", "The vote is annulled."),
                Text("Mở phiếu mới.", "Open another ballot."),
            ),
        }[state],
    )


def _not_a_teller() -> Refusal:
    return Refusal(
        "ballots.not_a_teller",
        Text("Chỉ thành viên ban kiểm phiếu nhập số liệu.", "Only the counting team enters figures."),
        Text("Đề nghị người mở phiếu cử vào ban kiểm phiếu.", "Ask whoever opened the ballot to name you."),
        status=403,
    )


def why_not_annul(actor: Account, ballot: Ballot, day: dt.date) -> Refusal | None:
    """Why an account may not declare a vote void, or None."""
    return under_rule(why_not_open(actor, ballot.body_id, day) or _closed(ballot), ballot)


def why_not_minutes(actor: Account, ballot: Ballot) -> Refusal | None:
    """Why an account may not issue the tally minutes, or None: the head of the team does, once the count is closed."""
    return under_rule(_not_the_head(actor, ballot) or (None if state_of(ballot) == "closed" else _not_closed()), ballot)


def _not_closed() -> Refusal:
    return Refusal(
        "ballots.not_closed",
        Text("Cuộc kiểm phiếu này chưa đóng.", "This count is not closed."),
        Text("Đóng biên bản kiểm phiếu trước.", "Close the count first."),
    )


def why_not_next_round(actor: Account, ballot: Ballot, day: dt.date) -> Refusal | None:
    """Why a further round may not be opened, or None."""
    return under_rule(why_not_open(actor, ballot.body_id, day) or _no_further_round(ballot), ballot)


def _no_further_round(ballot: Ballot) -> Refusal | None:
    if page_of(ballot.owner):
        return Refusal(
            "ballots.of_a_case",
            Text("Vòng tiếp theo mở ở vụ việc của phiếu này.", "The next round is opened in the case of this ballot."),
            Text("Mở trang vụ việc.", "Open the page of the case."),
        )
    if state_of(ballot) != "closed":
        return _not_closed()
    if Ballot.objects.filter(after=ballot).exists():
        return Refusal(
            "ballots.round_open",
            Text("Vòng tiếp theo đã mở.", "The next round is open already."),
            Text("Mở trang của vòng đó.", "Open its page."),
        )
    return None
