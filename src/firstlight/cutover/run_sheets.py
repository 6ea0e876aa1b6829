"""Codes of steps, as run sheets print them."""

from __future__ import annotations

from firstlight.cutover.models import Task
from firstlight.cutover.rules.codes import step_of
from firstlight.kernel.errors import NotFound
from firstlight.workspace.models import Project


def refs_of(project: Project) -> list[str]:
    """The refs of all steps of all plans: a code is one step of the project."""
    return list(Task.objects.filter(project=project).values_list("ref", flat=True))


def step_called(project: Project, code: str) -> str:
    """The ref of the step that has this code. NotFound where none has it."""
    found = step_of(code[:40], project.uid, refs_of(project))
    if not found:
        raise NotFound("No step has this code.")
    return found


def countdowns_of(project: Project, plan: str) -> dict[str, str]:
    """How long before go-live steps are done, as people call it."""
    rows = Task.objects.filter(project=project, plan__ref=plan).exclude(countdown="")
    return dict(rows.values_list("ref", "countdown"))
