"""The columns of a JMeter results file: found by their names in any order, or by what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from firstlight.intake.reading.delimited import DELIMITERS, likeliest_delimiter
from firstlight.testing.loads.table import cells_of
from firstlight.testing.loads.times import duration, milliseconds

_NAMES = {
    "at": ("timestamp",),
    "took": ("elapsed", "time", "t"),
    "label": ("label", "lb"),
    "code": ("responsecode", "rc"),
    "message": ("responsemessage", "rm"),
    "success": ("success", "s"),
    "users": ("allthreads", "na"),
}
#: Where allThreads stands in files without headings, by how many columns they have (JMeter 5, JMeter 3 and 4).
_USERS_AT = {17: 12, 16: 12}
#: How JMeter marks a row that sums up the requests of a transaction.
TRANSACTION = "Number of samples in transaction"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the values stand, from 0; None where the file does not have them. `rows_before` are above the samples."""

    delimiter: str
    width: int
    headed: bool
    took: int
    at: int | None = None
    label: int | None = None
    code: int | None = None
    message: int | None = None
    success: int | None = None
    users: int | None = None
    announced: bool = False
    names: tuple[str, ...] = ()

    def name(self, place: int) -> str:
        """The heading of a column; its number where there are none."""
        return self.names[place] if place < len(self.names) else str(place + 1)


def find_columns(head: str) -> Columns | None:
    """The columns of a file that starts so; None when it holds no samples of JMeter."""
    lines = [line for line in head.splitlines() if line.strip()]
    announced = bool(lines) and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5
    if announced:
        found = [lines[0].strip()[4]]
        lines = lines[1:]
    else:
        found = [likeliest_delimiter(head), *DELIMITERS]
    for delimiter in dict.fromkeys(found):
        if not lines:
            break
        cells = cells_of(lines[0], delimiter)
        columns = _named(cells, delimiter) or _unnamed(cells, delimiter)
        if columns:
            return replace(columns, announced=announced)
    return None


def _named(cells: Sequence[str], delimiter: str) -> Columns | None:
    places = {cell.strip().lstrip("\ufeff").casefold(): place for place, cell in reversed(list(enumerate(cells)))}
    at = {key: next((places[name] for name in names if name in places), None) for key, names in _NAMES.items()}
    took = at["took"]
    if took is None or not any(at[key] is not None for key in ("at", "label", "success")):
        return None
    names = tuple(cell.strip() for cell in cells)
    return Columns(
        delimiter, len(cells), True, took, at["at"], at["label"], at["code"], at["message"], at["success"], at["users"],
        names=names,
    )  # fmt: skip


def _unnamed(cells: Sequence[str], delimiter: str) -> Columns | None:
    """JMeter's own order: when it began, how long it took, the label, code, message, thread, kind of data, success."""
    if len(cells) < 4 or milliseconds(cells[0]) is None or duration(cells[1]) is None:
        return None
    success = next((place for place, cell in enumerate(cells) if place > 2 and cell in ("true", "false")), None)
    usual = success is not None and success >= 5
    return Columns(
        delimiter, len(cells), False, took=1, at=0, label=2, success=success,
        code=3 if usual else None, message=4 if usual else None, users=_USERS_AT.get(len(cells)),
    )  # fmt: skip
