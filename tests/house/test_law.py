"""The law stands in the rule pack, not in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house import tree

#: A number and the mark of a governing document: 377-QĐ/TW, 48/2023/NĐ-CP.
INSTRUMENT = re.compile(r"\d+-(?:QĐ|QÐ|NQ|HD|CT|KL|QC|TB)/TW|\d+/\d{4}/(?:NĐ-CP|QH\d+|TT-)")
#: Whole numbers of counting and of machines, not of any instrument: months of a year, the layout of a stamp, bits.
ARITHMETIC = {0, 1, 2, 6, 12, 32, 62, 64}
#: Names that make a number a limit of the law.
LIMITS = re.compile(r"^(min|max|least|most|limit|threshold|required|retire|age|bar|quota)", re.IGNORECASE)


def _docstrings(module: ast.Module) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }


def instruments_named(text: str) -> Iterator[str]:
    module = ast.parse(text)
    spoken = _docstrings(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            for found in INSTRUMENT.findall(node.value):
                yield f"line {node.lineno}: names {found}"


def numbers_in_facts(text: str) -> Iterator[str]:
    module = ast.parse(text)
    spoken = _docstrings(module)
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or id(node) in spoken:
            continue
        if type(node.value) is int and node.value not in ARITHMETIC:
            yield f"line {node.lineno}: the number {node.value}"
        if isinstance(node.value, str) and "select" in node.value.lower():
            yield from (
                f"line {node.lineno}: the number {number} in SQL"
                for number in re.findall(r"(?<![\w.'{])\d+(?![\w}])", node.value)
                if int(number) not in ARITHMETIC
            )


def limits_compared(text: str) -> Iterator[str]:
    for node in tree.nodes(text):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and type(node.value.value) is int:
            for target in node.targets:
                if isinstance(target, ast.Name) and LIMITS.match(target.id) and node.value.value > 1:
                    yield f"line {node.lineno}: {target.id} = {node.value.value}"


@pytest.mark.parametrize(
    ("check", "faulty"),
    [
        (instruments_named, "RULE = '377-QĐ/TW'\n"),
        (numbers_in_facts, "LEAST = 24\n"),
        (numbers_in_facts, "TEXT = 'select 1 from t where months >= 24'\n"),
        (limits_compared, "RETIREMENT = 720\nmax_age = 47\n"),
    ],
)
def test_each_check_finds_a_planted_fault(check: tree.Check, faulty: str):
    assert list(check(faulty))


def test_no_governing_document_is_named_in_code():
    paths = [path for path in tree.code() if path.name != "testing.py"]
    tree.demand(tree.faults(paths, instruments_named), "Governing documents are data: policy/vn/instruments.")


def test_no_number_of_the_law_stands_in_a_fact():
    paths = [path for path in tree.code() if path.stem == "facts" or path.parent.name == "facts"]
    paths = [path for path in paths if "apps" in path.parts]
    tree.demand(tree.faults(paths, numbers_in_facts), "A number of the law is a dated parameter: policy/vn/parameters.")


def test_no_limit_of_the_law_has_a_name_in_code():
    paths = [path for path in tree.code() if {"core", "apps"} & set(path.relative_to(tree.CODE).parts[:1])]
    tree.demand(tree.faults(paths, limits_compared), "A limit is a dated parameter with its citation, not a constant.")
