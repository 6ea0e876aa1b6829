"""What a file with a plan holds, as a document of plain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.cutover.formats import PlanFile
from firstlight.engines.scheduling import LinkKind, NoWorkingTime, PlanProblem, Schedule, compute

#: A longer task is one whose unit is wrong.
_LONGEST = timedelta(hours=1_000)


def inspected(found: PlanFile, zone: str) -> dict[str, Any]:
    """Counts, dates, the critical path and everything that is wrong.

    `start`, `finish` are computed, in that zone; None with `critical` empty where a problem keeps the plan from that.
    """
    draft = found.draft
    own = draft.problems()
    problems = [*found.refused, *own, *_unlikely(found)]
    schedule: Schedule | None = None
    if not any(problem.blocking for problem in own):
        try:
            schedule = compute(draft.settled())
            problems.extend(schedule.conflicts())
        except NoWorkingTime as error:
            problems.append(PlanProblem("working-time", (), f"The plan cannot be computed: {error}."))
    place = ZoneInfo(zone)
    return {
        "format": found.format,
        "name": draft.name,
        "tasks": len(draft.tasks),
        "summaries": len(found.summaries),
        "milestones": len(found.milestones),
        "links": len(draft.links),
        "links_by_type": {kind.value: sum(link.kind is kind for link in draft.links) for kind in LinkKind},
        "links_with_lag": sum(bool(link.lag) for link in draft.links),
        "resources": len(draft.resources),
        "calendars": len(draft.calendars),
        "start": schedule.start.astimezone(place).isoformat() if schedule else None,
        "finish": schedule.finish.astimezone(place).isoformat() if schedule else None,
        "critical": list(schedule.critical) if schedule else [],
        "problems": [
            {"kind": one.kind, "tasks": list(one.tasks), "sentence": one.sentence, "blocking": one.blocking}
            for one in problems
        ],
        "warnings": list(found.warnings),
    }


def _unlikely(found: PlanFile) -> Iterator[PlanProblem]:
    """Tasks that take no time and are no marks, and those that take longer than any cutover."""
    summaries = {*found.summaries, *(task.parent for task in found.draft.tasks if task.parent)}
    for task in found.draft.tasks:
        if task.id in summaries or task.milestone or not task.active:
            continue
        if not task.duration and not task.checkpoint:
            sentence = f"{task.called} takes no time; say how long it takes, or make it a milestone."
            yield PlanProblem("no-time", (task.id,), sentence, blocking=False)
        elif task.duration > _LONGEST:
            hours = task.duration / timedelta(hours=1)
            sentence = f"{task.called} takes {hours:,.0f} hours; see whether that was meant in minutes."
            yield PlanProblem("long", (task.id,), sentence, blocking=False)
