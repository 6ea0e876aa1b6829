"""Times as the clock of a zone shows them, so that nobody takes one for another."""

from __future__ import annotations

from datetime import datetime


def comes_twice(there: datetime) -> bool:
    """Whether the clock shows that time twice, because it is set back about then."""
    return there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()


def shown(there: datetime, form: str = "%H:%M") -> str:
    """02:45; where the clock shows it twice with the name of its zone, which tells which is meant: 02:45 CEST."""
    return f"{there:{form}} {zone_name(there)}" if comes_twice(there) else f"{there:{form}}"


def zone_name(there: datetime) -> str:
    """How people call the time of that zone then: CET. UTC+10:30 where they have no letters for it."""
    name = there.tzname() or ""
    return name if name.isalpha() else offset_name(there)


def offset_name(given: datetime) -> str:
    """UTC+10:30, or UTC."""
    offset = f"UTC{given:%z}"
    return f"{offset[:6]}:{offset[6:8]}" if given.utcoffset() else "UTC"
