"""The papers around the meetings of a case: what is published, asked elsewhere, appraised, told at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from canbo.apps.ballots.documents import percent
from canbo.apps.bodies.models import Body
from canbo.apps.people.listing import body_names, main_posts
from canbo.apps.people.models import PersonVersion
from canbo.apps.procedures.composing import (
    FULL,
    SHORT,
    Matter,
    Values,
    as_list,
    ground,
    in_digits,
    lower,
    paper,
    people,
    said,
)
from canbo.apps.procedures.queries import names_in
from canbo.apps.procedures.subjects import Judged, subject_of
from canbo.base.walls.asking import everything
from canbo.core.clauses import Clause
from canbo.core.errors import NotInForce, UnknownName
from canbo.core.shares import Share
from canbo.core.verdicts import Answer

_TERMS = "terms"


def publication(it: Matter) -> Values:
    """Thông báo công khai: what for, how many, by which standard, where it hangs; before anybody is named."""
    clauses = _standard(it)
    standard = [said(f"- {each.says.vi};") for each in clauses] or [said("- Theo quy định của cấp có thẩm quyền;")]
    return paper(
        it, "THÔNG BÁO", f"Mục đích, nhu cầu, tiêu chuẩn: {it.purpose}",
        grounds=[ground(it, it.plan.version.cites)],
        before=[
            said(f"{it.case.purpose}.", "1. Mục đích:"),
            said(f"{_wanted(it)}; số lượng {it.case.places} người.", "2. Nhu cầu:"),
            said(f"tính đến ngày {in_digits(it.day)}:", "3. Tiêu chuẩn, điều kiện"),
            *standard,
            said(f"{lower(it.plan.procedure.name.vi)}.", "4. Quy trình:"),
            said(f"{it.where}.", "5. Nơi công khai:"),
        ],
        after=[said(f"Ý kiến về thông báo này gửi đến {it.head.name}. Chưa nêu tên ai trước khi công khai.")],
        recipients=[f"Các đơn vị thuộc {it.body}", "Lưu: VT"],
    )  # fmt: skip


def _wanted(it: Matter) -> str:
    terms = it.pack.lists[_TERMS].codes if _TERMS in it.pack.lists else {}
    title = it.pack.titles[it.case.title].name.vi if it.case.title in it.pack.titles else "nhân sự"
    term = f", nhiệm kỳ {terms[it.case.term].name.vi}" if it.case.term in terms else ""
    return f"{title}, {it.body}{term}"


def _standard(it: Matter) -> Sequence[Clause]:
    try:
        return it.pack.standard(it.case.title, it.plan.procedure.about, it.day).clauses
    except (UnknownName, NotInForce):
        return ()


def appraisal(it: Matter) -> Values:
    """Báo cáo thẩm định: each name against the standard, its votes, the caps and shares of the whole list.

    Clauses on sealed sections are not told here: they are counted for nobody, and their conclusion is another paper.
    """
    names, subject = it.state.names, subject_of(it.case)
    judged = subject.judged(it.case, names, it.day) if subject else {}
    told = {key: _judged(judged.get(key, ())) for key in names}
    heads, rows = people(it, names, SHORT, votes=True, beside={"Đối chiếu tiêu chuẩn": told} if judged else None)
    return paper(
        it, "BÁO CÁO", f"Thẩm định nhân sự: {it.purpose}",
        grounds=[ground(it, it.plan.version.cites)],
        before=[said(f"Đã thẩm định hồ sơ và kết quả các bước của {len(names)} đồng chí:", "1. Nhân sự.")],
        heads=heads, rows=rows, after=[said("", "2. Số lượng, cơ cấu."), *_figures(it, names), said(_PROTECTED, "3.")],
        recipients=["Cấp có thẩm quyền phê duyệt", "Lưu: VT"],
    )  # fmt: skip


_PROTECTED = (
    "Tiêu chí dựa trên mục hồ sơ được bảo vệ không nêu ở đây: cơ quan chuyên môn kết luận bằng văn bản riêng. "
    "Người chưa đủ dữ liệu phải bổ sung hồ sơ trước khi phê duyệt."
)


def _judged(found: Sequence[Judged]) -> str:
    """How somebody stands to the clauses open to every reader: how many are met, which are not, which are not known."""
    shown = [each for each in found if not each.sealed]
    met = [each for each in shown if each.answer in (Answer.YES, Answer.EXCEPTED)]
    lines = [f"Đạt {len(met)}/{len(shown)}"]
    for answer, word in ((Answer.NO, "không đạt"), (Answer.UNKNOWN, "chưa đủ dữ liệu")):
        lines += [f"{word}: {lower(each.says.vi)}" for each in shown if each.answer is answer]
    return "; ".join(lines)


def _figures(it: Matter, names: Sequence[str]) -> list[dict[str, str]]:
    subject = subject_of(it.case)
    if subject is None or not names:
        return [said(f"Số lượng {len(names)} đồng chí.")]
    shares, caps = subject.figures(it.case, names, it.day)
    return [said(f"- {caps.says.vi}"), *(said(f"- {_share(each)}.") for each in shares)]


def _share(share: Share) -> str:
    """A share with its numerator and denominator, what the rule wants, and how many the dossiers leave open."""
    wanted = f", quy định ít nhất {percent(share.wanted * 100)}\N{NO-BREAK SPACE}%" if share.wanted is not None else ""
    wanted += f" ({share.own})" if share.own else ""
    unknown = f", chưa rõ {share.unknown}" if share.unknown else ""
    return f"{share.says.vi}: {share.there}/{share.of}{wanted}{unknown}"


def plan_list(it: Matter) -> Values:
    """Danh sách quy hoạch: those who were approved, as the annex of the decision."""
    about = f"{it.case.purpose} ({len(it.approved)} người, kèm theo quyết định {lower(it.filed('decision'))})"
    return as_list(
        it, "DANH SÁCH QUY HOẠCH", about, people(it, it.approved, FULL),
        f"Danh sách gồm {len(it.approved)} đồng chí. Hồ sơ tính đến ngày {in_digits(it.day)}.",
    )  # fmt: skip


def notices(it: Matter) -> Mapping[str, Values]:
    """Thông báo: one to the unit with every name, one to each person with the own name."""
    called = names_in(it.state)
    alone = {key: _notice(it, f"Đồng chí {called.get(key, key)}", (key,)) for key in it.approved}
    return {"unit": _notice(it, it.body, it.approved), **alone}


def home_notices(it: Matter) -> Mapping[str, Values]:
    """Thông báo to where those come from who were brought in from elsewhere: one to each of these bodies."""
    return {code: _notice(it, name, keys) for code, name, keys in _homes(it, it.approved)}


def home_letters(it: Matter) -> Mapping[str, Values]:
    """Trao đổi với nơi công tác: a letter to each body from which somebody is to be brought in asks its opinion."""
    return {code: _home_letter(it, name, keys) for code, name, keys in _homes(it, it.state.names)}


def _home_letter(it: Matter, to: str, keys: Sequence[str]) -> Values:
    heads, rows = people(it, keys, SHORT)
    return paper(
        it, "", f"V/v trao đổi về {it.purpose}", to=f"{to}.",
        before=[
            said(f"{it.head.name} dự kiến đưa vào quy hoạch đồng chí sau đây đang công tác tại {to} ({it.purpose}; "
                 "nguồn ở nơi khác, không bỏ phiếu giới thiệu):"),
        ],
        heads=heads, rows=rows,
        after=[
            said(f"Đề nghị {to} cho ý kiến bằng văn bản, gửi nhận xét, đánh giá và hồ sơ. Ý kiến khác nhau được "
                 "báo cáo đầy đủ; cấp có thẩm quyền xem xét, quyết định."),
        ],
        recipients=["Như trên", "Lưu: VT"],
    )  # fmt: skip


def _homes(it: Matter, keys: Sequence[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(code, name, staff numbers) of the bodies where some people have their post on the day, by code."""
    with everything():
        found = PersonVersion.objects.filter(person__key__in=keys, entry_to__isnull=True).select_related("person")
        who = {each.person.key: each for each in found}
        posts = main_posts([each.person_id for each in who.values()], it.day)
        home = {key: posts[each.person_id].body_id if each.person_id in posts else each.body_id
                for key, each in who.items()}  # fmt: skip
        called = body_names(home.values(), it.day)
    codes = {body.pk: body.code for body in Body.objects.filter(pk__in=[each for each in home.values() if each])}
    listed: dict[int, list[str]] = {}
    for key in keys:
        body = home.get(key)
        if body is not None:
            listed.setdefault(body, []).append(key)
    return sorted((codes[body], called.get(body, codes[body]), tuple(of)) for body, of in listed.items())


def _notice(it: Matter, to: str, names: Sequence[str]) -> Values:
    heads, rows = people(it, names, SHORT)
    return paper(
        it, "THÔNG BÁO", f"Kết quả phê duyệt {it.purpose}", to=f"{to}.",
        before=[said(f"{it.head.name} thông báo: theo quyết định {lower(it.filed('decision'))}, được phê duyệt "
                     f"({it.purpose}):")],
        heads=heads, rows=rows,
        after=[said("Đề nghị phối hợp thực hiện; có ý kiến khác xin gửi bằng văn bản đến nơi ban hành thông báo.")],
        recipients=["Như trên", "Lưu: VT"],
    )  # fmt: skip
