"""The kinds of acts that need two people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from canbo.base.access.actions import end_grant, grant_role
from canbo.base.access.deciding import may
from canbo.base.access.models import Grant, Role
from canbo.base.access.permissions import why_not_grant
from canbo.base.accounts.actions import change_account, recover
from canbo.base.accounts.models import Account
from canbo.base.authority.two_persons import Kind, What
from canbo.base.keeping.restored import accept
from canbo.base.record.actions import erase
from canbo.core.refusal import Refusal
from canbo.lib.text import Text

#: Deeds that the record takes from a person only under a proposal that a second one has confirmed.
BY_TWO = frozenset(
    {"access.end", "access.grant", "accounts.change", "accounts.recover", "keeping.accept", "record.erase"}
)
#: Of those, the ones that commands and imports, which act as the house, may not do alone either.
NEVER_ALONE = frozenset({"accounts.change", "record.erase"})


def account_of(what: What) -> Account:
    """The account that an act is about. Raises Refusal when there is none of that name."""
    found = Account.objects.filter(username=what["account"], system=False).first()
    if found is None:
        raise Refusal(
            "authority.no_account",
            Text("Không có tài khoản {name}.", "There is no account {name}.").filled(name=what["account"]),
            Text("Kiểm tra lại tên đăng nhập.", "Check the sign-in name."),
            status=422,
        )
    return found


def _about(what: What) -> frozenset[str]:
    return frozenset({what["account"]})


def why_not_administer(actor: Account, day: dt.date) -> Refusal | None:
    """Why an account may not open accounts, recover them, or take part in erasing, or None: administrators may."""
    return may(actor, "access.administer", None, day)


def _administrators(actor: Account, what: What, day: dt.date) -> Refusal | None:
    return why_not_administer(actor, day)


def _says_grant(what: What) -> Text:
    """All of it, because the second person confirms what is read here: until when, and over whom alone."""
    until, whom = what.get("until"), what.get("managed_by")
    ends = (" đến trước {until}", " until before {until}") if until else ("", "")
    only = (", chỉ với người do {whom} quản lý", ", only over those whom {whom} manages") if whom else ("", "")
    return Text(
        f"Giao vai trò “{{role}}” tại {{body}} cho {{account}}, từ {{since}}{ends[0]}{only[0]}, "
        "theo quyết định {decision}.",
        f"Grant the role “{{role_en}}” over {{body}} to {{account}}, from {{since}}{ends[1]}{only[1]}, "
        "by decision {decision}.",
    ).filled(
        **_office(what), since=_day(what["since"]), until=until and _day(until), whom=whom, decision=what["decision"]
    )


def _office(what: What) -> dict[str, str]:
    role = Role(what["role"])
    return {"role": role.label, "role_en": role.value, "body": what["body"], "account": what["account"]}


def _day(written: str) -> str:
    return f"{dt.date.fromisoformat(written):%d/%m/%Y}"


def _why_not_grant(actor: Account, what: What, day: dt.date) -> Refusal | None:
    return why_not_grant(actor, account_of(what), day, what["body"])


def _grant(what: What, *, by: Account, at: dt.datetime) -> Grant:
    day = dt.date.fromisoformat
    return grant_role(
        account=account_of(what), role=Role(what["role"]), body_code=what["body"], since=day(what["since"]),
        until=day(what["until"]) if what.get("until") else None, managed_by=what.get("managed_by", ""),
        decision=what["decision"], by=by, at=at,
    )  # fmt: skip


def _says_end(what: What) -> Text:
    return Text(
        "Chấm dứt vai trò “{role}” tại {body} của {account} từ {until}, theo quyết định {decision}.",
        "End the role “{role_en}” over {body} of {account} from {until}, by decision {decision}.",
    ).filled(**_office(what), until=_day(what["until"]), decision=what["decision"])


def _end(what: What, *, by: Account, at: dt.datetime) -> Grant:
    """Raises Refusal when the role is no longer the one that was proposed to end."""
    found = Grant.objects.filter(
        pk=what["grant"], account=account_of(what), role=what["role"], body_code=what["body"], entry_to=None
    ).first()
    if found is None:
        raise Refusal("access.ended", Text("Vai trò này đã chấm dứt.", "This role has ended already."))
    until = dt.date.fromisoformat(what["until"])
    return end_grant(grant=found, until=until, decision=what["decision"], by=by, at=at)


def _says_recover(what: What) -> Text:
    return Text(
        "Khôi phục tài khoản {account}: bỏ xác thực bước hai cũ, kết thúc mọi phiên, cấp mật khẩu dùng một lần. "
        "Lý do: {reason}",
        "Recover the account {account}: drop its second factor, end its sessions, give a password for one use. "
        "Reason: {reason}",
    ).filled(account=what["account"], reason=what["reason"])


def _recover(what: What, *, by: Account, at: dt.datetime) -> str:
    return recover(account=account_of(what), by=by, at=at)


def _says_change(what: What) -> Text:
    says = Text("Mở", "Open") if what["active"] == "open" else Text("Đóng", "Close")
    return Text(
        "{says} tài khoản {account}, tên hiển thị “{shown_as}”. Lý do: {reason}",
        "{says_en} the account {account}, shown as “{shown_as}”. Reason: {reason}",
    ).filled(says=says.vi, says_en=says.en, **{name: what[name] for name in ("account", "shown_as", "reason")})


def _change(what: What, *, by: Account, at: dt.datetime) -> None:
    change_account(
        account=account_of(what), shown_as=what["shown_as"], active=what["active"] == "open", by=by, at=at
    )  # fmt: skip


def _says_accept(what: What) -> Text:
    return Text(
        "Tiếp tục ghi từ bản khôi phục có gốc nhật ký {root}.",
        "Go on writing from the restored copy whose record has the root {root}.",
    ).filled(root=what["root"])


def _accept(what: What, *, by: Account, at: dt.datetime) -> None:
    accept(root=what["root"], by=by, at=at)


def _says_erase(what: What) -> Text:
    return Text(
        "Xóa nội dung dòng nhật ký số {entry} theo quyết định {decision}.",
        "Erase what entry {entry} said, by decision {decision}.",
    ).filled(entry=what["entry"], decision=what["decision"])


def _erase(what: What, *, by: Account, at: dt.datetime) -> Any:
    return erase(seq=what["entry"], decision=what["decision"], by=by, at=at)


#: By the name of the deed; a capability adds its own through `offer`.
KINDS: dict[str, Kind] = {
    "access.grant": Kind(Text("Giao vai trò", "Grant a role"), _says_grant, _why_not_grant, _about, _grant),
    "access.end": Kind(Text("Chấm dứt vai trò", "End a role"), _says_end, _why_not_grant, _about, _end),
    "accounts.change": Kind(
        Text("Đóng, mở lại, đổi tên hiển thị tài khoản", "Close, reopen or rename an account"), _says_change,
        _administrators, _about, _change,
    ),
    "accounts.recover": Kind(
        Text("Khôi phục tài khoản", "Recover an account"), _says_recover, _administrators, _about, _recover
    ),
    "keeping.accept": Kind(
        Text("Tiếp tục từ bản khôi phục", "Go on from a restored copy"), _says_accept, _administrators,
        lambda what: frozenset(), _accept,
    ),
    "record.erase": Kind(
        Text("Xóa nội dung nhật ký", "Erase an entry's content"), _says_erase, _administrators,
        lambda what: frozenset(), _erase,
    ),
}  # fmt: skip


def offer(kinds: Mapping[str, Kind]) -> None:
    """Add kinds of acts by two people. Harmless when done again."""
    KINDS.update(kinds)
