"""canbo demo: build the demo world in empty registers. Works in a checkout; an installed package has no demo world."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from django.conf import settings

from canbo.core.refusal import Refusal
from canbo.lib.text import Text
from canbo.shell.commands import RefusingCommand


class Command(RefusingCommand):
    """The province Lam Giang, its cast and the sample files."""

    help = "Dựng tỉnh trình diễn Lam Giang / Build the demo province."

    def work(self, **options: Any) -> None:
        """Build the world and say how it went."""
        if not (settings.ROOT / "tools" / "world").is_dir():
            raise Refusal(
                "demo.no_checkout",
                Text(
                    "Dữ liệu trình diễn chỉ có trong bộ mã nguồn.",
                    "The demo world comes with a checkout of the source only.",
                ),
                Text("Chạy lệnh này trong thư mục mã nguồn.", "Run this command in a checkout."),
            )
        # Production must not import the generator: it is loaded by name, and only here.
        sys.path.insert(0, str(settings.ROOT))
        demo = importlib.import_module("tools.world.demo")
        demo.make(settings.HOME, say=self.stdout.write)
