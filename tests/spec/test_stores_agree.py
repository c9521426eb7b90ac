"""The columnar copy of the registers answers as the record database does, on both databases, and follows the record."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
NAME = "canbo_stores"


def _database_of_its_own(url: str) -> str:
    """An empty database beside the one under test; empty for SQLite, whose file stands in CANBO_HOME."""
    if not url:
        return ""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"drop database if exists {NAME}")
        server.execute(f"create database {NAME}")
    return urlsplit(url)._replace(path=f"/{NAME}").geturl()


def test_both_stores_give_the_same_facts_and_answers_and_follow_the_record(tmp_path: Path) -> None:
    url = _database_of_its_own(os.environ.get("CANBO_DATABASE", ""))
    told = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", "tests.spec.stores_in_a_world"],
        cwd=ROOT,
        env={
            **os.environ,
            "CANBO_HOME": str(tmp_path),
            "CANBO_DATABASE": url,
            "DJANGO_SETTINGS_MODULE": "canbo.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    assert "stores agree" in told.stdout
