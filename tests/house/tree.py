"""The files of the project, as the tests of the house look at them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "src" / "canbo"
#: Folders that a checkout without git (an unpacked archive) must not be searched in.
_NOT_OURS = {".git", ".venv", "var", "build", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
_TEXT = {".py", ".md", ".html", ".txt", ".css", ".js", ".yaml", ".yml", ".toml", ".typ", ".svg", ".json", ".csv", ""}

#: What a check finds in one file: sentences, empty when the file is in order.
Check = Callable[[str], Iterable[str]]


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project that is tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        found = [ROOT / line for line in done.stdout.splitlines()]
    else:
        found = [path for path in ROOT.rglob("*") if not _NOT_OURS & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def texts() -> Iterator[Path]:
    """The files that people read."""
    return (path for path in files() if path.suffix in _TEXT)


def code(*, tests: bool = False, migrations: bool = False) -> Iterator[Path]:
    """Python under src/canbo; generated migrations and tests only when asked for."""
    for path in files():
        if path.suffix == ".py" and path.is_relative_to(CODE):
            parts = path.relative_to(CODE).parts
            if (tests or "tests" not in parts) and (migrations or "migrations" not in parts):
                yield path


def law_floor() -> Iterator[Path]:
    """Python of core and lib, without their tests."""
    return (path for path in code() if path.relative_to(CODE).parts[0] in ("core", "lib"))


def faults(paths: Iterable[Path], check: Check) -> list[str]:
    """What `check` says about each file, with the file before it."""
    return [f"{path.relative_to(ROOT)}: {said}" for path in paths for said in check(path.read_text("utf-8"))]


def demand(found: list[str], rule: str) -> None:
    """Fail with the rule and every place that breaks it."""
    assert not found, f"{rule}\n  " + "\n  ".join(found)


def nodes(text: str) -> Iterator[ast.AST]:
    """Every node of a Python text."""
    return ast.walk(ast.parse(text))
