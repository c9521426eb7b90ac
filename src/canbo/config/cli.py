"""The `canbo` command: Django's commands and ours under one name."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from canbo.base.walls.asking import everything
from canbo.base.walls.refusal import NoWall


def main() -> None:
    """Run `canbo COMMAND …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.config.settings")
    try:
        with everything():  # whoever runs a command runs the machine
            execute_from_command_line(["canbo", *sys.argv[1:]])
    except NoWall as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    main()
