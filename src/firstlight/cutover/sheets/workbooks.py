"""Cutover sheets as people have them: phases as rows of their own, steps without numbers, durations in hours.

What cannot be read does not take its row along: the cell is kept as it was written in a column beside it, and a note
names the place, the value and what would be accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Cell, Table, TableRow
from firstlight.cutover.rules import durations
from firstlight.cutover.sheets.formulas import follow_formulas
from firstlight.cutover.sheets.whole_columns import Strokes, are_shares, percent_in
from firstlight.intake.recognising import Headings, match_headings
from firstlight.kernel.sheets import Dialect, Sheet, Translated, cell_text

#: Headings that only our own export has: such a file needs no translation.
_OURS = frozenset({"Plan", "Kind", "Group", "Way back"})
#: What tells that a row is a step and not a heading between steps.
_WORK = ("ref", "owner", "minutes", "start", "end", "predecessors", "system", "instruction")
#: Notes on single cells; more are counted.
_NOTES = 25

_UNITS = {
    1: ("min", "mins", "minute", "minutes", "minuten", "m"),
    60: ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"),
    1440: ("d", "day", "days", "tag", "tage"),
}
_UNIT_OF = {word: minutes for minutes, words in _UNITS.items() for word in words}
_TIMED = re.compile(
    r"(?P<base>.*?duration|.*?dauer|effort)\s*[\s(\[,/]\s*(?:in\s+)?(?P<unit>[a-z]+)\.?\s*[)\]]?", re.IGNORECASE
)
#: A day and a time of day in two columns.
_SPLIT = {
    "start": (("start date", "planned start date", "startdatum", "datum", "date"), ("start time", "startzeit", "time",
                                                                                    "uhrzeit")),
    "end": (("end date", "finish date", "planned end date", "enddatum"), ("end time", "finish time", "endzeit")),
}  # fmt: skip
_CHECKPOINT = re.compile(r"\bgo\s*[/ -]?\s*(or\s+)?no[ -]?go\b|\bcheckpoint\b|\bkontrollpunkt\b", re.IGNORECASE)
_LOAD = re.compile(r"(data\s+)?(load|import|migrate|laden|lade|importiere|migriere)\b|datenimport\b", re.IGNORECASE)


def workbooks_of(sheet: Sheet) -> Dialect:
    """The dialect of the steps for sheets that were not written by this program."""
    return Dialect(
        "Cutover sheet", lambda header: _recognises(sheet, header), lambda table: _Reading(sheet, table).translated()
    )


def _recognises(sheet: Sheet, header: tuple[str, ...]) -> bool:
    """A task, and what only plans have: predecessors, or a duration beside an owner or a start.

    An effort alone is no duration: backlogs have it, and count it in points.
    """
    if len(_OURS & set(header)) > 1:
        return False
    found = _heads(sheet, tuple(heading for heading in header if heading.strip().casefold() != "effort"))[0].columns
    timed = "minutes" in found and ("owner" in found or "start" in found)
    return "title" in found and ("predecessors" in found or timed)


def _heads(sheet: Sheet, header: tuple[str, ...]) -> tuple[Headings, int]:
    """How the headings meet the columns, and how many minutes a number alone is under “Duration (h)”."""
    unit, plain = 1, []
    for heading in header:
        timed = _TIMED.fullmatch(heading.strip())
        known = _UNIT_OF.get(timed["unit"].casefold()) if timed else None
        if timed and known:
            unit = known
        plain.append(timed["base"].strip() if timed and known else heading)
    return match_headings(sheet, plain), unit


@dataclass
class _Reading:
    """One table on its way to rows of steps."""

    sheet: Sheet
    table: Table
    notes: list[str] = field(default_factory=list)
    unread: int = 0
    numbered: int = 0
    guessed: int = 0
    in_days: bool = False
    shares: bool = False
    strokes: Strokes = field(default_factory=Strokes)
    refs: dict[str, int] = field(default_factory=dict)

    def translated(self) -> Translated:
        """All rows, and what was decided while reading them."""
        rows = follow_formulas(list(self._rows()))
        told = list(self.notes)
        if self.unread > _NOTES:
            told.append(f"More cells that could not be read, each kept beside its column: {self.unread - _NOTES:,}.")
        if self.numbered:
            told.append(f"Rows without a step number were numbered by where they stand: {self.numbered:,}.")
        if self.guessed:
            told.append(f"Data loads and checkpoints were told by the titles of steps: {self.guessed:,}.")
        if self.in_days:
            told.append("Durations in days were read as 24 hours a day.")
        if self.shares:
            told.append("Percentages were read as parts of one: 0.5 is 50 %, 1 is 100 %.")
        if self.strokes.first == "month":
            told.append(f"Dates such as {self.strokes.example} were read with the month first.")
        elif self.strokes.first:
            told.append(f"Dates such as {self.strokes.example} were read with the day first.")
        return Translated(rows, tuple(told))

    def _rows(self) -> Iterator[tuple[int, dict[str, Cell], dict[str, str]]]:
        headings, unit = _heads(self.sheet, self.table.header)
        split = _split(self.table.header, headings)
        self._learn(headings)
        numbers, group, last = "ref" in headings.columns, "", ""
        for row in self.table.rows:
            cells = {key: row.cells[at] for key, at in headings.columns.items() if at < len(row.cells)}
            extras = {
                heading: cell_text(row.cells[at]) for at, heading in headings.extras.items() if at < len(row.cells)
            }
            _join(cells, row, split)
            if _is_blank(row) or self._repeats_header(row):
                continue
            phase = _phase(row, cells)
            if phase:
                group = self._named(phase)
                yield row.number, {"ref": group, "title": phase, "kind": "group"}, {}
                continue
            if numbers and _has_slipped(cells):
                self.notes.append(
                    f"Row {row.number}: the step is called “{cell_text(cells['title']).strip()}”;"
                    " its cells may stand one column too far to the right."
                )
            last = cells["ref"] = self._number(cells.get("ref"), last, numbers)
            self._read(row, cells, extras, headings, unit)
            if group and not cell_text(cells.get("group")).strip():
                cells["group"] = group
            yield row.number, cells, extras

    def _learn(self, headings: Headings) -> None:
        """See in whole columns how their cells are meant."""

        def column(key: str) -> list[Cell]:
            at = headings.columns.get(key)
            return [] if at is None else [row.cells[at] for row in self.table.rows if at < len(row.cells)]

        self.shares = are_shares(column("percent"))
        self.strokes = Strokes.of(cell for key in _DATED for cell in column(key))

    def _repeats_header(self, row: TableRow) -> bool:
        texts = [cell_text(cell).strip() for cell in row.cells]
        return texts == [heading.strip() for heading in self.table.header]

    def _named(self, phase: str) -> str:
        """The ref of a phase, made of its words so that it stays when rows move; "-2" behind one that comes again."""
        slug = re.sub(r"\W+", "-", phase.casefold()).strip("-")[:50] or "phase"
        self.refs[slug] = self.refs.get(slug, 0) + 1
        return slug if self.refs[slug] == 1 else f"{slug}-{self.refs[slug]}"

    def _number(self, cell: Cell, last: str, numbers: bool) -> str:
        ref = cell_text(cell).strip()
        if ref:
            return ref
        self.numbered += 1
        if not numbers:
            return str(self.numbered)
        base, dot, tail = last.rpartition("+")
        return f"{base}+{int(tail) + 1}" if dot and tail.isdecimal() else f"{last or '0'}+1"

    def _read(
        self, row: TableRow, cells: dict[str, Cell], extras: dict[str, str], headings: Headings, unit: int
    ) -> None:
        """Put aside every cell that its column does not accept; give durations their unit, and kinds where one sees."""

        def aside(key: str, error: object) -> None:
            at = headings.columns.get(key)
            heading = self.table.header[at] if at is not None else self.sheet.column(key).title
            self._put_aside(row, heading, cells, key, extras, error)

        values = {}
        for key, cell in list(cells.items()):
            if key in ("ref", "title") or not cell_text(cell).strip():
                continue
            if key in _DATED:
                cells[key] = cell = self.strokes.rewritten(cell)
            elif key == "percent":
                cells[key] = cell = percent_in(cell, self.shares)
            try:
                values[key] = self._value(key, cell, unit)
                if key in _MINUTES:
                    cells[key] = durations.written(values[key])
            except (ValueError, ArithmeticError) as error:
                aside(key, error)
        for first, then in _IN_ORDER:
            begun = values.get(first)
            if then in values and (values[then] < begun if begun is not None else first == "actual_start"):
                aside(then, f"something at or after “{self.sheet.column(first).title}”")
        self._see_kind(cells)

    def _value(self, key: str, cell: Cell, unit: int) -> Any:
        if key not in _MINUTES:
            return self.sheet.column(key).value(cell, _UTC)
        if unit == 1 and isinstance(cell, float) and 0 < cell < 1:
            raise ValueError(durations.ACCEPTS)  # half of what, nobody can tell
        self.in_days |= unit == 1440 or bool(_IN_DAYS.search(cell_text(cell).casefold()))
        return durations.minutes_of(cell, unit)

    def _put_aside(
        self, row: TableRow, heading: str, cells: dict[str, Cell], key: str, extras: dict[str, str], error: object
    ) -> None:
        words = cell_text(cells.pop(key))
        extras[f"{heading} (not read)"] = words
        self.unread += 1
        if self.unread <= _NOTES:
            self.notes.append(
                f"Row {row.number}, column “{heading}”: “{words[:60]}” is not accepted; expected {error}."
            )

    def _see_kind(self, cells: dict[str, Cell]) -> None:
        if cell_text(cells.get("kind")).strip():
            return
        title = cell_text(cells.get("title"))
        if _CHECKPOINT.search(title):
            cells["kind"] = "checkpoint"
        elif _LOAD.match(title.strip()):
            cells["kind"] = "load"
        else:
            return
        self.guessed += 1


_IN_ORDER = (("start", "end"), ("actual_start", "actual_end"), ("shortest", "longest"))
_IN_DAYS = re.compile(r"\d\s*(d|days?|t|tage?)\b")
_MINUTES = ("minutes", "shortest", "longest", "dry_run_minutes")
_DATED = ("start", "end", "actual_start", "actual_end")
_UTC = ZoneInfo("UTC")


def _is_blank(row: TableRow) -> bool:
    return not any(cell_text(cell).strip() for cell in row.cells)


def _has_slipped(cells: Mapping[str, Cell]) -> bool:
    """Whether a row begins one column too late: no number, and a number for a title."""
    return not cell_text(cells.get("ref")).strip() and cell_text(cells.get("title")).strip().isdecimal()


def _phase(row: TableRow, cells: Mapping[str, Cell]) -> str:
    """The words of a row that is a heading between steps: one filled cell, or a title and nothing of a step."""
    filled = [text for cell in row.cells if (text := cell_text(cell).strip())]
    if len(set(filled)) == 1 and re.search(r"[^\W\d_]{2,}", filled[0]):
        return filled[0][:300]
    if any(cell_text(cells.get(key)).strip() for key in _WORK):
        return ""
    return cell_text(cells.get("title")).strip()[:300]


def _split(header: tuple[str, ...], headings: Headings) -> dict[str, tuple[int, int]]:
    """Where a start or an end stands as a day in one column and a time of day in another."""
    words = [" ".join(heading.casefold().split()) for heading in header]
    found = {}
    for key, (days, times) in _SPLIT.items():
        day = next((at for at, heading in enumerate(words) if heading in days), None)
        clock = next((at for at, heading in enumerate(words) if heading in times), None)
        if day is not None and clock is not None:
            found[key] = (day, clock)
    return found


def _join(cells: dict[str, Cell], row: TableRow, split: Mapping[str, tuple[int, int]]) -> None:
    for key, (day, clock) in split.items():
        first, then = row.cells[day], row.cells[clock]
        if isinstance(first, datetime):
            first = first.date()
        if isinstance(first, date) and isinstance(then, time):
            cells[key] = datetime.combine(first, then)
        elif cell_text(first).strip():
            cells[key] = f"{cell_text(first).strip()} {cell_text(then).strip()}".strip()
