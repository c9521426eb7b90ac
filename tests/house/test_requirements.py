"""What gets installed is chosen with a reason, pinned and hashed."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import metadata

import pytest

from tests.house import tree
from tools import audit

PYPROJECT = (tree.ROOT / "pyproject.toml").read_text("utf-8")
FILES = ("run", "dev", "uv")
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    text = (tree.ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return {_plain(package): version for package, version in PIN.findall(text)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*, dev: bool) -> set[str]:
    project = tomllib.loads(PYPROJECT)["project"]
    lines = project["dependencies"] + (project["optional-dependencies"]["dev"] if dev else [])
    return {_plain(re.match(r"[A-Za-z0-9_.-]+", line)[0]) for line in lines}


def test_every_dependency_says_why_it_is_here():
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", PYPROJECT, re.MULTILINE | re.DOTALL)
    assert len(lists) == 2
    lines = [line.strip() for line in "".join(lists).splitlines()]
    silent = [line for line in lines if not re.search(r'",\s+# \S.{15,}', line)]
    tree.demand(silent, "Each dependency has its reason behind it, as a comment.")


@pytest.mark.parametrize("name", FILES)
def test_every_pinned_version_has_its_hashes(name: str):
    text = (tree.ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    bare = [block.splitlines()[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block]
    tree.demand(bare, f"requirements/{name}.txt is installed with --require-hashes.")


@pytest.mark.parametrize("name", FILES)
def test_no_registry_is_named(name: str):
    text = (tree.ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host| @ ", text)


def test_everything_declared_is_pinned():
    assert declared(dev=False) <= set(pins("run"))
    assert declared(dev=True) <= set(pins("dev"))


def test_an_installation_runs_the_versions_that_were_tested():
    tested = pins("dev")
    assert {name: tested.get(name) for name in pins("run")} == pins("run")


def test_the_audit_names_a_closed_licence_and_what_is_installed_in_another_version():
    here = metadata("Django")["Version"]
    assert audit.unlike_its_pin("Django", here) == ""
    assert audit.unlike_its_pin("Django", "0.1") == f"version {here} is installed, 0.1 is pinned"
    assert audit.closed("AGPL-3.0-only")
    assert not audit.closed("LGPL-2.1")
