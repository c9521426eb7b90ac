"""Django's PostgreSQL connection, which tells the database on whose behalf each statement is asked."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from canbo.base.walls.asking import SETTINGS, Words, asked_now
from canbo.base.walls.refusal import NoWall

_TELL = "select " + ", ".join(f"set_config('{setting}', %s, false)" for setting in SETTINGS.values())
_UNWALLED = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that refuses a role which row-level security does not bind."""

    #: What the database was told last; None when that may have been undone.
    _told: Words | None = None

    def init_connection_state(self) -> None:
        """Refuse a superuser before anything is asked. Raises NoWall."""
        super().init_connection_state()
        self._told = None
        with self.connection.cursor() as cursor:
            if cursor.execute(_UNWALLED).fetchone() == (True,):
                raise NoWall

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor, after the database knows who is asking: one more trip when that has changed, none otherwise."""
        words = asked_now()
        if self._told != words:
            with self.connection.cursor() as cursor:
                cursor.execute(_TELL, words)
            self._told = words
        return super().create_cursor(name)

    def _rollback(self) -> None:
        self._told = None  # what was told inside the transaction is undone with it
        super()._rollback()  # type: ignore[misc]  # Django's own, which its stubs leave out

    def _savepoint_rollback(self, sid: str) -> None:
        # First: in a transaction that has failed nothing else can be said.
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # as above
        self._told = None
