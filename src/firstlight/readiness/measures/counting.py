"""Turning "so many of so many" into a reading, worded alike everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from firstlight.contracts.reading import Figure, Reading, RecordLink
from firstlight.contracts.standing import Status

#: How many records a reason names before it counts the rest.
NAMED = 5


def share(
    unit: str,
    all_of_them: int,
    lacking: Sequence[tuple[str, str]],
    *,
    kind: str,
    good: str,
    bad: str,
    speaks_of: datetime,
) -> Reading:
    """A reading that so many of all are as they should be.

    `lacking` are (ref, title) of those that are not. `good` and `bad` are sentences; `bad` may use {count} and {all}.
    """
    met = all_of_them - len(lacking)
    figure = Figure(Decimal(met), unit, Decimal(all_of_them))
    if not lacking:
        return Reading(Status.MET, (good.format(all=all_of_them),), figure, speaks_of=speaks_of)
    names = "; ".join(f"{ref} {title}" for ref, title in lacking[:NAMED])
    more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
    status = Status.PARTLY if met * 10 >= all_of_them * 9 else Status.UNMET
    return Reading(
        status,
        (bad.format(count=len(lacking), all=all_of_them), f"Affected: {names}{more}."),
        figure,
        tuple(RecordLink(kind, ref, f"{ref} {title}") for ref, title in lacking[:50]),
        speaks_of,
    )
