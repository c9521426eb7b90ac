"""What is installed, looked at without a network: the licence and the version of each package that ships.

Known weaknesses are not asked for here: that needs an index of advisories, which a machine without a network does not
have, and a copy kept in the repository would be believed when it is old. `python -m tools.audit --advisories` asks with
pip-audit where one answers, and says plainly when it was not asked. Exit code 1: a licence that does not belong here,
or a package that is installed in another version than the one that is pinned.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

RUN = Path(__file__).resolve().parents[1] / "requirements" / "run.txt"
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;]+)", re.MULTILINE)
#: Licences that ask for more than a notice when they ship with an Apache-2.0 program; LGPL is used as a library.
_CLOSED = re.compile(
    r"\b(AGPL|Affero|(?<!L)GPL|(?<!Lesser )General Public|SSPL|Commons Clause|Proprietary)", re.IGNORECASE
)
_OPEN_ALL_THE_SAME = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)

#: Packages whose own words mislead, and what the text of their licence was read to be.
READ = {"qrcode": "BSD-3-Clause, with MIT parts (its text, read 2026-11-22)"}


def licence(package: str) -> str:
    """What a package says of its licence, in any of three ways; "" when it says nothing."""
    if package in READ:
        return READ[package]
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return ""
    classified = [line.rpartition("::")[2].strip() for line in about.get_all("Classifier") or () if "License" in line]
    said = about.get("License-Expression") or "; ".join(classified) or (about.get("License") or "").strip()
    return said.splitlines()[0][:70] if said else ""


def closed(said: str) -> bool:
    """Whether a licence may not ship with Canbo."""
    return bool(_CLOSED.search(said)) and not _OPEN_ALL_THE_SAME.search(said)


def unlike_its_pin(package: str, version: str) -> str:
    """How what is installed differs from what is pinned and was looked at; "" when it does not."""
    try:
        found = metadata(package)["Version"]
    except PackageNotFoundError:
        return ""  # pinned for another system or Python
    return "" if found == version else f"version {found} is installed, {version} is pinned"


def advisories() -> str:
    """What an index says of the pinned versions, or why it was not asked."""
    program = shutil.which("pip-audit")
    if program is None:
        return "advisories: NOT ASKED, pip-audit is not installed on this machine"
    done = subprocess.run(
        [program, "--requirement", str(RUN), "--no-deps", "--disable-pip"], capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    if "could not be audited" in said or done.returncode not in (0, 1):
        return "advisories: NOT ASKED, no index answered"
    return said.strip() or "advisories: none known"


def main() -> int:
    """Print each package with version and licence; 1 when one may not ship, or is not the one that was pinned."""
    wrong = []
    for package, version in _PIN.findall(RUN.read_text("utf-8")):
        said = licence(package)
        if closed(said):
            wrong.append(f"{package}: this licence may not ship with Canbo")
        if differs := unlike_its_pin(package, version):
            wrong.append(f"{package}: {differs}")
        print(f"{package:<40} {version:<14} {said or 'says no licence: look'}")
    print(advisories() if "--advisories" in sys.argv else "advisories: NOT ASKED (needs a network; --advisories asks)")
    for each in wrong:
        print(each, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
