"""A plan that came from a planning tool: what its file says and steps do not, such as calendars, keeps counting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from firstlight.engines.scheduling import Draft, Lag, Link, Need, Task

if TYPE_CHECKING:
    from firstlight.cutover.rules.facts import Step


@dataclass(frozen=True, slots=True)
class Drawn:
    """The plan of a file: its draft without links, the values of its steps by ref, its links by step and as written."""

    draft: Draft
    values: Mapping[str, Mapping[str, Any]]
    links: Mapping[str, Mapping[str, Link]]


def upon(made: Draft, drawn: Drawn, steps: Sequence[Step]) -> Draft:
    """The plan that was made of steps, drawn upon that of the file.

    Where a step says what the file said, the file counts; what was changed in the steps since goes before it. The plan
    starts no earlier than its window opens.
    """
    tasks = {task.id: task for task in drawn.draft.tasks}
    people = {one.name: one.id for one in drawn.draft.resources}
    said = drawn.values
    start = max(drawn.draft.start, made.window.start) if made.window else drawn.draft.start
    return replace(
        drawn.draft,
        start=start,
        tasks=tuple(
            _merged(task, tasks[step.ref], _changed(step, said[step.ref]), people.get(step.owner, ""))
            if step.ref in tasks else task
            for task, step in zip(made.tasks, steps, strict=True)
        ),
        links=tuple(_links(made.links, drawn, {step.ref: step for step in steps})),
        name=made.name,
        window=made.window,
        blackouts=made.blackouts,
    )  # fmt: skip


#: Columns in which steps and files can say different things, by what follows from them.
_TIME = ("minutes", "start", "end")
_HELD = ("start", "fixed")
_DONE = ("percent", "actual_start", "actual_end")


def _changed(step: Step, said: Mapping[str, Any]) -> frozenset[str]:
    """Which columns say something else by now."""
    keys = {*_TIME, *_HELD, *_DONE, "kind", "owner"}
    return frozenset(key for key in keys if (getattr(step, key) or None) != (said.get(key) or None))


def _merged(own: Task, drawn: Task, changed: frozenset[str], person: str) -> Task:
    """The task of the file with what steps know better."""
    held = changed & {*_HELD}
    progress = own.progress if changed & {*_DONE} else drawn.progress
    return replace(
        drawn,
        name=own.name,
        parent=own.parent,
        estimate=own.estimate,
        checkpoint=own.checkpoint,
        irreversible=own.irreversible,
        milestone=own.milestone if "kind" in changed else drawn.milestone,
        duration=own.duration
        if "minutes" in changed or (changed & {*_TIME} and not drawn.duration)
        else drawn.duration,
        constraint=own.constraint if held else drawn.constraint,
        fixed_start=own.fixed_start if held else drawn.fixed_start,
        progress=progress,
        needs=drawn.needs if "owner" not in changed else (Need(person),) if person else (),
    )


def _links(made: Sequence[Link], drawn: Drawn, steps: Mapping[str, Step]) -> Iterator[Link]:
    """Links of the file as it has them; new ones count their lag in working time, as the durations beside them."""
    by_words: dict[str, list[Link]] = {}
    for link in made:
        by_words.setdefault(link.successor, []).append(link)
    for ref, step in steps.items():
        known = drawn.links.get(ref, {})
        for words, link in zip(step.predecessors, by_words.get(ref, ()), strict=False):
            yield known.get(words) or replace(link, lag=Lag(time=link.lag.time))
