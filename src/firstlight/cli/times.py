"""Times on the command line."""

from __future__ import annotations

from datetime import UTC, datetime


def time_given(words: str, zone: str = "") -> datetime:
    """An aware instant; a time without an offset is one of that zone.

    Raises Invalid where there is no zone, or one that shows that time twice or never: nobody could say which it is.
    """
    from firstlight.kernel.errors import Invalid

    try:
        instant = datetime.fromisoformat(words.strip())
    except ValueError:
        raise Invalid(f"“{words}” is not a time with an offset; expected such as 2026-11-20T09:40+01:00.") from None
    if instant.tzinfo is not None:
        return instant.astimezone(UTC)
    if not zone:
        raise Invalid(f"“{words}” is not a time with an offset; expected such as 2026-11-20T09:40+01:00.")
    return _in_zone(instant, words, zone)


def _in_zone(wall: datetime, words: str, zone: str) -> datetime:
    from firstlight.engines.scheduling.calendars import check_zone
    from firstlight.engines.scheduling.wall_clock import instant_of
    from firstlight.kernel.errors import Invalid

    try:
        check_zone(zone, "--zone")
        return instant_of(wall, zone)
    except ValueError as error:
        raise Invalid(f"“{words}” is not accepted: {error}.") from None


def shown(iso: str | None) -> str:
    """Fri 20 Nov 2026, 09:40 +01:00 for an instant of a document."""
    if not iso:
        return "–"
    instant = datetime.fromisoformat(iso)
    offset = f"{instant:%z}"
    return f"{instant:%a} {instant.day} {instant:%b %Y, %H:%M} {offset[:3]}:{offset[3:]}"
