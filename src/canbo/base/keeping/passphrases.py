"""Where the passphrase of a backup comes from: a file, the environment, or the keyboard; never the command line."""

from __future__ import annotations

import getpass
import os
from pathlib import Path


def passphrase(file: Path | None, *, twice: bool) -> str:
    """The passphrase; typed twice when it is a new one. Raises OSError for a file that cannot be read."""
    if file is not None:
        return file.read_text("utf-8").rstrip("\n")
    if found := os.environ.get("CANBO_PASSPHRASE"):
        return found
    typed = getpass.getpass("Cụm mật khẩu · Passphrase: ")
    if twice and getpass.getpass("Nhập lại · Again: ") != typed:
        return ""
    return typed
