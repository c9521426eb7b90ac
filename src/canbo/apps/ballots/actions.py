"""What people do with a ballot: open it, name the team, key papers, settle, close. The only writes.

Keying is no entry on the record: an entry has a moment and an actor, and a line per paper would be a trace of the pile.
What stands on the record is that a side was done, and the digest of everything when the count was closed.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from canbo.apps.ballots.models import (
    Annulment,
    Ballot,
    BallotName,
    Closing,
    KeyedPaper,
    KeyingDone,
    PaperNumbers,
    Teller,
    Withdrawal,
)
from canbo.apps.ballots.permissions import (
    why_not_annul,
    why_not_close,
    why_not_count,
    why_not_finish,
    why_not_key,
    why_not_next_round,
    why_not_open,
    why_not_tell,
    why_not_totals,
)
from canbo.apps.ballots.queries import (
    SIDES,
    counts_keyed,
    done_sides,
    keyed,
    kind_of,
    names_of,
    numbers_of,
    result_of,
    settled_of,
    standing_of,
    turnout_of,
)
from canbo.apps.ballots.visibility import telling
from canbo.apps.bodies.models import Body
from canbo.apps.people.models import Person
from canbo.base.accounts.models import Account
from canbo.base.packs.actions import archive_current_pack
from canbo.base.packs.models import ArchivedPack
from canbo.base.packs.queries import archived_pack, current_pack
from canbo.base.record.actions import acting, refuse
from canbo.base.record.read_only import why_not_write
from canbo.base.record.rows import closed, written
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.refusal import Refusal
from canbo.core.tally import Paper, counted, decided, why_not_meet, why_not_paper
from canbo.core.tally_words import as_data
from canbo.lib.hashing import canonical_json, sha256_hex
from canbo.lib.names import sort_key
from canbo.lib.text import Text, nfc


@dataclass(frozen=True)
class OnBallot:
    """A name to be voted on; see `BallotName`."""

    name: str
    detail: str = ""
    born: int | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Settled:
    """What a meeting has settled before papers go out: rules and their day, attendance, which round, after which one.

    See `Ballot`.
    """

    pack: ArchivedPack
    under: dt.date
    present: int
    roll: int
    members: int
    round: str = "first"
    after: Ballot | None = None


def open_ballot(
    *,
    kind: str,
    body: Body,
    purpose: str,
    held: dt.date,
    names: Sequence[OnBallot],
    summoned: int,
    seats: int = 1,
    owner: str = "",
    as_given: bool = False,
    settled: Settled | None = None,
    by: Account,
    at: dt.datetime,
) -> Ballot:
    """Open a ballot of a kind on a day, pinned to the rules in use. Names in Vietnamese order unless `as_given`.

    Where a meeting votes, `settled` brings its rules and its attendance.

    Raises Refusal when `by` may not, no rule of that kind holds on the day, there are no names, or one stands twice.
    """
    refuse(why_not_open(by, body.pk, timezone.localdate(at)))
    try:
        if settled is None:
            current_pack().ballot(kind, held)
        else:
            archived_pack(settled.pack.pk).ballot(kind, settled.under)
    except (UnknownName, NotInForce) as fault:
        raise Refusal("ballots.no_rule", fault.says, status=422) from fault
    refuse(_why_not_names(names, seats))
    ordered = list(names) if as_given else sorted(names, key=lambda each: sort_key(each.name))
    with transaction.atomic():
        more = vars(settled) if settled else {"pack": archive_current_pack(by=by, at=at)}
        values = {"owner": owner, "kind": kind, "purpose": purpose, "held": held, "seats": seats, "summoned": summoned}
        return _opened(ordered, by=by, at=at, body=body, **values, **more)


def _opened(names: Sequence[OnBallot], *, by: Account, at: dt.datetime, **values: Any) -> Ballot:
    payload = {
        "owner": values["owner"],
        "body": values["body"].code,
        "kind": values["kind"],
        "purpose": nfc(values["purpose"]),
        "held": values["held"].isoformat(),
        "rules": values["pack"].pk,
        "seats": values["seats"],
        "summoned": values["summoned"],
        "round": values.get("round", "first"),
        **{name: values[name] for name in ("present", "roll", "members") if values.get(name) is not None},
        "names": [nfc(each.name) for each in names],
    }
    with acting("ballots.open", by=by, at=at, payload=payload) as entry:
        ballot = Ballot(entry=entry, **{**values, "purpose": nfc(values["purpose"])})
        refuse(_why_not_ballot(ballot))
        ballot.save(force_insert=True)
        BallotName.objects.bulk_create(
            BallotName(
                ballot=ballot,
                place=place,
                name=nfc(each.name),
                detail=nfc(each.detail),
                born=each.born,
                person=each.person,
                entry=entry,
            )
            for place, each in enumerate(names)
        )
    return ballot


def _why_not_names(names: Sequence[OnBallot], seats: int) -> Refusal | None:
    if not names:
        return Refusal(
            "ballots.no_names", Text("Phiếu chưa có tên nào.", "There is no name on the ballot."), status=422
        )
    twice = [key for key, n in Counter((nfc(n.name), nfc(n.detail)) for n in names).items() if n > 1]
    if twice:
        said = twice[0][0]
        return Refusal(
            "ballots.name_twice",
            Text(f"“{said}” đứng hai lần trên phiếu.", f"“{said}” stands on the ballot twice."),
            Text("Ghi thêm chức vụ, đơn vị nếu là hai người trùng tên.", "Add post and unit if they are two people."),
            status=422,
        )
    if not 1 <= seats <= len(names):
        return Refusal(
            "ballots.seats",
            Text(f"Số lượng cần chọn phải từ 1 đến {len(names)}.", f"The seats must be from 1 to {len(names)}."),
            status=422,
        )
    return None


def _why_not_ballot(ballot: Ballot) -> Refusal | None:
    if ballot.purpose and ballot.summoned > 0:
        return None
    return Refusal(
        "ballots.incomplete",
        Text("Phải ghi nội dung bỏ phiếu và số người được triệu tập.", "Purpose and persons summoned are needed."),
        status=422,
    )


def appoint_teller(
    *, ballot: Ballot, account: Account, role: Teller.Role, side: int | None = None, by: Account, at: dt.datetime
) -> Teller:
    """Put an account on the counting team; `side` 1 or 2 keys papers. Replaces who held that side or place before.

    Raises Refusal when `by` may not, the account stands on the ballot, or papers of that side have been keyed.
    """
    refuse(why_not_annul(by, ballot, timezone.localdate(at)))
    refuse(why_not_tell(account, ballot))
    payload = {"ballot": ballot.pk, "account": account.username, "role": str(role), "side": side}
    with acting("ballots.appoint", by=by, at=at, payload=payload) as entry:
        now = list(ballot.tellers.filter(entry_to__isnull=True))
        leaving = [each for each in now if each.account_id == account.pk or side is not None and each.side == side]
        for each in leaving:
            if each.side and KeyedPaper.objects.filter(ballot=ballot, side=each.side).exists():
                raise Refusal(
                    "ballots.side_begun",
                    Text(
                        "Bên này đã nhập phiếu, không đổi người được nữa.",
                        "This side has keyed papers; its teller stays.",
                    ),
                )
            closed(each, entry)
        return written(Teller, entry, ballot=ballot, account=account, role=role, side=side)


def withdraw(*, name: BallotName, reason: str, by: Account, at: dt.datetime) -> Withdrawal:
    """Note that a name has withdrawn after the papers were printed. Raises Refusal after the closing."""
    refuse(why_not_annul(by, name.ballot, timezone.localdate(at)))
    if Withdrawal.objects.filter(name=name).exists():
        raise Refusal("ballots.withdrawn", Text("Người này đã rút.", "This name has withdrawn already."))
    if not reason.strip():
        raise Refusal("ballots.no_reason", Text("Phải ghi lý do rút.", "The reason must be given."), status=422)
    payload = {"ballot": name.ballot_id, "place": name.place, "reason": nfc(reason)}
    with acting("ballots.withdraw", by=by, at=at, payload=payload) as entry:
        return Withdrawal.objects.create(name=name, reason=nfc(reason), entry=entry)


def enter_numbers(*, ballot: Ballot, by: Account, at: dt.datetime, **numbers: int | None) -> PaperNumbers:
    """Enter or correct the numbers of papers (the fields of PaperNumbers). Raises Refusal when totals do not meet.

    What the meeting has settled is taken from it; a number that says otherwise is refused.
    """
    refuse(why_not_count(by, ballot))
    refuse(_why_not_otherwise(ballot, numbers))
    numbers = {**numbers, **settled_of(ballot)}
    sheet = PaperNumbers(ballot=ballot, **numbers)
    refuse(why_not_totals(why_not_meet(turnout_of(ballot, sheet))))
    with acting("ballots.numbers", by=by, at=at, payload={"ballot": ballot.pk, **numbers}) as entry:
        before = numbers_of(ballot)
        if before is not None:
            closed(before, entry)
        return written(PaperNumbers, entry, ballot=ballot, **numbers)


def _why_not_otherwise(ballot: Ballot, numbers: Mapping[str, int | None]) -> Refusal | None:
    for name, number in settled_of(ballot).items():
        said = numbers.get(name)
        if said not in (None, number):
            return Refusal(
                "ballots.settled",
                Text(
                    f"Hội nghị đã chốt số này là {number}, không phải {said}.",
                    f"The meeting has settled this number: {number}, not {said}.",
                ),
                Text("Sửa ở phần ghi có mặt của hội nghị.", "Correct it where attendance was noted."),
                status=422,
            )
    return None


def key_papers(*, ballot: Ballot, papers: Mapping[int, Paper], new: bool = True, by: Account) -> None:
    """Key papers of the side of `by`, all or none. `new`: none of their numbers may have been keyed by this side.

    Raises Refusal: not this teller's turn, a number keyed already, or marks that such a paper cannot have.
    """
    refuse(why_not_write())
    with transaction.atomic():
        _locked(ballot)
        refuse(why_not_key(by, ballot))
        refuse(_why_not_papers(ballot, papers))
        side = _side(ballot, by)
        if new:
            refuse(_why_not_new(ballot, side, papers))
        KeyedPaper.objects.bulk_create(
            [
                KeyedPaper(ballot=ballot, side=side, number=number, marks=paper.marks, faults=" ".join(paper.faults))
                for number, paper in papers.items()
            ],
            update_conflicts=not new,
            update_fields=None if new else ["marks", "faults"],
            unique_fields=None if new else ["ballot_id", "side", "number"],
        )


def unkey_paper(*, ballot: Ballot, number: int, by: Account) -> None:
    """Take back a paper keyed under a wrong number, before the closing. Raises Refusal when there is none."""
    refuse(why_not_write())
    with transaction.atomic():
        _locked(ballot)
        refuse(why_not_key(by, ballot))
        gone, _ = KeyedPaper.objects.filter(ballot=ballot, side=_side(ballot, by), number=number).delete()
    if not gone:
        raise Refusal("ballots.no_paper", Text(f"Chưa nhập phiếu số {number}.", f"Paper {number} is not keyed."))


def adopt_other(*, ballot: Ballot, number: int, by: Account) -> None:
    """Settle a difference, with the paper in hand: the other side read it right, and this side now says the same.

    Only when both sides are done; a paper that the other side has not keyed is taken back.
    """
    refuse(why_not_key(by, ballot))
    if done_sides(ballot) != frozenset(SIDES):
        raise Refusal(
            "ballots.not_both_done",
            Text("Chỉ đối chiếu khi cả hai bên đã nhập xong.", "The sides are compared when both are done."),
        )
    other = keyed(ballot, 3 - _side(ballot, by)).get(number)
    if other is None:
        unkey_paper(ballot=ballot, number=number, by=by)
    else:
        key_papers(ballot=ballot, papers={number: other}, new=False, by=by)


def finish_keying(*, ballot: Ballot, by: Account, at: dt.datetime) -> KeyingDone:
    """Say that the side of `by` has keyed every paper that came back. Raises Refusal when the number is another."""
    refuse(why_not_key(by, ballot))
    side = _side(ballot, by)
    refuse(why_not_finish(ballot, side))
    with acting("ballots.finish", by=by, at=at, payload={"ballot": ballot.pk, "side": side}) as entry:
        refuse(why_not_finish(ballot, side))
        return written(KeyingDone, entry, ballot=ballot, side=side, papers=counts_keyed(ballot)[side])


def resume_keying(*, ballot: Ballot, by: Account, at: dt.datetime) -> None:
    """Take the keying up again: this side was not done after all. Raises Refusal when it never said so."""
    refuse(why_not_count(by, ballot))
    side = _side(ballot, by)
    done = KeyingDone.objects.filter(ballot=ballot, side=side, entry_to__isnull=True).first()
    if done is None:
        raise Refusal("ballots.not_done", Text("Bên này chưa báo nhập xong.", "This side has not said it was done."))
    with acting("ballots.resume", by=by, at=at, payload={"ballot": ballot.pk, "side": side}) as entry:
        closed(done, entry)


def close_ballot(*, ballot: Ballot, by: Account, at: dt.datetime) -> Closing:
    """Close the count: the result is worked out and sealed with the papers, in one transaction.

    Raises Refusal with the first condition that is missing, and when somebody else has closed it in the same moment.
    """
    refuse(why_not_close(by, ballot))
    salt = secrets.token_hex(32)
    with transaction.atomic():
        held = _locked(ballot)
        refuse(why_not_close(by, held))
        result, papers = counted_result(held)
        digest = sha256_hex(salt + result + papers)
        with acting("ballots.close", by=by, at=at, payload={"ballot": ballot.pk, "digest": digest}) as entry:
            return Closing.objects.create(
                ballot=held, result=result, papers=papers, salt=salt, digest=digest, entry=entry
            )


def counted_result(ballot: Ballot) -> tuple[str, str]:
    """The result and the settled papers of a ballot as canonical JSON. The papers are sorted: the pile is forgotten."""
    kind, names, numbers = kind_of(ballot), names_of(ballot), numbers_of(ballot)
    if numbers is None:
        raise ValueError("the numbers of papers are missing")
    papers = list(keyed(ballot, 1).values())
    count = counted(kind, ballot.seats, len(names), papers)
    result = decided(
        kind,
        count,
        turnout_of(ballot, numbers),
        ballot.seats,
        standing=standing_of(names),
        of_tie=ballot.round == "tie",
    )
    bundled = Counter((paper.marks, " ".join(sorted(paper.faults))) for paper in papers)
    return canonical_json(as_data(kind, result)), canonical_json([[*key, n] for key, n in sorted(bundled.items())])


def annul(*, ballot: Ballot, reason: str, by: Account, at: dt.datetime) -> Annulment:
    """Declare a vote void before it is closed, with the reason. Raises Refusal when it is closed or `by` may not."""
    refuse(why_not_annul(by, ballot, timezone.localdate(at)))
    if not reason.strip():
        raise Refusal("ballots.no_reason", Text("Phải ghi lý do hủy.", "The reason must be given."), status=422)
    with transaction.atomic():
        held = _locked(ballot)
        refuse(why_not_annul(by, held, timezone.localdate(at)))
        payload = {"ballot": ballot.pk, "reason": nfc(reason)}
        with acting("ballots.annul", by=by, at=at, payload=payload) as entry:
            return Annulment.objects.create(ballot=held, reason=nfc(reason), entry=entry)


def open_next_round(*, ballot: Ballot, summoned: int | None = None, by: Account, at: dt.datetime) -> Ballot:
    """Open the round that the result of a closed ballot asks for: the tied names, or those not elected.

    Under the same rules as the first round. Raises Refusal when the result asks for none or it stands open already.
    """
    refuse(why_not_next_round(by, ballot, timezone.localdate(at)))
    further = (result_of(ballot) or {}).get("next")
    if not further:
        raise Refusal("ballots.no_round", Text("Kết quả không cần vòng nữa.", "The result asks for no further round."))
    names = names_of(ballot)
    again = [OnBallot(n.name, n.detail, n.born, n.person) for n in (names[place] for place in further["places"])]
    return _opened(
        again,
        by=by,
        at=at,
        owner=ballot.owner,
        body=ballot.body,
        kind=ballot.kind,
        purpose=ballot.purpose,
        held=ballot.held,
        pack=ballot.pack,
        seats=min(further["seats"], len(again)),
        summoned=summoned or ballot.summoned,
        round=further["why"],
        after=ballot,
    )


def _locked(ballot: Ballot) -> Ballot:
    """The ballot read anew, held until the transaction ends: keying and closing wait for each other."""
    return Ballot.objects.select_for_update(no_key=True).get(pk=ballot.pk)


def _side(ballot: Ballot, by: Account) -> int:
    team = telling(by, ballot)
    if team is None or team.side is None:
        raise Refusal(
            "ballots.no_side", Text("Đồng chí không nhập phiếu ở cuộc này.", "You key no papers here."), status=403
        )
    return team.side


def _why_not_papers(ballot: Ballot, papers: Mapping[int, Paper]) -> Refusal | None:
    kind, names = kind_of(ballot), ballot.names.count()
    known = archived_pack(ballot.pack_id).code_list("ballot-faults").codes
    for number, paper in papers.items():
        wrong = why_not_paper(kind, names, paper)
        strange = [code for code in paper.faults if code not in known]
        if not 1 <= number <= ballot.summoned:
            wrong = Text(f"số phiếu từ 1 đến {ballot.summoned}", f"papers are numbered 1 to {ballot.summoned}")
        elif strange:
            wrong = Text(f"không có lỗi phiếu “{strange[0]}”", f"there is no ballot fault “{strange[0]}”")
        if wrong:
            return Refusal(
                "ballots.not_a_paper",
                Text(f"Phiếu số {number}: {wrong.vi}", f"Paper {number}: {wrong.en}"),
                status=422,
            )
    return None


def _why_not_new(ballot: Ballot, side: int, papers: Mapping[int, Paper]) -> Refusal | None:
    there = KeyedPaper.objects.filter(ballot=ballot, side=side, number__in=papers).order_by("number")
    twice = list(there.values_list("number", flat=True))
    if not twice:
        return None
    listed = ", ".join(map(str, twice))
    return Refusal(
        "ballots.number_twice",
        Text(f"Phiếu số {listed} đã nhập rồi.", f"Paper {listed} has been keyed already."),
        Text(
            "Xem lại số ghi trên phiếu; muốn sửa thì mở đúng phiếu đó.",
            "Look at the number on the paper; to correct one, open that paper.",
        ),
    )
