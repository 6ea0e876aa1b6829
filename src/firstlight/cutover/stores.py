"""How plans, tasks, black-outs, shifts, rehearsals and their times are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max

from firstlight.cutover.models import (
    Blackout,
    Decision,
    Forecast,
    Plan,
    Rehearsal,
    Run,
    RunForecast,
    RunPaper,
    Shift,
    Task,
    Timing,
    Trigger,
)
from firstlight.cutover.rules.ordering import places
from firstlight.kernel.actions import Changed, Subject
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.sheets import Identity, ModelStore, Reference, RowChange

#: The plan that tasks are of where nothing else is said. It is made with the first of them.
CUTOVER = "cutover"
_PLAN = Reference(Plan, "the plans", made=CUTOVER)
#: Columns that name a plan.
_NAMES_IT = ("plan", "back_from")


def _fields(*names: str) -> dict[str, str]:
    return {name: name for name in names}


plans = ModelStore(
    Plan,
    "cutover-plan",
    _fields("ref", "title", "kind", "back_from", "time_zone", "window_start", "window_end", "notes"),
    references={"back_from": Reference(Plan, "the plans", made=CUTOVER)},
)
tasks = ModelStore(
    Task,
    "cutover-task",
    _fields(
        "ref", "title", "plan", "kind", "group", "area", "environment", "system", "countdown", "predecessors",
        "minutes", "shortest", "longest", "dry_run_minutes", "start", "end", "fixed", "owner", "backup", "verifier",
        "skill", "instruction", "verification", "documents", "risky", "rollback", "final", "deciders", "criteria",
        "percent", "actual_start", "actual_end", "notes",
    ),
    references={"plan": _PLAN},
)  # fmt: skip
decisions = ModelStore(
    Decision,
    "checkpoint-decision",
    _fields("task", "plan", "outcome", "follows", "decided_by", "at", "reason", "dissent", "unmet", "recorded_by"),
    identity=("task", "at"),
    title="task",
    references={"plan": _PLAN},
)
triggers = ModelStore(
    Trigger,
    "rollback-trigger",
    _fields("ref", "plan", "seen", "threshold", "said_by"),
    title="seen",
    references={"plan": _PLAN},
)
blackouts = ModelStore(
    Blackout,
    "blackout",
    _fields("ref", "plan", "start", "end", "reason"),
    title="reason",
    references={"plan": _PLAN},
)
shifts = ModelStore(Shift, "shift", _fields("ref", "person", "start", "end", "skills", "reached_at"), title="person")
rehearsals = ModelStore(
    Rehearsal,
    "rehearsal",
    _fields("ref", "title", "plan", "environment", "started", "ended", "outcome", "lessons"),
    references={"plan": _PLAN},
)
timings = ModelStore(
    Timing,
    "timing",
    _fields("rehearsal", "task", "started", "ended", "outcome", "note"),
    identity=("rehearsal", "task"),
    title="task",
    references={"rehearsal": Reference(Rehearsal, "the rehearsals")},
)


def make_usual_plan(project: ProjectLike, changes: Sequence[RowChange]) -> tuple[Changed, ...]:
    """Make the plan of the cutover where these rows are the first that need it."""
    if not any(change.after and CUTOVER in (change.after.values.get(key) for key in _NAMES_IT) for change in changes):
        return ()
    made, new = Plan.objects.get_or_create(
        project_id=project.pk, ref=CUTOVER, defaults={"title": "Cutover", "kind": Plan.Kind.CUTOVER}
    )
    subject = Subject("cutover-plan", made.ref, made.title)
    return (Changed(subject, None, {"title": made.title, "kind": str(made.kind)}),) if new else ()


def places_of_new(project: ProjectLike, changes: Sequence[RowChange]) -> dict[Identity, dict[str, float]]:
    """Where new tasks stand: between others where all steps are in the order of their numbers, else at the end."""
    added = [change.row.identity for change in changes if change.kind == "added"]
    if not added:
        return {}
    rows = Task.objects.filter(project_id=project.pk)
    highest = rows.aggregate(most=Max("position"))["most"] or 0.0
    known = list(rows.order_by("position", "pk").values_list("ref", "position"))
    found = places(known, [identity[0] for identity in added], highest)
    return {identity: {"position": found[identity[0]]} for identity in added}


def forecast_still_holds(project: ProjectLike, rests_on: str, head: str) -> bool:
    """Whether the forecast was made from just that; it is then noted as looked at."""
    same = Forecast.objects.filter(project_id=project.pk, rests_on=rests_on, told__isnull=False)
    return same.update(head=head) == 1


def keep_forecast(project: ProjectLike, values: Mapping[str, Any]) -> None:
    """Keep a forecast in place of the one before. It follows from the plan, so no ledger says so."""
    Forecast.objects.update_or_create(project_id=project.pk, defaults=dict(values))


def keep_run_forecast(run: Run, values: Mapping[str, Any]) -> None:
    """Keep the forecast of a run in place of the one before. It follows from the run, so no ledger says so."""
    RunForecast.objects.update_or_create(run=run, defaults=dict(values))


def keep_run_paper(run: Run, **values: Any) -> None:
    """Keep what was printed of a run. It follows from the run, so no ledger says so."""
    RunPaper.objects.create(run=run, **values)
