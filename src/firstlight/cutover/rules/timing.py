"""When everything of a plan happens, as far as it can be computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from firstlight.cutover.rules.drafting import draft_of
from firstlight.cutover.rules.facts import GROUP, PlanFacts
from firstlight.engines.scheduling import NoWorkingTime, PlanProblem, ThreePoint, compute
from firstlight.engines.scheduling.chance import Chance, simulate


@dataclass(frozen=True, slots=True)
class Times:
    """When a step happens. `slack` is how far it can slip without moving the end; `driver` decides its start."""

    start: datetime
    end: datetime
    critical: bool = False
    slack: timedelta = timedelta(0)
    driver: str = ""


@dataclass(frozen=True, slots=True)
class Timetable:
    """The times of all steps by ref; empty with `problems` that say why, where they cannot be computed."""

    times: Mapping[str, Times] = field(default_factory=dict)
    problems: tuple[PlanProblem, ...] = ()
    start: datetime | None = None
    finish: datetime | None = None

    @property
    def computed(self) -> bool:
        """Whether there are times."""
        return self.finish is not None


#: Runs with drawn durations: the chance is then told to within half a per cent.
RUNS = 10_000


def chance_of(plan: PlanFacts, way_back: ThreePoint | None = None) -> Chance | None:
    """The chance of the plan in its window, learned from rehearsals. None where it cannot be computed or is empty.

    `way_back` is how long the rollback takes. Where nobody said how much a duration varies and nothing was measured, a
    usual spread is assumed; `resting_on` of the answer tells for which steps.
    """
    draft = draft_of(plan)
    if way_back is not None:
        draft = replace(draft, rollback=way_back)
    if not plan.steps or any(problem.blocking for problem in draft.problems()):
        return None
    taken = {ref: [timedelta(minutes=one) for one in minutes] for ref, minutes in plan.measured.items()}
    known = {step.ref for step in plan.steps}
    try:
        rehearsals = {ref: times for ref, times in taken.items() if ref in known}
        return simulate(draft.settled(), runs=RUNS, rehearsals=rehearsals)
    except NoWorkingTime:
        return None


def timetable_of(plan: PlanFacts) -> Timetable:
    """The times of a plan. Never raises for what is in it."""
    draft = draft_of(plan)
    problems = draft.problems()
    if not plan.steps or any(problem.blocking for problem in problems):
        return Timetable(problems=problems)
    try:
        schedule = compute(draft.settled())
    except NoWorkingTime as error:
        return Timetable(
            problems=(*problems, PlanProblem("working-time", (), f"The plan cannot be computed: {error}."))
        )
    groups = {step.ref for step in plan.steps if step.kind == GROUP}
    times = {
        dates.id: Times(
            dates.start, dates.finish, dates.critical and dates.id not in groups, dates.total_float, dates.driver
        )
        for dates in schedule.all()
    }
    return Timetable(times, (*problems, *schedule.conflicts()), schedule.start, schedule.finish)
