"""Acts that need two people: which kinds there are, and why somebody may not propose or confirm one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from canbo.base.accounts.models import Account
from canbo.base.authority.models import Proposal
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

What = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of act by two people. `what` are plain JSON values; each function is given them.

    `says`: the act in a sentence. `why_not`: why an account may not do it on a day. `concerns`: the sign-in names of
    those whom it is about: they are neither of the two. `do`: the act itself, by the second person.
    """

    name: Text
    says: Callable[[What], Text]
    why_not: Callable[[Account, What, dt.date], Refusal | None]
    concerns: Callable[[What], frozenset[str]]
    do: Callable[..., Any]


def what_of(proposal: Proposal) -> dict[str, Any]:
    """The values that were proposed."""
    found: dict[str, Any] = json.loads(proposal.what)
    return found
