"""The plan of the cutover in the form that is signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from firstlight.contracts.rendering import Line, Rendering
from firstlight.cutover.models import Task
from firstlight.cutover.rules.criteria import criteria_of
from firstlight.cutover.rules.durations import written
from firstlight.cutover.stores import CUTOVER
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable

#: Part of what is signed: a new way of rendering gets a new number, so that old signatures stay what they were.
VERSION = 1


@signable("cutover", "The plan of the cutover")
def cutover(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """Every step of the cutover, one line each. None when there is none.

    What is signed is what is to be done, in which order, by whom and how long. What really happened, and who steps in,
    moves without a new signature.
    """
    rows = Task.objects.filter(project_id=project.pk, plan__ref=CUTOVER).order_by("position", "pk")
    lines = tuple(Line(f"cutover-task:{row.ref}", f"{row.ref} {row.title}", _text(row)) for row in rows)
    return Rendering("cutover", VERSION, f"Cutover plan of {project.name}", lines) if lines else None


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


def _text(row: Task) -> str:
    parts = {
        "Kind": row.kind,
        "Owner": row.owner or row.skill or "not stated",
        "Verified by": row.verifier or "not stated",
        "Waits for": ", ".join(row.predecessors) or "nothing",
        "Duration": written(row.minutes) if row.minutes is not None else "not stated",
        "Start": row.start.isoformat() if row.start else "not stated",
        "Way back": row.rollback or "not stated",
    }
    if row.deciders:
        parts["Decided by"] = ", ".join(row.deciders)
    if row.criteria:
        parts["Criteria"] = ", ".join(row.criteria)
    if row.final:
        parts["No way back after it"] = "yes"
    return "; ".join(f"{name}: {words}" for name, words in parts.items())
