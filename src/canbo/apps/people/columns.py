"""The columns of a dossier's tables in words, and their values as a reader knows them."""

from __future__ import annotations

from collections.abc import Sequence

from canbo.apps.bodies.models import Body
from canbo.apps.people.models import Rating
from canbo.apps.people.portrait import CALLED
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import d, say

_DAY, _LEVEL, _KIND = Text("Ngày", "Day"), Text("Trình độ", "Level"), Text("Loại", "Kind")
#: Columns by name; one name means the same in every table, save where "Table.column" says otherwise.
WORDS = {
    "name": Text("Họ và tên", "Name"),
    "other_name": Text("Tên gọi khác", "Other name"),
    "sex": Text("Giới tính", "Sex"),
    "born": Text("Ngày sinh", "Birth date"),
    "ethnicity": Text("Dân tộc", "Ethnic group"),
    "religion": Text("Tôn giáo", "Religion"),
    "birthplace": Text("Nơi sinh (tỉnh)", "Birthplace (province)"),
    "birthplace_text": Text("Nơi sinh (theo giấy)", "Birthplace (as written)"),
    "hometown": Text("Quê quán (tỉnh)", "Home town (province)"),
    "hometown_text": Text("Quê quán (theo giấy)", "Home town (as written)"),
    "raised": Text("Nơi lớn lên (tỉnh)", "Where raised (province)"),
    "category": Text("Loại đối tượng", "Category"),
    "schooling": Text("Trình độ giáo dục phổ thông", "Schooling"),
    "academic_rank": Text("Học hàm", "Academic rank"),
    "managed_by": Text("Cấp quản lý", "Managing authority"),
    "id_number": Text("Số định danh cá nhân", "Personal identification number"),
    "recruited": Text("Ngày tuyển dụng", "Recruited"),
    "party_admitted": Text("Ngày vào Đảng", "Party admission"),
    "party_official": Text("Ngày chính thức vào Đảng", "Official Party membership"),
    "left": Text("Thôi công tác từ", "Left service on"),
    "left_why": Text("Lý do thôi công tác", "Reason for leaving"),
    "left_by": Text("Quyết định thôi công tác", "Decision on leaving"),
    "body": Text("Cơ quan, đơn vị", "Body"),
    "since": Text("Từ", "Since"),
    "last": Text("Đến", "Until"),
    "on": _DAY,
    "title": Text("Chức danh", "Title"),
    "post_code": Text("Mã vị trí", "Post"),
    "words": Text("Ghi theo hồ sơ", "As written"),
    "place": Text("Nơi công tác", "Place of work"),
    "concurrent": Text("Kiêm nhiệm", "Concurrent"),
    "decision": Text("Quyết định", "Decision"),
    "decided_by": Text("Cấp quyết định", "Decided by"),
    "brought_in": Text("Điều động, luân chuyển đến", "Brought in"),
    "began": Text("Liên tục từ", "Without a break since"),
    "uses_quota": Text("Tính biên chế", "Counts as a place"),
    "committee": Text("Cấp ủy", "Committee"),
    "role": Text("Chức vụ", "Role"),
    "alternate": Text("Dự khuyết", "Alternate"),
    "term": Text("Nhiệm kỳ", "Term"),
    "grade": _LEVEL,
    "Rating.grade": Text("Mức xếp loại", "Class"),
    "field": Text("Ngành", "Field"),
    "field_text": Text("Chuyên ngành", "Field of study"),
    "school": Text("Cơ sở đào tạo", "School"),
    "mode": Text("Hình thức đào tạo", "Form of study"),
    "verified": Text("Đã xác minh", "Verified"),
    "equivalent": Text("Xác nhận tương đương", "Certified as equivalent"),
    "kind": _KIND,
    "year": Text("Năm", "Year"),
    "system": Text("Hệ thống", "System"),
    "form": Text("Hình thức", "Form"),
    "reason": Text("Lý do", "Reason"),
    "with_removal": Text("Thôi giữ chức vụ", "Removed from the post"),
    "by_body": Text("Cơ quan kết luận", "Concluded by"),
    "relation": Text("Quan hệ", "Relation"),
    "side": Text("Bên", "Side"),
    "born_year": Text("Năm sinh", "Born in"),
    "work": Text("Nghề nghiệp, nơi ở", "Occupation, address"),
    "declared": Text("Ngày kê khai", "Declared on"),
    "about": Text("Về chức danh", "About the title"),
    "holds": Text("Kết luận", "Answer"),
    "document": Text("Văn bản", "Document"),
    "election": Text("Cuộc bầu cử", "Election"),
    "constituency": Text("Đơn vị bầu cử", "Constituency"),
    "votes": Text("Số phiếu", "Votes"),
    "percent_of_valid": Text("Tỷ lệ phiếu hợp lệ", "Share of valid ballots"),
    "rank": Text("Thứ tự", "Rank"),
    "outcome": Text("Kết quả", "Outcome"),
    "earlier_terms": Text("Các nhiệm kỳ trước", "Earlier terms"),
    "note": Text("Ghi chú", "Note"),
    "confirmed": Text("Ngày xác nhận", "Confirmed on"),
    "value": Text("Nội dung", "Content"),
    "number": Text("Số", "Number"),
    "issuer": Text("Nơi cấp", "Issuer"),
    "issued": Text("Ngày cấp", "Issued"),
    "Paper.confirmed": Text("Đã xác nhận", "Confirmed"),
    "digest": Text("Tệp", "File"),
}  # fmt: skip
#: Code lists of columns; several where the first that knows a code names it.
LISTED = {
    "religion": "religions", "category": "person-categories", "managed_by": "managing-authorities",
    "academic_rank": "academic-ranks", "committee": "committees", "role": "committee-roles", "term": "terms",
    "left_why": "leaving-kinds",
    "relation": "relations", "mode": "study-modes", "field": "fields-of-study", "title": "title",
    "Degree.grade": "degrees", "Theory.grade": "theory-levels", "Rating.grade": "rating-grades",
    "Reward.form": "reward-forms", "Discipline.form": "discipline-forms", "Discipline.reason": "discipline-reasons",
    "Proceeding.kind": "proceeding-kinds", "Detail.kind": "details", "PrivateDetail.kind": "private-details",
    "Finding.kind": "findings", "Paper.kind": "paper-kinds", "Certificate.kind": "certificate-kinds",
    "Certificate.grade": "state-management-levels|language-levels|it-levels",
}  # fmt: skip
_MEMBERSHIP = Text("Đảng viên", "Party membership")
_PREFIXED = frozenset({"ethnicity", "birthplace", "hometown", "raised", "place"})
_DATES = frozenset(
    ("born", "recruited", "party_admitted", "party_official", "since", "last", "on", "began", "declared", "left")
)
_PLAIN = {
    True: Text("có", "yes"),
    False: Text("không", "no"),
    "M": Text("nam", "man"),
    "F": Text("nữ", "woman"),
    "party": Text("theo quy định của Đảng", "under Party rules"),
    "government": Text("theo quy định của Nhà nước", "under State rules"),
    "own": Text("bên mình", "own"),
    "spouse": Text("bên vợ, chồng", "spouse’s"),
}  # fmt: skip


def column_words(table: str, column: str) -> Text:
    """A column of a table in words. Raises KeyError for one that no dossier has."""
    return WORDS.get(f"{table}.{column}") or WORDS[column.removesuffix("_id")]


def value_words(table: str, column: str, value: object, called: Names) -> str:
    """A value of a column as a page says it; "" where nothing is stated."""
    if value is None or value == "":
        return ""
    text = str(value)
    if column == "body_id":
        return str(Body.objects.filter(pk=int(text)).values_list("code", flat=True).first() or "")
    listed = LISTED.get(f"{table}.{column}") or LISTED.get(column)
    if listed is not None:
        return called.title(text) if listed == "title" else _named(listed.split("|"), text, called)
    if (table, column) == ("Section", "name"):
        return say(CALLED.get(text) or _MEMBERSHIP)
    if column in _PREFIXED:
        return called.prefixed(text)
    if column in _DATES or (table, column) == ("Section", "confirmed"):
        return d(text)
    return say(_PLAIN[value]) if isinstance(value, bool) or column in ("sex", "side", "system") else text


def unlisted(table: str, column: str, value: object, called: Names) -> bool:
    """Whether a value is a code that no list of the rules in use knows."""
    code = "" if value is None else str(value)
    listed = LISTED.get(f"{table}.{column}") or LISTED.get(column)
    if not code or (listed is None and column not in _PREFIXED):
        return False
    if listed is None:
        return called.prefixed(code) == code
    if listed == "title":
        return code not in called.pack.titles
    return all(code not in called.pack.lists[name].codes for name in listed.split("|"))


def _named(lists: Sequence[str], code: str, called: Names) -> str:
    """The name of a code in the first of these lists that knows it; else the code."""
    return next((words for each in lists if (words := called.code(each, code)) != code), code)


def rated(rows: Sequence[Rating], called: Names) -> str:
    """Yearly ratings, newest first, years of one class together: "2024–2025: …; 2022: …"."""
    runs: list[list[Rating]] = []
    for row in rows:
        if runs and runs[-1][-1].grade == row.grade and runs[-1][-1].year == row.year + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return "; ".join(f"{_years(run)}: {called.code('rating-grades', run[0].grade)}" for run in runs)


def _years(run: Sequence[Rating]) -> str:
    newest, oldest = run[0].year, run[-1].year
    return str(newest) if newest == oldest else f"{oldest}–{newest}"
