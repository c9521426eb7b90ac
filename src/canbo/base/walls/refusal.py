"""The refusal to work with a role that row-level security does not bind."""

from __future__ import annotations


class NoWall(Exception):
    """The role of the connection is a superuser or has BYPASSRLS."""

    def __init__(self) -> None:
        super().__init__(
            "Tài khoản PostgreSQL này là superuser hoặc có BYPASSRLS nên cơ sở dữ liệu không tự bảo vệ được hồ sơ; "
            "hãy dùng một tài khoản thường, là chủ của cơ sở dữ liệu. · "
            "This PostgreSQL role is a superuser or has BYPASSRLS, so that the database cannot wall off the dossiers; "
            "connect with a plain role that owns the database."
        )
