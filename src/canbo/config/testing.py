"""A pytest plugin that gives a test run a home of its own before the settings are read.

pytest-django reads the settings before any conftest.py, so this stands in `addopts` as `-p canbo.config.testing`.
Each worker process of a run gets a folder of its own inside the run's folder; the run removes it at the end.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path


def _make_home() -> Path:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        home = Path(os.environ["CANBO_TEST_RUN"]) / worker
        home.mkdir(exist_ok=True)
        return home
    run = Path(tempfile.mkdtemp(prefix="canbo-test-"))
    os.environ["CANBO_TEST_RUN"] = str(run)
    return run


HOME = _make_home()
os.environ["CANBO_HOME"] = str(HOME)
# The server of static files warns of a folder that is not there, and a warning is an error.
(HOME / "static").mkdir(exist_ok=True)
# What a developer has set for a running demo must not reach the tests.
for _name in ("CANBO_DEBUG", "CANBO_DEMO", "CANBO_POLICY", "CANBO_HTTPS", "CANBO_READ_ONLY", "CANBO_OIDC_ISSUER"):
    os.environ.pop(_name, None)

# As a server does (config/wsgi.py): a rule pack is large and stays, and walking it again and again is time lost.
gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure() -> None:
    """Remove the run's folder when the last process of the run ends."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(HOME, ignore_errors=True)
