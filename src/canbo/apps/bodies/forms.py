"""Forms of the decree desk: one for each kind of act, all beginning with the decree itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy

from canbo.apps.bodies.decrees import DecreeKey, NewBody, Order, below
from canbo.apps.bodies.models import Act, Body, BodyVersion
from canbo.apps.bodies.queries import posts_on
from canbo.shell.fields import NEEDED, DayField, WordsField
from canbo.shell.naming import names
from canbo.shell.words import both

#: New bodies that a split can make at once.
PARTS = 4
_CODE_HELP = both("Mã riêng, chưa dùng cho tổ chức nào.", "A code of its own, not used by any body.")
_KINDS = (
    ("committee", both("Cấp ủy", "Committee")), ("agency", both("Cơ quan", "Agency")),
    ("unit", both("Đơn vị sự nghiệp", "Public unit")), ("locality", both("Địa phương", "Locality")),
    ("cell", both("Chi bộ", "Cell")),
)  # fmt: skip
_LEVELS = (
    ("central", both("Trung ương", "Central")), ("province", both("Cấp tỉnh", "Province")),
    ("district", both("Cấp huyện", "District")), ("commune", both("Cấp xã", "Commune")),
    ("grassroots", both("Cơ sở", "Grassroots")),
)  # fmt: skip


class BodyField(WordsField):
    """A body by its code; gives the Body. An unknown code is refused with what was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.widget.attrs.update(
            {
                "list": "known-bodies", "autocomplete": "off", "hx-get": reverse_lazy("bodies:pick"),
                "hx-trigger": "input changed delay:300ms", "hx-target": "#known-bodies",
            }
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """The body of the code, or None for a blank that is not required."""
        code = super().clean(value)
        if not code:
            return None
        found = Body.objects.filter(code=code.partition(" · ")[0].strip()).first()
        if found is None:
            raise forms.ValidationError(
                both(f"Không có tổ chức mang mã “{code}”.", f"No body has the code “{code}”."), code="unknown"
            )
        return found


class DecreeForm(forms.Form):
    """What every act begins with: the decree and the day from which it counts. Subclasses say what it orders."""

    kind: Act.Kind
    number = WordsField(label=both("Số quyết định, nghị quyết", "Number of the decree"), max_length=80)
    issued = DayField(label=both("Ngày ban hành", "Issued on"))
    issuer = WordsField(label=both("Cơ quan ban hành", "Issued by"), max_length=200)
    effective = DayField(
        label=both("Có hiệu lực từ ngày", "In force from"),
        help_text=both(
            "Đến hết ngày hôm trước, cây tổ chức vẫn như cũ.", "Until the eve of it the tree stays as it was."
        ),
    )

    def __init__(self, *args: Any, version: BodyVersion, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.day = version, day
        self.body = version.body

    @property
    def decree_fields(self) -> list[forms.BoundField]:
        """The fields of the decree."""
        return [self[name] for name in ("number", "issued", "issuer", "effective")]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of this kind of act."""
        named = {field.name for field in self.decree_fields}
        return [field for field in self if field.name not in named]

    def order(self) -> Order:
        """The order that a valid form gives."""
        said = self.cleaned_data
        decree = DecreeKey(said["number"], said["issued"], said["issuer"])
        return Order(self.kind, decree, said["effective"], **{"bodies": (self.body,), **self.asked(said)})

    def asked(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What the order says beyond the decree."""
        return {}

    def like(self, code: str, name: str) -> NewBody:
        """A new body of the kind, level, parent and place of the one at hand."""
        at = self.version
        return NewBody(code, name, at.kind, at.level, at.parent, place=at.place)


class FoundForm(DecreeForm):
    """A new body under the one at hand."""

    kind = Act.Kind.FOUND
    code = WordsField(label=both("Mã tổ chức mới", "Code of the new body"), max_length=40, help_text=_CODE_HELP)
    name = WordsField(label=both("Tên đầy đủ", "Full name"), max_length=200)
    sort = forms.ChoiceField(label=both("Loại", "Kind"), choices=_KINDS)
    level = forms.ChoiceField(label=both("Cấp", "Level"), choices=_LEVELS)

    def asked(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """One new body."""
        new = NewBody(said["code"], said["name"], said["sort"], said["level"], self.body, place=self.version.place)
        return {"bodies": (), "new": (new,)}


class RenameForm(DecreeForm):
    """Another name."""

    kind = Act.Kind.RENAME
    name = WordsField(label=both("Tên mới", "New name"), max_length=200)
    short_name = WordsField(label=both("Tên gọi tắt", "Short name"), max_length=60, required=False)

    def asked(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The new name."""
        return {"name": said["name"], "short_name": said["short_name"]}


class MoveForm(DecreeForm):
    """Another parent."""

    kind = Act.Kind.MOVE
    parent = BodyField(
        label=both("Trực thuộc", "Under"),
        help_text=both("Gõ tên để tìm, chọn mã tổ chức.", "Type a name to search, then choose the code."),
    )

    def asked(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The new parent."""
        return {"into": said["parent"]}


class MergeForm(DecreeForm):
    """The body at hand and others become one: a new body, or one of those that stand."""

    kind = Act.Kind.MERGE
    others = forms.MultipleChoiceField(
        label=both("Sáp nhập với", "Merged with"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=both("Các tổ chức cùng cấp, cùng nơi trực thuộc.", "Bodies of the same level under the same parent."),
    )
    other = BodyField(label=both("Tổ chức khác", "Another body"), required=False)
    into = forms.ChoiceField(label=both("Tổ chức nhận", "Taken by"))
    code = WordsField(
        label=both("Mã tổ chức mới", "Code of the new body"), max_length=40, required=False, help_text=_CODE_HELP
    )
    name = WordsField(
        label=both("Tên sau sáp nhập", "Name after the merger"),
        max_length=200,
        required=False,
        help_text=both("Để trống nếu tổ chức nhận giữ tên cũ.", "Blank where the body that takes keeps its name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = self._beside()
        choices = [(version.body.code, f"{version.name} ({version.body.code})") for version in beside]
        others = self.fields["others"]
        into = self.fields["into"]
        assert isinstance(others, forms.MultipleChoiceField)
        assert isinstance(into, forms.ChoiceField)
        others.choices = choices
        own = (self.body.code, f"{self.version.name} ({self.body.code})")
        into.choices = [("", both("một tổ chức mới", "a new body")), own, *choices]
        into.required = False

    def _beside(self) -> Sequence[BodyVersion]:
        if self.version.parent is None:
            return ()
        found = below(self.version.parent, self.day).filter(level=self.version.level, kind=self.version.kind)
        return list(found.exclude(body=self.body))

    def clean(self) -> dict[str, Any]:
        """A new body needs a code and a name."""
        said = super().clean() or {}
        for name in ("code", "name") if not said.get("into") else ():
            if not said.get(name):
                self.add_error(name, NEEDED)
        return said

    def asked(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Who is merged, and into what."""
        others = list(Body.objects.filter(code__in=said["others"]).order_by("code"))
        bodies = tuple(dict.fromkeys([self.body, *others, *([said["other"]] if said["other"] else [])]))
        if not said["into"]:
            return {"bodies": bodies, "new": (self.like(said["code"], said["name"]),)}
        into = Body.objects.get(code=said["into"])
        return {"bodies": bodies, "into": into, "name": said["name"]}


class SplitForm(DecreeForm):
    """New bodies come out of the one at hand; what is under it and its posts are shared out."""

    kind = Act.Kind.SPLIT
    keeps = forms.BooleanField(
        label=both("Tổ chức cũ vẫn còn, giữ phần không chia", "The old body lives on with what is not shared out"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, PARTS + 1):
            label = both(f"Tổ chức mới thứ {number}: mã", f"New body {number}: code")
            self.fields[f"code_{number}"] = WordsField(label=label, max_length=40, required=number == 1)
            label = both(f"Tổ chức mới thứ {number}: tên", f"New body {number}: name")
            self.fields[f"name_{number}"] = WordsField(label=label, max_length=200, required=number == 1)
        parts = [("", both("ở lại", "stays"))]
        parts += [(str(n), both(f"sang tổ chức mới thứ {n}", f"to new body {n}")) for n in range(1, PARTS + 1)]
        for name, label in self._shared().items():
            self.fields[name] = forms.ChoiceField(label=label, choices=parts, required=False)

    def _shared(self) -> dict[str, str]:
        found = {f"share-{version.body.code}": version.name for version in below(self.body, self.day)}
        posts, called = posts_on(self.body, self.day), names()
        return found | {f"share-{post.code}": f"{called.title(post.title)} · {post.code}" for post in posts}

    def clean(self) -> dict[str, Any]:
        """A new body needs a code and a name, and what is shared out a new body."""
        said = super().clean() or {}
        for number in range(1, PARTS + 1):
            pair = (f"code_{number}", f"name_{number}")
            if any(said.get(each) for each in pair):
                for each in pair:
                    if not said.get(each) and each not in self.errors:
                        self.add_error(each, NEEDED)
        for name, number in list(said.items()):
            if name.startswith("share-") and number and not said.get(f"code_{number}"):
                self.add_error(name, both(f"Chưa nêu tổ chức mới thứ {number}.", f"New body {number} is not named."))
        return said

    def asked(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The parts, and what goes to which."""
        codes = {str(n): said[f"code_{n}"] for n in range(1, PARTS + 1) if said[f"code_{n}"]}
        new = tuple(self.like(code, said[f"name_{n}"]) for n, code in codes.items())
        shares = {
            name.removeprefix("share-"): codes[value]
            for name, value in said.items()
            if name.startswith("share-") and value
        }
        return {"new": new, "shares": shares, "keeps": said["keeps"]}


class DissolveForm(DecreeForm):
    """The body ends."""

    kind = Act.Kind.DISSOLVE


FORMS: Mapping[str, type[DecreeForm]] = {
    form.kind.value: form for form in (MergeForm, SplitForm, RenameForm, MoveForm, FoundForm, DissolveForm)
}
