"""Plans going out as MS Project XML."""

from __future__ import annotations

from datetime import datetime

from firstlight.cutover.formats.mspdi import Made
from firstlight.cutover.formats.mspdi.exporting import project_file
from firstlight.cutover.kept import base_of
from firstlight.cutover.listed import wanted_of
from firstlight.cutover.models import ProjectFile, Task
from firstlight.cutover.queries import planned
from firstlight.cutover.sheets import TASKS
from firstlight.cutover.stores import CUTOVER
from firstlight.workspace.models import Project


def plan_as_project(project: Project, now: datetime, ref: str = CUTOVER) -> Made:
    """A plan as MS Project XML: in the file that it came in with, where there is one."""
    found = planned(project, now, ref)
    kept = ProjectFile.objects.filter(plan__project=project, plan__ref=ref).first()
    rows = TASKS.store.current(project)
    order = Task.objects.filter(project=project, plan__ref=ref).order_by("position", "pk").values_list("ref", flat=True)
    steps = wanted_of(rows[(one,)] for one in order)
    return project_file(found.facts, steps, base_of(kept.digest, kept.zone) if kept else None)
