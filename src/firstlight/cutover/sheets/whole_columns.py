"""What only a whole column tells: which of 4/12/2026 is the month, and whether 1 is all of it or a hundredth."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from firstlight.contracts.tables import Cell
from firstlight.kernel.sheets import cell_text

_STROKES = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)(.{0,40})", re.DOTALL)
_SHORT = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{2})(?!\d)(.{0,40})", re.DOTALL)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*(?:%|percent|prozent)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Strokes:
    """How dates with strokes are read: the day or the month first, as one `example` shows; neither where none does."""

    first: str = ""
    example: str = ""

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Strokes:
        """What the dates in these cells show; nothing where some show the one and some the other."""
        shown: dict[str, str] = {}
        for cell in cells:
            found = _STROKES.fullmatch(cell) if isinstance(cell, str) else None
            if found and int(found[1]) > 12 >= int(found[2]):
                shown.setdefault("day", found[0].strip())
            elif found and int(found[2]) > 12 >= int(found[1]):
                shown.setdefault("month", found[0].strip())
        return cls(*next(iter(shown.items()))) if len(shown) == 1 else cls()

    def rewritten(self, cell: Cell) -> Cell:
        """The cell with its day as 2026-12-07, where it is written 7.12.26 or with strokes; all else as it is."""
        if not isinstance(cell, str):
            return cell
        if found := _SHORT.fullmatch(cell):
            day, month, year, rest = found.groups()
        elif self.first and (found := _STROKES.fullmatch(cell)):
            one, other, year, rest = found.groups()
            day, month = (one, other) if self.first == "day" else (other, one)
        else:
            return cell
        return f"{'20' if len(year) == 2 else ''}{year}-{int(month):02}-{int(day):02}{rest}"


def are_shares(cells: Iterable[Cell]) -> bool:
    """Whether a column of percentages has them as Excel keeps what it shows as 50 %: 0.5, and all of it as 1."""
    numbers = [float(cell) for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
    return bool(numbers) and all(0 <= one <= 1 for one in numbers) and any(numbers)


def percent_in(cell: Cell, shares: bool) -> Cell:
    """A percentage as a whole number where it is written 50 % or 0.5; all else as it is."""
    if isinstance(cell, str) and (found := _PERCENT.fullmatch(cell.strip())):
        return _whole(float(found[1].replace(",", ".")))
    if shares and isinstance(cell, int | float) and not isinstance(cell, bool):
        return _whole(100 * cell)
    words = cell_text(cell).strip().replace(",", ".")
    if re.fullmatch(r"0?\.\d{1,6}", words):
        return _whole(100 * float(words))
    return cell


def _whole(percent: float) -> Cell:
    return round(percent) if percent <= 100 else percent
