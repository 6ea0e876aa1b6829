"""Sessions as Django keeps them in the database, read with as little as that takes: every request begins with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from firstlight.kernel.questions import Question

#: So many thousandths of a second somebody waits who only looks.
_MOMENT = 100
_FIELDS = ("session_key", "session_data", "expire_date")
_SESSION = Question(lambda key: Session.objects.filter(session_key=key).values_list(*_FIELDS), key=str)


class SessionStore(Kept):
    """The same sessions in the same table."""

    def _get_session_from_db(self) -> Session | None:
        """The session of the key, as it is now; None where there is none any more, or it has expired."""
        key = self.session_key or ""
        # What the database could not even be asked for, a null character for one, is nobody's key.
        row = _SESSION.first(key=key) if key.isascii() and key.isalnum() else None
        if row is None or row[2] <= timezone.now():
            self._session_key = None
            return None
        return Session.from_db(DEFAULT_DB_ALIAS, _FIELDS, row)

    def note(self, name: str, value: Any) -> None:
        """Write that down, unless something else holds the database: who only looks at a page waits for nobody.

        What could not be written is not there at the next request, which tries again.
        """
        modified, self[name] = self.modified, value
        self.modified = modified  # otherwise it would be saved once more, and waited for
        with _waits_for_nobody(), suppress(UpdateError):
            self.save()


@contextmanager
def _waits_for_nobody() -> Iterator[None]:
    """SQLite waits for its lock as long as this installation says, here only for a moment. PostgreSQL locks rows."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    wait = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.connection.execute(f"PRAGMA busy_timeout = {_MOMENT}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {wait}")
