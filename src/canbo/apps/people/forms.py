"""Forms of the dossiers."""

from __future__ import annotations

from django import forms

from canbo.apps.people.importing.mapping import load_mapping, mapping_names
from canbo.shell.fields import NEEDED
from canbo.shell.templatetags.canbo import say
from canbo.shell.words import both


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

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        field = self.fields["mapping"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, say(load_mapping(name).title)) for name in sorted(mapping_names(), reverse=True)]
