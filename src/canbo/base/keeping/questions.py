"""What else the page of health asks. `config` fills this once at start, before there are models."""

from __future__ import annotations

from canbo.lib.text import Text

#: A question and the dotted name of what answers it, as the questions of `health` are answered.
ALSO: list[tuple[Text, str]] = []


def also_ask(asks: Text, look: str) -> None:
    """Let a capability ask a question of its own. Harmless when done again."""
    if (asks, look) not in ALSO:
        ALSO.append((asks, look))
