"""Large JMeter files counted by DuckDB: the same answer as row by row, in a fifth of the time.

It counts how often each label took how long, in one pass over the file with bounded memory. Whatever it does not read
in just the way in which the rows are read (another encoding, rows of other lengths, values that are no numbers) is left
to the rows, which also find the place that a refusal names.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firstlight.engines.loadstats import COARSE_BITS, Recorder
from firstlight.testing.loads import times
from firstlight.testing.loads.jmeter_columns import TRANSACTION, Columns
from firstlight.testing.loads.jmeter_csv import NO_LABEL, label_of
from firstlight.testing.loads.source import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Below this size the rows are read before DuckDB is loaded.
WORTH_IT = 8_000_000
#: Small pieces: of larger ones, every thread keeps several in memory.
_MEMORY, _BUFFER, _THREADS = "150MB", 4_000_000, 4
_FETCHED = 20_000
_TAIL = 65_536


class NotCounted(Exception):
    """DuckDB would not read the file just as the rows are read; read the rows."""


def count_samples(text: Text, columns: Columns, recorder: Recorder) -> None:
    """Count all rows into the recorder, which has to be new. Raises NotCounted, and then the recorder is of no use."""
    path = text.source.given
    if not isinstance(path, Path) or text.encoding != "utf-8" or text.newline != "\n" or text.source.packed:
        raise NotCounted
    if columns.announced or columns.label is None or (columns.success is None and columns.code is not None):
        raise NotCounted
    width = _stretch(path, columns, recorder) if recorder.timeline and columns.at is not None else 0
    with _database() as (database, folder):
        database.execute(_counting(columns, width), [str(_plain(path, folder))])
        _take_span(database, recorder, timed=columns.at is not None)
        _take_counts(database, recorder)
        if width:
            _take_stretches(database, recorder, width)


@contextmanager
def _database() -> Iterator[tuple[DuckDBPyConnection, Path]]:
    """An empty database in memory, and a folder for what does not fit there. What it says of the file is NotCounted."""
    import duckdb

    # An error in a statement is an error of ours, and none of the file.
    of_the_file = (
        duckdb.ConversionException,
        duckdb.InvalidInputException,
        duckdb.IOException,
        duckdb.OutOfMemoryException,
        duckdb.OutOfRangeException,
    )
    with tempfile.TemporaryDirectory(prefix="firstlight-load-") as folder:
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": min(_THREADS, os.cpu_count() or 1),
            "memory_limit": _MEMORY,
            "temp_directory": folder,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        try:
            with duckdb.connect(config=config) as database:
                yield database, Path(folder)
        except of_the_file:
            raise NotCounted from None


def _plain(path: Path, folder: Path) -> Path:
    """The file under a name that is no pattern of names."""
    if not set(str(path)) & set("*?[]{}"):
        return path
    other = folder / "samples.csv"
    try:
        other.symlink_to(path.resolve())
    except OSError:
        raise NotCounted from None
    return other


def _counting(columns: Columns, width: int) -> str:
    """The statement that makes the table `counted`. Columns have names of our own: nothing of the file is part of it.

    `took` carries besides the duration how the row ended and whether it is a part; it is NULL without duration or
    time. Rows are counted by the hash of their label, a number being compared faster than text.
    """
    types = {columns.took: "INTEGER", columns.at: "BIGINT", columns.success: "BOOLEAN", columns.users: "INTEGER"}
    declared = ", ".join(f"'c{place}': '{types.get(place, 'VARCHAR')}'" for place in range(columns.width))
    began = "NULL" if columns.at is None else f"c{columns.at}"
    failed = "2" if columns.success is None else f"coalesce((NOT c{columns.success})::TINYINT, 2)"
    part = "0" if columns.message is None else f"coalesce(starts_with(c{columns.message}, '{TRANSACTION}')::TINYINT, 0)"
    timed = "" if columns.at is None else f" + ({began} % 1)::INTEGER"
    users = "NULL::INTEGER" if columns.users is None else f"c{columns.users}"
    source = (  # names and numbers of our own only
        f"SELECT c{columns.label} AS label, hash(c{columns.label}) AS code, c{columns.took} AS ms, "  # noqa: S608
        f"{failed} AS failed, {part} AS part, {began} AS began, {users} AS users, "
        f"c{columns.took} * 8 + {part} * 4 + {failed}{timed} AS took "
        f"FROM read_csv(?, auto_detect=false, columns={{{declared}}}, header={str(columns.headed).lower()}, "
        f"delim='{columns.delimiter}', quote='\"', escape='\"', compression='none', strict_mode=true, "
        f"buffer_size={_BUFFER})"
    )
    told = "any_value(label) AS label, count(*) AS n, min(began) AS first, max(began) AS last, max(users) AS users"
    if not width:
        return (
            f"CREATE TEMP TABLE counted AS SELECT code, took, {told}, NULL AS place "  # noqa: S608
            f"FROM ({source}) GROUP BY code, took"
        )
    bits = f"greatest(floor(log2(greatest(ms, 1)))::INTEGER - {COARSE_BITS - 1}, 0)"
    return (
        f"CREATE TEMP TABLE counted AS SELECT code, took, {told}, part, place, near, bits, "  # noqa: S608
        f"count(*) FILTER (failed = 1) AS errors FROM (SELECT *, began // {width} AS place, ms >> bits AS near "
        f"FROM (SELECT *, {bits} AS bits FROM ({source}))) "
        "GROUP BY GROUPING SETS ((code, took), (code, part, place, near, bits))"
    )


def _take_span(database: DuckDBPyConnection, recorder: Recorder, *, timed: bool) -> None:
    """Start, end and users; and whether there is a row that the rows would refuse."""
    row = database.execute(
        "SELECT count(*) FILTER (took IS NULL), min(took), max(took), min(first), max(last), max(last + took // 8), "
        "min(users), max(users) FROM counted WHERE place IS NULL"
    ).fetchone()
    strange, least, most, first, last, end, fewest, users = row or (1, *[None] * 7)
    if strange or least is None or least < 0 or most // 8 > times.LONGEST or (fewest or 0) < 0:
        raise NotCounted
    if timed:
        if not (times.is_instant(first) and times.is_instant(last)):
            raise NotCounted
        recorder.span(first, end)
    if users is not None:
        recorder.saw_users(users)


def _take_counts(database: DuckDBPyConnection, recorder: Recorder) -> None:
    """Durations by label, as lists; piece by piece where there are more than a recorder keeps."""
    found = database.execute("SELECT count(*) FROM counted WHERE place IS NULL").fetchone()
    if found and found[0] > recorder.bounds.values:
        rows = database.execute(
            "SELECT label, took % 8, [took // 8], [n] FROM counted WHERE place IS NULL ORDER BY label"
        )
    else:
        rows = database.execute(
            "SELECT any_value(label) AS label, took % 8 AS flags, list(took // 8), list(n) FROM counted "
            "WHERE place IS NULL GROUP BY code, flags ORDER BY label"
        )
    while pieces := rows.fetchmany(_FETCHED):
        for label, flags, durations, numbers in pieces:
            failed = None if flags & 3 == 2 else flags & 3 == 1
            counts = dict(zip(durations, numbers, strict=True))
            recorder.count_all(_name(label), counts, failed, part=bool(flags & 4))


def _take_stretches(database: DuckDBPyConnection, recorder: Recorder, width: int) -> None:
    """The same by stretches of time."""
    rows = database.execute(
        "SELECT label, part, place, near, bits, n, errors, users FROM counted WHERE place IS NOT NULL ORDER BY label"
    )
    while pieces := rows.fetchmany(_FETCHED):
        for label, part, place, near, bits, samples, errors, users in pieces:
            middle = (near + 0.5) * (1 << bits) if bits else float(near)
            recorder.count_at(_name(label), place, width, middle, samples, errors, part=bool(part))
            if users is not None and recorder.timeline:
                recorder.timeline.saw_users(users, place, width)


def _name(label: Any) -> str:
    return label_of(label) if label else NO_LABEL


def _stretch(path: Path, columns: Columns, recorder: Recorder) -> int:
    """A length of stretches, in milliseconds, for the times between the first and the last row.

    The file may reach further on both sides; then the recorder makes them longer.
    """
    with path.open("rb") as file:
        first = file.read(_TAIL).decode("utf-8", "replace").splitlines()
        file.seek(max(0, path.stat().st_size - _TAIL))
        last = file.read().decode("utf-8", "replace").splitlines()
    found = [at for line in (*first[:3], *last[-2:]) if (at := _at(line, columns)) is not None]
    width = 1000
    while found and max(found) // width - min(found) // width >= recorder.bounds.stretches:
        width *= 2
    return width


def _at(line: str, columns: Columns) -> int | None:
    cells = line.split(columns.delimiter)
    return times.milliseconds(cells[columns.at].strip()) if columns.at is not None and columns.at < len(cells) else None
