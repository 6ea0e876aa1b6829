"""Whether an error means that nothing can be kept at the moment, and not that the program is wrong."""

from __future__ import annotations

import errno
import sqlite3
from typing import Any

from django.db import Error

from firstlight.kernel.errors import Refusal

#: Seconds after which it is worth trying again.
AGAIN = 5

_AWAY = (
    "The database does not answer at the moment. What was acknowledged as saved is kept; "
    "what you just sent is not saved. Try again in a moment."
)
_BUSY = (
    "The database is held by something else at the moment. What was acknowledged as saved is kept; "
    "what you just sent is not saved. Try again in a moment."
)
_FULL = (
    "The server cannot write at the moment: its disk is full, or may only be read. What was acknowledged as saved is "
    "kept; what you just sent is not saved. Tell whoever runs this workspace, and try again later."
)

#: What SQLite says (the last byte of its codes): busy, locked, protocol; read only, full; input or output, cannot open.
_SQLITE = {5: _BUSY, 6: _BUSY, 15: _BUSY, 8: _FULL, 13: _FULL, 10: _AWAY, 14: _AWAY}
#: What PostgreSQL says: single states, then classes of them.
_STATES = {
    "25006": _FULL, "53100": _FULL, "40001": _BUSY, "40P01": _BUSY, "55P03": _BUSY, "57014": _BUSY,
    "57P01": _AWAY, "57P02": _AWAY, "57P03": _AWAY, "57P05": _AWAY,
}  # fmt: skip
_CLASSES = {"08": _AWAY, "53": _AWAY, "58": _AWAY}
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class Unavailable(Refusal):
    """Nothing can be read or kept for the moment; the same can be sent again."""

    code = "unavailable"


def unavailable(error: BaseException | None) -> Unavailable | None:
    """What to say of an error of the database, or of the disk, that passes by itself; None for any other.

    A query that is wrong, a table that is not there, a value that breaks a rule, a damaged file: none of these passes.
    """
    said = _said(error)
    return Unavailable(said) if said else None


def _said(error: BaseException | None) -> str:
    if isinstance(error, OSError):
        return _FULL if error.errno in _NO_ROOM else ""
    if not isinstance(error, Error):
        return ""
    cause: Any = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, "")
    state = getattr(cause, "sqlstate", None)
    if state:
        return _STATES.get(state) or _CLASSES.get(state[:2], "")
    return _AWAY if _connection_is_gone(error, cause) else ""


def _connection_is_gone(error: Error, cause: Any) -> bool:
    """Whether a driver, or Django, has no connection any more: only then PostgreSQL had no state to give."""
    kinds = {kind.__name__ for kind in type(cause if cause is not None else error).__mro__}
    words = str(error).lower()
    return bool(kinds & {"OperationalError", "InterfaceError"}) and ("connect" in words or "server closed" in words)
