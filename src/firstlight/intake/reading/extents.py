"""How far a worksheet reaches, and how far it may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firstlight.intake.reading.limits import Limits

#: One fault is enough to refuse a list; a person corrects a few dozen at a time.
MOST_FAULTS = 1_000


class TooFar(Exception):
    """A worksheet that passes a limit; the argument is the sentence."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds an error, or nothing where a value should be. `row` counts from 1, `column` from 0."""

    row: int
    column: int
    sentence: str
    value: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a worksheet reaches at most: its last filled row and column, counted from 1, and its cells.

    `text` bounds the bytes of shared texts over all cells. `doubtful` says that a text may be too long, or hold a null
    character: then every cell has to be looked at once it is read.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    text: int = 0
    doubtful: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """The shared texts of a workbook: the size of each in bytes, and whether one of them is `doubtful`."""

    sizes: Sequence[int] = ()
    doubtful: bool = False


def error_at(row: int, column: int, value: str) -> Fault:
    """A cell that shows an error."""
    shown = value[:100] or "an error"
    return Fault(row, column, f"“{shown}” is the error of a formula; correct it, or type the value.", shown)


def unstored_at(row: int, column: int, formula: str) -> Fault:
    """A formula that no program has calculated yet."""
    sentence = (
        "the result of this formula is not stored in the file; "
        "open it in Excel, save it and give it again, or type the value."
    )
    return Fault(row, column, sentence, f"={formula}"[:100])


def too_much_text(limits: Limits) -> str:
    """The sentence for a workbook whose cells repeat long texts."""
    return f"its cells show more than {limits.text / 1e6:,.0f} MB of text, most of it repeated; split the list."


def position_of(letters: str) -> int:
    """The position, from 0, of the column with those letters."""
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def is_within(rows: int, columns: int, limits: Limits) -> bool:
    """Whether a worksheet of that extent is read."""
    # Titles above the header and blank rows do no harm; the rows of the list itself are counted later.
    return rows <= limits.rows + 1_000 and columns <= limits.columns and rows * columns <= limits.area


def refuse_beyond(rows: int, columns: int, limits: Limits) -> None:
    """Raises TooFar when a worksheet reaches farther than is accepted."""
    if is_within(rows, columns, limits):
        return
    if rows > limits.rows + 1_000:
        raise TooFar(f"it reaches down to row {rows:,}; at most {limits.rows:,} rows are accepted.")
    if columns > limits.columns:
        raise TooFar(f"it reaches to column {columns:,}; at most {limits.columns} columns are accepted.")
    raise TooFar(
        f"it reaches over {rows:,} rows and {columns} columns; at most {limits.area:,} cells are accepted, "
        "so clear what stands far from the list, or split it."
    )
