"""Reading and applying rows that are too many for a page to wait for.

Called by the background loop, by as many workers as there are. Applying is one transaction that also marks the rows as
applied: a worker that is killed has applied all of them or none, and what it held is taken up by the next.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from firstlight.contracts.tables import Unreadable
from firstlight.intake import stores
from firstlight.intake.actions import apply_offer, look_again, read_later
from firstlight.intake.models import Offer
from firstlight.intake.queries import offered_of
from firstlight.kernel.context import Context
from firstlight.kernel.due import do_each
from firstlight.kernel.errors import Conflict, Invalid, NotFound, Refusal, Refused
from firstlight.kernel.sheets import Sheet, sheets
from firstlight.workspace.models import Person
from firstlight.workspace.queries import context_of

log = logging.getLogger(__name__)

#: Larger files are read beside, and more changes are made beside: less is done in a second or two.
READ_AT_ONCE, APPLIED_AT_ONCE = 1_000_000, 5_000
#: What broke so often is not tried again: the next one may have killed the program as well.
MOST_TRIES = 3
#: What broke is tried again after this long.
AGAIN = timedelta(seconds=30)

_BROKE = (
    f"It was tried {MOST_TRIES} times, and the program broke or was stopped each time. Nothing was stored; "
    "whoever runs this workspace finds the reason in its log."
)

Clock = Callable[[], datetime]


def waits(now: datetime) -> bool:
    """Whether rows wait to be read or applied. One query."""
    return stores.due(now).exists()


def do_due(clock: Clock, worker: str) -> int:
    """Work on what waits. Returns how much was done; done twice it does nothing more."""
    return do_each(
        list(stores.due(clock()).values_list("pk", flat=True)), lambda pk: do(pk, clock, worker),
        lambda pk: f"the offered rows {pk} could not be worked on", log,
    )  # fmt: skip


def do(pk: int, clock: Clock, holder: str) -> int:
    """Work on these rows; 1 when it was done or refused, 0 where another worker is at it."""
    if not stores.take(pk, holder, clock()):
        return 0
    offer = Offer.objects.select_related("project").get(pk=pk)
    if offer.tries > MOST_TRIES:
        stores.refuse(pk, holder, _BROKE)
        return 1
    try:
        _work(offer, clock, holder)
    except Unreadable as error:
        stores.refuse(pk, holder, str(error), (error.problem,))
    except Invalid as error:
        stores.refuse(pk, holder, error.sentence, error.problems)
    except Refusal as error:
        stores.refuse(pk, holder, error.sentence)
    except Exception:
        stores.put_off(pk, holder, clock() + AGAIN)
        raise
    return 1


def _work(offer: Offer, clock: Clock, holder: str) -> None:
    """Read or apply, with the rights that whoever asked for it has now."""
    sheet = sheets.get(offer.sheet)
    if sheet is None:
        raise NotFound("There is no such list any more.")
    context = _context(offer, clock())
    stores.tell(offer.pk, holder, Offer.Phase.READING, clock())
    if offer.work == Offer.Work.READ:
        sheet.check_change(context)
        read_later(context, offer, sheet, lambda: stores.tell(offer.pk, holder, Offer.Phase.COMPARING, clock()))
        stores.settle(offer.pk, holder)
        return
    offered = offered_of(context, offer, sheet)
    if stores.tell(offer.pk, holder, Offer.Phase.STORING, clock()):
        _apply(context, offer, sheet, lambda: apply_offer(context, sheet, offer.uid, offered))
        stores.settle(offer.pk, holder)


def _apply(context: Context, offer: Offer, sheet: Sheet, do: Callable[[], object]) -> None:
    """Apply them. What was applied before is done; a list that moved is compared anew before that is told."""
    try:
        do()
    except Conflict as conflict:
        if conflict.code == "moved":
            look_again(context, offer, sheet)
        if conflict.code != "applied":
            raise


def _context(offer: Offer, now: datetime) -> Context:
    """The circumstances of whoever offered the rows, as they are now. Refused where they are nobody here any more."""
    people = Person.objects.select_related("project", "party", "user").filter(project=offer.project)
    person = people.filter(user_id=int(offer.owner), user__is_active=True).first() if offer.owner.isdecimal() else None
    if person is None or person.user is None:
        raise Refused("Whoever gave these rows is nobody in this project any more.")
    return context_of(person, person.user, now)
