"""Offering rows to a list, applying them, taking changes back; headings and views."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, transaction

from firstlight.intake import audit, policies
from firstlight.intake.changing import change_lists, with_their_parts
from firstlight.intake.models import Heading, ListChange, ListView, Offer
from firstlight.intake.offering import Offered, Proposal, columns_of, propose, read_offer
from firstlight.intake.packing import packed
from firstlight.intake.queries import OFFERED, change_named, headings_of, offer_of, offered_of, proposal_of, ways_back
from firstlight.intake.wording import key_of
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.kernel.sheets import Sheet, sheets
from firstlight.workspace.queries import here, zone_of


@action(policy=policies.MAY_WORK, record=audit.ROWS_OFFERED)
def offer_rows(
    context: Context, sheet: Sheet, data: bytes, *, file: str, way: str = Offer.Way.FILE, later: bool = False
) -> Done[Offer]:
    """Hold rows out to a list: the bytes are kept for a day, nothing of the list changes.

    Refused to who may not change the list. Raises Unreadable when the bytes are not rows of it; those that are read
    `later`, by the background loop, are refused there.
    """
    sheet.check_change(context)
    project = here(context)
    digest = hashlib.sha256(data).hexdigest()
    Offer.objects.filter(expires__lte=context.now).delete()
    found = {} if later else _compared(context, sheet, data, file, way)
    waiting = {"work": Offer.Work.READ, "asked": context.now} if later else {}
    made = Offer.objects.create(
        project=project,
        uid=secrets.token_hex(12),
        sheet=sheet.ref,
        way=way,
        owner=context.actor.id,
        file=file[:300],
        digest=digest,
        data=data,
        made=context.now,
        expires=context.now + OFFERED,
        **found,
        **waiting,
    )
    facts = {"sheet": sheet.ref, "file": made.file, "digest": digest, "bytes": len(data)}
    return Done.one(made, Subject("offer", made.uid, f"{made.file} for {sheet.title}"), after=facts)


def _compared(context: Context, sheet: Sheet, data: bytes, file: str, way: str) -> dict[str, Any]:
    """What a new offer keeps of how its rows compare with the list."""
    project = here(context)
    mapped = headings_of(project, sheet)
    offered = read_offer(sheet, data, file, zone_of(project), mapped)
    return _seen(propose(project, offered, mapped, complete=way == Offer.Way.FILE))


def _seen(proposal: Proposal) -> dict[str, Any]:
    left_out = [line.key for line in proposal.every_line if not line.taken]
    return {"seen": proposal.seen, "left_out": left_out, "rows": len(proposal.seen.keys() - set(left_out))}


def read_later(context: Context, offer: Offer, sheet: Sheet, comparing: Callable[[], object]) -> None:
    """Read rows that were offered to be read later, and compare them with the list as it is now.

    `comparing` is called between the two. A file that is no list is read once: its table is kept with the rows. Raises
    Unreadable when they are not rows of the list.
    """
    project = here(context)
    other = sheet.other_file(offer.file)
    if other:
        offer.table = packed(other.read(bytes(offer.data), offer.file, zone_of(project)))
    offered = offered_of(context, offer, sheet)
    comparing()
    proposal = propose(project, offered, headings_of(project, sheet), complete=offer.way == Offer.Way.FILE)
    waiting = Offer.objects.filter(pk=offer.pk, work=Offer.Work.READ, holder=offer.holder)
    waiting.update(table=bytes(offer.table), **_seen(proposal))


@action(policy=policies.MAY_WORK, record=audit.ROWS_APPLIED)
def apply_offer(
    context: Context, sheet: Sheet, uid: str, offered: Offered | None = None
) -> Done[ListChange | None]:  # fmt: skip
    """Make the chosen changes of offered rows, once, in one transaction.

    `offered` are its rows, where they were read before: reading them takes a while, and nobody else can write in it.

    Conflict when they were applied already, are no longer kept, or when rows of the list have changed since they were
    offered: then `moved` among its facts names them, and nothing is stored. Invalid with every problem.
    """
    project = here(context)
    offer = offer_of(context, uid, sheet)
    if Offer.objects.filter(pk=offer.pk, applied=None).update(applied=context.now) != 1:
        raise Conflict("These rows were applied already; nothing was done twice.", code="applied")
    proposal = proposal_of(context, offer, sheet, offered)
    if proposal.moved:
        names = [" / ".join(line.change.row.identity) for line in proposal.moved]
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5:,} more" if len(names) > 5 else "")
        raise Conflict(f"The list changed since these rows were offered: {shown}. Nothing was stored; look again.",
                       code="moved", moved=names)  # fmt: skip
    changes = with_their_parts(project, sheet, proposal.chosen())
    made = change_lists(context, project, changes, ListChange.Way(offer.way), source=offer.file)
    other = sheet.other_file(offer.file)
    if other:
        other.keep(context, offer.file, bytes(offer.data))
    rows = sum(len(some) for _, some in changes)
    done = {"data": b"", "table": b"", "work": "", "rows": rows, "change": made.uid if made else ""}
    Offer.objects.filter(pk=offer.pk).update(**done)
    facts = {"sheet": sheet.ref, "file": offer.file, "digest": offer.digest, "rows": rows}
    return Done.one(made, Subject("offer", offer.uid, f"{offer.file} for {sheet.title}"), after=facts)


@action(policy=policies.MAY_WORK, record=audit.CHANGE_UNDONE)
def undo_change(context: Context, uid: str) -> Done[ListChange | None]:
    """Take a change of a list back by changing it again; the ledger keeps both.

    Refused without the right to change the list. Conflict when it was undone already, keeps the word of people, or
    when others changed the same fields since: then `in_the_way` among its facts names every one, and nothing is
    stored.
    """
    project = here(context)
    change = change_named(context, uid)
    sheet = sheets.get(change.sheet)
    if sheet is None:
        raise NotFound("There is no such list any more.")
    sheet.check_change(context)
    if sheet.lasting:
        raise Conflict(f"{sheet.title} are the word of people and are never undone; new ones supersede them.")
    undone = ListChange.objects.filter(pk=change.pk, undone=None)
    if undone.update(undone=context.now, undone_by=context.actor.name[:200]) != 1:
        raise Conflict("This change was undone already.", code="undone")
    ways = ways_back(project, change)
    in_the_way = tuple(one for _, back in ways for one in back.in_the_way)
    if in_the_way:
        raise Conflict("Somebody changed the same fields since. Nothing was undone.", code="in-the-way",
                       in_the_way=in_the_way)  # fmt: skip
    backs = [(one, back.changes) for one, back in ways]
    made = change_lists(context, project, backs, ListChange.Way.UNDO, source=change.source)
    rows = sum(len(some) for _, some in backs)
    facts = {"sheet": sheet.ref, "change": change.uid, "rows": rows, "made": change.made,
             "made_by": change.actor_name}  # fmt: skip
    return Done.one(made, Subject("list-change", change.uid, f"{sheet.title}, {change.count} rows"), after=facts)


@action(policy=policies.MAY_WORK, record=audit.HEADING_MAPPED)
def map_headings(context: Context, sheet: Sheet, mapped: dict[str, str]) -> Done[int]:
    """Remember for the project which columns these headings are; "" takes one for a column of its own.

    Refused to who may not change the list. Invalid for a column that the list has not, or one given twice.
    """
    sheet.check_change(context)
    project = here(context)
    known = headings_of(project, sheet)
    keys = columns_of(sheet).keys()
    given = [key for key in mapped.values() if key]
    if not set(mapped.values()) <= keys | {""} or len(given) != len(set(given)):
        raise Invalid("Each heading can be one column of this list, and each column has one heading.")
    news = {heading[:300]: key for heading, key in mapped.items() if known.get(heading, "") != key}
    for heading, key in news.items():
        Heading.objects.update_or_create(
            project=project, sheet=sheet.ref, heading=heading, defaults={"column": key}
        )  # fmt: skip
    if not news:
        return Done.nothing(0)
    before = {heading: known.get(heading, "") for heading in news}
    return Done.one(len(news), Subject("list", sheet.ref, sheet.title), before=before, after=news)


def choose(offer: Offer, *, out: Iterable[str], back: Iterable[str]) -> None:
    """Keep what somebody ticked in a preview. A tick is no fact of the project, so the ledger has none of it."""
    left_out = (set(offer.left_out) | set(out)) - set(back)
    Offer.objects.filter(pk=offer.pk, applied=None).update(left_out=sorted(left_out))
    offer.left_out = sorted(left_out)


def look_again(context: Context, offer: Offer, sheet: Sheet) -> None:
    """From now on the offered rows stand against the list as it is: somebody is looking at the new preview."""
    proposal = proposal_of(context, offer, sheet)
    fresh = [line.key for line in proposal.every_line if line.change.kind == "removed" and line.key not in offer.seen]
    left_out = sorted({*offer.left_out, *fresh})
    Offer.objects.filter(pk=offer.pk, applied=None).update(seen=proposal.seen, left_out=left_out)


def discard(offer: Offer) -> None:
    """Throw offered rows away. Nothing of them was ever in the list."""
    Offer.objects.filter(pk=offer.pk, applied=None).delete()


@action(policy=policies.MAY_WORK, record=audit.VIEW_SAVED)
def save_view(context: Context, sheet: Sheet, *, name: str, query: str, standard: bool = False) -> Done[ListView]:
    """Keep a view of a list for oneself; one of the same name is replaced, and one standard view is enough."""
    return _save(context, sheet, context.actor.id, name, query, standard=standard)


@action(policy=policies.MAY_SHARE, record=audit.VIEW_SHARED)
def share_view(context: Context, sheet: Sheet, *, name: str, query: str) -> Done[ListView]:
    """Keep a view of a list for everyone in the project; one of the same name is replaced."""
    return _save(context, sheet, "", name, query, standard=False)


def _save(context: Context, sheet: Sheet, owner: str, name: str, query: str, *, standard: bool) -> Done[ListView]:
    project, name = here(context), " ".join(name.split())
    if not 1 <= len(name) <= 80 or "\x00" in name:
        raise Invalid("A view needs a name of 1 to 80 characters.")
    if len(query) > 1000:
        raise Invalid("This view has too many filters to be kept: its address may have 1,000 characters.")
    if standard:
        ListView.objects.filter(project=project, sheet=sheet.ref, owner=owner, standard=True).update(standard=False)
    try:
        with transaction.atomic():
            made, _ = ListView.objects.update_or_create(
                project=project, sheet=sheet.ref, owner=owner, name=name,
                defaults={"query": query, "standard": standard},
            )  # fmt: skip
    except IntegrityError:
        raise Conflict("A view of this name was saved at the same moment.") from None
    facts = {"sheet": sheet.ref, "name": name, "query": query, "standard": standard}
    return Done.one(made, Subject("list-view", key_of((sheet.ref, owner, name)), f"{sheet.title}: {name}"), after=facts)


@action(policy=policies.MAY_WORK, record=audit.VIEW_REMOVED)
def remove_view(context: Context, sheet: Sheet, pk: int) -> Done[None]:
    """Remove a view: one's own, or with the right to share one of the project. NotFound for anybody else's."""
    found = ListView.objects.filter(project=here(context), sheet=sheet.ref, pk=pk).first()
    if found is None or found.owner not in ("", context.actor.id):
        raise NotFound("There is no such view.")
    if not found.owner:
        policies.MAY_SHARE.check(context)
    found.delete()
    facts = {"sheet": sheet.ref, "name": found.name, "query": found.query}
    subject = Subject("list-view", key_of((sheet.ref, found.owner, found.name)), f"{sheet.title}: {found.name}")
    return Done.one(None, subject, before=facts)
