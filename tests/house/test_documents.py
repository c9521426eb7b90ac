"""What the project says about itself is true, and says nothing of the machine it was written on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.house import tree

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
#: Folders that exist on one machine only, written so that this file does not find itself.
MACHINE = re.compile("|".join(f"/{name}/" for name in ("work", "root", "opt", "home/[a-z]+", "Users/[A-Za-z]+")))
LONGEST_DECISION = 25


def machine_paths(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE.search(line):
            yield f"line {number}: {line.strip()[:80]}"


def decisions() -> list:
    return sorted((tree.ROOT / "docs" / "decisions").glob("*.md"))


def test_the_check_finds_a_planted_path():
    assert list(machine_paths("see " + "/ro" + "ot/project"))


def test_no_file_names_a_folder_of_somebodys_machine():
    tree.demand(tree.faults(tree.texts(), machine_paths), "Paths are relative to the checkout.")


def test_every_test_that_a_how_to_names_is_there():
    named = {
        each for file in (tree.ROOT / "docs" / "how-to").glob("*.md")
        for each in re.findall(r"`(test_\w+)`", file.read_text("utf-8"))
    }  # fmt: skip
    written = {
        each for folder in ("src", "tests") for file in (tree.ROOT / folder).rglob("test_*.py")
        for each in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }  # fmt: skip
    assert named
    assert sorted(named - written) == []


def test_the_readme_names_the_two_commands():
    readme = (tree.ROOT / "README.md").read_text("utf-8")
    for command in ("make run", "make test"):
        assert re.search(rf"^\s*{command}\b", readme, re.MULTILINE), f"README.md does not show `{command}`"


def test_the_build_runs_the_command_of_the_readme():
    script = (tree.ROOT / ".ci" / "run").read_text("utf-8")
    assert re.search(r"^make test$", script, re.MULTILINE)
    assert (tree.ROOT / ".ci" / "run").stat().st_mode & 0o111, ".ci/run is not executable"


def test_every_target_of_the_makefile_says_what_it_does():
    text = (tree.ROOT / "Makefile").read_text("utf-8")
    silent = [line for line in re.findall(r"^[a-z]+:.*$", text, re.MULTILINE) if "## " not in line]
    tree.demand(silent, "`make help` prints what stands after ## behind each target.")


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in decisions()]
    assert numbers == list(range(1, len(numbers) + 1)), f"numbers are {numbers}"


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_context_decision_and_consequence(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_DECISION, f"{path.name} is longer than {LONGEST_DECISION} lines"
    for part in ("Context", "Decision", "Consequence"):
        assert f"**{part}.**" in text, f"{path.name} does not say its {part.lower()}"


def test_links_between_documents_lead_somewhere():
    dead = []
    for path in tree.files():
        if path.suffix == ".md":
            for target in LINK.findall(path.read_text("utf-8")):
                if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                    dead.append(f"{path.relative_to(tree.ROOT)}: {target}")
    tree.demand(dead, "A link points at a file of this checkout.")


def test_every_capability_on_the_street_stands_in_the_plan():
    plan = (tree.ROOT / "HOUSE.md").read_text("utf-8")
    built = {path.name for path in (tree.CODE / "apps").iterdir() if (path / "apps.py").exists()}
    missing = {name for name in built if f"`{name}`" not in plan}
    assert not missing, f"HOUSE.md does not name {sorted(missing)}"
