"""What tasks took in rehearsals, from files: a plan with what happened, or a list of tasks and times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from firstlight.contracts.tables import Cell, Problem, Table, TableRow, Unreadable
from firstlight.cutover.formats.reading import read_plan_file
from firstlight.cutover.rules.durations import ACCEPTS, minutes_of
from firstlight.engines.scheduling import Doubtful, Network, Plan, instant_of
from firstlight.engines.scheduling.wall_clock import seconds_of
from firstlight.intake.reading import read_tables

_LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
_TASK = ("task", "step", "ref", "id", "nr", "no", "number", "activity", "vorgang", "schritt")
_TOOK = ("took", "duration", "minutes", "actual", "actual duration", "dauer")
_START = ("start", "started", "actual start", "began", "beginn", "von")
_END = ("end", "finish", "finished", "ended", "actual finish", "actual end", "ende", "bis")


def read_rehearsal(path: Path, plan: Plan, zone: str) -> dict[str, timedelta]:
    """How long each task of the plan took, by id; tasks are found by id, or by a name that stands once.

    Times from start to end count as the task's own calendar does. What a rehearsal did not do, or did not end, is left
    out. Raises OSError, Unreadable with the row and column at fault, and where not one task of the plan is in it.
    """
    found = (_from_list if path.suffix.lower() in _LISTS else _from_plan)(path, plan, zone)
    if not found:
        sentence = "Not one task of the plan is in it with a time that it took; use the ids or names of the plan."
        raise Unreadable(Problem(str(path), sentence))
    return found


def _names(plan: Plan) -> dict[str, str]:
    """Ids by id and, where it stands once, by name, without case."""
    names: dict[str, list[str]] = {}
    for task in plan.tasks:
        names.setdefault(task.name.casefold(), []).append(task.id)
    once = {name: ids[0] for name, ids in names.items() if name and len(ids) == 1}
    return once | {task.id.casefold(): task.id for task in plan.tasks}


def _from_plan(path: Path, plan: Plan, zone: str) -> dict[str, timedelta]:
    names, ids = _names(plan), {task.id: task.name for task in plan.tasks}
    network, found = Network.of(plan), {}
    for task in read_plan_file(path, zone).draft.tasks:
        same = ids.get(task.id) in (task.name, "")
        id = task.id if same else names.get(task.name.casefold())
        progress = task.progress
        if id is not None and id in network.number and progress.actual_start and progress.actual_finish:
            found[id] = _worked(network, id, progress.actual_start, progress.actual_finish)
    summaries = plan.summaries
    return {id: took for id, took in found.items() if took and id not in summaries}


def _worked(network: Network, id: str, start: datetime, end: datetime) -> timedelta:
    """The time between as the task counts it; by the clock where the rehearsal was at hours at which it does not."""
    time = network.times[network.number[id]]
    worked = timedelta(seconds=time.between(seconds_of(start), seconds_of(end)))
    return worked or end - start


def _from_list(path: Path, plan: Plan, zone: str) -> dict[str, timedelta]:
    names, network = _names(plan), Network.of(plan)
    found: dict[str, timedelta] = {}
    for table in read_tables(path.read_bytes(), str(path)):
        places = _places(table)
        if not table.rows or "task" not in places or not ("took" in places or {"start", "end"} <= set(places)):
            continue
        for row in table.rows:
            id = names.get(_words(row.cells[places["task"]]).casefold())
            took = _took(table, row, places, network, id, zone) if id in network.number else None
            if id is not None and took:
                found[id] = took
    return found


def _places(table: Table) -> dict[str, int]:
    known = {"task": _TASK, "took": _TOOK, "start": _START, "end": _END}
    heads = [head.strip().casefold() for head in table.header]
    return {
        name: next(heads.index(word) for word in words if word in heads)
        for name, words in known.items()
        if any(word in heads for word in words)
    }


def _words(cell: Cell) -> str:
    return (
        str(int(cell)) if isinstance(cell, float) and cell.is_integer() else "" if cell is None else str(cell).strip()
    )


def _took(
    table: Table, row: TableRow, places: Mapping[str, int], network: Network, id: str | None, zone: str
) -> timedelta | None:
    if "took" in places and _words(row.cells[places["took"]]):
        cell = row.cells[places["took"]]
        try:
            return timedelta(minutes=minutes_of(cell))
        except ValueError:
            raise _refused(table, row, places["took"], ACCEPTS) from None
    if id is None or "start" not in places or "end" not in places:
        return None
    start, end = (_instant(table, row, places[name], zone) for name in ("start", "end"))
    if start is None or end is None:
        return None
    if end < start:
        raise _refused(table, row, places["end"], f"a time after {start:%Y-%m-%d %H:%M}")
    return _worked(network, id, start, end)


def _instant(table: Table, row: TableRow, place: int, zone: str) -> datetime | None:
    cell = row.cells[place]
    if not _words(cell):
        return None
    try:
        at = cell if isinstance(cell, datetime) else datetime.fromisoformat(_words(cell))
    except ValueError:
        raise _refused(table, row, place, "a time such as 2026-12-04 18:00") from None
    return at.astimezone(UTC) if at.tzinfo else instant_of(at, zone, Doubtful.EARLIER)


def _refused(table: Table, row: TableRow, place: int, accepted: str) -> Unreadable:
    value = _words(row.cells[place])
    sentence = f"“{value[:80]}” is not accepted; expected {accepted}."
    return Unreadable(Problem(table.file, sentence, table.sheet, row.number, table.header[place], value))
