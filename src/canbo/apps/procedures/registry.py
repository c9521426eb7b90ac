"""Which capabilities above answer for which cases. `config` fills this once at start, before there are models.

A subject is told by the `owner` key of a case, up to its colon ("planning:12"); `subjects.subject_of` finds it.
"""

from __future__ import annotations

#: Kind of owner → the dotted name of its `subjects.Subject`.
SUBJECTS: dict[str, str] = {}
#: Dotted names of functions (account, day) → `deadlines.Deadline`s: days that the capabilities above wait for.
DEADLINES: list[str] = []


def offer(kind: str, subject: str) -> None:
    """Let a capability answer for its cases. Harmless when done again."""
    SUBJECTS[kind] = subject


def also_wait(source: str) -> None:
    """Let a capability add its days to those of all cases. Harmless when done again."""
    if source not in DEADLINES:
        DEADLINES.append(source)
