"""The plan with what really happened: as the newest live run has it, else as the plan itself says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Subquery

from firstlight.cutover.models import Run, RunIssue, RunStep
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.closing import began
from firstlight.cutover.rules.facts import PlanFacts
from firstlight.kernel.context import ProjectLike


def carried(project: ProjectLike, plan: Planned) -> PlanFacts:
    """The plan with the times of its newest live run. What was skipped there with a reason is no step any more.

    One query, once for each state of the project: a run changes by actions, and then the plan is read anew.
    """
    kept: dict[str, PlanFacts] = plan.__dict__
    if "carried" not in kept:
        kept["carried"] = _carried(project, plan)
    return kept["carried"]


def _carried(project: ProjectLike, plan: Planned) -> PlanFacts:
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


def issues_of(project: ProjectLike, ref: str) -> tuple[list[str], int, bool] | None:
    """The numbers of open issues of the newest live run, how many there are, whether it is over; None without one."""
    live = Run.objects.filter(project_id=project.pk, plan__ref=ref, mode=Run.Mode.LIVE)
    newest = live.exclude(started=None).order_by("-opened", "-pk").first()
    if newest is None:
        return None
    rows = list(newest.issues.values_list("number", "state"))
    open_ = [f"{number}" for number, state in rows if state == RunIssue.State.OPEN]
    return open_, len(rows), newest.state == Run.State.CLOSED


def began_at(project: ProjectLike, plan: Planned) -> datetime | None:
    """When the cutover really began, None before that."""
    return began(carried(project, plan))
