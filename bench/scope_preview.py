"""How long a preview of a large list takes, measured against the bare libraries under it.

    python bench/scope_preview.py [--repetitions N]

The yardstick is a bare calamine read of the workbook plus a bare `executemany` of its rows into SQLite: what nobody
can do without. Ours is the whole way to a preview: judge the archive, read, recognise, parse, compare with the rows
that are stored already. Both are run in turns in one process, so that the figures are ratios of the same machine at
the same time. Target: at most 2.0.
"""

from __future__ import annotations

import argparse
import io
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from firstlight.intake.comparing import compare  # noqa: E402
from firstlight.intake.parsing import parse  # noqa: E402
from firstlight.intake.reading import read_tables  # noqa: E402
from firstlight.intake.recognising import Recognised, recognise  # noqa: E402
from firstlight.kernel.sheets import Column, Identity, Row, Sheet, choice, day, integer, text  # noqa: E402

CATALOGUE = ROOT / "../shared/data/catalogue/business-process-catalog-full-2025-05.xlsx"
ZONE = ZoneInfo("Europe/Berlin")


class Kept:
    """A store that keeps rows in memory."""

    def __init__(self) -> None:
        self.rows: Mapping[Identity, Row] = {}

    def current(self, project: object) -> Mapping[Identity, Row]:
        """The rows."""
        return self.rows


def list_of(columns: Sequence[Column], title: str, identity: tuple[str, ...]) -> Sheet:
    """A sheet of these columns whose rows are never stored."""
    store: Any = Kept()
    return Sheet(f"bench.{title.lower()}", "bench", title, "", tuple(columns), store, lambda *_: 0, 1, identity)


def made() -> tuple[bytes, Sheet]:
    """A workbook of 10,000 rows and 20 columns: texts, choices, numbers and dates."""
    columns = [
        text("ref", "Ref", "", required=True),
        text("title", "Title", "", required=True),
        choice("state", "State", "", ("New", "Active", "Closed")),
        integer("effort", "Effort", ""),
        day("due", "Due", ""),
        *(text(f"text{number}", f"Text {number}", "") for number in range(15)),
    ]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    worksheet, form = book.add_worksheet("Made"), book.add_format({"num_format": "yyyy-mm-dd"})
    worksheet.write_row(0, 0, [column.title for column in columns])
    for row in range(1, 10_001):
        worksheet.write_row(
            row, 0, [f"R-{row}", f"Row {row} of the list", ("New", "Active", "Closed")[row % 3], row % 90]
        )
        worksheet.write_datetime(row, 4, date(2026, 1, 1) + timedelta(days=row % 365), form)
        worksheet.write_row(row, 5, [f"text {row * column % 4999}" for column in range(15)])
    book.close()
    return out.getvalue(), list_of(columns, "Made", ("ref",))


def catalogue() -> tuple[bytes, Sheet]:
    """The published catalogue, its first twenty columns known and the other 27 kept as extra ones."""
    data = CATALOGUE.read_bytes()
    header = read_tables(data, "catalogue.xlsx")[0].header
    known = ["Process Sequence ID", "Work Item Type", *(f"Title {level}" for level in range(1, 6))]
    known += [heading for heading in header if heading not in known][: 20 - len(known)]
    columns = [text(f"c{number}", heading, "", most=32_767) for number, heading in enumerate(known)]
    return data, list_of(columns, "May 2025 Full Raw Export", tuple(f"c{number}" for number in range(7)))


def bare(data: bytes) -> float:
    """Seconds of a bare read and a bare insert."""
    start = time.perf_counter()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    width = len(rows[0])
    plain = [[str(cell) if isinstance(cell, date) else cell for cell in row] for row in rows]
    middle = time.perf_counter()
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"create table bare ({', '.join(f'c{number}' for number in range(width))})")
        before = time.perf_counter()
        connection.executemany(f"insert into bare values ({', '.join('?' * width)})", plain)
        connection.commit()
        return (middle - start) + (time.perf_counter() - before)


def preview(data: bytes, sheet: Sheet) -> tuple[float, dict[str, float], Any]:
    """Seconds of the whole way, by step, and the parsed rows."""
    marks = [time.perf_counter()]
    tables = read_tables(data, "bench.xlsx")
    marks.append(time.perf_counter())
    found = recognise(tables[0], [sheet])
    if not isinstance(found, Recognised):
        raise SystemExit(found.reason)
    marks.append(time.perf_counter())
    parsed = parse(found, ZONE)
    marks.append(time.perf_counter())
    compare(sheet.store.current(None), parsed, complete=True)  # type: ignore[arg-type]
    marks.append(time.perf_counter())
    steps = dict(
        zip(
            ("read", "recognise", "parse", "compare"),
            (b - a for a, b in pairwise(marks)),
            strict=True,
        )
    )
    return marks[-1] - marks[0], steps, parsed


def measure(name: str, make: Callable[[], tuple[bytes, Sheet]], repetitions: int) -> None:
    """Print one line of the table."""
    data, sheet = make()
    first = preview(data, sheet)[2]
    sheet.store.rows = {row.identity: row for row in first.rows}  # type: ignore[attr-defined]
    ours, theirs, steps = [], [], []
    for _ in range(repetitions):
        theirs.append(bare(data))
        seconds, parts, _ = preview(data, sheet)
        ours.append(seconds)
        steps.append(parts)
    ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
    share = "  ".join(f"{step} {statistics.median(one[step] for one in steps) * 1000:.0f}" for step in steps[0])
    mine, bare_ms = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    print(f"{name:<12}{len(first.rows):>8,}{bare_ms:>10.0f}{mine:>10.0f}{ratio:>8.2f}{'≤ 2.0':>8}   {share}")


def main() -> None:
    """Measure both workbooks; the catalogue only where it is there."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repetitions", type=int, default=15)
    repetitions = arguments.parse_args().repetitions
    print(f"{'workbook':<12}{'rows':>8}{'bare ms':>10}{'ours ms':>10}{'ratio':>8}{'target':>8}   steps in ms")
    measure("made", made, repetitions)
    if CATALOGUE.exists():
        measure("catalogue", catalogue, repetitions)


if __name__ == "__main__":
    main()
