"""A first guess which row names the columns, for tables of which nothing else is known yet."""

from __future__ import annotations

from collections.abc import Sequence

from firstlight.contracts.tables import Problem, Table, TableRow, Unreadable, heading_text
from firstlight.intake.reading.limits import Limits

#: Titles, notes and blank rows above a header are looked through so far.
DEEPEST = 30


def headed(
    file: str,
    sheet: str,
    lines: Sequence[TableRow],
    limits: Limits,
    *,
    problems: tuple[Problem, ...] = (),
    notes: tuple[str, ...] = (),
) -> Table:
    """A table of these rows under its likeliest header. Raises Unreadable when more rows follow than are accepted."""
    index = likeliest_header(lines)
    header, rows = lines[index], tuple(lines[index + 1 :])
    if len(rows) > limits.rows:
        sentence = f"{len(rows):,} rows are more than the {limits.rows:,} that are accepted; split the list."
        raise Unreadable(Problem(file, sentence, sheet=sheet, row=rows[limits.rows].number))
    return Table(
        file,
        sheet,
        tuple(heading_text(cell) for cell in header.cells),
        rows,
        header_row=header.number,
        lines=tuple(lines),
        problems=problems,
        notes=notes,
    )


def likeliest_header(lines: Sequence[TableRow]) -> int:
    """The first row that fills at least two thirds as many cells as the fullest row near the top."""
    filled = [sum(cell is not None for cell in line.cells) for line in lines[:DEEPEST]]
    widest = max(filled)
    return next(index for index, count in enumerate(filled) if count * 3 >= widest * 2)
