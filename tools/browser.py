"""Find a Chromium for the journeys; `python -m tools.browser` installs Debian's when that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> Path | None:
    """The browser of this machine, or None. CANBO_CHROMIUM names one that stands elsewhere."""
    for name in (os.environ.get("CANBO_CHROMIUM", ""), *NAMES):
        found = shutil.which(name) if name else None
        if found:
            return Path(found)
    return None


def flags() -> list[str]:
    """Start flags: no first-run pages, nothing fetched in the background, no sandbox for root (it refuses one)."""
    quiet = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return [*quiet, "--no-sandbox"] if os.geteuid() == 0 else quiet


def ensure() -> Path | None:
    """`find`, after trying Debian's package where we are root. None when there is still no browser."""
    found = find()
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print("no Chromium here: trying apt-get install chromium", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "chromium"]):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            break
    return find()


if __name__ == "__main__":
    print(ensure() or "no Chromium")
