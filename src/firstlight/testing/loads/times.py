"""Instants and durations as load tools write them. Instants are milliseconds since 1970, durations milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

#: Nothing was load-tested before 1990, and nothing has been after 2100: such a number is of something else.
_EARLIEST, _LATEST = 631_152_000_000, 4_102_444_800_000
#: Thirty days. No request takes longer.
LONGEST = 2_592_000_000
_FORMS = ("%Y/%m/%d %H:%M:%S.%f", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S.%f", "%d.%m.%Y %H:%M:%S")

INSTANTS = "milliseconds since 1970 (13 digits), or a date and time such as 2026-11-05 14:00:01.250"
DURATIONS = "a whole number of milliseconds from 0 up"


def is_instant(at: int) -> bool:
    """Whether the milliseconds fall into our times."""
    return _EARLIEST <= at < _LATEST


def milliseconds(words: str) -> int | None:
    """A number of 13 digits as an instant; None for all else."""
    at = int(words) if words.isascii() and words.isdigit() and len(words) < 16 else -1
    return at if is_instant(at) else None


def written(words: str, zone: tzinfo) -> tuple[float, bool] | None:
    """A date and time as an instant, and whether it carried its own zone. None where it has two readings or none."""
    found = _moment(words.strip())
    if found is None or not 1990 <= found.year < 2100:
        return None
    own = found.tzinfo is not None
    return (found if own else found.replace(tzinfo=zone)).timestamp() * 1000, own


def _moment(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(words, form)  # noqa: DTZ007  (the caller knows the zone)
        except ValueError:
            continue
    return None


def duration(words: str) -> int | None:
    """Whole milliseconds; None for all else, and for what no request takes."""
    took = int(words) if words.isascii() and words.isdigit() and len(words) < 16 else -1
    return took if 0 <= took <= LONGEST else None


def at_utc(milliseconds: float) -> datetime:
    """The instant."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
