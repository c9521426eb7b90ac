"""Opening accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from canbo.base.accounts.halves import first_half, second_half, whole
from canbo.base.accounts.models import Account
from canbo.base.record.actions import acting, refuse
from canbo.base.record.asking import proposal_confirmed
from canbo.base.record.chain import ACCOUNT_CHANGED
from canbo.base.record.read_only import why_not_write
from canbo.core.refusal import Refusal
from canbo.lib.text import Text, nfc

#: The account under which commands, imports and the first entry of an installation act.
SYSTEM = "canbo"
#: How long a password for one use opens the door.
ONE_TIME = dt.timedelta(days=1)


def system_account(*, at: dt.datetime) -> Account:
    """The account of the house itself. The first call makes it and writes the first entry of the record, by itself."""
    account = Account.objects.filter(username=SYSTEM).first()
    return account or _open(SYSTEM, "Canbo", None, by=None, at=at)


def open_account(*, username: str, shown_as: str, password: str | None = None, by: Account, at: dt.datetime) -> Account:
    """Open an account; without a password nobody can sign in with it yet.

    Raises Refusal when the name is taken or blank, or the password too easy to guess.
    """
    name, shown = nfc(username), nfc(shown_as)
    if not name or not shown:
        raise Refusal(
            "accounts.nameless",
            Text(
                "Tài khoản phải có tên đăng nhập và tên hiển thị.", "An account needs a sign-in name and a shown name."
            ),
            status=422,
        )
    if Account.objects.filter(username=name).exists():
        raise Refusal(
            "accounts.taken",
            Text("Tên đăng nhập {name} đã có người dùng.", "The sign-in name {name} is taken.").filled(name=name),
            Text("Chọn tên đăng nhập khác.", "Choose another sign-in name."),
        )
    if password is not None:
        refuse(why_not_password(password, Account(username=name, shown_as=shown)))
    return _open(name, shown, password, by=by, at=at)


def open_with_one_time(*, username: str, shown_as: str, by: Account, at: dt.datetime) -> str:
    """Open an account; gives a password for one use, good for one day and for setting another.

    Raises Refusal when the name is taken or blank. Who may, is asked by whoever calls this.
    """
    password = whole(second_half(), second_half())
    with transaction.atomic():
        account = open_account(username=username, shown_as=shown_as, password=password, by=by, at=at)
        account.one_time_until = at + ONE_TIME
        account.save(update_fields=["one_time_until"])
    return password


def why_not_password(password: str, account: Account) -> Refusal | None:
    """Why a password is too easy to guess for an account, or None: short, common, only digits, or like the name."""
    try:
        validate_password(password, account)
    except ValidationError:
        return Refusal(
            "accounts.weak_password",
            Text("Mật khẩu này dễ đoán.", "This password is easy to guess."),
            Text(
                "Dùng ít nhất 12 ký tự, không chỉ gồm chữ số, không giống tên và không phải mật khẩu phổ biến.",
                "Take at least 12 characters, not digits alone, nothing like the name and no common password.",
            ),
            status=422,
        )
    return None


@contextmanager
def changing_factor(
    deed: str, kind: str, *, by: Account, at: dt.datetime, session: str | None = None
) -> Iterator[None]:
    """One transaction around a change of one's own second factor: "add", "remove" or "renew" of a kind.

    Kinds: totp, webauthn, recovery_codes. What the factor is, stays off the record. Every session but the one with the
    key `session` ends: one that was opened by the password alone must not count as proved afterwards.
    """
    with acting(f"accounts.factor_{deed}", by=by, at=at, payload={"account": by.username, "kind": kind}):
        for each in UserSession.objects.filter(user_id=by.pk).exclude(session_key=session or ""):
            each.end()
        yield


def change_password(*, old: str, new: str, by: Account, at: dt.datetime) -> None:
    """Set one's own password anew; every session but the present one ends with the old one.

    Raises Refusal when the old one is not right, or the new one too easy to guess.
    """
    if not by.check_password(old):
        raise Refusal(
            "accounts.wrong_password",
            Text("Mật khẩu hiện nay không đúng.", "The present password is not right."),
            status=422,
        )
    refuse(why_not_password(new, by))
    with acting("accounts.password", by=by, at=at, payload={"account": by.username}):
        by.set_password(new)
        by.one_time_until = None
        by.save(update_fields=["password", "one_time_until"])


def recover(*, account: Account, by: Account, at: dt.datetime) -> str:
    """Recover an account whose owner cannot sign in: its second factor goes, its sessions end, its password is new.

    Only as an act by two people. The password is good for one day and for setting another; it has two halves. The
    proposer was shown the first, and this gives the second: each passes it on to the owner.
    """
    refuse(why_not_recover(by, account))
    half = second_half()
    with acting("accounts.recover", by=by, at=at, payload={"account": account.username}):
        Authenticator.objects.filter(user_id=account.pk).delete()
        for session in UserSession.objects.filter(user_id=account.pk):
            session.end()
        account.set_password(whole(first_half(proposal_confirmed() or 0), half))
        account.one_time_until = at + ONE_TIME
        account.save(update_fields=["password", "one_time_until"])
    return half


def why_not_recover(actor: Account, account: Account) -> Refusal | None:
    """Why an account may not be the second to recover another, or None: never one's own, never by one person."""
    if actor == account or proposal_confirmed() is None:
        return Refusal(
            "accounts.recovered_by_two",
            Text(
                "Khôi phục tài khoản cần hai người khác chủ tài khoản.",
                "Recovering an account takes two people, neither of them its owner.",
            ),
            Text("Lập đề nghị ở mục “Việc cần hai người”.", "Propose it under “Acts by two people”."),
            status=403,
        )
    return None


def change_account(*, account: Account, shown_as: str, active: bool, by: Account, at: dt.datetime) -> None:
    """Call an account otherwise, close it (nobody signs in with it, its sessions end) or open it again.

    Only as an act by two people: one alone could shut out whoever inspects them. Raises Refusal when nothing would
    change, when the name is blank, and for the account of the house.
    """
    shown = nfc(shown_as)
    if account.system or not shown or (shown, active) == (account.shown_as, account.is_active):
        raise Refusal(
            "accounts.nothing_to_change",
            Text("Không có gì để thay đổi ở tài khoản này.", "There is nothing to change about this account."),
            status=422,
        )
    payload = {"account": account.username, "shown_as": shown, "active": active}
    with acting(ACCOUNT_CHANGED, by=by, at=at, payload=payload):
        account.shown_as, account.is_active = shown, active
        account.save(update_fields=["shown_as", "is_active"])
        for session in UserSession.objects.filter(user_id=account.pk) if not active else ():
            session.end()


def end_session(*, session: UserSession, by: Account, at: dt.datetime) -> None:
    """End a session of one's own somewhere else: whoever sits there must sign in again.

    Raises Refusal for somebody else's session.
    """
    if session.user_id != by.pk:
        raise Refusal(
            "accounts.not_own_session",
            Text("Đây là phiên của người khác.", "This is somebody else's session."),
            status=403,
        )
    with acting("accounts.end_session", by=by, at=at, payload={"account": by.username, "session": session.pk}):
        session.end()


def link_provider(*, provider: str, uid: str, by: Account, at: dt.datetime) -> None:
    """Let an account of the organisation's provider (its name for the person: `uid`) sign in to one's own account.

    Raises Refusal when it is linked with another account. Harmless when it is linked with this one.
    """
    linked = SocialAccount.objects.filter(provider=provider, uid=uid).first()
    if linked is not None and linked.user_id == by.pk:
        return
    if linked is not None:
        raise Refusal(
            "accounts.linked_elsewhere",
            Text(
                "Tài khoản cơ quan này đã được nối với tài khoản khác.",
                "This account of the organisation is linked with another account.",
            ),
            Text("Đề nghị quản trị hệ thống kiểm tra.", "Ask an administrator to look into it."),
        )
    with acting("accounts.link", by=by, at=at, payload={"account": by.username, "provider": provider}):
        SocialAccount.objects.create(user=by, provider=provider, uid=uid)


def unlink_provider(*, linked: SocialAccount, by: Account, at: dt.datetime) -> None:
    """Undo a link of one's own with the organisation's provider. Raises Refusal for somebody else's."""
    if linked.user_id != by.pk:
        raise Refusal(
            "accounts.not_own_link", Text("Đây là tài khoản của người khác.", "This is somebody else's."), status=403
        )
    with acting("accounts.unlink", by=by, at=at, payload={"account": by.username, "provider": linked.provider}):
        linked.delete()


def enrol_app(*, secret: str, by: Account, at: dt.datetime) -> None:
    """Give the own account an app with a known secret (base32) and recovery codes: the demo's and the tests' way."""
    with changing_factor("add", "totp", by=by, at=at):
        TOTP.activate(by, secret)
        RecoveryCodes.activate(by)


def enter_lock(*, username: str, address: str, at: dt.datetime) -> None:
    """Enter that signing in under a name was stopped from an address, because it failed too often.

    Only for names that exist: what was typed in place of a name may be a password. Nothing while read-only.
    """
    known = Account.objects.filter(username=username).exists()
    if known and why_not_write() is None:
        payload = {"username": username, "address": address}
        with acting("accounts.lock", by=system_account(at=at), at=at, payload=payload):
            pass


def _open(username: str, shown_as: str, password: str | None, *, by: Account | None, at: dt.datetime) -> Account:
    account = Account(username=username, shown_as=shown_as, system=by is None)
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    with transaction.atomic():
        if by is None:  # it must stand before its own first entry can name it
            account.save()
        payload = {"username": username, "shown_as": shown_as}
        with acting("accounts.open", by=by or account, at=at, payload=payload):
            account.save()
    return account
