"""How far long work has come, told to whoever listens."""

from __future__ import annotations

from collections.abc import Callable

from canbo.lib.text import Text

#: Hears what is being done, how many steps are done and how many there are (0: not known).
Tell = Callable[[Text, int, int], None]


def quiet(stage: Text, done: int, total: int) -> None:
    """Nobody listens."""
