"""A levelled plan, as a document of plain values."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.engines.scheduling.levelling import Levelled, LevelledPlan


def instance_document(found: Levelled) -> dict[str, Any]:
    """An instance of PSPLIB: whole periods, jobs as the file numbers them."""
    return {
        "makespan": found.makespan,
        "unit": "periods",
        "bound": found.bound,
        "status": found.status.value,
        "solver": found.solver,
        "time_over": found.over,
        "starts": {str(at + 1): start for at, start in enumerate(found.starts)},
    }


def plan_document(found: LevelledPlan, zone: str) -> dict[str, Any]:
    """A plan: minutes from its start to its end, starts as instants in that zone."""
    place = ZoneInfo(zone)

    def told(at: datetime) -> str:
        return at.astimezone(place).isoformat()

    return {
        "makespan": found.makespan.total_seconds() / 60,
        "unit": "minutes",
        "bound": found.bound.total_seconds() / 60,
        "status": found.status.value,
        "solver": found.solver,
        "start": told(min(found.starts.values())) if found.starts else None,
        "finish": told(max(found.finishes.values())) if found.finishes else None,
        "starts": {id: told(at) for id, at in found.starts.items()},
        "who": {id: list(people) for id, people in found.who.items()},
        "short": list(found.short),
        "time_over": found.over,
    }
