"""Both languages everywhere, Vietnamese composed (NFC)."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator

import pytest

from tests.house import tree

TAG = re.compile(r"\{%-?\s*t\s+(.*?)-?%\}", re.DOTALL)
PAIR = re.compile(r"""\s*("(?:[^"\\]|\\.)+"|'(?:[^'\\]|\\.)+')\s+("(?:[^"\\]|\\.)+"|'(?:[^'\\]|\\.)+')(?=\s|$)""")
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
#: What a reader of a page never sees as text, or sees in every language alike.
HIDDEN = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}|<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL)


def pages() -> list:
    return [path for path in tree.files() if path.suffix == ".html" and "templates" in path.parts]


def one_sided_tags(text: str) -> Iterator[str]:
    for tag in TAG.finditer(text):
        if not PAIR.match(tag[1]):
            yield f"line {text.count(chr(10), 0, tag.start()) + 1}: {tag[0]} has not both languages"


def vietnamese_alone(text: str) -> Iterator[str]:
    shown = HIDDEN.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(shown.splitlines(), 1):
        if VIETNAMESE.search(line) and 'lang="vi"' not in line:
            yield f"line {number}: Vietnamese outside {{% t %}}: {line.strip()[:60]}"


def one_sided_texts(text: str) -> Iterator[str]:
    for node in tree.nodes(text):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            starred = any(isinstance(argument, ast.Starred) for argument in node.args)
            starred = starred or any(keyword.arg is None for keyword in node.keywords)
            if not starred and len(node.args) + len(node.keywords) != 2:
                yield f"line {node.lineno}: {ast.unparse(node)} has not both languages"


def decomposed(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if not unicodedata.is_normalized("NFC", line):
            yield f"line {number}: decomposed letters: {line.strip()[:60]}"


@pytest.mark.parametrize(
    ("check", "faulty"),
    [
        (one_sided_tags, '<h1>{% t "Cán bộ" %}</h1>'),
        (one_sided_tags, '<h1>{% t "Cán bộ" "" %}</h1>'),
        (vietnamese_alone, "<p>Cán bộ</p>"),
        (one_sided_texts, "Text('Cán bộ')"),
        (decomposed, "Ca\u0301n"),
    ],
)
def test_each_check_finds_a_planted_fault(check: tree.Check, faulty: str):
    assert list(check(faulty))


def test_a_pair_in_both_languages_passes():
    assert not list(one_sided_tags('{% t "Cán bộ" "Officials" %} {% t "Có {n} người" "{n} people" n=count %}'))


def test_every_sentence_of_a_page_stands_in_both_languages():
    tree.demand(tree.faults(pages(), one_sided_tags), 'A sentence of a page is written {% t "Tiếng Việt" "English" %}.')


def test_no_vietnamese_of_a_page_lacks_its_english():
    # The page shown when the program broke cannot know the reader's language: it shows both.
    paths = [path for path in pages() if path.name != "broken.html"]
    tree.demand(tree.faults(paths, vietnamese_alone), 'A sentence of a page is written {% t "Tiếng Việt" "English" %}.')


def test_every_text_in_python_has_both_languages():
    tree.demand(tree.faults(tree.code(), one_sided_texts), "A Text is Text(vi=…, en=…).")


def test_vietnamese_is_composed_in_every_file():
    paths = [path for path in tree.texts() if "tests" not in path.parts]
    tree.demand(tree.faults(paths, decomposed), "Letters are stored composed (NFC).")
