"""Times on the command line."""

from __future__ import annotations

from datetime import UTC, datetime


def time_given(words: str) -> datetime:
    """An aware instant. Raises Invalid for a time without an offset: nobody could say which it is."""
    from firstlight.kernel.errors import Invalid

    try:
        instant = datetime.fromisoformat(words)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise Invalid(f"“{words}” is not a time with an offset; expected such as 2026-11-20T09:40+01:00.")
    return instant.astimezone(UTC)


def shown(iso: str | None) -> str:
    """Fri 20 Nov 2026, 09:40 +01:00 for an instant of a document."""
    if not iso:
        return "–"
    instant = datetime.fromisoformat(iso)
    offset = f"{instant:%z}"
    return f"{instant:%a} {instant.day} {instant:%b %Y, %H:%M} {offset[:3]}:{offset[3:]}"
