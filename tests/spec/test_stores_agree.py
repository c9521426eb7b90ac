"""The columnar copy of the registers answers as the record database does, on both databases, and follows the record."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from canbo.base.record.testing_databases import a_database

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "canbo.config.settings"


@pytest.mark.long
def test_both_stores_give_the_same_facts_and_answers_and_follow_the_record(
    tmp_path: Path, django_db_setup: None
) -> None:
    with a_database(tables_for=tmp_path) as url:
        own = {"CANBO_HOME": str(tmp_path), "CANBO_DATABASE": url, "DJANGO_SETTINGS_MODULE": SETTINGS}
        told = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-m", "tests.spec.stores_in_a_world"],
            cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    assert "stores agree" in told.stdout
