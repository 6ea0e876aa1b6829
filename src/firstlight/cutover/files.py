"""Files of MS Project in a project folder: cutover/plan.xml, for other plans called like their refs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from firstlight.assurance import evidence
from firstlight.cutover.actions import change_tasks, keep_project_file
from firstlight.cutover.formats.mspdi import MOST_BYTES
from firstlight.cutover.formats.reading import as_refusal
from firstlight.cutover.listed import read_listed
from firstlight.cutover.models import Plan, ProjectFile, Task
from firstlight.cutover.stores import CUTOVER
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import FileFacts, FileKind, Given, register_file_kind
from firstlight.kernel.sheets import RowChange
from firstlight.kernel.travelling import travels
from firstlight.workspace.queries import here, zone_of

_FOLDER, _USUAL = "cutover", "plan"


def _is_project_file(path: PurePosixPath) -> bool:
    return str(path.parent) == _FOLDER and path.suffix.lower() == ".xml"


def _take(context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None) -> tuple[str, ...]:
    """Keep the file for its plan. Where the plan has no steps, those of the file come in as well."""
    known, project = facts or FileFacts(), here(context)
    ref = known.part_of or (CUTOVER if path.stem == _USUAL else path.stem)
    notes: tuple[str, ...] = ()
    if not Task.objects.filter(project_id=project.pk, plan__ref=ref).exists():
        notes = _steps(context, path, data, ref)
    if not Plan.objects.filter(project_id=project.pk, ref=ref).exists():
        raise Invalid(f"There is no plan “{ref}”; name the file cutover/plan.xml, or like one of the plans.")
    keep_project_file(context, data, name=known.name or path.name, plan=ref, kept=known.kept, kept_by=known.kept_by)
    return notes


def _steps(context: Context, path: PurePosixPath, data: bytes, ref: str) -> tuple[str, ...]:
    project = here(context)
    with as_refusal():
        listed = read_listed(data, str(path), zone_of(project))
    if listed.problems:
        raise Invalid("Some of its tasks cannot be steps.", problems=listed.problems)
    rows = (replace(row, values={**row.values, "plan": ref}) for row in listed.rows)
    changes = [RowChange("added", None, row) for row in rows]
    change_tasks(context, project, changes)
    return listed.notes


def _give(project: ProjectLike) -> Iterator[Given]:
    for one in ProjectFile.objects.filter(plan__project_id=project.pk).select_related("plan").order_by("plan__ref"):
        stem = _USUAL if one.plan.ref == CUTOVER else one.plan.ref
        facts = FileFacts(one.name, part_of=one.plan.ref, kept=one.kept, kept_by=one.kept_by)
        yield Given(PurePosixPath(_FOLDER, f"{stem}.xml"), one.digest, partial(evidence.content, one.digest), facts)


PROJECT_FILES = register_file_kind(
    FileKind(
        "project-file", _is_project_file, _take, "after sheets", _give, ("cutover.ProjectFile",), most_bytes=MOST_BYTES
    )
)

travels(
    "cutover.Run",
    "cutover.RunStep",
    "cutover.RunVote",
    "cutover.RunDecision",
    "cutover.RunIssue",
    "cutover.MessageText",
)
