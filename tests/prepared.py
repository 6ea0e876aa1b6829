"""What many tests begin with is made once in a process; the others get the same rows, files and values laid out.

A fixture says `prepared("stage", lambda: fill(bare))`. The first test that asks has it made, by the same actions as
ever, and what they left is kept: the rows as statements, the evidence as bytes, the value as a pickle. Later tests
run the statements instead of the actions, inside their own transaction. Whatever differs makes it be made again:
another time, other packs in the database, or anything written to it since the fixture below was laid out.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.sql import InsertQuery, UpdateQuery

T = TypeVar("T")

#: Statements that leave rows as they are.
_READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "EXPLAIN", "PRAGMA", "SET ")

Rows = dict[type[Model], dict[Any, tuple[Any, ...]]]


@dataclass(frozen=True)
class _Kept:
    """What making something left, beyond what was there before."""

    statements: tuple[tuple[str, Any], ...]
    files: dict[str, bytes]
    pickled: bytes


_kept: dict[tuple[Any, ...], _Kept] = {}
_writes = 0
_writes_before_this_test = 0


def test_begins() -> None:
    """What is written from now on is of one test, or of what it begins with."""
    global _writes_before_this_test
    _writes_before_this_test = _writes


def _count_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    global _writes
    if not sql.lstrip(" (").upper().startswith(_READING):
        _writes += 1
    return execute(sql, params, many, context)


class Prepared:
    """What one test begins with, layer upon layer."""

    def __init__(self, now: datetime) -> None:
        self.key: tuple[Any, ...] = (now,)
        self.writes = _writes_before_this_test
        #: The objects that the layers so far gave out, in the order in which each of them was met first.
        self.given: list[Any] = []

    def __call__(self, name: str, make: Callable[[], T]) -> T:
        """The value of `make`, with all that it leaves in the database and in the store of evidence.

        `make` may use the time of the test and the layers below, and nothing else that differs from test to test.
        """
        if self.writes != _writes:
            self.key = ()  # something else was written: nothing kept fits upon it
        if not self.key:
            return make()
        if len(self.key) == 1:
            self.key += (_packs(),)
        self.key += (name,)
        kept = _kept.get(self.key)
        value: T
        if kept is None:
            rows, files = everything_stored(), _files()
            value = make()
            _kept[self.key] = _Kept(_statements(rows, everything_stored()), _files(files), self._dump(value))
        else:
            _lay(kept)
            value = self._load(kept.pickled)
        self.writes = _writes
        return value

    def _dump(self, value: Any) -> bytes:
        """The value, what it brought along, and how the models of earlier layers stand now."""
        found = _Finder(io.BytesIO(), self.given)
        found.dump(value)
        states = [dict(one.__dict__) if isinstance(one, Model) else None for one in self.given]
        into = io.BytesIO()
        _Pickler(into, self.given).dump((value, found.met, states))
        self.given += found.met
        return into.getvalue()

    def _load(self, pickled: bytes) -> Any:
        value, met, states = _Unpickler(io.BytesIO(pickled), self.given).load()
        for one, state in zip(self.given, states, strict=True):
            if state is not None:
                one.__dict__.clear()
                one.__dict__.update(state)
        self.given += met
        return value


class _Pickler(pickle.Pickler):
    """What earlier layers gave out is named by its place, so that it is the same object afterwards."""

    def __init__(self, into: io.BytesIO, given: list[Any]) -> None:
        super().__init__(into)
        self.places = {id(one): place for place, one in enumerate(given)}

    def persistent_id(self, one: Any) -> int | None:
        return self.places.get(id(one))


class _Finder(_Pickler):
    """Lists the models and records that were given out for the first time."""

    def __init__(self, into: io.BytesIO, given: list[Any]) -> None:
        super().__init__(into, given)
        self.met: list[Any] = []
        self.seen: set[int] = set()

    def persistent_id(self, one: Any) -> int | None:
        known = super().persistent_id(one)
        ours = isinstance(one, Model) or (is_dataclass(one) and not isinstance(one, type))
        if known is None and ours and id(one) not in self.seen:
            self.seen.add(id(one))
            self.met.append(one)
        return known


class _Unpickler(pickle.Unpickler):
    def __init__(self, source: io.BytesIO, given: list[Any]) -> None:
        super().__init__(source)
        self.given = given

    def persistent_load(self, place: int) -> Any:
        return self.given[place]


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _packs() -> tuple[Any, ...]:
    """What is in the database before a test begins: the packs as they were loaded, or nothing."""
    from firstlight.packs.models import PackVersion

    return tuple(PackVersion.objects.order_by("pk").values_list("pk", flat=True))


def everything_stored() -> Rows:
    """Each row of each table: the key under which it is kept, then its columns."""
    return {
        model: {row[0]: row for row in model._base_manager.values_list("pk", *_columns(model))} for model in _models()
    }


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _statements(before: Rows, after: Rows) -> tuple[tuple[str, Any], ...]:
    """What makes rows of before into rows of after."""
    statements: list[tuple[str, Any]] = []
    for model, rows in after.items():
        earlier = before[model]
        assert earlier.keys() <= rows.keys(), f"{model.__name__}: what is prepared takes no row away"
        added = [
            model(**dict(zip(_columns(model), row[1:], strict=True))) for pk, row in rows.items() if pk not in earlier
        ]
        statements += _inserts(model, added)
        changed = [pk for pk, row in earlier.items() if rows[pk] != row]
        statements += [_update(model, earlier[pk], rows[pk]) for pk in changed]
    return tuple(statements)


def _inserts(model: type[Model], rows: list[Model]) -> Iterator[tuple[str, Any]]:
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    size = max(connection.ops.bulk_batch_size(fields, rows), 1) if rows else 1
    for start in range(0, len(rows), size):
        query = InsertQuery(model)
        query.insert_values(fields, rows[start : start + size], raw=True)
        yield from query.get_compiler(connection=connection).as_sql()


def _update(model: type[Model], before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[str, Any]:
    names = _columns(model)
    query = UpdateQuery(model)
    differing = {name: new for name, old, new in zip(names, before[1:], after[1:], strict=True) if old != new}
    query.add_update_values({model._meta.get_field(name).name: new for name, new in differing.items()})
    query.add_filter("pk", after[0])
    return query.get_compiler(connection=connection).as_sql()


def _files(but: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """What lies in the store of evidence, but for what lay there before."""
    folder = Path(settings.DATA_FOLDER)
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {place: data for place, data in found.items() if place not in (but or {})}


def _lay(kept: _Kept) -> None:
    # Together: a row may come before the one to which it leads.
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in kept.statements:
            cursor.execute(sql, params)
    for place, data in kept.files.items():
        path = Path(settings.DATA_FOLDER) / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture(scope="session", autouse=True)
def _writes_are_counted() -> Iterator[None]:
    connection.execute_wrappers.append(_count_writes)
    yield
    connection.execute_wrappers.remove(_count_writes)


@pytest.fixture(autouse=True)
def _a_test_begins(_writes_are_counted: None) -> None:
    test_begins()


@pytest.fixture
def prepared(db: None, now: datetime) -> Prepared:
    """Lay out what many tests begin with, instead of making it for each."""
    return Prepared(now)
