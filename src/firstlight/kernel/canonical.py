"""One text for one value: the form in which facts are hashed and stored for ever."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from firstlight.contracts.reading import plain


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spare space. Instants become UTC, decimals lose trailing zeros, tuples are lists.

    Raises TypeError for what has no such form, so that nothing is hashed by its memory address.
    """
    return _ENCODER.encode(value)


def _other(value: Any) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"{value} has no time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{plain(Decimal(str(value.total_seconds())))}s"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_other, allow_nan=False)
