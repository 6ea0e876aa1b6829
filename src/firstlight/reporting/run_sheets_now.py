"""Run sheets of a run: what is left to do in it, by whom it is done there, at the times that are expected now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from firstlight.cutover.live.clock import RunClock
from firstlight.cutover.live.queries import board, clock_of, facts_of
from firstlight.cutover.live.rows import DONE, Board, Row
from firstlight.cutover.models import Run, RunStep
from firstlight.cutover.rules import running
from firstlight.cutover.rules.facts import GROUP, Closed, PlanFacts
from firstlight.cutover.rules.findings.people import same_person
from firstlight.cutover.rules.timing import Times, Timetable
from firstlight.engines.scheduling import Window
from firstlight.reporting.run_sheet_words import ENGLISH, Speech
from firstlight.reporting.run_sheets import Printing, run_sheet

_MARKS = {running.RUNNING: "running", running.BLOCKED: "blocked", running.DONE: "to_verify"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A person at steps of a run: how many they do, step in for or verify, and how many of these are not over."""

    person: str
    steps: int
    left: int


def sheets_of(shown: Board) -> tuple[Sheet, ...]:
    """Everybody who stands at a step, by name."""
    found: dict[str, list[Row]] = {}
    names: dict[str, str] = {}
    for row in shown.rows:
        for name in dict.fromkeys(one for one in (row.owner, row.backup, row.verifier) if one):
            key = " ".join(name.split()).casefold()
            found.setdefault(names.setdefault(key, name), []).append(row)
    return tuple(
        Sheet(name, len(rows), sum(not is_over(row, name) for row in rows))
        for name, rows in sorted(found.items(), key=lambda one: one[0].casefold())
    )


def is_over(row: Row, person: str = "") -> bool:
    """Whether nobody, or that person, has to do anything with a step any more. What is done, others verify."""
    return row.lane == DONE and not (row.to_verify and (not person or same_person(row.verifier, person)))


def run_sheet_now(
    run: Run, now: datetime, *, owner: str = "", address: Callable[[str], str], speech: Speech = ENGLISH
) -> bytes:
    """The PDF of what is left in a run, for everyone or one person; `address` is that of the page of a step by ref.

    Once a run is closed it is empty: nothing is left.
    """
    shown = board(run, now)
    facts, timetable, printing = _printed(run, shown, now, owner)
    codes = {step.ref: step.ref for step in facts.steps}
    return run_sheet(
        facts, timetable,
        replace(printing, codes=codes, address=lambda ref: address(quote(ref, safe="")), speech=speech),
    )  # fmt: skip


def _printed(run: Run, shown: Board, now: datetime, owner: str) -> tuple[PlanFacts, Timetable, Printing]:
    clock = clock_of(run, now)
    plan = facts_of(run, RunStep.objects.filter(run=run).order_by("position", "pk"))
    left = {row.ref: row for row in shown.rows if not is_over(row, owner) and run.closed is None}
    mine = [row for row in shown.rows if not owner or _stands_at(row, owner)]
    facts = replace(
        plan,
        title=run.title,
        steps=tuple(step for step in plan.steps if step.kind == GROUP or step.ref in left),
        window=Window(clock.to_wall(plan.window.start), clock.to_wall(plan.window.end)) if plan.window else None,
        closed=tuple(_closed(plan.closed, clock)),
    )
    times = {ref: Times(row.expected_start, row.expected_end or row.expected_start, row.critical)
             for ref, row in left.items()}  # fmt: skip
    timetable = Timetable(times, (), shown.facts.started or shown.facts.begins, shown.facts.expected_finish)
    marks = {ref: _MARKS[row.state] for ref, row in left.items() if row.state in _MARKS}
    over = sum(row.ref not in left for row in mine)
    return facts, timetable, Printing(run.project.name, now, owner, marks=marks, over=over)


def _stands_at(row: Row, person: str) -> bool:
    return any(same_person(one, person) for one in (row.owner, row.backup, row.verifier) if one)


def _closed(found: Iterable[Closed], clock: RunClock) -> Iterable[Closed]:
    return (replace(one, start=clock.to_wall(one.start), end=clock.to_wall(one.end)) for one in found)
