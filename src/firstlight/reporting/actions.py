"""Bringing in what crosses layers."""

from __future__ import annotations

from hashlib import sha256

from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict
from firstlight.reporting import audit, policies
from firstlight.reporting.records.stores import read_records, store_records
from firstlight.reporting.records.writing import records_of, text_of
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
