"""What was found of a project is kept while its ledger stands still.

Every change of a project is in its ledger before anybody can see it, so where the ledger ends says whether anything
has changed. When it moves, all that was kept of the project is let go.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.transactions import within_a_change

T = TypeVar("T")

#: In each process: findings of so many projects, so many of each; the ones asked for last.
PROJECTS, FINDINGS = 32, 128

#: By project: where the ledger ended, and what was found then.
_kept: OrderedDict[str, tuple[str, OrderedDict[Hashable, Any]]] = OrderedDict()
_lock = Lock()


def kept(project: ProjectLike, head: str, name: Hashable, find: Callable[[], T]) -> T:
    """What `find` found of the project under that name when its ledger ended at `head`; else it is found now.

    `find` reads nothing but what the ledger of the project records and what `name` tells apart; nobody changes what it
    gives. What is found within a transaction that may still be undone is kept for nobody.
    """
    if within_a_change():
        return find()
    with _lock:
        known = _kept.get(project.uid)
        if known and known[0] == head and name in known[1]:
            known[1].move_to_end(name)
            found: T = known[1][name]
            return found
    made = find()
    with _lock:
        _keep(project.uid, head, name, made)
    return made


def _keep(uid: str, head: str, name: Hashable, made: Any) -> None:
    known = _kept.get(uid)
    if known is None or known[0] != head:
        known = _kept[uid] = (head, OrderedDict())
    _kept.move_to_end(uid)
    known[1][name] = made
    if len(known[1]) > FINDINGS:
        known[1].popitem(last=False)
    if len(_kept) > PROJECTS:
        _kept.popitem(last=False)


def forget(name: Hashable = None) -> None:
    """Let go of everything, as a program does that starts anew; with a name, of what was found under that one only."""
    with _lock:
        if name is None:
            _kept.clear()
        for _head, found in _kept.values():
            found.pop(name, None)
