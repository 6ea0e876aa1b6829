"""Keeping the file of MS Project that a plan came in with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from firstlight.assurance import evidence
from firstlight.cutover import audit, policies
from firstlight.cutover.formats.mspdi import MOST_BYTES, read_mspdi
from firstlight.cutover.formats.reading import as_refusal
from firstlight.cutover.models import Plan, ProjectFile
from firstlight.cutover.stores import CUTOVER
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.workspace.queries import here, zone_of


@action(policy=policies.MAY_PLAN, record=audit.PROJECT_FILE_KEPT)
def keep_project_file(
    context: Context,
    data: bytes,
    *,
    name: str,
    plan: str = CUTOVER,
    kept: datetime | None = None,
    kept_by: str = "",
    read: bool = False,
) -> Done[ProjectFile]:
    """From now on this file counts for what the steps of a plan do not say; it replaces the one before.

    No step is changed. NotFound for a plan that is not there; Invalid for what is no file of MS Project (XML), with
    what would be accepted. `kept` and `kept_by` are of a file that comes from another workspace. One that was `read`
    already is not read once more.
    """
    found = Plan.objects.filter(project_id=here(context).pk, ref=plan).first()
    if found is None:
        raise NotFound("There is no such plan.")
    name = name.strip()
    if not name or not name.isprintable() or len(name) > 300:
        raise Invalid("The file needs a name of 1 to 300 printable characters.")
    zone = zone_of(here(context)).key
    if not read:
        with as_refusal():
            read_mspdi(data, name, zone)
    digest = evidence.keep(data, most=MOST_BYTES)
    before = ProjectFile.objects.filter(plan=found).first()
    if before and (before.digest, before.name, before.zone) == (digest, name, zone):
        return Done.nothing(before)
    values = {"digest": digest, "name": name, "size": len(data), "zone": zone,
              "kept": kept or context.now, "kept_by": kept_by or context.actor.name}  # fmt: skip
    made, _new = ProjectFile.objects.update_or_create(plan=found, defaults=values)
    was = _facts(before) if before else None
    return Done.one(made, Subject("cutover-plan", found.ref, found.title), before=was, after=_facts(made))


def _facts(one: ProjectFile) -> dict[str, Any]:
    return {"name": one.name, "digest": one.digest, "size": one.size, "zone": one.zone}
