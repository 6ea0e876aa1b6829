"""What was found for a reader is kept while nothing in the project has changed.

Every change of a project is in its ledger before anybody can see it, so where the ledger ends says whether anything
has changed. What depends on the time as well is found anew every minute.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.utils.translation import get_language

from firstlight.kernel.transactions import within_a_change
from firstlight.ledger.queries import head_of
from firstlight.web.viewing import Viewing

T = TypeVar("T")

#: So many findings are kept in each process, the ones asked for last.
MOST = 256

_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def kept(viewing: Viewing, name: Hashable, find: Callable[[], T]) -> T:
    """What `find` found for this reader, in their language, since the project last changed; else it is found now.

    `find` reads nothing but what the project's ledger records, the time, and the reader; it changes nothing, and
    nobody changes what it gives. Only while a page is looked at: after a form was worked on everything is found anew.
    One query for a page, for where the ledger ends.
    """
    if viewing.request.method not in ("GET", "HEAD") or within_a_change():
        return find()
    key = (_state(viewing), name)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: T = _kept[key]
            return found
    made = find()
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Forget everything: what was kept belongs to a database that is no longer there."""
    with _lock:
        _kept.clear()


def _state(viewing: Viewing) -> Hashable:
    """What a finding rests on: where the ledger ended when the page was asked for, the minute, and who reads how."""
    known = getattr(viewing.request, "rests_on", None)
    if known is None:
        head, now, person = head_of(viewing.project), viewing.context.now, viewing.person
        reader = (person.pk, viewing.context.actor.rights, get_language())
        known = (viewing.project.uid, head.digest, now.replace(second=0, microsecond=0), reader)
        viewing.request.rests_on = known  # type: ignore[attr-defined]
    answer: Hashable = known
    return answer
