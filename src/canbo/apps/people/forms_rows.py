"""The form of a new row of a dossier, made from what its table asks; and of a withdrawal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models

from canbo.apps.bodies.models import BodyVersion
from canbo.apps.people.columns import LISTED, column_words, value_words
from canbo.apps.people.corrigible import NEW_ROWS
from canbo.apps.people.forms import ProofForm
from canbo.apps.people.importing.cells import written_date
from canbo.apps.people.importing.errors import Expected
from canbo.apps.people.importing.registers import certificate_list
from canbo.base.fields import WrittenDate
from canbo.lib.text import Text, fold
from canbo.shell.fields import NEEDED, WordsField
from canbo.shell.naming import LEVELS, Names
from canbo.shell.templatetags.canbo import say
from canbo.shell.words import both

#: Columns whose few values stand in the code itself.
_FEW = {"system": ("government", "party"), "side": ("own", "spouse")}
_DATE_HELP = both("Viết dd/mm/yyyy, mm/yyyy hoặc yyyy.", "Written dd/mm/yyyy, mm/yyyy or yyyy.")
_BODY_HELP = both("Mã hoặc tên đúng như trong sổ.", "Its code, or its name just as in the register.")
_YEAR = re.compile(r"(19|20|21)\d\d")
_FOUR_DIGITS = both("Cần năm, bốn chữ số.", "A year of four digits is needed.")
_YES = "yes"
#: The list of grades of certificates: which one, its kind says.
_CERTIFIED = "Certificate.grade"


class PartialDayField(WordsField):
    """A day, a month or a year, as the register writes it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, help_text=_DATE_HELP, **kwargs)

    def clean(self, value: Any) -> str:
        """ "2024-06-01", "2024-06" or "2024"; or what was expected."""
        text = super().clean(value)
        found = written_date(text) if text else ""
        if isinstance(found, Expected):
            raise forms.ValidationError(both(found.says.vi, found.says.en))
        return found


class YearField(WordsField):
    """A year of four digits."""

    def clean(self, value: Any) -> Any:
        """The year as a number; None for nothing."""
        text = super().clean(value)
        if text and not _YEAR.fullmatch(text):
            raise forms.ValidationError(_FOUR_DIGITS)
        return int(text) if text else None


class BodyField(WordsField):
    """A body of the register, by its code or its name."""

    def clean(self, value: Any) -> str:
        """The code of the body; "" for nothing."""
        text = super().clean(value)
        if not text:
            return ""
        found = _bodies_called(text)
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(_which_body(found))


class YesField(forms.ChoiceField):
    """Yes or no; nothing chosen is no."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("", both("Không", "No")), (_YES, both("Có", "Yes"))], required=False, **kwargs)

    def clean(self, value: Any) -> bool:
        """True for yes."""
        return bool(super().clean(value) == _YES)


class RowForm(ProofForm):
    """What a new row of a table says, why it is asked for, and its proof."""

    def __init__(self, table: str, called: Names, *args: Any) -> None:
        super().__init__(called.choices("paper-kinds"), *args)
        self._table, self._called = table, called
        model, columns = NEW_ROWS[table]
        asked = {_name(each): _field(model, each, called) for each in columns}
        self.fields = {**asked, **self.fields}

    def values(self) -> dict[str, Any]:
        """What was typed, by column."""
        return {each: self.cleaned_data[_name(each)] for each in NEW_ROWS[self._table][1]}

    def clean(self) -> dict[str, Any]:
        """A certificate is of a grade that its kind knows."""
        data = super().clean() or {}
        kind, grade = data.get(_name("kind"), ""), data.get(_name("grade"), "")
        if self._table == "Certificate" and kind and grade:
            known = self._called.pack.lists.get(certificate_list(kind))
            if known is None or grade not in known.codes:
                self.add_error(
                    _name("grade"), both("Loại chứng chỉ này không có trình độ ấy.", "This kind has no such level.")
                )
        return data


def _name(column: str) -> str:
    """The name of a column's field: a paper has a kind and a proposal a reason, as some rows have."""
    return f"row_{column}"


def _field(model: type[models.Model], column: str, called: Names) -> forms.Field:
    table, held = model.__name__, _column(model, column)
    said: dict[str, Any] = {"label": _label(table, column), "required": not held.blank}
    if isinstance(held, models.BooleanField):
        return YesField(label=said["label"])
    if isinstance(held, models.IntegerField):
        return YearField(max_length=20, **said)
    if isinstance(held, WrittenDate):
        return PartialDayField(**said)
    if column == "body":
        return BodyField(max_length=200, help_text=_BODY_HELP, **said)
    if choices := _choices(table, column, called):
        return forms.ChoiceField(choices=[("", "–"), *choices], error_messages={"required": NEEDED}, **said)
    return WordsField(max_length=held.max_length, **said)


def _column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    found = model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found


def _label(table: str, column: str) -> Any:
    words = column_words(table, column)
    return both(words.vi, words.en)


def _choices(table: str, column: str, called: Names) -> list[tuple[str, Any]]:
    """The codes that a column may hold, in groups where there are many; none for a column of words."""
    if column in _FEW:
        return [(each, value_words(table, column, each, called)) for each in _FEW[column]]
    if column == "title":
        return [(say(LEVELS[level]), found) for level in LEVELS if (found := _titles(level, called))]
    listed = LISTED.get(f"{table}.{column}") or LISTED.get(column)
    if not listed:
        return []
    if f"{table}.{column}" == _CERTIFIED:
        return [(say(name), _named(called.choices(certificate_list(kind)))) for kind, name in _kinds(called)]
    if (table, column) == ("Certificate", "kind"):
        return _named(_kinds(called))
    return _named(called.choices(listed))


def _kinds(called: Names) -> list[tuple[str, Text]]:
    """The kinds of certificates whose levels the rules know."""
    return [
        (kind, name)
        for kind, name in called.choices("certificate-kinds")
        if certificate_list(kind) in called.pack.lists
    ]


def _titles(level: str, called: Names) -> list[tuple[str, str]]:
    found = [each for each in called.pack.titles.values() if each.level == level]
    return [(each.code, say(each.name)) for each in sorted(found, key=lambda each: -each.rank)]


def _named(choices: Iterable[tuple[str, Text]]) -> list[tuple[str, str]]:
    """Choices in the language of the page; "none" is not a thing that somebody has."""
    return [(code, say(name)) for code, name in choices if code != "none"]


def _bodies_called(text: str) -> list[str]:
    """The codes of the bodies that bear a code or a name, whatever they are called now."""
    standing = BodyVersion.objects.filter(entry_to__isnull=True)
    exact = standing.filter(body__code=text).values_list("body__code", flat=True)[:1]
    if exact:
        return list(exact)
    named = standing.filter(name__iexact=text).values_list("body__code", "name")
    return sorted({code for code, name in named if fold(name) == fold(text)})


def _which_body(found: list[str]) -> Any:
    if not found:
        return both("Sổ không có cơ quan, đơn vị này.", "The register knows no such body.")
    codes = ", ".join(found[:5])
    return both(f"Có nhiều nơi cùng tên này; ghi mã: {codes}.", f"Several bear this name; write the code: {codes}.")
