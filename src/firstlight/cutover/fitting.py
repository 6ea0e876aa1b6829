"""The chance of a plan in a window, as a document of plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.cutover.rules.durations import minutes_of
from firstlight.engines.scheduling import Plan, ThreePoint, Window
from firstlight.engines.scheduling.chance import Basis, Chance, Driver, Spread


def placed(plan: Plan, start: datetime, end: datetime, rollback: str | None = None) -> Plan:
    """The plan in a window: it starts no earlier than that opens, and where it started before, its start is moved.

    `rollback` is three durations, split by commas. Raises ValueError, with what would be accepted.
    """
    plan = replace(plan, start=max(plan.start, start), window=Window(start, end))
    if rollback is None:
        return plan
    try:
        points = [timedelta(minutes=minutes_of(part)) for part in rollback.split(",")]
    except ValueError:
        points = []
    if len(points) != 3:
        raise ValueError(f"“{rollback}” is not accepted; expected three durations such as 2h,3h,6h")
    return replace(plan, rollback=ThreePoint(*points))


def spread_of(words: str) -> Spread:
    """Two shares, split by a comma. Raises ValueError with what would be accepted."""
    try:
        low, high = (float(part) for part in words.split(","))
    except ValueError:
        raise ValueError(f"“{words}” is not accepted; expected two shares such as 0.8,1.5") from None
    return Spread(low, high)


def document_of(chance: Chance, plan: Plan, zone: str, spread: Spread | None = None) -> dict[str, Any]:
    """What was found; instants in that zone."""
    place, spread = ZoneInfo(zone), spread or Spread()

    def told(at: datetime | None) -> str | None:
        return None if at is None else at.astimezone(place).isoformat()

    window, back = plan.window, chance.rollback
    assumed, rehearsed = chance.resting_on(Basis.ASSUMED), chance.resting_on(Basis.REHEARSED)
    return {
        "runs": chance.runs,
        "seed": chance.seed,
        "window": {"start": told(window.start), "end": told(window.end)} if window else None,
        "finish": {name: told(getattr(chance.finish, name)) for name in ("p10", "p50", "p90")},
        "probability": chance.probability,
        "standard_error": chance.error,
        "drivers": [_driver(one) for one in chance.drivers],
        "latest_rollback_decision": told(back.last_decision) if back else None,
        "rollback": {
            "point_of_no_return": told(back.no_return),
            "takes_minutes_p90": round(back.longest.total_seconds() / 60),
            "confidence": back.confidence,
        }
        if back
        else None,
        "assumed": {"tasks": len(assumed), "low": spread.low, "high": spread.high},
        "rehearsed": list(rehearsed),
    }


def _driver(one: Driver) -> dict[str, Any]:
    tried = one.sooner is not None
    return {
        "task": one.task,
        "share": round(one.share, 4),
        "decides": round(one.decides, 4),
        "an_hour_less": {
            "minutes_sooner": round(one.sooner.total_seconds() / 60, 1) if one.sooner is not None else 0.0,
            "probability_gained": one.gained,
        }
        if tried
        else None,
    }
