"""The `canbo` command: Django's commands and ours under one name."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run `canbo COMMAND …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
    execute_from_command_line(["canbo", *sys.argv[1:]])


if __name__ == "__main__":
    main()
