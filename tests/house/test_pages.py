"""Pages work on a machine without a network, under a content security policy that allows this machine only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.house import tree

#: Names of XML vocabularies look like addresses; nothing is fetched from them.
VOCABULARY = re.compile(r"https?://www\.w3\.org/\d{4}/\S+")
ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s"'<>)]*""", re.IGNORECASE)
INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=["']|\son[a-z]+=["']|javascript:""", re.IGNORECASE
)


def served() -> list:
    folders = {"templates", "static"}
    kinds = {".html", ".css", ".js", ".svg", ".json"}
    return [path for path in tree.files() if folders & set(path.parts) and path.suffix in kinds]


def addresses(text: str) -> Iterator[str]:
    for number, line in enumerate(VOCABULARY.sub("", text).splitlines(), 1):
        for found in ADDRESS.findall(line):
            yield f"line {number}: {found}"


def inline_code(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        for found in INLINE.findall(line):
            yield f"line {number}: {found.strip()}"


@pytest.mark.parametrize(
    ("check", "faulty"),
    [
        (addresses, '<link href="https://cdn.example.org/x.css">'),
        (addresses, '<script src="//cdn.example.org/x.js"></script>'),
        (inline_code, "<script>alert(1)</script>"),
        (inline_code, '<p style="color: red">'),
        (inline_code, '<a onclick="go()">'),
    ],
)
def test_each_check_finds_a_planted_fault(check: tree.Check, faulty: str):
    assert list(check(faulty))


def test_a_drawing_may_name_its_vocabulary():
    assert not list(addresses('<svg xmlns="http://www.w3.org/2000/svg">'))


def test_nothing_served_points_outside_this_machine():
    # Vendored libraries name their homes in comments; they are not ours to edit.
    paths = [path for path in served() if ".min." not in path.name]
    tree.demand(tree.faults(paths, addresses), "Everything a page needs is served from here.")


def test_pages_hold_no_code_that_the_policy_of_the_browser_would_refuse():
    paths = [path for path in served() if path.suffix == ".html"]
    tree.demand(
        tree.faults(paths, inline_code), "Scripts and styles stand in files; the content policy refuses inline ones."
    )
