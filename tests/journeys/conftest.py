"""A town for the journeys: the small demo world in a home of its own, and a server in front of it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from canbo.base.record.testing_databases import a_database

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "tests" / "journeys" / "shots"
AXE = ROOT / "tests" / "journeys" / "vendor" / "axe.min.js"
#: Seconds that a server may take to answer for the first time.
PATIENCE = 60


@dataclass(frozen=True)
class Town:
    """Where the town answers, and a body to import people into."""

    address: str
    body: str


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town, built once for a process and served until its end: on SQLite, or on the server CANBO_TOWN_DATABASE."""
    with a_database(os.environ.get("CANBO_TOWN_DATABASE", "")) as database:
        yield from _served(tmp_path_factory.mktemp("town"), database)


def _served(home: Path, database: str) -> Iterator[Town]:
    environment = {
        **os.environ,
        "CANBO_HOME": str(home),
        "CANBO_DEMO": "1",
        "CANBO_DATABASE": database,
        "CANBO_DEBUG": "",
    }
    for program in (["canbo.config.cli", "migrate", "-v0"], ["tests.journeys.town"]):
        subprocess.run([sys.executable, "-m", *program], cwd=ROOT, env=environment, check=True)
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "canbo.config.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address)
            yield Town(address, json.loads((home / "town.json").read_text(encoding="utf-8"))["body"])
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def officers_state(browser: Browser, town: Town) -> Any:
    """The cookies of the officer of the town, who has signed in by both steps from the first page."""
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    page.goto(town.address)
    turn(page, page.get_by_role("button", name="Vào với vai này").first)
    page.get_by_role("heading", name="Xác thực bước hai").wait_for()
    turn(page, page.get_by_role("button", name="Xác nhận"))
    page.get_by_role("heading", name="Việc hôm nay").wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def officer(page: Page, town: Town, officers_state: Any) -> Page:
    """A page on which the officer of the town has signed in and reads what is due."""
    page.context.add_cookies(officers_state["cookies"])
    page.goto(town.address)
    page.get_by_role("heading", name="Việc hôm nay").wait_for()
    return page


def turn(page: Page, leading: Locator) -> None:
    """Press what leads to another page (or to this one again) and go on only when that page stands whole.

    A press alone returns when the next page begins to load: what is then asked at once, an address, an attribute, the
    faults of the page, may still be answered by the page that is left, or by one that has nothing in it yet.
    """
    leading.wait_for()  # before the mark, so that the page that is marked is the one that has it
    page.evaluate("document.documentElement.dataset.left = ''")
    leading.click()
    page.locator("html:not([data-left])").wait_for(state="attached")
    page.wait_for_load_state()


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the page for a person to look at, where CANBO_SHOTS asks for pictures."""
    if not os.environ.get("CANBO_SHOTS"):
        return
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def faults_of(page: Page, *rules: str) -> list[str]:
    """What axe finds on the page as it stands, one line a fault: of all its rules, or of those named."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    everything = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    asked = {"type": "rule", "values": list(rules)} if rules else everything
    found = page.evaluate("(asked) => axe.run(document, {runOnly: asked})", asked)
    return [f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
