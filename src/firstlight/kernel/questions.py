"""Questions that are asked with every request: their SQL is made once, by the ORM, and then only run.

To build such a query anew each time takes five to fifteen times as long as the database needs to answer it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

#: Stand for the values that are given later. No constant of a query looks like them.
_NUMBERS, _TEXTS = 1_900_000_001, "\ue000"


@dataclass(frozen=True, slots=True)
class _Asked:
    """The SQL of one thread's connection; `values` are constants, and names where something is given."""

    sql: str
    values: tuple[tuple[bool, Any], ...]
    compiler: Any
    converters: Any


class Question:
    """Rows of a query that is always the same but for the numbers and texts that are `given`.

    `rows` makes it, as it does without this class, with `values_list`. What is given is compared as it is: a text with
    a text, a number with a number. Asked within a transaction it sees what that has written, like any query.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, Any]], **kinds: type[int] | type[str]) -> None:
        self.rows, self.kinds, self._of_thread = rows, kinds, threading.local()

    def first(self, **given: Any) -> tuple[Any, ...] | None:
        """The first row; None where there is none. One query."""
        asked = self._asked()
        values = [given[value] if is_given else value for is_given, value in asked.values]
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(asked.sql, values)
            row = cursor.fetchone()
        if row is None:
            return None
        if asked.converters:
            (row,) = asked.compiler.apply_converters([row], asked.converters)
        return tuple(row)

    def _asked(self) -> _Asked:
        found: _Asked | None = getattr(self._of_thread, "asked", None)
        if found is None:
            found = self._of_thread.asked = self._made()
        return found

    def _made(self) -> _Asked:
        stand_ins: dict[Any, str] = {}
        for number, (name, kind) in enumerate(self.kinds.items()):
            stand_ins[_NUMBERS + number if kind is int else f"{_TEXTS}{name}"] = name
        queryset = self.rows(**{name: stand_in for stand_in, name in stand_ins.items()})[:1]
        compiler = queryset.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        sql, params = compiler.as_sql()
        values = tuple((one in stand_ins, stand_ins.get(one, one)) for one in params)
        if {name for is_given, name in values if is_given} != set(self.kinds):
            raise TypeError(f"a question does not ask for all of {', '.join(self.kinds)}")
        columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
        return _Asked(sql, values, compiler, compiler.get_converters(columns))
