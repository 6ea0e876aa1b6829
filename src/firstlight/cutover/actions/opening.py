"""A plan copied for a run."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from firstlight.cutover.live.queries import clock_of, facts_of, keep_structure
from firstlight.cutover.live.structure import Structure
from firstlight.cutover.models import Blackout, Plan, ProjectFile, Rehearsal, Run, RunStep, Task
from firstlight.cutover.queries import planned
from firstlight.cutover.rules.facts import PlanFacts
from firstlight.engines.scheduling import NoWorkingTime, PlanRefused
from firstlight.kernel.errors import Invalid
from firstlight.ledger.queries import head_of
from firstlight.workspace.models import Project

_SAME = (
    "ref", "position", "title", "kind", "group", "area", "environment", "system", "owner", "backup", "verifier",
    "skill", "instruction", "verification", "documents", "predecessors", "minutes", "shortest", "longest", "fixed",
    "risky", "rollback", "final", "deciders", "criteria",
)  # fmt: skip


def copied_run(project: Project, plan: Plan, now: datetime, run: Run) -> tuple[Run, list[RunStep]]:
    """Fill a run, not stored yet, with a copy of the plan, and make its steps with the times as planned.

    Invalid for a plan without steps, and for one that cannot be computed, with what is wrong with it.
    """
    found = planned(project, now, plan.ref)
    _copy_around(run, plan, found.facts)
    back = found.way_back
    run.way_back = [round(one.total_seconds() / 60) for one in (back.low, back.likely, back.high)] if back else []
    steps = [_step(run, task) for task in Task.objects.filter(plan=plan).order_by("position", "pk")]
    if not any(step.kind != "group" for step in steps):
        raise Invalid(f"The plan “{plan.title}” has no steps, so there is nothing to run.")
    structure = _structure(run, steps)
    known = [step for step in steps if step.ref in structure.network.number]
    for step in known:
        dates = structure.planned.dates(step.ref)
        step.planned_start, step.planned_end = dates.start, dates.finish
    run.begins, run.ends = structure.planned.start, structure.planned.finish
    keep_structure(run, structure)
    return run, known


def begin_with(run: Run, steps: Iterable[RunStep], ref: str, now: datetime) -> None:
    """Let a rehearsal begin with a step of its plan: what is planned before it is left out, and says so.

    Invalid where the plan has no such step, and where a checkpoint comes before it: no rehearsal leaves one out.
    """
    every = [step for step in steps if step.kind != Task.Kind.GROUP]
    first = next((step for step in every if step.ref == ref), None)
    if first is None:
        raise Invalid(f"The plan has no step “{ref[:60]}” to begin with.")
    for step in every:
        if step.planned_start >= first.planned_start:
            continue
        if step.kind == Task.Kind.CHECKPOINT:
            raise Invalid(
                f"The checkpoint “{step.title}” ({step.ref}) comes before step {ref}; begin with it or earlier."
            )
        step.state, step.ended, step.ended_by = RunStep.State.SKIPPED, now, run.opened_by
        step.reason = f"Not part of this rehearsal, which begins with step {ref}."
    run.begins = first.planned_start


def _structure(run: Run, steps: Iterable[RunStep]) -> Structure:
    try:
        return Structure.of(facts_of(run, steps))
    except PlanRefused as refused:
        told = " ".join(problem.sentence for problem in refused.problems[:3])
        raise Invalid(f"The plan cannot be computed, so it cannot be run. {told}") from refused
    except NoWorkingTime as refused:
        raise Invalid(f"The plan cannot be computed, so it cannot be run. {refused}.") from refused


def _copy_around(run: Run, plan: Plan, facts: PlanFacts) -> None:
    """What stands around the steps: the window, black-outs, the file of MS Project that the plan is drawn upon."""
    run.edition = secrets.token_hex(16)
    run.time_zone = facts.zone.key
    run.begins = facts.begins
    run.window_start = facts.window.start if facts.window else None
    run.window_end = facts.window.end if facts.window else None
    closed = Blackout.objects.filter(plan=plan).order_by("start", "ref").values_list("start", "end", "reason")
    run.blackouts = [[start.isoformat(), end.isoformat(), reason] for start, end, reason in closed]
    file = ProjectFile.objects.filter(plan=plan).first()
    run.drawn_digest, run.drawn_zone = (file.digest, file.zone) if file else ("", "")


def _step(run: Run, task: Task) -> RunStep:
    """The step of a task; in a live run what has happened already comes along."""
    step = RunStep(project_id=task.project_id, not_before=task.start, until=task.end)
    for name in _SAME:
        setattr(step, name, getattr(task, name))
    if run.mode == Run.Mode.LIVE and task.actual_start and task.kind != Task.Kind.GROUP:
        step.started, step.ended = task.actual_start, task.actual_end
        step.state = RunStep.State.DONE if task.actual_end else RunStep.State.RUNNING
        step.started_by = step.ended_by = ""
    return step


def made_from(project: Project, steps: Iterable[RunStep]) -> dict[str, object]:
    """What the ledger says of the copy: how many steps it has, and where the ledger stood."""
    return {"steps": sum(step.kind != "group" for step in steps), "ledger": head_of(project).sequence}


def next_ref(model: type[Run] | type[Rehearsal], project: Project, stem: str) -> str:
    """The first ref of that form that nobody has: R1, R2 and so on."""
    taken = set(model.objects.filter(project_id=project.pk).values_list("ref", flat=True))
    return next(ref for number in range(1, len(taken) + 2) if (ref := f"{stem}{number}") not in taken)


def moved_to(run: Run, at: datetime) -> dict[str, Any]:
    """What makes a run begin at a time of the clock.

    The window of a way back is that of the run that it leads from, and its black-outs are those of the calendar:
    neither moves with it. So its plan is another one, as is what was computed of it.
    """
    shift = round((at - run.begins).total_seconds())
    source = run.back_from
    if source is None:
        return {"shift": shift}
    clock = clock_of(source, at)

    def stays(moment: datetime) -> datetime:
        return clock.to_wall(moment) - timedelta(seconds=shift)

    found: dict[str, Any] = {"shift": shift, "edition": secrets.token_hex(16)}
    if source.window_end is not None:
        end = stays(source.window_end)
        found |= {"window_start": min(run.begins, end - timedelta(minutes=1)), "window_end": end}
    if run.blackouts:
        found["blackouts"] = [
            [*(stays(datetime.fromisoformat(edge)).isoformat() for edge in (start, end)), reason]
            for start, end, reason in run.blackouts
        ]
    return found


def replanned(run: Run, version: int) -> None:
    """Give the steps of a run the times that its plan has with the black-outs that it has now. Invalid where it has
    none.
    """
    steps = list(RunStep.objects.filter(run=run).order_by("position", "pk"))
    structure = _structure(run, steps)
    keep_structure(run, structure)
    moved = []
    for step in steps:
        dates = structure.planned.dates(step.ref)
        if (step.planned_start, step.planned_end) != (dates.start, dates.finish):
            step.planned_start, step.planned_end, step.changed = dates.start, dates.finish, version
            moved.append(step)
    RunStep.objects.bulk_update(moved, ("planned_start", "planned_end", "changed"), batch_size=200)
    run.ends = structure.planned.finish
    run.save(update_fields=["ends"])
