"""The plan of the cutover in the form that is signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from firstlight.contracts.rendering import Line, Rendering
from firstlight.cutover.models import Blackout, Plan, Task
from firstlight.cutover.queries import window_of
from firstlight.cutover.rules.criteria import criteria_of
from firstlight.cutover.rules.durations import written
from firstlight.cutover.stores import CUTOVER
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable
from firstlight.workspace.models import Project
from firstlight.workspace.queries import zone_of

#: Part of what is signed: a new way of rendering gets a new number, so that old signatures stay what they were.
VERSION = 1
#: The same of the plan itself. Since 2 it says when the plan may run, and which steps begin at a fixed time.
_VERSION_OF_PLAN = 2


@signable("cutover", "The plan of the cutover")
def cutover(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """When the cutover may run, and every step of it, one line each. None when there is no step.

    What is signed is what is to be done, in which order, by whom and how long, in which window and past which
    black-outs. What really happened, who steps in and who is on shift moves without a new signature.
    """
    rows = Task.objects.filter(project_id=project.pk, plan__ref=CUTOVER).order_by("position", "pk")
    if not rows or not isinstance(project, Project):
        return None
    plan = Plan.objects.filter(project_id=project.pk, ref=CUTOVER).first() or Plan(ref=CUTOVER)
    zone = ZoneInfo(plan.time_zone) if plan.time_zone else zone_of(project)
    lines = [Line(f"cutover-task:{row.ref}", f"{row.ref} {row.title}", _text(row, zone)) for row in rows]
    times = _times(project, plan, zone)
    return Rendering("cutover", _VERSION_OF_PLAN, f"Cutover plan of {project.name}", (*times, *lines))


def _times(project: Project, plan: Plan, zone: ZoneInfo) -> Iterator[Line]:
    """The window of the plan, and when nothing may start or end in it."""
    window = window_of(project, plan)
    said = f"{_at(window.start, zone)} to {_at(window.end, zone)}" if window else "not stated"
    yield Line("cutover-plan:window", "Window of the cutover", f"{said}; Time zone: {zone.key}")
    for one in Blackout.objects.filter(project_id=project.pk, plan__ref=CUTOVER):
        yield Line(
            f"cutover-blackout:{one.ref}",
            f"Black-out {one.ref}",
            f"{_at(one.start, zone)} to {_at(one.end, zone)}: {one.reason}",
        )


def _at(when: datetime, zone: ZoneInfo) -> str:
    """2026-12-04 18:00+01:00, so that who signs reads the time on their wall."""
    return when.astimezone(zone).isoformat(" ", "minutes")


@signable("cutover-checkpoints", "The criteria of the go or no-go")
def checkpoints(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """Each checkpoint of the cutover with its criteria, a line each, and who is asked. None when there is none.

    When it is, and what waits for it, stands in the plan, which is signed as a whole.
    """
    rows = Task.objects.filter(project_id=project.pk, plan__ref=CUTOVER, kind=Task.Kind.CHECKPOINT)
    lines = tuple(line for row in rows.order_by("position", "pk") for line in _criteria(row))
    return Rendering("cutover-checkpoints", VERSION, f"Go or no-go of {project.name}", lines) if lines else None


def _criteria(row: Task) -> Iterator[Line]:
    deciders = ", ".join(row.deciders) or row.owner or row.skill or "not stated"
    yield Line(f"cutover-task:{row.ref}", f"{row.ref} {row.title}", f"Says go or no-go: {deciders}")
    for number, words in enumerate(row.criteria or criteria_of(row.verification), 1):
        yield Line(f"cutover-criterion:{row.ref}:{number}", f"Criterion {number} of {row.ref}", words)


@signable("cutover-scripts", "The scripts of the cutover")
def scripts(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """How every step is done and how one sees that it worked, one line each. None where no step says so."""
    rows = Task.objects.filter(project_id=project.pk, plan__ref=CUTOVER).order_by("position", "pk")
    lines = tuple(
        Line(f"cutover-task:{row.ref}", f"{row.ref} {row.title}", _script(row))
        for row in rows if row.instruction or row.verification or row.documents
    )  # fmt: skip
    return Rendering("cutover-scripts", VERSION, f"Cutover scripts of {project.name}", lines) if lines else None


def _script(row: Task) -> str:
    parts = {
        "Instruction": row.instruction or "not stated",
        "Verification": row.verification or "not stated",
        "Documents": ", ".join(row.documents) or "none",
    }
    return "; ".join(f"{name}: {words}" for name, words in parts.items())


def _text(row: Task, zone: ZoneInfo) -> str:
    parts = {
        "Kind": row.kind,
        "Owner": row.owner or row.skill or "not stated",
        "Verified by": row.verifier or "not stated",
        "Waits for": ", ".join(row.predecessors) or "nothing",
        "Duration": written(row.minutes) if row.minutes is not None else "not stated",
        "Start": _at(row.start, zone) if row.start else "not stated",
        "Way back": row.rollback or "not stated",
    }
    if row.minutes is None and row.end:
        parts["End"] = _at(row.end, zone)
    if row.fixed:
        parts["Begins"] = "at its start, no earlier and no later"
    if row.deciders:
        parts["Decided by"] = ", ".join(row.deciders)
    if row.criteria:
        parts["Criteria"] = ", ".join(row.criteria)
    if row.final:
        parts["No way back after it"] = "yes"
    return "; ".join(f"{name}: {words}" for name, words in parts.items())
