"""Bringing in what crosses layers; the template of the slides."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from firstlight.assurance import evidence
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid
from firstlight.reporting import audit, policies
from firstlight.reporting.decision_pack.own_template import check_template
from firstlight.reporting.models import SlideTemplate
from firstlight.reporting.queries import template_of
from firstlight.reporting.records.stores import read_records, store_records
from firstlight.reporting.records.writing import records_of, text_of
from firstlight.workspace.policies import MAY_EDIT_PROJECT
from firstlight.workspace.queries import here


@action(policy=policies.MAY_RECORD, record=audit.RECORDS_BROUGHT_IN)
def bring_in_records(context: Context, data: bytes) -> Done[int]:
    """Make the records of a file that another workspace wrote; how many rows were made or completed.

    Conflict where the project has records of its own already, unless they are the same. Invalid for a file that is no
    such, or names what is not there.
    """
    project = here(context)
    given = read_records(data)
    now = records_of(project)
    if now["rows"]:
        if text_of({"rows": now["rows"]}) != text_of({"rows": given["rows"]}):
            raise Conflict("The project has requests, reviews or decisions of its own; those of the folder stay out.")
        given = {**given, "rows": {}}
    counts = store_records(project, given)
    if not counts:
        return Done.nothing(0)
    made = sum(counts.values())
    digest = sha256(data).hexdigest()
    return Done.one(made, Subject("records", digest, f"{made:,} records of another workspace"), after=counts)


@action(policy=MAY_EDIT_PROJECT, record=audit.TEMPLATE_KEPT)
def keep_template(
    context: Context, data: bytes, *, name: str, kept: datetime | None = None, kept_by: str = ""
) -> Done[SlideTemplate]:
    """From now on the slides of the project are drawn into this presentation, which replaces the one before.

    Invalid, with what would be accepted, for a file that cannot be a template. `kept` and `kept_by` are of a file that
    comes from another workspace, for who may record what was done there.
    """
    project = here(context)
    name = name.strip()
    if not name or not name.isprintable() or len(name) > 300:
        raise Invalid("The file needs a name of 1 to 300 printable characters.")
    check_template(data)
    digest = evidence.keep(data)
    before = template_of(project)
    if before and (before.digest, before.name) == (digest, name):
        return Done.nothing(before)
    trusted = policies.MAY_RECORD.allows(context)
    values = {
        "digest": digest,
        "name": name,
        "size": len(data),
        "kept": (trusted and kept) or context.now,
        "kept_by": (trusted and kept_by) or context.actor.name,
    }
    made, _ = SlideTemplate.objects.update_or_create(project=project, defaults=values)
    was = _facts(before) if before else None
    return Done.one(made, Subject("template", digest, name), before=was, after=_facts(made))


@action(policy=MAY_EDIT_PROJECT, record=audit.TEMPLATE_REMOVED)
def remove_template(context: Context) -> Done[bool]:
    """From now on the slides of the project look as they come. Whether there was a template to remove."""
    found = template_of(here(context))
    if found is None or not SlideTemplate.objects.filter(pk=found.pk).delete()[0]:
        return Done.nothing(False)
    return Done.one(True, Subject("template", found.digest, found.name), before=_facts(found))


def _facts(one: SlideTemplate) -> dict[str, Any]:
    return {"name": one.name, "digest": one.digest, "size": one.size}
