"""Nobody decides by looking at roles: `may` decides by the rules, and lists ask which offices a rule gives."""

from __future__ import annotations

import re

from tests.house import tree

#: Who reads the roles of an account, or how it stands to a body, and why that is no decision.
READS_ROLES = {
    "apps/bodies/permissions.py": "says how an account stands to a body, which `may` asks",
    "apps/eligibility/permissions.py": "says how an account stands to all bodies of a pool",
    "apps/people/visibility.py": "says how an account stands to a person",
    "apps/procedures/permissions.py": "says how an account stands to a case",
    "apps/mandates/screens_delegations.py": "shows an account its own offices, to lend one",
    "apps/mandates/forms.py": "offers the roles that stand, of which two people end one",
    "apps/mandates/screens_accounts.py": "shows administrators who holds which role",
    "base/authority/kinds.py": "finds the role that two people have agreed to end",
    "apps/regulations/permissions.py": "says how an account stands to the body in whose charge a choice is to hold",
    "apps/regulations/queries.py": "tells of which bodies an account is: what it is asked to read",
    "base/authority/second_factor.py": "asks of the account itself, whatever it is about to do",
    "apps/mandates/management/commands/found.py": "counts the administrators that an installation has",
}
_ROLES = re.compile(
    r"\b(grants_on|narrow_grants_on|grants_held|roles_over_body|Grant\.objects|\.grants\.(filter|all|exists))\b"
)


def _reading() -> set[str]:
    files = (tree.ROOT / "src" / "canbo").rglob("*.py")
    asked = {file.relative_to(tree.ROOT / "src" / "canbo").as_posix(): file.read_text("utf-8") for file in files}
    return {
        name
        for name, text in asked.items()
        if _ROLES.search(text) and not name.startswith("base/access/") and not re.search(r"/tests/|testing", name)
    }


def test_only_the_one_function_decides_by_roles():
    tree.demand(
        sorted(_reading() - READS_ROLES.keys()),
        "Write a Rule and ask `may`, or `offices_for` for a list; base/access/deciding.py says how.",
    )


def test_no_reason_to_read_roles_outlives_its_reading():
    assert not READS_ROLES.keys() - _reading()
