"""Whether the service behind a dependency works, as far as anybody has seen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from firstlight.contracts.standing import Status
from firstlight.dependencies.rules.standing import GOOD, DependencyFacts, Opinion, days

#: What was seen at a health address is believed for so long.
FRESH = timedelta(hours=24)
#: So many answers in a row that are bad, or missing, make a service one that is down: one alone is an accident.
BAD_IN_A_ROW = 3
#: How long after an answer it is asked again, and after one that was bad.
EVERY, AGAIN = timedelta(minutes=10), timedelta(minutes=1)
#: Redirects that are followed, and bytes of an answer that are read.
MOST_REDIRECTS, MOST_BYTES = 3, 64 * 1024

#: Words in the status of an answer by which services say of themselves that they do not work.
_BAD = frozenset({"down", "fail", "failed", "failing", "error", "outage", "major", "critical", "unhealthy",
                  "major_outage", "out_of_service", "unavailable"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What is known of a service. `by` is empty where it was seen at the health address."""

    works: bool
    since: datetime
    seen: datetime
    reason: str
    by: str


def in_service(
    one: DependencyFacts, address: str, found: ServiceFacts | None, now: datetime
) -> tuple[Opinion, datetime | None]:
    """Whether the service is seen to work, and until when that is believed.

    Nothing is asked of a dependency that has neither an address nor a state.
    """
    if found is None:
        if not address:
            return GOOD, None
        return Opinion(Status.UNKNOWN, f"The health address of {one.text} has not been asked yet."), None
    lapses = found.seen + (FRESH if not found.by else timedelta(days=one.cadence_days))
    if lapses <= now:
        ago = (now - found.seen).days
        since = "a day" if ago <= 1 else days(ago)
        return Opinion(Status.UNKNOWN, f"Nobody has seen for {since} whether the service of {one.text} works."), None
    if found.works:
        return GOOD, lapses
    why = f" ({found.reason})" if found.reason else ""
    when = f"{found.since:%d %b %Y, %H:%M %Z}".lstrip("0")
    return Opinion(Status.UNMET, f"The service of {one.text} has been down since {when}{why}."), None


def held_by_hand(by: str, seen: datetime, cadence_days: int, now: datetime) -> bool:
    """Whether what somebody saw themselves still holds, so that an address that answers does not say otherwise."""
    return bool(by) and seen + timedelta(days=cadence_days) > now


def bad_answer(status: int, kind: str, body: bytes) -> str:
    """Why an answer says that the service does not work; "" when it says that it does, or nothing of the kind."""
    if not 200 <= status < 300:
        return f"answered {status}"
    word = _said(kind, body)
    return f"says of itself: {word}" if word.casefold() in _BAD else ""


def _said(kind: str, body: bytes) -> str:
    """The status that a JSON answer gives itself: {"status": "UP"}, or {"status": {"indicator": "none"}}."""
    if not kind.endswith("json"):
        return ""
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    said = found.get("status") if isinstance(found, dict) else None
    if isinstance(said, dict):
        said = said.get("indicator")
    return said[:40] if isinstance(said, str) else ""
