"""Reading offers, changes, headings and views."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from firstlight.intake.models import Heading, ListChange, ListView, Offer
from firstlight.intake.offering import Proposal, propose, read_offer
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, NotFound
from firstlight.kernel.sheets import Sheet
from firstlight.workspace.queries import here, zone_of

#: So long a change of a list can be undone.
UNDOABLE = timedelta(days=30)
#: So long offered rows are kept.
OFFERED = timedelta(days=1)


def offer_of(context: Context, uid: str, sheet: Sheet) -> Offer:
    """Rows that this person offered. NotFound for anybody else's; Conflict when they are applied or expired."""
    found = Offer.objects.filter(
        project_id=here(context).pk, uid=uid, sheet=sheet.ref, owner=context.actor.id
    ).first()  # fmt: skip
    if found is None:
        raise NotFound("There are no such rows.")
    if found.applied:
        raise Conflict("These rows were applied already; nothing was done twice.", code="applied")
    if found.expires <= context.now:
        raise Conflict("These rows were offered more than a day ago and are no longer kept. Offer them again.",
                       code="expired")  # fmt: skip
    return found


def proposal_of(context: Context, offer: Offer, sheet: Sheet) -> Proposal:
    """What the offered rows would do to the list as it is now."""
    project = here(context)
    mapped = headings_of(project, sheet)
    parsed = read_offer(sheet, bytes(offer.data), offer.file, zone_of(project), mapped)
    return propose(
        project, parsed, mapped, complete=offer.way == Offer.Way.FILE, seen=offer.seen, left_out=offer.left_out
    )


def headings_of(project: ProjectLike, sheet: Sheet) -> dict[str, str]:
    """What somebody said headings of this list mean: a column's key, or "" for none."""
    rows = Heading.objects.filter(project_id=project.pk, sheet=sheet.ref)
    keys = {column.key for column in sheet.columns} | {""}
    return {heading: key for heading, key in rows.values_list("heading", "column") if key in keys}


def changes_of(project: ProjectLike, now: datetime, *, most: int = 200) -> list[ListChange]:
    """The newest changes of lists that can still be undone, or were, without their rows. One query."""
    rows = ListChange.objects.filter(project_id=project.pk, made__gt=now - UNDOABLE)
    return list(rows.defer("rows")[:most])


def change_named(context: Context, uid: str) -> ListChange:
    """A change of a list. NotFound when there is none, or none any more."""
    found = ListChange.objects.filter(
        project_id=here(context).pk, uid=uid, made__gt=context.now - UNDOABLE
    ).first()  # fmt: skip
    if found is None:
        raise NotFound("There is no such change, or it was made more than 30 days ago.")
    return found


def views_of(context: Context, sheet: Sheet) -> list[ListView]:
    """Saved views of the list: the project's and one's own. One query."""
    own = Q(owner="") | Q(owner=context.actor.id)
    return list(ListView.objects.filter(own, project_id=here(context).pk, sheet=sheet.ref))
