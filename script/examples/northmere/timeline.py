"""Times of the project, and values that were others before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

#: Where the project is.
ZONE = ZoneInfo("Europe/Berlin")


def at(words: str) -> datetime:
    """2026-11-12 or 2026-11-12 15:40, in the zone of the project."""
    return datetime.fromisoformat(words).replace(tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list: its values from `since` on, and what changed in them later, in order of time."""

    values: Mapping[str, Any]
    since: datetime | None = None
    changes: tuple[tuple[datetime, Mapping[str, Any]], ...] = ()
    extras: Mapping[str, str] = field(default_factory=dict)

    def values_at(self, moment: datetime) -> dict[str, Any] | None:
        """As it stood at that moment; None when it was not there yet."""
        if self.since and moment < self.since:
            return None
        values = dict(self.values)
        for when, changed in self.changes:
            if when <= moment:
                values |= changed
        return values


def standing(entries: Iterable[Entry], moment: datetime) -> list[tuple[dict[str, Any], Mapping[str, str]]]:
    """Values and extra columns of all rows that were there at that moment."""
    return [(values, entry.extras) for entry in entries if (values := entry.values_at(moment)) is not None]
