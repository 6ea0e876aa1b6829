"""The columns in which people write steps, and the steps of one case as they are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from firstlight.contracts.tables import Cell, TableRow
from firstlight.kernel.sheets import cell_text

#: Headings by what they mean, loosely written; those of a step's action that nothing else is called come first.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "action": (
        "step action", "step description", "test step description", "description of step", "step details",
        "test steps", "steps", "action", "steps action", "what to do", "instruction",
    ),
    "expected": (
        "step expected", "expected results", "expected result", "expected outcome", "expected", "steps expected",
        "expected behaviour", "expected behavior", "what is to be seen",
    ),
    "data": ("test data", "input data", "input", "data", "steps data"),
    "number": ("test step", "step", "step no", "step number", "step id", "steps step"),
}  # fmt: skip
#: In a table of nothing but steps this is their number, too; elsewhere it is what names the case.
_BARE = ("no", "nr", "number")
#: Nobody calls anything else so.
UNMISTAKABLE = frozenset(_HEADINGS["action"][:5])


@dataclass(frozen=True, slots=True)
class Written:
    """A step as it was written: in which row, under which number, and what else stands beside it."""

    row: int
    number: str
    action: Cell
    expected: Cell = None
    data: Cell = None
    extras: Mapping[str, str] = field(default_factory=dict)


def loose(heading: str) -> str:
    """A heading without case, signs and the space around it: “Step #” is “step”."""
    return re.sub(r"[^a-z0-9]+", " ", heading.lower()).strip()


def step_columns(header: Sequence[str], *, alone: bool = False) -> dict[str, int]:
    """Where the columns of a step are, by what they mean; of two with one meaning the first.

    `alone` where the table holds nothing but steps.
    """
    places: dict[str, int] = {}
    for position, heading in reversed(list(enumerate(header))):
        places[loose(heading)] = position
    found: dict[str, int] = {}
    for key, names in _HEADINGS.items():
        names += _BARE if alone and key == "number" else ()
        place = next((places[one] for one in names if one in places and places[one] not in found.values()), None)
        if place is not None:
            found[key] = place
    return found


def said(row: TableRow, place: int | None) -> Cell:
    """The cell at that place; nothing where the row ends before it, or where it is blank."""
    cell = row.cells[place] if place is not None and place < len(row.cells) else None
    return None if isinstance(cell, str) and not cell.strip() else cell


def words(row: TableRow, place: int | None) -> str:
    """The same as text."""
    return cell_text(said(row, place)).strip()


def step_at(row: TableRow, at: Mapping[str, int], extras: Mapping[str, str]) -> Written | None:
    """The step of that row; None where neither an action nor what is expected stands there."""
    action, expected = said(row, at.get("action")), said(row, at.get("expected"))
    if action is None and expected is None:
        return None
    return Written(row.number, words(row, at.get("number")), action, expected, said(row, at.get("data")), extras)


def numbered(case: Cell, steps: Sequence[Written]) -> Iterator[tuple[int, Mapping[str, Cell], Mapping[str, str]]]:
    """The steps of a case as rows of the list of steps.

    They keep their numbers where these are whole and rise; else they are counted: 2.1 of a shared step is one like any
    other. What is expected, in a row with neither number nor action, goes on with the row above it.
    """
    whole = list(_joined(steps))
    given = [int(float(step.number)) if re.fullmatch(r"\d{1,3}(\.0+)?", step.number) else 0 for step in whole]
    rises = all(first < second for first, second in zip([0, *given], given, strict=False))
    for place, step in enumerate(whole, start=1):
        number = given[place - 1] if rises else place
        cells = {"case": case, "number": number, "action": step.action, "expected": step.expected, "data": step.data}
        yield step.row, cells, step.extras


def _joined(steps: Sequence[Written]) -> Iterator[Written]:
    last: Written | None = None
    for step in steps:
        if last is not None and step.action is None and not step.number:
            both = f"{cell_text(last.expected)}\n{cell_text(step.expected)}".strip()
            last = Written(last.row, last.number, last.action, both, last.data, last.extras)
            continue
        if last is not None:
            yield last
        last = step
    if last is not None:
        yield last
