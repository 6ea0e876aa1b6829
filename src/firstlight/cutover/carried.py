"""The plan with what really happened: as the newest live run has it, else as the plan itself says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Subquery

from firstlight.cutover.models import Run, RunStep
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.closing import began
from firstlight.cutover.rules.facts import PlanFacts
from firstlight.kernel.context import ProjectLike


def carried(project: ProjectLike, plan: Planned) -> PlanFacts:
    """The plan with the times of its newest live run. What was skipped there with a reason is no step any more.

    One query.
    """
    live = Run.objects.filter(project_id=project.pk, plan__ref=plan.ref, mode=Run.Mode.LIVE)
    newest = live.order_by("-opened", "-pk").values("pk")[:1]
    rows = RunStep.objects.filter(run_id=Subquery(newest)).values_list("ref", "state", "started", "ended")
    there = {ref: (state, started, ended) for ref, state, started, ended in rows}
    if not there:
        return plan.facts
    skipped = {ref for ref, (state, *_times) in there.items() if state == RunStep.State.SKIPPED}
    steps = tuple(
        replace(step, actual_start=there[step.ref][1], actual_end=there[step.ref][2]) if step.ref in there else step
        for step in plan.facts.steps if step.ref not in skipped
    )  # fmt: skip
    return replace(plan.facts, steps=steps)


def began_at(project: ProjectLike, plan: Planned) -> datetime | None:
    """When the cutover really began, None before that."""
    return began(carried(project, plan))
