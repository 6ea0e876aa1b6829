"""Whether what was promised is being done."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from firstlight.assurance.queries import open_actions
from firstlight.contracts.reading import Figure, Reading, RecordLink
from firstlight.contracts.standing import Status
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.measures.counting import share
from firstlight.readiness.registry import measure


@measure("actions.overdue", title="Actions past their date", unit="actions", better="lower")
def overdue(project: ProjectLike, now: datetime) -> Reading:
    """Open actions whose due date has passed in the project's zone."""
    today = now.astimezone(ZoneInfo(getattr(project, "time_zone", "UTC"))).date()
    late = [item for item in open_actions(project) if item.due and item.due < today]
    figure = Figure(Decimal(len(late)), "actions")
    if not late:
        return Reading(Status.MET, ("No open action is past its date.",), figure, speaks_of=now)
    worst = late[0]
    days = (today - worst.due).days if worst.due else 0
    plural = "1 action is" if len(late) == 1 else f"{len(late)} actions are"
    return Reading(
        Status.UNMET,
        (f"{plural} past the date; the oldest, “{worst.title}”, by {days} {'day' if days == 1 else 'days'}.",),
        figure,
        tuple(RecordLink("action", item.ref, f"{item.ref} {item.title}") for item in late),
        now,
    )


@measure("actions.owned", title="Open actions with owner and date", unit="actions")
def owned(project: ProjectLike, now: datetime) -> Reading:
    """Open actions that have an owner and a due date."""
    items = open_actions(project)
    if not items:
        return Reading(Status.MET, ("No action is open.",), speaks_of=now)
    return share(
        "open actions",
        len(items),
        [(item.ref, item.title) for item in items if not item.owner or not item.due],
        kind="action",
        good="All {all} open actions have an owner and a date.",
        bad="An owner or a date is missing for {count} of {all} open actions.",
        speaks_of=now,
    )
