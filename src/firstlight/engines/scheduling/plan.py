"""A plan: tasks, links, calendars and people that fit together.

A `Draft` is what a file or a room says, whatever is wrong with it; `problems()` lists that in sentences. A `Plan` is a
draft without what would keep it from being computed: making one that is not raises `PlanRefused` with all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, fields
from datetime import datetime

from firstlight.engines.scheduling import checking
from firstlight.engines.scheduling.calendars import Span, WorkCalendar
from firstlight.engines.scheduling.checking import PlanProblem
from firstlight.engines.scheduling.facts import Link, LinkKind, Resource, Task, Team, ThreePoint, Window

VERSION = 1


class PlanRefused(ValueError):
    """A plan that cannot be computed. `problems` says why, each in a sentence that names the tasks."""

    def __init__(self, problems: Iterable[PlanProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that is said of a plan. Ids are text and belong to the caller; `calendar` is that of the plan.

    `start` is when the first task may start; with `from_finish` tasks are planned backwards from `finish`, each as late
    as possible. `status_at` is the moment up to which progress is known: what is not done by then cannot start before
    it; None leaves that out. `rollback` is how long going back takes apart from the `undo` of what was done.
    `blackouts` hold for all calendars. With `constraints_win` a task is put where its “must” or “no later” says even
    before what it waits for, as MS Project does; without it links win, and the date is missed in plain sight.
    """

    start: datetime
    tasks: tuple[Task, ...]
    links: tuple[Link, ...] = ()
    calendars: tuple[WorkCalendar, ...] = (WorkCalendar.always("always"),)
    calendar: str = "always"
    resources: tuple[Resource, ...] = ()
    teams: tuple[Team, ...] = ()
    name: str = ""
    window: Window | None = None
    blackouts: tuple[Span, ...] = ()
    rollback: ThreePoint | None = None
    status_at: datetime | None = None
    finish: datetime | None = None
    from_finish: bool = False
    constraints_win: bool = False

    def problems(self) -> tuple[PlanProblem, ...]:
        """What is wrong with it, in linear time; `blocking` ones keep it from being computed."""
        found = [
            *checking.of_instants(self.start, self.status_at, self.finish, self.from_finish),
            *checking.of_ids(self.tasks, self.calendars, self.resources, self.teams),
            *checking.of_calendars(self.calendars, self.calendar),
            *checking.of_references(self.tasks, self.calendars, self.resources),
            *checking.of_links(self.tasks, self.links),
        ]
        if not any(problem.kind in checking.NO_CIRCLES for problem in found):
            found.extend(checking.of_circles(self.tasks, self.links))
        return tuple(found)

    def settled(self) -> Plan:
        """The plan. Raises PlanRefused where a problem is blocking."""
        return Plan(**{field.name: getattr(self, field.name) for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Plan(Draft):
    """A plan that can be computed: every id exists once, no task waits for itself. Raises PlanRefused otherwise."""

    def __post_init__(self) -> None:
        if blocking := [problem for problem in self.problems() if problem.blocking]:
            raise PlanRefused(blocking)

    def known_until(self, at: datetime) -> Plan:
        """The same plan with its progress known up to that moment. What was checked of it is not checked again."""
        if problems := tuple(checking.of_instants(self.start, at, self.finish, self.from_finish)):
            raise PlanRefused(problems)
        found = copy(self)
        object.__setattr__(found, "status_at", at)
        return found

    @property
    def summaries(self) -> frozenset[str]:
        """Ids of the tasks that hold others."""
        return frozenset(task.parent for task in self.tasks if task.parent is not None)

    def links_by_kind(self) -> dict[LinkKind, int]:
        """How many links there are of each kind."""
        return {kind: sum(link.kind is kind for link in self.links) for kind in LinkKind}
