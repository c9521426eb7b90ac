"""Readers of the documents that clauses lean on: the pack itself, instruments, code lists, titles."""

from __future__ import annotations

from canbo.core.law import Article, Instrument, InstrumentKey, Question
from canbo.core.loading.draft import Draft, confidence, instrument_key
from canbo.core.loading.tree import Fields, Node
from canbo.core.rules import Code, CodeList, Title
from canbo.lib.text import fold

#: How exactly the day of issue of an instrument is known.
DAYS = ("day", "month", "year")
COVERAGE = ("modelled", "partly", "not", "not_applicable")


def read_pack(draft: Draft, node: Node) -> None:
    """pack.yaml: name, title, languages."""
    fields = node.fields("name title languages")
    draft.name = fields["name"].text()
    title = fields["title"].both()
    draft.title = (title.vi, title.en)
    draft.languages = fields["languages"].texts()


def read_instrument(draft: Draft, node: Node) -> None:
    """instruments/<slug>.yaml: one governing document."""
    mark = draft.book.mark()
    fields = node.fields(
        "instrument kind issuer title since confidence", "until replaces amends source articles questions day_known"
    )
    named = fields["instrument"].fields("number issued")
    key = InstrumentKey(named["number"].text(), named["issued"].day())
    until = fields.given("until")
    replaces, amends = fields.given("replaces"), fields.given("amends")
    articles = fields.given("articles")
    made = Instrument(
        key=key,
        kind=fields["kind"].text(),
        issuer=fields["issuer"].both(),
        title=fields["title"].both(),
        since=fields["since"].day(),
        until=until.day() if until else None,
        replaces=tuple(instrument_key(each) for each in replaces.elements()) if replaces else (),
        articles=tuple(_article(each) for each in articles.elements()) if articles else (),
        confidence=confidence(fields["confidence"]),
        source=fields["source"].text(),
        file=node.file,
        amends=tuple(instrument_key(each) for each in amends.elements()) if amends else (),
        day_known=_day_known(fields),
        questions=tuple(_question(each) for each in fields["questions"].elements()) if "questions" in fields else (),
    )
    if draft.once("instrument", str(key), key in draft.instruments, node):
        draft.instruments[key] = made
        draft.spots[key] = node.spot
    if not draft.book.sound(mark):
        draft.broken.add(("instrument", str(key)))


def _day_known(fields: Fields) -> str:
    return fields["day_known"].one_of(DAYS, "độ chính xác của ngày", "precision") if "day_known" in fields else DAYS[0]


def _question(node: Node) -> Question:
    fields = node.fields("asks article answers right")
    answers = tuple(each.both() for each in fields["answers"].elements())
    right = fields["right"].whole()
    if not 1 <= right <= len(answers) or len(answers) < 2:
        node.note("right là số thứ tự của một trong các câu trả lời", "right is the place of one of the answers")
    return Question(fields["asks"].both(), fields["article"].text(), answers, right)


def _article(node: Node) -> Article:
    fields = node.fields("number about coverage", "confidence note")
    return Article(
        number=fields["number"].text(),
        about=fields["about"].both(),
        coverage=fields["coverage"].one_of(COVERAGE, "mức đưa vào máy", "coverage"),
        note=fields["note"].text(),
        confidence=confidence(fields["confidence"]) or "S",
    )


def read_list(draft: Draft, node: Node) -> None:
    """codes/<list>.yaml: one code list."""
    mark = draft.book.mark()
    fields = node.fields("list codes", "ordered version source cites title since until after confidence note")
    name = fields["list"].text()
    ordered = bool(fields["ordered"].flag())
    cites, title, since, until = (fields.given(each) for each in ("cites", "title", "since", "until"))
    codes: dict[str, Code] = {}
    for each in fields["codes"].elements():
        code = _code(each, ordered)
        if code.code in codes:
            each.note(
                f"mã “{code.code}” lặp lại trong danh mục {name}", f"code “{code.code}” stands twice in list {name}"
            )
        codes[code.code] = code
    _clear_spellings(fields["codes"], name, codes)
    made = CodeList(
        name,
        ordered,
        fields["version"].text(),
        fields["source"].text(),
        codes,
        node.spot,
        title=title.both() if title else None,
        since=since.day() if since else None,
        until=until.day() if until else None,
        after=fields["after"].text(),
        confidence=confidence(fields["confidence"]) if "confidence" in fields else "S",
        cites=draft.citation(cites) if cites else None,
    )
    if draft.once("list", name, name in draft.lists, node):
        draft.lists[name] = made
    if not draft.book.sound(mark):
        draft.broken.add(("list", name))


def _code(node: Node, ordered: bool) -> Code:
    fields = node.fields("code name" + (" rank" if ordered else ""), "rank also since until group from note")
    also, parts, since, until = (fields.given(name) for name in ("also", "from", "since", "until"))
    return Code(
        code=fields["code"].text(),
        name=fields["name"].both(),
        rank=fields["rank"].whole() if "rank" in fields else None,
        also=also.texts() if also else (),
        since=since.day() if since else None,
        until=until.day() if until else None,
        group=fields["group"].text(),
        parts=parts.texts() if parts else (),
    )


def _clear_spellings(node: Node, name: str, codes: dict[str, Code]) -> None:
    """A spelling must lead to one code; two that share it are ambiguous."""
    owner: dict[str, str] = {}
    for code in codes.values():
        for spelling in {fold(each) for each in (code.code, *code.also)}:
            other = owner.setdefault(spelling, code.code)
            if other != code.code:
                node.note(
                    f"danh mục {name}: cách viết “{spelling}” thuộc cả {other} và {code.code}",
                    f"list {name}: the spelling “{spelling}” belongs to both {other} and {code.code}",
                )


def read_titles(draft: Draft, node: Node) -> None:
    """titles.yaml: the catalogue of titles and their groups."""
    fields = node.fields("", "titles groups")
    titles, groups = fields.given("titles"), fields.given("groups")
    for each in titles.elements() if titles else ():
        _read_title(draft, each)
    for name, members in groups.pairs() if groups else ():
        if draft.once("group", name, name in draft.groups, members):
            draft.groups[name] = members.texts()
            draft.group_spots[name] = members.spot


def _read_title(draft: Draft, node: Node) -> None:
    mark = draft.book.mark()
    fields = node.fields("code name level rank", "group managed_by head below cites also note")
    below, cites = fields.given("below"), fields.given("cites")
    made = Title(
        code=fields["code"].text(),
        name=fields["name"].both(),
        level=fields["level"].text(),
        rank=fields["rank"].whole(),
        group=fields["group"].text(),
        managed_by=fields["managed_by"].text(),
        head=bool(fields["head"].flag()),
        below=below.texts() if below else (),
        cites=draft.citation(cites) if cites else None,
        spot=node.spot,
    )
    if draft.once("title", made.code, made.code in draft.titles, node):
        draft.titles[made.code] = made
    if not draft.book.sound(mark):
        draft.broken.add(("title", made.code))
