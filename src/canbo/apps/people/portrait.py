"""One person's dossier as a page reads it: every section in a fixed number of queries, and what is still missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

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
    Finding,
    Holding,
    OfPerson,
    Paper,
    PersonVersion,
    Planned,
    PrivateDetail,
    Proceeding,
    Product,
    Rating,
    Relative,
    Reward,
    Seat,
    Section,
    Theory,
)
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
    confirmed: Mapping[str, str]
    gaps: Sequence[Gap]
    details: Sequence[Detail]
    private: Sequence[PrivateDetail] | None
    photo: Paper | None
    score: Score
    marks: Sequence[Mark]


def portrait(person: PersonVersion, day: dt.date, names: Names, *, open_tables: Collection[str]) -> Portrait:
    """The dossier of one person as it stands on the record now; `open_tables` are those the reader may see."""
    owner = person.person_id
    career = _rows(Holding, owner, "since_lo")
    seats = _rows(Seat, owner, "since_lo")
    degrees = _rows(Degree, owner, "on_lo")
    papers = list(
        Paper.objects.filter(person=owner, entry_to__isnull=True)
        .order_by("kind", "issued_lo")
        .select_related("entry_from__by")
    )
    papers = [paper for paper in papers if TELLING_PAPERS.get(paper.kind, "Paper") in open_tables]
    confirmed = {row.name: row.confirmed for row in _rows(Section, owner, "name")}
    called = body_names({person.body_id, *(h.body_id for h in career), *(s.body_id for s in seats)}, day)
    post = _post(career, day)
    planned = _rows(Planned, owner, "-since_lo")
    titles = [row.title for row in planned] + ([post.title] if post else [])
    needed = purposes(names.pack, titles, day)
    return Portrait(
        person=person,
        body=called.get(person.body_id, ""),
        post=post,
        post_body=called.get(post.body_id, "") if post else "",
        career=[(each, called.get(each.body_id, "")) for each in reversed(career)],
        line=timeline([_span(each, called.get(each.body_id, ""), names) for each in career], day),
        seats=[(each, called.get(each.body_id, "")) for each in reversed(seats)],
        degrees=degrees[::-1],
        theory=_rows(Theory, owner, "-on_lo"),
        certificates=_rows(Certificate, owner, "-on_lo"),
        ratings=_rows(Rating, owner, "-year"),
        planned=planned,
        rewards=_rows(Reward, owner, "-on_lo"),
        products=_rows(Product, owner, "-on_lo"),
        papers=papers,
        discipline=_rows(Discipline, owner, "-on_lo") if "Discipline" in open_tables else None,
        proceedings=_rows(Proceeding, owner, "-since_lo") if "Proceeding" in open_tables else None,
        relatives=_rows(Relative, owner, "pk") if "Relative" in open_tables else None,
        findings=_rows(Finding, owner, "-on_lo") if "Finding" in open_tables else None,
        confirmed=confirmed,
        gaps=_gaps(person, confirmed, degrees, papers, names, needed),
        details=_rows(Detail, owner, "pk"),
        private=_rows(PrivateDetail, owner, "pk") if "PrivateDetail" in open_tables else None,
        photo=next((paper for paper in reversed(papers) if paper.kind == "photo" and paper.digest), None),
        score=score(needed, confirmed),
        marks=marks(person.person, names.pack, day),
    )


def _rows(model: type[Row], person: int, *order: str) -> list[Row]:
    rows = model._default_manager.filter(person=person, entry_to__isnull=True).order_by(*order)
    return list(rows.select_related("entry_from__by", "paper"))


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
    confirmed: Mapping[str, str],
    degrees: Sequence[Degree],
    papers: Sequence[Paper],
    names: Names,
    needed: Mapping[str, tuple[Needed, ...]],
) -> list[Gap]:
    """What a reader of the dossier would have to ask for, most telling first."""
    found = []
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
        if not paper.confirmed:
            name = names.code("paper-kinds", paper.kind)
            found.append(Gap(Text(f"Giấy tờ chưa xác nhận: {name}", f"A paper not confirmed: {name}"), EMPLOYER))
    for section in sorted(SECTIONS, key=lambda each: each not in needed):
        if section not in confirmed:
            called = CALLED[section]
            says = Text(f"Mục chưa xác nhận đầy đủ: {called.vi}", f"A section not confirmed complete: {called.en}")
            found.append(Gap(says, SUPPLIERS.get(section, EMPLOYER), needed.get(section, ())))
    return found
