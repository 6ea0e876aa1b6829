"""The forecast of a run as a range: many runs with drawn durations from where it stands. No board waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from firstlight.cutover import stores
from firstlight.cutover.live.computing import Moment, with_progress
from firstlight.cutover.live.queries import moment
from firstlight.cutover.models import Run
from firstlight.cutover.queries import measured
from firstlight.engines.scheduling import NoWorkingTime, ThreePoint
from firstlight.engines.scheduling.chance import Chance, simulate
from firstlight.kernel.due import do_each

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

#: So many runs tell a chance to within half a per cent.
RUNS = 10_000
#: While nothing is entered time goes on all the same.
STALE = timedelta(minutes=2)
_DRIVERS = 5


def waits(now: datetime) -> bool:
    """Whether a run has changed since its forecast was made, or that is old. One query."""
    return _due(now).exists()


def _due(now: datetime) -> QuerySet[Run]:
    going = Run.objects.filter(state__in=(Run.State.PREPARED, Run.State.RUNNING, Run.State.PAUSED))
    changed = Q(forecast=None) | ~Q(forecast__version=F("version"))
    # `seen` is a time of the workspace, as `now` is: the clock of a project may be ahead of it.
    old = Q(forecast__seen__lt=now - STALE) | Q(forecast__seen__gt=now)  # the clock may have been set back
    return going.filter(changed | (Q(state=Run.State.RUNNING) & old)).order_by("pk")


def make_due(clock: Clock, worker: str) -> int:
    """Make the forecasts that are due. Returns how many."""
    return do_each(
        _due(clock()).select_related("project", "plan"), lambda run: make(run, clock()),
        lambda run: f"the run {run.ref} of {run.project.slug} could not be forecast", log,
    )  # fmt: skip


def make(run: Run, seen: datetime) -> int:
    """Make the forecast of a run.

    Where its plan cannot be computed any more there is none. Returns 1, the run that was seen to.
    """
    at = seen + run.project.clock_offset
    here_now = moment(run, at)
    chance = chance_of(run, here_now)
    if chance is not None:
        stores.keep_run_forecast(run, {**_told(here_now, chance), "version": run.version, "made": at, "seen": seen})
    return 1


def chance_of(run: Run, here_now: Moment, runs: int = RUNS) -> Chance | None:
    """What many runs say from now on; durations as rehearsals took, where some did. Times are those of the plan."""
    network = with_progress(here_now.structure, here_now.stands, here_now.now)
    way_back = ThreePoint(*(timedelta(minutes=one) for one in run.way_back)) if run.way_back else None
    plan = replace(network.plan, tasks=tuple(network.tasks), rollback=way_back)
    taken = {
        ref: [timedelta(minutes=one) for one in minutes]
        for ref, minutes in measured(run.project, run.plan.ref).items()
        if ref in network.number
    }
    try:
        return simulate(plan, runs=runs, rehearsals=taken)
    except NoWorkingTime:
        return None


def _told(here_now: Moment, chance: Chance) -> dict[str, Any]:
    wall = here_now.clock.to_wall
    back = chance.rollback
    return {
        "runs": chance.runs,
        "early": wall(chance.finish.p10),
        "likely": wall(chance.finish.p50),
        "late": wall(chance.finish.p90),
        "chance": chance.probability,
        "last_decision": wall(back.last_decision) if back and back.last_decision else None,
        "no_return": wall(back.no_return) if back and back.no_return else None,
        "drivers": [[one.task, round(one.share, 4)] for one in chance.drivers[:_DRIVERS]],
    }
