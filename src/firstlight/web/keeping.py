"""What was found for a reader is kept while nothing in the project has changed.

What depends on the time as well is found anew every minute.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from django.utils.translation import get_language

from firstlight.ledger import keeping
from firstlight.ledger.queries import head_of
from firstlight.web.viewing import Viewing

T = TypeVar("T")


def kept(viewing: Viewing, name: Hashable, find: Callable[[], T]) -> T:
    """What `find` found for this reader, in their language, since the project last changed; else it is found now.

    `find` reads nothing but what the project's ledger records, the time, and the reader; it changes nothing, and
    nobody changes what it gives. Only while a page is looked at: after a form was worked on everything is found anew.
    One query for a page, for where the ledger ends.
    """
    if viewing.request.method not in ("GET", "HEAD"):
        return find()
    head, reader = _state(viewing)
    return keeping.kept(viewing.project, head, (reader, name), find)


def _state(viewing: Viewing) -> tuple[str, Hashable]:
    """Where the ledger ended when the page was asked for; and who reads how, in which minute."""
    known: tuple[str, Hashable] | None = getattr(viewing.request, "rests_on", None)
    if known is None:
        minute = viewing.context.now.replace(second=0, microsecond=0)
        reader = (viewing.person.pk, viewing.context.actor.rights, get_language(), minute)
        known = head_of(viewing.project).digest, reader
        viewing.request.rests_on = known  # type: ignore[attr-defined]
    return known
