"""What passes by itself is told apart from what is wrong, by the errors that databases and disks really raise."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, Error, OperationalError, ProgrammingError
from django.db.backends.sqlite3.base import DatabaseWrapper

from firstlight.kernel.errors import Conflict
from firstlight.kernel.unavailable import unavailable

BUSY, FULL, AWAY = "held by something else", "disk is full, or may only be read", "does not answer"


@pytest.fixture
def database(db: None, tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """A database of its own in a file, reached as the program reaches it."""
    settings: dict[str, Any] = dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT", "TIME_ZONE"), "")
    settings |= {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "one.sqlite3"),
        "OPTIONS": {"timeout": 0},
    }
    settings |= {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "AUTOCOMMIT": True,
        "TIME_ZONE": None,
        "ATOMIC_REQUESTS": False,
    }
    found = DatabaseWrapper(settings, "one")
    _write(found, "CREATE TABLE kept (words TEXT)")
    yield found
    found.close()


def _write(database: DatabaseWrapper, sql: str) -> None:
    with database.cursor() as cursor:
        cursor.execute(sql)


def _said(database: DatabaseWrapper, sql: str) -> str:
    with pytest.raises(Error) as raised:
        _write(database, sql)
    found = unavailable(raised.value)
    return found.sentence if found else ""


def test_a_file_that_somebody_else_writes_is_busy(database: DatabaseWrapper) -> None:
    other = sqlite3.connect(database.settings_dict["NAME"])
    other.execute("BEGIN IMMEDIATE")
    assert BUSY in _said(database, "INSERT INTO kept VALUES ('x')")
    other.rollback()
    other.close()
    _write(database, "INSERT INTO kept VALUES ('x')")


def test_a_full_disk_and_one_that_may_only_be_read_cannot_be_written(database: DatabaseWrapper) -> None:
    _write(database, "PRAGMA max_page_count = 2")
    assert FULL in _said(database, "INSERT INTO kept VALUES (zeroblob(100000))")
    _write(database, "PRAGMA max_page_count = 100000")
    _write(database, "PRAGMA query_only = 1")
    assert FULL in _said(database, "INSERT INTO kept VALUES ('x')")


def test_a_file_that_cannot_be_opened_is_away(database: DatabaseWrapper, tmp_path: Path) -> None:
    database.close()
    database.settings_dict["NAME"] = str(tmp_path / "no such folder" / "one.sqlite3")
    assert AWAY in _said(database, "SELECT 1")


@pytest.mark.parametrize("sql", ["SELECT * FROM missing", "SELEC 1", "SELECT nothing FROM kept", "SELECT ?"])
def test_a_query_that_is_wrong_stays_our_mistake(database: DatabaseWrapper, sql: str) -> None:
    assert _said(database, sql) == ""


def _of_postgresql(cause: Exception, kind: type[Error] = OperationalError) -> str:
    try:
        raise kind(*cause.args) from cause
    except Error as error:
        found = unavailable(error)
    return found.sentence if found else ""


@pytest.mark.parametrize(
    ("cause", "kind", "said"),
    [
        (psycopg.OperationalError("connection failed: No such file or directory"), OperationalError, AWAY),
        (psycopg.OperationalError("consuming input failed: server closed the connection"), OperationalError, AWAY),
        (psycopg.OperationalError("the connection is closed"), OperationalError, AWAY),
        (psycopg.errors.AdminShutdown("terminating connection"), OperationalError, AWAY),
        (psycopg.errors.CrashShutdown("terminating connection"), OperationalError, AWAY),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), OperationalError, AWAY),
        (psycopg.errors.TooManyConnections("sorry, too many clients already"), OperationalError, AWAY),
        (psycopg.errors.DiskFull("could not extend file"), OperationalError, FULL),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT"), DatabaseError, FULL),
        (psycopg.errors.DeadlockDetected("deadlock detected"), OperationalError, BUSY),
        (psycopg.errors.LockNotAvailable("canceling statement"), OperationalError, BUSY),
        (psycopg.errors.UndefinedTable("relation does not exist"), ProgrammingError, ""),
        (psycopg.errors.SyntaxError("syntax error"), ProgrammingError, ""),
        (psycopg.errors.UniqueViolation("duplicate key"), DatabaseError, ""),
        (psycopg.errors.StatementTooComplex("stack depth limit exceeded"), OperationalError, ""),
        (psycopg.ProgrammingError("the query has 0 placeholders but 1 parameters were passed"), ProgrammingError, ""),
        (psycopg.OperationalError("another command is already in progress"), OperationalError, ""),
    ],
)
def test_what_postgresql_says_is_understood(cause: Exception, kind: type[Error], said: str) -> None:
    found = _of_postgresql(cause, kind)
    assert said in found
    assert bool(said) == bool(found)


def test_of_other_errors_only_a_disk_without_room_passes() -> None:
    full = unavailable(OSError(errno.ENOSPC, "No space left on device"))
    assert full is not None
    assert FULL in full.sentence
    for other in (OSError(errno.ENOENT, "No such file"), ValueError("connection"), Conflict("It runs."), None):
        assert unavailable(other) is None
