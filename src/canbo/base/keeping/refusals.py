"""Why a copy cannot be made or brought back, in plain words."""

from __future__ import annotations

from canbo.core.refusal import Refusal
from canbo.lib.text import Text


def not_empty(name: str) -> Refusal:
    """Something is there already that a restore would destroy."""
    return Refusal(
        "keeping.not_empty",
        Text(
            "Nơi khôi phục không trống: đã có {name}.", "The place to restore into is not empty: {name} is there."
        ).filled(name=name),
        Text("Đặt CANBO_HOME vào một thư mục trống.", "Point CANBO_HOME at an empty folder, with an empty database."),
    )


def not_a_backup() -> Refusal:
    """The file was never written by `canbo backup`."""
    return Refusal(
        "keeping.not_a_backup",
        Text("Tệp này không phải bản sao lưu của Canbo.", "This file is not a backup made by Canbo."),
        status=422,
    )


def wrong_passphrase() -> Refusal:
    """The file is whole as far as can be seen; the passphrase is another one."""
    return Refusal(
        "keeping.wrong_passphrase",
        Text("Cụm mật khẩu không đúng.", "The passphrase is not the right one."),
        Text("Kiểm tra bộ gõ rồi nhập lại.", "Check the keyboard layout and type it again."),
        status=422,
    )


def damaged() -> Refusal:
    """At least one byte differs from what was written."""
    return Refusal(
        "keeping.damaged",
        Text(
            "Tệp sao lưu đã hỏng hoặc bị thay đổi; chưa khôi phục gì.",
            "The backup file is damaged or was changed; nothing was restored.",
        ),
        Text("Dùng một bản sao khác.", "Take another copy."),
        status=422,
    )


def other_database(vendor: str) -> Refusal:
    """A copy of one database cannot fill the other kind."""
    return Refusal(
        "keeping.other_database",
        Text("Bản sao này là của cơ sở dữ liệu {vendor}.", "This is the backup of a {vendor} database.").filled(
            vendor=vendor
        ),
        Text("Đặt CANBO_DATABASE cho đúng loại.", "Set CANBO_DATABASE to a database of that kind."),
        status=422,
    )


def other_version() -> Refusal:
    """The tables of the copy are those of another version."""
    return Refusal(
        "keeping.other_version",
        Text("Bản sao này do phiên bản Canbo khác tạo ra.", "This backup was made by another version of Canbo."),
        Text(
            "Khôi phục bằng đúng phiên bản đó rồi nâng cấp.", "Restore it with that version, then upgrade the version."
        ),
    )


def taken(name: str) -> Refusal:
    """Nothing is overwritten."""
    return Refusal(
        "keeping.taken",
        Text("Đã có tệp {name}.", "The file {name} is there already.").filled(name=name),
        Text("Chọn tên khác.", "Choose another name."),
    )


def short_passphrase(least: int) -> Refusal:
    """A passphrase that is soon guessed protects nothing."""
    return Refusal(
        "keeping.short_passphrase",
        Text("Cụm mật khẩu phải có ít nhất {least} ký tự.", "A passphrase has at least {least} characters.").filled(
            least=least
        ),
        status=422,
    )
