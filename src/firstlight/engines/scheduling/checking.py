"""What is wrong with a plan, each in a sentence that names the tasks. Linear in tasks and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from firstlight.engines.scheduling.calendars import WorkCalendar
from firstlight.engines.scheduling.circles import circle_in
from firstlight.engines.scheduling.facts import Link, Resource, Task, Team

#: Tasks of a circle that its sentence calls by their names, and those that it tells by their ids where there are more;
#: `tasks` is always complete.
_NAMED, _TOLD = 12, 100
#: With these, nobody can tell who waits for whom: circles are looked for once they are settled.
NO_CIRCLES = ("duplicate-task", "parent-cycle")


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """One thing that is wrong. `tasks` are ids in the order of the sentence; a `blocking` one stops the computation.

    Kinds: cycle, missing-task, duplicate-task, duplicate-link, self-link, within-summary, missing-parent, parent-cycle,
    missing-calendar, calendar-cycle, duplicate-calendar, missing-resource, duplicate-resource, nobody, dates.
    """

    kind: str
    tasks: tuple[str, ...]
    sentence: str
    blocking: bool = True


def of_instants(
    start: datetime, status_at: datetime | None, finish: datetime | None, backwards: bool
) -> Iterator[PlanProblem]:
    """Times without a zone, a plan from its finish that has none."""
    for at in (start, status_at, finish):
        if at is not None and at.tzinfo is None:
            yield PlanProblem("dates", (), f"The plan speaks of {at} without saying in which time zone.")
    if backwards and finish is None:
        yield PlanProblem("dates", (), "The plan is to be computed from its finish and has none.")


def of_ids(
    tasks: Sequence[Task], calendars: Sequence[WorkCalendar], resources: Sequence[Resource], teams: Sequence[Team]
) -> Iterator[PlanProblem]:
    """Ids that stand twice."""
    names: dict[str, list[Task]] = {}
    for task in tasks:
        names.setdefault(task.id, []).append(task)
    for id, same in names.items():
        if len(same) > 1:
            called = " and ".join(task.called for task in same[:3])
            yield PlanProblem("duplicate-task", (id,), f"The id “{id}” stands for {len(same)} tasks: {called}.")
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("calendar", (one.id for one in calendars)),
        ("resource", (one.id for one in resources)),
        ("team", (one.id for one in teams)),
    )
    for kind, ids in kinds:
        for id, count in Counter(ids).items():
            if count > 1:
                yield PlanProblem(
                    f"duplicate-{kind}", (), f"The id “{id}” stands {count} times among calendars, resources or teams."
                )


def of_calendars(calendars: Sequence[WorkCalendar], own: str) -> Iterator[PlanProblem]:
    """Bases that are missing or go round in a circle, and a plan without a calendar."""
    known = {calendar.id: calendar for calendar in calendars}
    if own not in known:
        yield PlanProblem("missing-calendar", (), f"The plan names the calendar “{own}”, which is not in it.")
    for calendar in calendars:
        if calendar.base is not None and calendar.base not in known:
            sentence = f"Calendar “{calendar.called}” is based on “{calendar.base}”, which is not in the plan."
            yield PlanProblem("missing-calendar", (), sentence)
    bases = {id: (one.base,) for id, one in known.items() if one.base is not None and one.base in known}
    if circle := circle_in(bases):
        names = " → ".join(f"“{known[id].called}”" for id in circle)
        yield PlanProblem("calendar-cycle", (), f"Calendars are based on each other in a circle: {names}.")


def of_references(
    tasks: Sequence[Task], calendars: Sequence[WorkCalendar], resources: Sequence[Resource]
) -> Iterator[PlanProblem]:
    """Calendars, parents, resources and skills that tasks name and the plan does not have."""
    known, holders = {task.id: task for task in tasks}, {calendar.id for calendar in calendars}
    people = {resource.id for resource in resources}
    skills = {skill for resource in resources for skill in resource.skills}
    teams = {resource.team for resource in resources}
    for resource in resources:
        if resource.calendar is not None and resource.calendar not in holders:
            called = resource.name or resource.id
            sentence = f"Resource “{called}” names the calendar “{resource.calendar}”, which is not in the plan."
            yield PlanProblem("missing-calendar", (), sentence)
    for task in tasks:
        if task.calendar is not None and task.calendar not in holders:
            sentence = f"{task.called} names the calendar “{task.calendar}”, which is not in the plan."
            yield PlanProblem("missing-calendar", (task.id,), sentence)
        if task.parent is not None and task.parent not in known:
            sentence = f"{task.called} is part of “{task.parent}”, which is not in the plan."
            yield PlanProblem("missing-parent", (task.id, task.parent), sentence)
        for need in task.needs:
            if need.resource and need.resource not in people:
                sentence = f"{task.called} needs the resource “{need.resource}”, which is not in the plan."
                yield PlanProblem("missing-resource", (task.id,), sentence)
            elif (need.skill and need.skill not in skills) or (need.team and need.team not in teams):
                sentence = f"{task.called} needs “{need.skill or need.team}”, and nobody in the plan is it."
                yield PlanProblem("nobody", (task.id,), sentence, blocking=False)
    parents = {task.id: (task.parent,) for task in tasks if task.parent is not None and task.parent in known}
    if circle := circle_in(parents):
        names = " → ".join(_around(circle, known))
        yield PlanProblem("parent-cycle", circle, f"Tasks are part of each other in a circle: {names}.")


def of_links(tasks: Sequence[Task], links: Sequence[Link]) -> Iterator[PlanProblem]:
    """Links to tasks that are not there, to themselves, between a summary and its parts, and such as stand twice."""
    known = {task.id: task for task in tasks}
    seen: set[Link] = set()
    for link in links:
        ends = (link.predecessor, link.successor)
        missing = [end for end in ends if end not in known]
        if missing:
            yield _missing(link, missing[0], known)
            continue
        first, then = known[ends[0]], known[ends[1]]
        if first is then:
            yield PlanProblem("self-link", ends[:1], f"{first.called} waits for itself.")
        elif link in seen:
            sentence = f"The link {link.kind} from {first.called} to {then.called} stands more than once."
            yield PlanProblem("duplicate-link", ends, sentence, blocking=False)
        elif _holds(first, then, known) or _holds(then, first, known):
            sentence = f"{then.called} waits for {first.called}, and one of them is part of the other."
            yield PlanProblem("within-summary", ends, sentence)
        seen.add(link)


def _missing(link: Link, missing: str, known: Mapping[str, Task]) -> PlanProblem:
    other = link.successor if missing == link.predecessor else link.predecessor
    called = known[other].called if other in known else f"“{other}”"
    if missing == link.predecessor:
        sentence = f"{called} waits for “{missing}”, which is not in the plan."
    else:
        sentence = f"{called} is waited for by “{missing}”, which is not in the plan."
    return PlanProblem("missing-task", (other, missing), sentence)


def _holds(outer: Task, inner: Task, known: Mapping[str, Task]) -> bool:
    """Whether `inner` is in the summary `outer`, however deep."""
    passed: set[str] = set()
    parent = inner.parent
    while parent is not None and parent in known and parent not in passed:
        if parent == outer.id:
            return True
        passed.add(parent)
        parent = known[parent].parent
    return False


def of_circles(tasks: Sequence[Task], links: Sequence[Link]) -> Iterator[PlanProblem]:
    """A circle of tasks that wait for each other, over links and over the summaries that links stand at.

    A link to a summary holds everything in it, and one from it waits for everything: a summary is taken as its start
    and its end, with all that it holds between the two. Links that are wrong in themselves are told by `of_links`.
    """
    known = {task.id: task for task in tasks}
    holders = {task.parent for task in tasks if task.parent is not None}
    after: dict[str, list[str]] = {}
    for task in tasks:
        if task.parent is not None:
            after.setdefault(f"[{task.parent}", []).append(f"[{task.id}")
            after.setdefault(f"]{task.id}", []).append(f"]{task.parent}")
        if task.id not in holders:
            after.setdefault(f"[{task.id}", []).append(f"]{task.id}")
    for link in links:
        first, then = known.get(link.predecessor), known.get(link.successor)
        if first and then and first is not then and not (_holds(first, then, known) or _holds(then, first, known)):
            after.setdefault(f"]{link.predecessor}", []).append(f"[{link.successor}")
    if circle := circle_in(after):
        ids = tuple(dict.fromkeys(node[1:] for node in circle))
        linked = tuple(id for id in ids if id not in holders) or ids
        names = " → ".join(_around(linked, known))
        yield PlanProblem("cycle", linked, f"{len(linked)} tasks wait for each other in a circle: {names}.")


def _around(circle: tuple[str, ...], known: Mapping[str, Task]) -> list[str]:
    """All of them and the first again, in order: by name where they are few, then by id, the rest by number."""
    told = [known[id].called for id in circle] if len(circle) <= _NAMED else list(circle[:_TOLD])
    more = [f"… ({len(circle) - _TOLD} more)"] if len(circle) > _TOLD else []
    return [*told, *more, told[0]]
