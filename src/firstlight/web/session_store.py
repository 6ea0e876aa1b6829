"""Sessions as Django keeps them in the database, read with as little as that takes: every request begins with it."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from firstlight.kernel.questions import Question

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
