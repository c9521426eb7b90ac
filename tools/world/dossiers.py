"""What stands in the dossiers that a visitor opens first: photographs, papers with their files, changes that somebody
asked for, and questions to schools in each state. Everything goes through the actions of the program.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from canbo.apps.people import files
from canbo.apps.people.actions import add_paper, correct_row
from canbo.apps.people.asking_schools import answer_about_degree, ask_about_degree
from canbo.apps.people.corrections import decide, propose, propose_row, propose_withdrawal
from canbo.apps.people.models import (
    Degree,
    DossierLink,
    Holding,
    Paper,
    Person,
    PersonVersion,
    Proposal,
    Rating,
    Reward,
    Verification,
)
from canbo.base.accounts.models import Account
from canbo.shell.naming import Names, names
from canbo.shell.templatetags.canbo import d
from tools.world.scans import portrait, scan

#: Titles whose holders have their papers scanned, besides the officials of the cast.
SCANNED = ("provincial_secretary", "provincial_peoples_committee_chair", "department_director")
_PROVINCE = "Tỉnh Lam Giang"


class Archive:
    """Brings papers and questions into dossiers, a few minutes apart; `by` keeps the registers, `officer` is of the cast."""

    def __init__(self, by: Account, officer: Account, at: dt.datetime) -> None:
        self.by, self.officer, self.clock = by, officer, at
        self.called: Names = names()

    @property
    def at(self) -> dt.datetime:
        """The next moment."""
        self.clock += dt.timedelta(minutes=3)
        return self.clock

    # -- papers ------------------------------------------------------------------------------------------------

    def scan_papers(self) -> int:
        """Photograph, birth certificate, diploma and appointment of whoever is opened first; gives how many dossiers."""
        people = list(_first_opened())
        for version in people:
            self._papers(version)
        return len(people)

    def _papers(self, version: PersonVersion) -> None:
        drawn = portrait(version.person.key, woman=version.sex == PersonVersion.Sex.FEMALE)
        self._paper(version, "photo", drawn, issued="2026-10", issuer="Cá nhân")
        birth = [("Họ và tên", version.name), ("Sinh ngày", d(version.born))]
        place = "Ủy ban nhân dân xã nơi sinh"
        self._paper(version, "birth_certificate", self._scan("birth_certificate", place, birth), issuer=place)
        degree = _rows(Degree, version.person).order_by("-on_lo", "pk").first()
        if degree is not None:
            lines = [
                ("Cấp cho", version.name),
                ("Trình độ", self.called.code("degrees", degree.grade)),
                ("Ngày cấp", d(degree.on)),
            ]
            data = self._scan("diploma", degree.school, lines)
            paper = self._paper(
                version,
                "diploma",
                data,
                issued=degree.on,
                issuer=degree.school,
                number="B" + degree.on.replace("-", ""),
            )
            correct_row(row=degree, by=self.by, at=self.at, paper=paper)
        post = _rows(Holding, version.person).filter(last="", concurrent=False).order_by("-since_lo").first()
        if post is not None:
            self._appointment(version, post)

    def _appointment(self, version: PersonVersion, post: Holding) -> None:
        lines = [("Bổ nhiệm", version.name), ("Giữ chức vụ", post.words), ("Từ ngày", d(post.since))]
        data = self._scan("appointment_decision", _PROVINCE, lines)
        paper = self._paper(
            version, "appointment_decision", data, issued=post.since, issuer=_PROVINCE, number=post.decision
        )
        correct_row(row=post, by=self.by, at=self.at, paper=paper)

    def _scan(self, kind: str, issuer: str, lines: list[tuple[str, str]]) -> bytes:
        return scan(self.called.code("paper-kinds", kind), issuer, lines)

    def _paper(self, version: PersonVersion, kind: str, data: bytes, **said: str) -> Paper:
        digest = files.keep(data)
        return add_paper(
            person=version.person, kind=kind, digest=digest, confirmed=True, by=self.by, at=self.at, **said
        )

    # -- changes asked for -------------------------------------------------------------------------------------

    def corrected_before_a_step(self, person: Person) -> None:
        """A birth date corrected with its proof shortly before a procedure looks at the person: marked, no fault."""
        version = PersonVersion.objects.get(person=person, entry_to__isnull=True)
        born = dt.date.fromisoformat(version.born) - dt.timedelta(days=9)
        self._asked(
            version,
            "born",
            born.isoformat(),
            "Giấy khai sinh bản gốc ghi khác hồ sơ",
            self.officer,
            "Đúng giấy khai sinh",
        )

    def changes_asked_for(self) -> None:
        """One waits for the officer of the cast, asked by the official; one was turned down; one waits from an officer."""
        link = DossierLink.objects.filter(account__grants__role="official").select_related("account", "person").first()
        if link is None:
            return
        own = PersonVersion.objects.get(person=link.person, entry_to__isnull=True)
        self._asked(
            own, "hometown_text", "xã Yên Thịnh, tỉnh Lam Giang", "Tên xã sau sắp xếp đơn vị hành chính", link.account
        )
        self._asked(own, "schooling", "10/10", "Học hệ 10 năm", link.account, refused="Bằng tốt nghiệp ghi hệ 12 năm")
        others = [each for each in _first_opened()[:4] if each.person_id != own.person_id]
        if others:
            self._asked(others[0], "other_name", "Bảy", "Tên thường gọi trong hồ sơ đảng viên", self.officer)
        self._rows_asked_for(link.person, link.account)

    def _rows_asked_for(self, person: Person, official: Account) -> None:
        """Of the official: a new degree waits and a new certificate stands; a withdrawn row is gone, another waits."""
        diploma, reward = self._proof("diploma", person), self._proof("reward_decision", person)
        degree = {"grade": "master", "field_text": "Quản lý công", "school": "Học viện Hành chính", "on": "2026-06"}
        known = {"kind": "language", "grade": "level_4", "on": "2025-11"}
        asked = {"person": person, "by": official}
        propose_row(**asked, table="Degree", values=degree, reason="Mới nhận bằng thạc sĩ", **diploma, at=self.at)
        proposal = propose_row(
            **asked, table="Certificate", values=known, reason="Chứng chỉ mới được cấp", **diploma, at=self.at
        )
        self._granted(proposal, "Đúng chứng chỉ gốc")
        for model, reason, granted in (
            (Reward, "Khen thưởng của người trùng tên", "Đúng: quyết định ghi tên người khác"),
            (Rating, "Năm ấy đi học tập trung, không xếp loại", ""),
        ):
            row = model._default_manager.filter(person=person, entry_to__isnull=True).order_by("pk").first()
            if row is None:
                continue
            table = model.__name__
            proposal = propose_withdrawal(**asked, table=table, row=row.pk, reason=reason, **reward, at=self.at)
            if granted:
                self._granted(proposal, granted)

    def _proof(self, kind: str, person: Person) -> dict[str, Any]:
        lines = [("Số hiệu", person.key), ("Nội dung", "Bản chụp kèm đề nghị")]
        return {"paper": {"kind": kind}, "file": self._scan(kind, "Bản chụp", lines)}

    def _granted(self, proposal: Proposal, answer: str) -> None:
        decide(proposal=proposal, accepted=True, answer=answer, by=self.by, at=self.at)

    def _asked(
        self,
        version: PersonVersion,
        field: str,
        after: str,
        reason: str,
        by: Account,
        granted: str = "",
        *,
        refused: str = "",
    ) -> None:
        lines = [("Họ và tên", version.name), ("Nội dung", f"{reason}: {after}")]
        proposal = propose(
            person=version.person, table="PersonVersion", row=version.pk, field=field, after=after, reason=reason,
            paper={"kind": "birth_certificate"}, file=self._scan("birth_certificate", "Bản chụp", lines), by=by, at=self.at,
        )  # fmt: skip
        if granted or refused:
            decide(proposal=proposal, accepted=bool(granted), answer=granted or refused, by=self.by, at=self.at)

    # -- questions about degrees -------------------------------------------------------------------------------

    def degrees_asked_about(self, answered_on: dt.datetime) -> None:
        """Of the degrees that nobody has verified: asked and open, found genuine, found untrue."""
        unverified = Degree.objects.filter(entry_to__isnull=True, verified=None, school__gt="")
        asked: list[Verification] = [
            ask_about_degree(
                degree=degree, asked_of=degree.school, letter=f"{number}/CV-BTCTU", by=self.officer, at=self.at
            )
            for number, degree in enumerate(unverified.select_related("person").order_by("pk")[:8], 412)
        ]
        self.clock = answered_on
        for number, verification in enumerate(asked[:4], 57):
            genuine = number != 58
            answer = f"{number}/CV-ĐT: {'văn bằng đã cấp đúng' if genuine else 'không có tên trong sổ cấp bằng'}"
            answer_about_degree(verification=verification, genuine=genuine, answer=answer, by=self.officer, at=self.at)


def _rows(model: type[Degree] | type[Holding], person: Person) -> QuerySet[Degree | Holding]:
    return model._default_manager.filter(person=person, entry_to__isnull=True)


def _first_opened() -> Sequence[PersonVersion]:
    """The officials of the cast, then those who hold the highest posts."""
    linked = DossierLink.objects.filter(entry_to__isnull=True).values("person_id")
    held = Holding.objects.filter(entry_to__isnull=True, last="", title__in=SCANNED).values("person_id")
    people = PersonVersion.objects.filter(entry_to__isnull=True).select_related("person")
    return [*people.filter(person__in=linked).order_by("person_id"),
            *people.filter(person__in=held).exclude(person__in=linked).order_by("person_id")]  # fmt: skip
