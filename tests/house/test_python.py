"""Rules for Python that no linter of ours knows. Each check is shown to fail before it is trusted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import tree

LONGEST_FILE = 600
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "fromtimestamp"}
WRITES = {"create", "bulk_create", "bulk_update", "update", "get_or_create", "update_or_create", "delete"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "services", "common", "misc", "manager", "managers"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def imports_inside_functions(text: str) -> Iterator[str]:
    for function in tree.nodes(text):
        if isinstance(function, Function):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"line {node.lineno}: an import inside {function.name}()"


def clocks(text: str) -> Iterator[str]:
    for node in tree.nodes(text):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            if node.args and node.func.attr.startswith("local"):  # localdate(at) converts a moment that was given
                continue
            yield f"line {node.lineno}: asks the clock with {ast.unparse(node.func)}()"


def floats(text: str) -> Iterator[str]:
    # How alike two names must be for "did you mean" is no limit of the law, and difflib wants a float.
    everything = list(tree.nodes(text))
    guessing = {
        id(inner)
        for node in everything
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("get_close_matches")
        for inner in ast.walk(node)
    }
    for node in everything:
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in guessing:
            yield f"line {node.lineno}: the float {node.value}"
        if isinstance(node, ast.Name) and node.id == "float":
            yield f"line {node.lineno}: the type float"


def missing_docstrings(text: str) -> Iterator[str]:
    def look(body: list[ast.stmt], inside: str) -> Iterator[str]:
        for node in body:
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                if not ast.get_docstring(node):
                    yield f"line {node.lineno}: {inside}{node.name} has no docstring"
                if isinstance(node, ast.ClassDef):
                    yield from look(node.body, f"{node.name}.")

    module = ast.parse(text)
    if module.body and not ast.get_docstring(module):
        yield "the module has no docstring"
    yield from look(module.body, "")


def writes(text: str) -> Iterator[str]:
    for node in tree.nodes(text):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            receiver = ast.unparse(node.func.value)
            if node.func.attr in WRITES and re.search(r"\bobjects\b|manager\b|\.(filter|exclude)\(", receiver):
                yield f"line {node.lineno}: {receiver}.{node.func.attr}()"
            # Forms, workbooks and files are saved too; a row is a bare name.
            if node.func.attr == "save" and isinstance(node.func.value, ast.Name) and not node.args:
                yield f"line {node.lineno}: {receiver}.save()"


def signals(text: str) -> Iterator[str]:
    for node in tree.nodes(text):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals"):
            yield f"line {node.lineno}: imports from {node.module}"


def too_long(text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{lines} lines"


def may_write(path: Path) -> bool:
    """Files where a write to a register may stand: actions, and what sets up tests."""
    parts = path.relative_to(tree.CODE).parts
    if parts[:2] == ("base", "record"):  # the door itself, and what hangs rows on an entry
        return True
    applies = parts[-2:] == ("importing", "apply.py")  # the bulk half of the import action
    return applies or "actions" in parts or parts[-1].startswith("actions") or parts[-1] == "testing.py"


@pytest.mark.parametrize(
    ("check", "faulty"),
    [
        (imports_inside_functions, "def f():\n    import os\n"),
        (clocks, "import datetime as dt\nday = dt.date.today()\n"),
        (clocks, "from django.utils import timezone\nat = timezone.now()\n"),
        (floats, "half = 0.5\n"),
        (floats, "def f(x):\n    return float(x)\n"),
        (missing_docstrings, '"""A module."""\nclass A:\n    """A class."""\n    def method(self): ...\n'),
        (writes, "Person.objects.create(name='x')\n"),
        (writes, "Person.objects.filter(id=1).update(name='x')\n"),
        (writes, "Person._default_manager.bulk_create(new)\n"),
        (writes, "manager.filter(pk=1).update(name='x')\n"),
        (writes, "person.save(update_fields=['name'])\n"),
        (signals, "from django.db.models.signals import post_save\n"),
        (too_long, "x = 1\n" * (LONGEST_FILE + 1)),
    ],
)
def test_each_check_finds_a_planted_fault(check: tree.Check, faulty: str):
    assert list(check(faulty))


def test_imports_stand_at_the_top_of_modules():
    tree.demand(tree.faults(tree.code(), imports_inside_functions), "An import inside a function hides a direction.")


def test_core_and_lib_never_ask_the_clock():
    tree.demand(tree.faults(tree.law_floor(), clocks), "The law floor gets the day as an argument.")


def test_actions_queries_and_facts_are_told_the_day():
    kinds = re.compile(r"(actions|queries|facts|permissions|visibility)")
    paths = [path for path in tree.code() if kinds.match(path.name) or kinds.match(path.parent.name)]
    tree.demand(
        tree.faults(paths, clocks), "Only screens and commands ask the clock; below them the day is an argument."
    )


def test_core_counts_without_floats():
    paths = [path for path in tree.law_floor() if "core" in path.parts]
    tree.demand(tree.faults(paths, floats), "A limit of the law is a whole number or a fraction.")


def test_everything_public_on_the_law_floor_says_what_it_is():
    tree.demand(tree.faults(tree.law_floor(), missing_docstrings), "Public names of core and lib carry a docstring.")


def test_registers_are_written_in_actions_only():
    paths = [path for path in tree.code() if not may_write(path)]
    tree.demand(tree.faults(paths, writes), "A register is written by an action, inside `acting`, and nowhere else.")


def test_nothing_happens_behind_a_signal():
    tree.demand(tree.faults(tree.code(), signals), "What happens is called, not signalled.")


def test_files_stay_short_enough_to_read():
    paths = [*tree.code(tests=True), *(tree.ROOT / "tools").rglob("*.py")]
    tree.demand(tree.faults(paths, too_long), f"A file has at most {LONGEST_FILE} lines.")


def test_every_module_has_a_name_that_says_something():
    found = [str(path.relative_to(tree.ROOT)) for path in tree.code() if path.stem in NAMES_THAT_SAY_NOTHING]
    found += [str(path) for path in tree.CODE.rglob("*") if path.is_dir() and path.name in NAMES_THAT_SAY_NOTHING]
    tree.demand(found, "A module is named after what it holds.")
