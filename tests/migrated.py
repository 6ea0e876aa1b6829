"""The empty database of the tests: made by the migrations once, copied while they stay as they are (on SQLite).

Running all migrations takes longer than most folders of tests. The copy is named by the content of every migration and
of what they call; a migration that is new, changed or missing is another name, and all of them run. Django looks at the
copy afterwards and applies what it lacks.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import django

from firstlight.kernel import append_only

REPOSITORY = Path(__file__).resolve().parents[1]
KEPT = REPOSITORY / "var" / "tests"


def fingerprint() -> str:
    """Changes whenever an empty database could look different."""
    digest = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted([*(REPOSITORY / "src").glob("firstlight/*/migrations/*.py"), Path(append_only.__file__)]):
        digest.update(str(path.relative_to(REPOSITORY)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Copying:
    """From here until `done` or `given_up`, a test database that Django makes begins as the copy, or becomes it."""

    def __init__(self, connection: Any) -> None:
        KEPT.mkdir(parents=True, exist_ok=True)
        self.connection = connection
        self.place = KEPT / f"migrated-{fingerprint()}.sqlite3"
        self.held: list[sqlite3.Connection] = []
        self.lock = (KEPT / "migrating.lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)  # of several processes one migrates, and the others copy
        if self.there():
            connection.creation._create_test_db = self._copy

    def there(self) -> bool:
        return self.place.exists()

    def done(self) -> None:
        """Django has made and migrated it."""
        if not self.there():
            self.connection.ensure_connection()
            half = self.place.with_suffix(f".{os.getpid()}")
            with closing(sqlite3.connect(half)) as into:
                self.connection.connection.backup(into)
            for older in KEPT.glob("migrated-*.sqlite3"):
                older.unlink(missing_ok=True)
            half.replace(self.place)
        self.given_up()

    def given_up(self) -> None:
        """Leave things as they were; another process may begin."""
        vars(self.connection.creation).pop("_create_test_db", None)
        for one in self.held:
            one.close()
        self.lock.close()

    def _copy(self, *given: Any, **more: Any) -> str:
        name: str = type(self.connection.creation)._create_test_db(self.connection.creation, *given, **more)
        # A database in memory lasts as long as somebody holds it: until Django does.
        self.held.append(sqlite3.connect(name, uri=name.startswith("file:")))
        with closing(sqlite3.connect(self.place)) as source:
            source.backup(self.held[-1])
        return name
