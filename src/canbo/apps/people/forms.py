"""Forms of the dossiers."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from canbo.apps.people.importing.cells import written_date
from canbo.apps.people.importing.codes import TITLES, CodeBook
from canbo.apps.people.importing.errors import Expected
from canbo.apps.people.importing.mapping import load_mapping, mapping_names
from canbo.apps.people.importing.registers import PLACES, TERMS
from canbo.apps.people.proposals import LISTS
from canbo.apps.people.uploads import FREE, FREE_LIST
from canbo.lib.text import Text, fold
from canbo.shell.fields import NEEDED, DayField, WordsField
from canbo.shell.templatetags.canbo import say
from canbo.shell.words import both

#: Fields whose value is a partial date.
DATES = frozenset({"born", "recruited", "party_admitted", "party_official", "left", "on", "since", "last", "declared"})
#: Fields whose value is a code, by table and field or by field, with the lists it may be of.
CODES = {
    "ethnicity": "ethnic-gso|ethnic-old", "religion": "religions", "academic_rank": "academic-ranks",
    "birthplace": PLACES, "hometown": PLACES, "raised": PLACES, "field": "fields-of-study", "mode": "study-modes",
    "term": TERMS, "relation": "relations", "left_why": "leaving-kinds", "title": TITLES,
    "role": "committee-roles", "reason": "discipline-reasons",
    "Degree.grade": "degrees", "Theory.grade": "theory-levels", "Rating.grade": "rating-grades",
    "Certificate.grade": "state-management-levels|language-levels|it-levels",
    "Reward.form": "reward-forms", "Discipline.form": "discipline-forms",
}  # fmt: skip
_YEAR = re.compile(r"(1[89]|20|21)\d\d")
_SEXES = {"m": "M", "nam": "M", "man": "M", "f": "F", "nu": "F", "woman": "F"}
_PROOF = both("Minh chứng (PDF, PNG hoặc JPEG)", "Proof (PDF, PNG or JPEG)")
_PICK = {"accept": "application/pdf,image/png,image/jpeg"}
_FILE_AGAIN = both(
    "Trình duyệt không giữ tệp đã chọn: chọn lại.", "The browser does not keep the file: choose it again."
)
_FILE_FAULTS = {
    "required": both("Chưa chọn tệp.", "No file was chosen."),
    "empty": both("Tệp rỗng.", "The file is empty."),
}


def _file() -> forms.FileField:
    return forms.FileField(
        label=_PROOF, error_messages=_FILE_FAULTS, widget=forms.ClearableFileInput(attrs=_PICK), max_length=255
    )


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class ProofForm(forms.Form):
    """Why something is asked for, and the paper that proves it."""

    reason = WordsField(label=both("Lý do", "Reason"), max_length=500, rows=3)
    kind = forms.ChoiceField(label=both("Loại giấy tờ", "Kind of paper"), error_messages={"required": NEEDED})
    number = WordsField(label=both("Số, ký hiệu của giấy tờ", "Number of the paper"), max_length=80, required=False)
    issuer = WordsField(label=both("Nơi cấp giấy tờ", "Issuer of the paper"), max_length=200, required=False)
    issued = DayField(label=both("Ngày cấp giấy tờ", "Paper issued on"), required=False)
    file = _file()

    def __init__(self, kinds: list[tuple[str, Text]], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as they came
        _choose(self, "kind", [("", "–"), *((code, say(name)) for code, name in kinds)])
        if self.is_bound:
            self.fields["file"].help_text = _FILE_AGAIN

    def proof(self) -> dict[str, Any]:
        """What was typed of the reason and the paper, as a proposal takes it."""
        given = self.cleaned_data
        issued = given["issued"].isoformat() if given["issued"] else ""
        paper = {"kind": given["kind"], "number": given["number"], "issuer": given["issuer"], "issued": issued}
        return {"reason": given["reason"], "paper": paper, "file": given["file"].read()}


class ProposalForm(ProofForm):
    """A change of one field of a dossier, with its proof."""

    field_order = ("place", "after")
    place = forms.ChoiceField(label=both("Mục cần sửa", "Field"), error_messages={"required": NEEDED})
    after = WordsField(
        label=both("Giá trị đúng", "Right value"),
        max_length=500,
        required=False,
        help_text=both(
            "Ngày viết dd/mm/yyyy, mm/yyyy hoặc yyyy. Để trống nếu cần bỏ.",
            "Dates as dd/mm/yyyy, mm/yyyy or yyyy. Leave blank to take it away.",
        ),
    )

    def __init__(
        self, places: list[tuple[str, Any]], kinds: list[tuple[str, Text]], codes: CodeBook, *args: object
    ) -> None:
        super().__init__(kinds, *args)
        self._codes = codes
        _choose(self, "place", places)

    def clean(self) -> dict[str, Any]:
        """Dates and codes as the register writes them."""
        data = super().clean() or {}
        if data.get("after"):
            table, _, rest = data.get("place", "").partition(".")
            found = self._read(table, rest.rpartition(".")[2], data["after"])
            if isinstance(found, Expected):
                self.add_error("after", both(found.says.vi, found.says.en))
            else:
                data["after"] = found
        return data

    def _read(self, table: str, field: str, text: str) -> str | Expected:
        """A value as the register writes it, or what was expected."""
        if field in DATES:
            return written_date(text)
        if field == "sex":
            return _SEXES.get(fold(text)) or Expected(Text("“Nam” hoặc “Nữ”", "“Nam” or “Nữ”"))
        if field == "born_year" and not _YEAR.fullmatch(text):
            return Expected(Text("năm sinh, bốn chữ số", "the year of birth, four digits"))
        listed = CODES.get(f"{table}.{field}") or CODES.get(field)
        if listed and table not in LISTS:
            return self._codes.find(listed, text) or Expected(self._codes.expected(listed, text))
        return text


class DecisionForm(forms.Form):
    """The answer to a proposal."""

    accepted = forms.ChoiceField(
        label=both("Quyết định", "Decision"),
        choices=[("yes", both("Xác nhận", "Confirm")), ("no", both("Từ chối", "Reject"))],
        error_messages={"required": NEEDED},
    )
    answer = WordsField(label=both("Lý do", "Reason"), max_length=500, rows=2)


class AskForm(forms.Form):
    """A question about a degree."""

    asked_of = WordsField(label=both("Nơi được hỏi", "Asked of"), max_length=200)
    letter = WordsField(label=both("Số công văn", "Number of the letter"), max_length=80)


class AnswerForm(forms.Form):
    """The answer about a degree."""

    genuine = forms.ChoiceField(
        label=both("Kết quả", "Result"),
        choices=[("yes", both("Văn bằng đúng", "Genuine")), ("no", both("Văn bằng không đúng", "Not genuine"))],
        error_messages={"required": NEEDED},
    )
    answer = WordsField(label=both("Công văn trả lời", "Letter of answer"), max_length=300)


class PaperForm(forms.Form):
    """A paper of the dossier and its file."""

    kind = forms.ChoiceField(label=both("Loại giấy tờ", "Kind of paper"), error_messages={"required": NEEDED})
    number = WordsField(label=both("Số, ký hiệu", "Number"), max_length=80, required=False)
    issuer = WordsField(label=both("Nơi cấp", "Issuer"), max_length=200, required=False)
    issued = DayField(label=both("Ngày cấp", "Issued on"), required=False)
    file = _file()

    def __init__(self, kinds: list[tuple[str, Text]], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as they came
        _choose(self, "kind", [(code, say(name)) for code, name in kinds])


class LeavingForm(forms.Form):
    """That somebody leaves service."""

    left = DayField(label=both("Thôi công tác từ ngày", "Out of service from"))
    why = forms.ChoiceField(label=both("Lý do", "Reason"), error_messages={"required": NEEDED})
    decision = WordsField(label=both("Số quyết định, giấy tờ", "Number of the decision or paper"), max_length=80)

    def __init__(self, kinds: list[tuple[str, Text]], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as they came
        _choose(self, "why", [(code, say(name)) for code, name in kinds])


class ImportForm(forms.Form):
    """A workbook and how its columns are to be read."""

    mapping = forms.ChoiceField(
        label=both("Mẫu bảng tính", "Kind of workbook"),
        help_text=both(
            "Mẫu cho biết cột nào là mục nào của hồ sơ.", "It says which column is which part of the dossier."
        ),
        error_messages={"required": NEEDED},
    )
    file = forms.FileField(
        label=both("Tệp .xlsx hoặc .csv", "An .xlsx or .csv file"),
        error_messages={
            "required": both("Chưa chọn tệp.", "No file was chosen."),
            "empty": both("Tệp này rỗng.", "The file is empty."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    made = DayField(
        label=both("Ngày lập tệp", "Day on which the file was made"),
        required=False,
        help_text=both(
            "Cho biết tên tỉnh ghi theo danh mục nào, và “Không” là tính đến ngày nào.",
            "It tells which list of provinces was in use, and up to which day “none” speaks.",
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        field = self.fields["mapping"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((name, say(load_mapping(name).title)) for name in sorted(mapping_names(), reverse=True)),
            (FREE, say(FREE_LIST)),
        ]
