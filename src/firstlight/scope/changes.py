"""When something last changed that is tested, so that what passed before is known to be of something else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import RowChange, instant
from firstlight.kernel.sheets.sheet import Identity

#: The column that says it.
CHANGED = "changed"
CHANGED_ON = instant(
    CHANGED, "Changed on", "When it last changed so that it has to be tested again. Filled in by Firstlight.",
    aliases=("last changed", "changed at"), example="2026-11-09 14:00",
)  # fmt: skip
_TAKEN_BACK = (
    "what has changed since it was tested stays changed; declare the change immaterial, with a reason, instead of "
    "clearing or moving the date."
)
#: So many instants before the newest are kept.
_KEPT = 50

Own = Mapping[Identity, Mapping[str, Any]]


def noted(
    changes: Sequence[RowChange],
    material: Collection[str],
    now: datetime,
    earlier: Mapping[str, Sequence[str]],
    *,
    filled: Collection[str] = (),
) -> tuple[tuple[RowChange, ...], Own]:
    """The changes of rows with the instant of those that matter, and the instants before it to be kept.

    A row changed when one of its `material` columns did, or when a file says so. Of those in `filled`, only what stood
    there before matters: to fill an empty one says more of the same row. `earlier` are the instants kept of
    each row so far. Invalid for a row that takes such an instant back.
    """
    told, own, problems = [], {}, []
    for change in changes:
        before, after = change.before, change.after
        if change.kind != "changed" or before is None or after is None:
            told.append(change)
            continue
        old, said, fields = before.values[CHANGED], after.values[CHANGED], set(change.fields())
        later = said is not None and (old is None or said > old)
        told_more = {one for one in fields & set(filled) if not before.values[one]}
        if fields & set(material) - told_more and not later:
            said = now
            change = replace(change, after=replace(after, values={**after.values, CHANGED: now}))
        elif CHANGED in fields and not later:
            problems.append(after.problem(_TAKEN_BACK, column=CHANGED, value=said or ""))
        told.append(change)
        if said != old:
            own[after.identity] = {"earlier_changes": one_more(earlier.get(after.identity[0], ()), old)}
    if problems:
        raise Invalid("Some rows take a change back.", problems=tuple(problems))
    return tuple(told), own


def one_more(earlier: Sequence[str], changed: datetime | None) -> list[str]:
    """The instants before the newest, with one that is no longer the newest."""
    return [*earlier, changed.isoformat()][-_KEPT:] if changed else list(earlier)


def declared_immaterial(changed: datetime | None, earlier: Sequence[str], reason: str) -> dict[str, Any]:
    """The fields of a row whose newest change does not matter: the change before it is the newest again.

    Invalid without a reason, and where nothing has changed.
    """
    if not reason.strip():
        raise Invalid("Say in a sentence why the change does not matter.")
    if changed is None:
        raise Invalid("Nothing has changed that could be declared immaterial.")
    before = datetime.fromisoformat(earlier[-1]) if earlier else None
    return {"changed": before, "earlier_changes": list(earlier[:-1])}
