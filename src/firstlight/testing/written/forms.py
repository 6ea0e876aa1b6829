"""Cases in forms: a worksheet for each, with its id, title and conditions above a table of steps.

The published template of the FastTrack programme is such a form; a label may have its value to the right or below. A
label's own cell may be written over, as the title at the top of the template is. What was tried already (actual
results, pass or fail, notes) stays beside its step and is no run: nobody says who tried it, when and under which role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from firstlight.contracts.tables import Cell, Problem, Table, TableRow
from firstlight.intake.recognising import UNNAMED
from firstlight.kernel.sheets import Dialect, Translated, cell_text
from firstlight.testing.written.steps import Written, loose, numbered, step_at, step_columns, words

_LABELS: dict[str, tuple[str, ...]] = {
    "ref": ("test case id", "test case no", "test case number", "case id", "test id", "test case ref", "id"),
    "title": ("test title", "test case title", "test case name", "title", "test name"),
    "description": ("test description", "test case description", "description"),
    "objective": ("objective", "objectives", "purpose", "test objective"),
    "preconditions": ("pre conditions", "preconditions", "pre condition", "precondition", "prerequisites"),
    "persona": ("persona", "security role", "role", "tester role"),
    "process": ("process", "business process", "process id"),
    "owner": ("owner", "test owner", "author", "prepared by"),
}
_KNOWN = {name: key for key, names in _LABELS.items() for name in names}
#: Labels that the list of cases does not know; what stands under them is kept as a column.
_OTHERS = dict.fromkeys(("post conditions", "postconditions", "post condition"), "Post-conditions")
_MUST = ("action", "expected", "number")
_RESULTS = frozenset({"actual results", "actual result", "pass fail", "status", "result"})


def _recognises(header: tuple[str, ...]) -> bool:
    return all(key in step_columns(header, alone=True) for key in _MUST)


def _fits(table: Table) -> bool:
    """Whether the id of a case is asked for above the steps."""
    return any(_meaning(cell) == "ref" for line in _above(table) for cell in line.cells)


def _above(table: Table) -> list[TableRow]:
    return [line for line in table.lines if line.number < table.header_row]


def _meaning(cell: Cell) -> str:
    """What a label asks for; "" for what is no label."""
    if not isinstance(cell, str) or len(cell) > 60:
        return ""
    name = loose(cell)
    return _KNOWN.get(name) or ("+" + _OTHERS[name] if name in _OTHERS else "")


@dataclass(frozen=True, slots=True)
class _Form:
    """A form as it was filled in: cells by column of the list of cases, other fields, the steps."""

    row: int
    cells: Mapping[str, Cell]
    extras: Mapping[str, str]
    steps: tuple[Written, ...]
    tried: int

    @property
    def blank(self) -> bool:
        """Whether nobody has filled it in."""
        return not any(cell_text(cell).strip() for cell in self.cells.values()) and not self.steps


def _read(table: Table) -> _Form:
    fields = dict(_fields(_above(table)))
    at, beside = step_columns(table.header, alone=True), _beside(table.header)
    steps, tried = [], 0
    for row in table.rows:
        extras = {heading: text for place, heading in beside.items() if (text := words(row, place))}
        step = step_at(row, at, extras)
        if step is not None:
            steps.append(step)
            tried += any(loose(heading) in _RESULTS for heading in extras)
    cells = {key: cell for key, cell in fields.items() if not key.startswith("+")}
    extras = {key[1:]: cell_text(cell) for key, cell in fields.items() if key.startswith("+")}
    name = table.sheet.strip()
    if steps or any(cell_text(cell).strip() for cell in cells.values()):
        named = "" if UNNAMED.fullmatch(name) else name
        cells.setdefault("ref", named or None)
        cells.setdefault("title", next((text for text in (_first_line(cells.get("description")), named) if text), None))
    first = min((line.number for line in _above(table)), default=table.header_row)
    return _Form(first, cells, extras, tuple(steps), tried)


def _first_line(cell: Cell) -> str:
    return cell_text(cell).strip().partition("\n")[0][:300]


def _fields(lines: list[TableRow]) -> Iterator[tuple[str, Cell]]:
    """What stands beside or under each label. A top cell that is no label is the title, written over its label."""
    by_number = {line.number: line for line in lines}
    seen: set[str] = set()
    for line in lines:
        for place, cell in enumerate(line.cells):
            key = _meaning(cell)
            if not key or key in seen:
                continue
            value = _right_of(line, place) or _under(by_number, line.number, place)
            if value is not None:
                seen.add(key)
                yield key, value
    top = next((cell for line in lines[:1] for cell in line.cells if cell is not None), None)
    if "title" not in seen and top is not None and not _meaning(top):
        yield "title", re.sub(r"^\s*test (case )?title\s*[:–-]\s*", "", cell_text(top), flags=re.IGNORECASE)


def _right_of(line: TableRow, place: int) -> Cell:
    """The next filled cell of the row, unless that is a label, too."""
    right = next((cell for cell in line.cells[place + 1 :] if cell is not None and cell_text(cell).strip()), None)
    return None if right is None or _meaning(right) else right


def _under(lines: Mapping[int, TableRow], number: int, place: int) -> Cell:
    """What stands below, up to the next blank cell or label: one value, or the lines of a text."""
    found: list[Cell] = []
    while (number := number + 1) in lines:
        cells = lines[number].cells
        cell = cells[place] if place < len(cells) else None
        if cell is None or not cell_text(cell).strip() or _meaning(cell):
            break
        found.append(cell)
    return found[0] if len(found) == 1 else "\n".join(cell_text(cell) for cell in found) or None


def _beside(header: tuple[str, ...]) -> dict[int, str]:
    """Other columns of the table of steps. It ends at two blank headings: further right stand explanations."""
    at = step_columns(header, alone=True)
    end = max(at.values())
    found: dict[int, str] = {}
    for place, heading in enumerate(header):
        if place in at.values():
            continue
        if heading.strip() and (place < end or not any(_gap(header, end, place))):
            found[place] = heading.strip()
    return found


def _gap(header: tuple[str, ...], start: int, place: int) -> Iterator[bool]:
    """Whether two blank headings stand side by side between the two places."""
    return (not header[one].strip() and not header[one + 1].strip() for one in range(start + 1, place - 1))


def _cases(table: Table) -> Translated:
    form = _read(table)
    if form.blank:
        return Translated((), (f"The form on “{table.sheet}” is blank.",))
    notes = []
    if form.tried:
        steps = "1 step has" if form.tried == 1 else f"{form.tried:,} steps have"
        notes.append(f"{steps} a result written beside it on “{table.sheet}”; it is kept there and counts as no run.")
    if not cell_text(form.cells.get("ref")).strip():
        sentence = "the form has no test case id; write one into it, or name its worksheet by it."
        return Translated((), tuple(notes), (Problem(table.file, sentence, table.sheet, form.row, "Ref"),))
    return Translated(((form.row, form.cells, form.extras),), tuple(notes))


def _steps(table: Table) -> Translated:
    form = _read(table)
    ref = form.cells.get("ref")
    return Translated(tuple(numbered(ref, form.steps)) if cell_text(ref).strip() else ())


_dialect = partial(Dialect, "Form of a test case", _recognises, fits=_fits, whole=False)
FORM_CASES = _dialect(translate=_cases)
FORM_STEPS = _dialect(translate=_steps)
