"""One person's dossier as a page reads it: every section in a fixed number of queries, and what is still missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from canbo.apps.people.carried import brought_rows
from canbo.apps.people.completeness import Needed, Score, purposes, score
from canbo.apps.people.listing import body_names
from canbo.apps.people.marks import Mark, marks
from canbo.apps.people.models import (
    SECTIONS,
    TELLING_PAPERS,
    Certificate,
    Degree,
    Detail,
    Discipline,
    Extension,
    Finding,
    Holding,
    OfPerson,
    Paper,
    PersonVersion,
    Planned,
    PrivateDetail,
    Proceeding,
    Product,
    Proposal,
    Rating,
    Relative,
    Reward,
    Seat,
    Section,
    Theory,
    Verification,
)
from canbo.base.record.models import Entry
from canbo.core.calendar import PartialDate
from canbo.lib.text import Text
from canbo.shell.charts import Span, Timeline, timeline
from canbo.shell.naming import Names

Row = TypeVar("Row", bound=OfPerson)

#: Sections of a dossier in words, in the order read.
CALLED = {
    "career": Text("Quá trình công tác", "Career"),
    "seats": Text("Tham gia cấp ủy", "Committee seats"),
    "degrees": Text("Đào tạo chuyên môn", "Degrees"),
    "theory": Text("Lý luận chính trị", "Political theory"),
    "certificates": Text("Bồi dưỡng, chứng chỉ", "Certificates"),
    "ratings": Text("Xếp loại hằng năm", "Yearly ratings"),
    "discipline": Text("Kỷ luật", "Discipline"),
    "proceedings": Text("Kiểm tra, tố cáo, điều tra", "Proceedings"),
    "planning": Text("Quy hoạch", "Planning"),
    "family": Text("Quan hệ gia đình", "Family"),
    "rewards": Text("Khen thưởng", "Rewards"),
    "papers": Text("Giấy tờ trong hồ sơ", "Papers on file"),
}
#: Who answers for each section.
SUPPLIERS = {
    "degrees": Text("cơ sở đào tạo, qua xác minh văn bằng", "the school, by verification of the diploma"),
    "theory": Text("trường chính trị đã cấp bằng", "the political school that issued it"),
    "certificates": Text("cơ sở đã cấp chứng chỉ", "the institution that issued it"),
    "ratings": Text("cấp có thẩm quyền đánh giá, xếp loại", "the body that evaluates"),
    "discipline": Text("ủy ban kiểm tra và cơ quan quản lý", "the inspection committee and the employer"),
    "proceedings": Text("ủy ban kiểm tra, thanh tra, cơ quan điều tra", "inspection, audit and investigation bodies"),
    "family": Text("cán bộ tự khai, chi bộ xác nhận", "the official declares, the cell confirms"),
}
EMPLOYER = Text("cơ quan quản lý hồ sơ", "the body that keeps the dossier")
OFFICIAL = Text("cán bộ nộp bản chính", "the official, with the original")


@dataclass(frozen=True)
class Gap:
    """Something missing from the dossier and who can supply it."""

    says: Text
    supplier: Text
    needed: tuple[Needed, ...] = ()


@dataclass(frozen=True)
class Portrait:
    """A dossier. Restricted sections are None where the reader may not see them."""

    person: PersonVersion
    body: str
    post: Holding | None
    post_body: str
    held: Sequence[tuple[Holding, str]]  # now, the main post first
    career: Sequence[tuple[Holding, str]]
    line: Timeline | None
    seats: Sequence[tuple[Seat, str]]
    degrees: Sequence[Degree]
    theory: Sequence[Theory]
    certificates: Sequence[Certificate]
    ratings: Sequence[Rating]
    planned: Sequence[Planned]
    rewards: Sequence[Reward]
    products: Sequence[Product]
    papers: Sequence[Paper]
    discipline: Sequence[Discipline] | None
    proceedings: Sequence[Proceeding] | None
    relatives: Sequence[Relative] | None
    findings: Sequence[Finding] | None
    extensions: Sequence[Extension]
    asked_schools: Sequence[Verification]
    confirmed: Mapping[str, Section]
    gaps: Sequence[Gap]
    details: Sequence[Detail]
    private: Sequence[PrivateDetail] | None
    photo: Paper | None
    score: Score
    marks: Sequence[Mark]


def portrait(person: PersonVersion, day: dt.date, names: Names, *, open_tables: Collection[str]) -> Portrait:
    """The dossier of one person as it stands on the record now; `open_tables` are those the reader may see."""
    read = _Rows(person.person_id)
    career = read.of(Holding, "since_lo")
    seats = read.of(Seat, "since_lo")
    degrees = read.of(Degree, "on_lo")
    papers = list(Paper.objects.filter(person=person.person_id, entry_to__isnull=True).order_by("kind", "issued_lo"))
    papers = [paper for paper in papers if TELLING_PAPERS.get(paper.kind, "Paper") in open_tables]
    confirmed = {row.name: row for row in read.of(Section, "name")}
    called = body_names({person.body_id, *(h.body_id for h in career), *(s.body_id for s in seats)}, day)
    post = _post(career, day)
    planned = read.of(Planned, "-since_lo")
    titles = [row.title for row in planned] + ([post.title] if post else [])
    needed = purposes(names.pack, titles, day)
    found = Portrait(
        person=person,
        body=called.get(person.body_id, ""),
        post=post,
        post_body=read.body(post, called) if post else "",
        held=[(each, read.body(each, called)) for each in sorted(held_among(career, day), key=lambda row: row != post)],
        career=[(each, read.body(each, called)) for each in reversed(career)],
        line=timeline([_span(each, read.body(each, called), names) for each in career], day),
        seats=[(each, read.body(each, called)) for each in reversed(seats)],
        degrees=degrees[::-1],
        theory=read.of(Theory, "-on_lo"),
        certificates=read.of(Certificate, "-on_lo"),
        ratings=read.of(Rating, "-year"),
        planned=planned,
        rewards=read.of(Reward, "-on_lo"),
        products=read.of(Product, "-on_lo"),
        papers=papers,
        discipline=read.of(Discipline, "-on_lo") if "Discipline" in open_tables else None,
        proceedings=read.of(Proceeding, "-since_lo") if "Proceeding" in open_tables else None,
        relatives=read.of(Relative, "pk") if "Relative" in open_tables else None,
        findings=read.of(Finding, "-on_lo") if "Finding" in open_tables else None,
        extensions=read.of(Extension, "-on_lo"),
        asked_schools=_asked_schools(person.person_id),
        confirmed=confirmed,
        gaps=_gaps(person, confirmed, degrees, papers, names, needed),
        details=read.of(Detail, "pk"),
        private=read.of(PrivateDetail, "pk") if "PrivateDetail" in open_tables else None,
        photo=next((paper for paper in reversed(papers) if paper.kind == "photo" and paper.digest), None),
        score=score(needed, confirmed),
        marks=marks(person.person, names.pack, day),
    )
    read.also(person)
    read.sources(papers)
    return found


def _asked_schools(person: int) -> list[Verification]:
    """The questions to schools about somebody's degrees, with their answers, the newest first."""
    rows = Verification.objects.filter(person=person, entry_to__isnull=True)
    return list(rows.select_related("degree").order_by("-asked", "-pk"))


class _Rows:
    """The rows of one dossier; the entries and papers behind them are read together once all are known."""

    def __init__(self, person: int) -> None:
        self._person = person
        self._brought = brought_rows(person)
        self._read: list[OfPerson] = []

    def of(self, model: type[Row], *order: str) -> list[Row]:
        rows = list(model._default_manager.filter(person=self._person, entry_to__isnull=True).order_by(*order))
        self._read += rows
        return rows

    def also(self, row: OfPerson) -> None:
        """Give a row that was read elsewhere its source too."""
        self._read.append(row)

    def body(self, row: Holding | Seat, called: Mapping[int | None, str]) -> str:
        """The name of a row's body: as here, or as it was called where the row came from."""
        came = self._brought.get((type(row).__name__, row.pk))
        return called.get(row.body_id, "") or (came.body_name if came else "")

    def sources(self, papers: Sequence[Paper]) -> None:
        """Give every row its entry, with who made it, its paper (one since corrected too) and whence it was brought."""
        entries = Entry.objects.select_related("by").defer("payload", "salt")
        made = entries.in_bulk({row.entry_from_id for row in self._read})
        known = {paper.pk: paper for paper in papers}
        missing = {row.paper_id for row in self._read if row.paper_id} - known.keys()
        known |= Paper.objects.in_bulk(missing) if missing else {}
        for row in self._read:
            row.entry_from = made[row.entry_from_id]
            row.paper = known[row.paper_id] if row.paper_id else None
            row.brought = self._brought.get((type(row).__name__, row.pk))  # type: ignore[attr-defined]


def held_among(career: Sequence[Holding], day: dt.date) -> list[Holding]:
    """The posts of a career that may be held on the day."""
    return [h for h in career if _begins(h) <= day and (not h.last or PartialDate(h.last).last >= day)]


def _post(career: Sequence[Holding], day: dt.date) -> Holding | None:
    """The main post held on the day: the latest begun that is not concurrent."""
    held = held_among(career, day)
    main = [h for h in held if not h.concurrent] or held
    return main[-1] if main else None


def _begins(row: Holding) -> dt.date:
    return PartialDate(row.since).first


def _span(row: Holding, body: str, names: Names) -> Span:
    since = PartialDate(row.since)
    last = PartialDate(row.last) if row.last else None
    label = row.words or ", ".join(part for part in (names.title(row.title), body) if part)
    return Span(label, (since.first, since.last), (last.first, last.last) if last else None, not row.concurrent)


def _gaps(
    person: PersonVersion,
    confirmed: Mapping[str, Section],
    degrees: Sequence[Degree],
    papers: Sequence[Paper],
    names: Names,
    needed: Mapping[str, tuple[Needed, ...]],
) -> list[Gap]:
    """What a reader of the dossier would have to ask for, most telling first."""
    found = []
    asked = Proposal.objects.filter(person=person.person_id, entry_to__isnull=True)
    proofs = set(asked.values_list("paper_id", flat=True))
    if person.born and len(person.born) < len("YYYY-MM-DD"):
        found.append(
            Gap(Text("Ngày sinh chưa ghi đủ ngày, tháng, năm", "The birth date is not known to the day"), OFFICIAL)
        )
    if not person.born:
        found.append(Gap(Text("Chưa có ngày sinh", "No birth date"), OFFICIAL))
    for degree in degrees:
        if degree.verified is None:
            name = names.code("degrees", degree.grade)
            says = Text(f"Văn bằng chưa xác minh: {name}", f"A diploma not verified: {name}")
            found.append(Gap(says, SUPPLIERS["degrees"]))
    for paper in papers:
        if not paper.confirmed and paper.pk not in proofs:  # with a proposal, whose decision says what it is worth
            name = names.code("paper-kinds", paper.kind)
            found.append(Gap(Text(f"Giấy tờ chưa xác nhận: {name}", f"A paper not confirmed: {name}"), EMPLOYER))
    for section in sorted(SECTIONS, key=lambda each: each not in needed):
        if section not in confirmed:
            called = CALLED[section]
            says = Text(f"Mục chưa xác nhận đầy đủ: {called.vi}", f"A section not confirmed complete: {called.en}")
            found.append(Gap(says, SUPPLIERS.get(section, EMPLOYER), needed.get(section, ())))
    return found
