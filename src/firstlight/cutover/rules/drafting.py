"""A plan of the room as one that can be computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from firstlight.cutover.rules.drawn import upon
from firstlight.cutover.rules.facts import CHECKPOINT, GROUP, MILESTONE, PlanFacts, Step
from firstlight.cutover.rules.links import read_link
from firstlight.engines.scheduling import (
    Constraint,
    ConstraintKind,
    Draft,
    Lag,
    LagKind,
    Link,
    LinkKind,
    Need,
    Progress,
    Resource,
    Span,
    Task,
    ThreePoint,
)


def draft_of(plan: PlanFacts) -> Draft:
    """The plan for the engine: what is wrong with it is left in, for its problems to be told.

    One that came from a planning tool is drawn upon its file.
    """
    groups = {step.ref for step in plan.steps if step.kind == GROUP}
    begins = plan.window.start if plan.window else plan.begins
    made = Draft(
        start=begins,
        tasks=tuple(_task(step, groups, plan) for step in plan.steps),
        links=tuple(link for step in plan.steps for link in links_of(step)),
        name=plan.title,
        window=plan.window,
        blackouts=tuple(Span(one.start, one.end) for one in plan.closed),
    )
    return upon(made, plan.drawn, plan.steps) if plan.drawn else made


def manned(draft: Draft, who: Mapping[str, Sequence[str]]) -> Draft:
    """The same with people: everyone once, under the name as it is first written, needed where `who` names them.

    For what asks who is needed when. Chances and dates do not.
    """
    known: dict[str, str] = {}
    needs: dict[str, tuple[Need, ...]] = {}
    for ref, names in who.items():
        people = (known.setdefault(" ".join(name.casefold().split()), name) for name in names)
        needs[ref] = tuple(Need(person) for person in dict.fromkeys(people))
    marks = {task.id for task in draft.tasks if task.milestone}
    tasks = (replace(task, needs=() if task.id in marks else needs.get(task.id, ())) for task in draft.tasks)
    return replace(draft, tasks=tuple(tasks), resources=tuple(Resource(one, one) for one in known.values()))


def links_of(step: Step) -> tuple[Link, ...]:
    """What the step waits for."""
    found = []
    for words in step.predecessors:
        link = read_link(words)
        lag = Lag(LagKind.ELAPSED, timedelta(minutes=link.lag)) if link.lag else Lag()
        found.append(Link(link.ref, step.ref, LinkKind(link.kind), lag))
    return tuple(found)


def _task(step: Step, groups: set[str], plan: PlanFacts) -> Task:
    duration = timedelta(minutes=0 if step.kind in (MILESTONE, GROUP) else step.takes or 0)
    constraint = Constraint()
    if step.start and not step.fixed:
        constraint = Constraint(ConstraintKind.START_NO_EARLIER_THAN, step.start)
    return Task(
        id=step.ref,
        name=step.title,
        duration=duration,
        estimate=estimate_of(step, plan.measured.get(step.ref, ())),
        parent=step.group if step.group in groups and step.group != step.ref else None,
        milestone=step.kind == MILESTONE,
        checkpoint=step.kind == CHECKPOINT,
        constraint=constraint,
        fixed_start=step.start if step.fixed else None,
        progress=_progress(step),
        irreversible=step.is_final,
    )


def _progress(step: Step) -> Progress:
    if step.actual_start is None:
        return Progress()
    return Progress(step.actual_start, step.actual_end, float(step.percent))


def estimate_of(step: Step, measured: tuple[int, ...]) -> ThreePoint | None:
    """How long it takes at best, most likely, at worst: as people said, widened by what rehearsals took.

    None where nobody said and nothing was measured: it is then as planned.
    """
    said = [one for one in (step.shortest, step.takes, step.longest) if one is not None]
    taken = [*measured, *([step.dry_run] if step.dry_run is not None else [])]
    if not step.is_work or (not taken and step.shortest is None and step.longest is None):
        return None
    likely = step.takes if step.takes is not None else taken[-1] if taken else said[0]
    low, high = min([*said, *taken, likely]), max([*said, *taken, likely])
    return ThreePoint(timedelta(minutes=low), timedelta(minutes=likely), timedelta(minutes=high))
