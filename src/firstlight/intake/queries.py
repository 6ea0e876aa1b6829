"""Reading offers, changes, headings and views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q

from firstlight.contracts.tables import Problem
from firstlight.intake.models import Heading, ListChange, ListView, Offer
from firstlight.intake.offering import Offered, Proposal, columns_of, offered_in, propose, read_offer
from firstlight.intake.packing import unpacked
from firstlight.intake.undoing import InTheWay, Inverse, inverse
from firstlight.intake.wording import Kept
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, NotFound
from firstlight.kernel.sheets import Row, Sheet, parts_of, sheets
from firstlight.workspace.queries import here, zone_of

#: So long a change of a list can be undone.
UNDOABLE = timedelta(days=30)
#: So long offered rows are kept.
OFFERED = timedelta(days=1)


def offer_of(context: Context, uid: str, sheet: Sheet) -> Offer:
    """Rows that this person offered. NotFound for anybody else's; Conflict when they are applied or expired."""
    found = any_offer_of(context, uid, sheet)
    if found.applied:
        raise Conflict("These rows were applied already; nothing was done twice.", code="applied")
    return found


def any_offer_of(context: Context, uid: str, sheet: Sheet) -> Offer:
    """The same, and of rows that were applied what is left of them."""
    found = Offer.objects.filter(
        project_id=here(context).pk, uid=uid, sheet=sheet.ref, owner=context.actor.id
    ).first()  # fmt: skip
    if found is None:
        raise NotFound("There are no such rows.")
    if not found.applied and found.expires <= context.now:
        raise Conflict("These rows were offered more than a day ago and are no longer kept. Offer them again.",
                       code="expired")  # fmt: skip
    return found


def beside_of(context: Context, sheet: Sheet) -> list[Offer]:
    """Rows for the list that this person had worked on in the background within a day, newest first. One query.

    Without what makes a large one large: its bytes, and what is kept of each of its rows.
    """
    asked = Offer.objects.filter(project_id=here(context).pk, owner=context.actor.id, sheet=sheet.ref)
    kept = asked.filter(asked__isnull=False, expires__gt=context.now)
    small = kept.select_related("project").defer("data", "table", "seen", "left_out")
    return list(small.order_by("-asked", "-pk"))


def taken(offer: Offer) -> int:
    """How many changes are to be made, as they were when somebody looked at them last."""
    return len(offer.seen.keys() - set(offer.left_out))


def refusals(offer: Offer) -> tuple[Problem, ...]:
    """What was wrong when it was last tried to apply them."""
    return tuple(Problem(**one) for one in offer.refusal.get("problems", ()))


def offered_of(context: Context, offer: Offer, sheet: Sheet) -> Offered:
    """The offered rows, read. Raises Unreadable when they are no rows of the list."""
    project = here(context)
    zone, mapped = zone_of(project), headings_of(project, sheet)
    if offer.table:
        return offered_in(sheet, (unpacked(bytes(offer.table)),), offer.file, zone, mapped)
    return read_offer(sheet, bytes(offer.data), offer.file, zone, mapped)


def proposal_of(context: Context, offer: Offer, sheet: Sheet, offered: Offered | None = None) -> Proposal:
    """What the offered rows would do to the list as it is now; `offered` are they, where they were read before."""
    project = here(context)
    rows = offered or offered_of(context, offer, sheet)
    mapped, whole = headings_of(project, sheet), offer.way == Offer.Way.FILE
    return propose(project, rows, mapped, complete=whole, seen=offer.seen, left_out=offer.left_out)


def headings_of(project: ProjectLike, sheet: Sheet) -> dict[str, str]:
    """What somebody said headings of this list mean: a column's key, or "" for none."""
    rows = Heading.objects.filter(project_id=project.pk, sheet=sheet.ref)
    keys = columns_of(sheet).keys() | {""}
    return {heading: key for heading, key in rows.values_list("heading", "column") if key in keys}


def changes_of(project: ProjectLike, now: datetime, *, most: int = 200) -> list[ListChange]:
    """The newest changes of lists that can still be undone, or were, without their rows. Two queries.

    What changed together with another list is among the `parts` of that change.
    """
    parts = Prefetch("parts", ListChange.objects.defer("rows").order_by("pk"))
    rows = ListChange.objects.filter(project_id=project.pk, made__gt=now - UNDOABLE, part_of=None)
    return list(rows.defer("rows").prefetch_related(parts)[:most])


def change_named(context: Context, uid: str) -> ListChange:
    """A change of a list; of a part, the change it was made with. NotFound when there is none, or none any more."""
    rows = ListChange.objects.filter(project_id=here(context).pk, made__gt=context.now - UNDOABLE)
    found = rows.filter(Q(uid=uid) | Q(parts__uid=uid), part_of=None).first()
    if found is None:
        raise NotFound("There is no such change, or it was made more than 30 days ago.")
    return found


def ways_back(project: ProjectLike, change: ListChange) -> list[tuple[Sheet, Inverse]]:
    """What takes a change and its parts back, list by list. NotFound when one of the lists is no longer there.

    Parts that somebody gave since to a row that would go stand in the way: they would go with it, unseen.
    """
    found: list[tuple[Sheet, Inverse]] = []
    for one in (change, *change.parts.order_by("pk")):
        sheet = sheets.get(one.sheet)
        if sheet is None:
            raise NotFound("There is no such list any more.")
        rows = [Kept.of_json(row) for row in one.rows]
        found.append((sheet, inverse(sheet, sheet.store.current(project), rows)))
    first, back = found[0]
    going = {change.row.identity[0] for change in back.changes if change.kind == "removed"}
    leaving = {(sheet.ref, change.row.identity) for sheet, one in found for change in one.changes}
    since = tuple(
        InTheWay(identity, part.title, "not there", "added since")
        for part in (parts_of(first) if going else ())
        for identity in part.store.current(project)
        if identity[0] in going and (part.ref, identity) not in leaving
    )
    found[0] = (first, replace(back, in_the_way=(*back.in_the_way, *since)))
    return found


def with_parts(project: ProjectLike, sheet: Sheet, rows: Sequence[Row]) -> list[tuple[Sheet, list[Row]]]:
    """Rows of a list, and of each list of its parts those that belong to them: what a workbook of the list holds."""
    wanted = {row.identity[0] for row in rows}
    found = [(sheet, list(rows))]
    for part in parts_of(sheet):
        found.append((part, [row for key, row in part.store.current(project).items() if key[0] in wanted]))
    return found


def views_of(context: Context, sheet: Sheet) -> list[ListView]:
    """Saved views of the list: the project's and one's own. One query."""
    own = Q(owner="") | Q(owner=context.actor.id)
    return list(ListView.objects.filter(own, project_id=here(context).pk, sheet=sheet.ref))
