"""What a dossier says for the lines of the standard form, each by a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from canbo.apps.people.cv_tables import joined, named
from canbo.apps.people.models import Certificate, Degree, Discipline
from canbo.apps.people.portrait import Portrait
from canbo.lib.text import Text
from canbo.shell.naming import Names
from canbo.shell.templatetags.canbo import d, language, say

#: The words of a line by its name; "" where nothing is said.
Words = Callable[[str], str]
_SEXES = {"M": Text("nam", "man"), "F": Text("nữ", "woman")}


def words_of(it: Portrait, called: Names) -> Words:
    """The words of every line. What is behind the visibility function is blank while it is not open."""
    told = {row.kind: row.value for row in (*it.details, *(it.private or ()))}
    step = next((row for row in it.details if row.kind == "step"), None)
    told |= {
        "sex": say(_SEXES.get(it.person.sex)),
        "birthplace": _place(called, it.person.birthplace, it.person.birthplace_text),
        "hometown": _place(called, it.person.hometown, it.person.hometown_text),
        "ethnicity": called.prefixed(it.person.ethnicity) if it.person.ethnicity else "",
        "schooling": it.person.schooling,
        "recruited": _day(it.person.recruited),
        "party_admitted": _day(it.person.party_admitted),
        "party_official": _day(it.person.party_official),
        "id_number": it.person.id_number if it.private is not None else "",
        "step_since": _day(step.on) if step else "",
        "posts": "; ".join(_posts(it, called)),
        "highest_degree": _highest(it, called),
        "theory": "; ".join(named(called, "theory-levels", row.grade) for row in it.theory[:1]),
        "rewards": "; ".join(_of_year(named(called, "reward-forms", row.form), row.on) for row in it.rewards),
        "discipline": "; ".join(_penalty(row, called) for row in it.discipline or ()),
    }
    for kind in ("state_management", "language", "it"):
        told[kind] = "; ".join(_certificate(row, called) for row in it.certificates if row.kind == kind)
    return lambda name: told.get(name, "")


def in_full(written: str) -> str:
    """A date in words as the form asks: "15 tháng 8 năm 1975", with dots for what is not known."""
    if not written:
        return ""
    if language() == "en":
        return d(written)
    year, month, day = [*written.split("-"), "", ""][:3]
    return f"{int(day) if day else '……'} tháng {int(month) if month else '……'} năm {year}"


def _day(written: str) -> str:
    return d(written) if written else ""


def _posts(it: Portrait, called: Names) -> Iterator[str]:
    """The post held, those held beside it, and the committees."""
    for row, body in it.held:
        yield joined(row.words or called.title(row.title), body if body not in row.words else "")
    for seat, body in it.seats:
        if not seat.last:
            role = named(called, "committee-roles", seat.role)
            yield joined(role, body or named(called, "committees", seat.committee))


def _highest(it: Portrait, called: Names) -> str:
    ranks = called.pack.lists["degrees"].codes
    best: Degree | None = max(
        it.degrees, key=lambda row: (ranks[row.grade].rank or 0) if row.grade in ranks else 0, default=None
    )
    if best is None:
        return ""
    field = best.field_text or named(called, "fields-of-study", best.field)
    return joined(named(called, "degrees", best.grade), field)


def _of_year(what: str, on: str) -> str:
    return f"{what} ({on[:4]})" if on else what


def _penalty(row: Discipline, called: Names) -> str:
    whose = Text("về Đảng", "by the Party") if row.system == "party" else Text("về chính quyền", "by the State")
    return _of_year(f"{named(called, 'discipline-forms', row.form)} {say(whose)}", row.on)


def _certificate(row: Certificate, called: Names) -> str:
    return named(called, f"{row.kind.replace('_', '-')}-levels", row.grade)


def _place(called: Names, code: str, text: str) -> str:
    return text or (called.prefixed(code) if code else "")
