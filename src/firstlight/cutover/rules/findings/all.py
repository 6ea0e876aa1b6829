"""All findings of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from firstlight.cutover.rules.facts import PlanFacts
from firstlight.cutover.rules.findings import content, fitting, people, turning
from firstlight.cutover.rules.findings.finding import GAP, HINT, STOP, Finding
from firstlight.cutover.rules.timing import Timetable

_WEIGHTS = {STOP: 0, GAP: 1, HINT: 2}
#: What the engine calls a problem, and the kind of finding it is.
_ENGINE = {
    "cycle": "cycle", "parent-cycle": "cycle", "self-link": "cycle", "within-summary": "cycle",
    "missing-task": "links", "missing-parent": "links", "duplicate-link": "links", "duplicate-task": "twice",
}  # fmt: skip
#: Problems that this room tells in its own words, with what else it knows.
_OWN = frozenset({"window", "nobody"})


def findings_of(plan: PlanFacts, timetable: Timetable) -> tuple[Finding, ...]:
    """Everything that is wrong with a plan, what matters most first. Linear in its steps, links and shifts."""
    if not plan.steps:
        return (Finding("empty", GAP, (), "The plan has no steps yet."),)
    found = [
        *_computing(timetable),
        *fitting.window(plan, timetable),
        *fitting.blackouts(plan, timetable),
        *fitting.clocks(plan, timetable),
        *people.roles(plan),
        *people.shifts(plan, timetable),
        *people.hours(plan, timetable),
        *content.content(plan),
        *turning.checkpoints(plan),
        *turning.way_back(plan, timetable),
    ]
    return tuple(sorted(found, key=lambda one: _WEIGHTS[one.weight]))


def _computing(timetable: Timetable) -> Iterator[Finding]:
    for problem in timetable.problems:
        if problem.kind in _OWN:
            continue
        kind = _ENGINE.get(problem.kind, "computing" if problem.blocking else "dates")
        weight = STOP if problem.blocking else HINT if problem.kind == "duplicate-link" else GAP
        yield Finding(kind, weight, problem.tasks, problem.sentence)
