"""The forecast of the cutover, kept for pages that must not wait for it. Made by the background loop."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from firstlight.cutover import queries, stores
from firstlight.cutover.models import Forecast, Task
from firstlight.cutover.rules.judging import measured_share
from firstlight.cutover.stores import CUTOVER
from firstlight.ledger.models import Head
from firstlight.ledger.queries import head_of
from firstlight.workspace.models import Project

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def waits(now: datetime) -> bool:
    """Whether something of a project with a plan has changed since its forecast was made. One query."""
    return _due().exists()


def _due() -> QuerySet[Project]:
    planned = Task.objects.filter(project=OuterRef("pk"), plan__ref=CUTOVER)
    kept = Forecast.objects.filter(project=OuterRef("pk"))
    head = Head.objects.filter(stream=OuterRef("uid")).values("digest")[:1]
    some = Project.objects.annotate(head=Subquery(head)).filter(Exists(planned) | Exists(kept))
    return some.filter(~Exists(kept.filter(head=OuterRef("head")))).order_by("pk")


def make_due(clock: Clock, worker: str) -> int:
    """Make the forecasts that are due. Returns how many were made anew; done twice it makes none.

    A project that fails holds up no other; the first failure is raised when all have been tried.
    """
    made, failed = 0, None
    for project in _due():
        try:
            made += make(project, clock() + project.clock_offset)
        except Exception as error:
            log.exception("the cutover of %s could not be forecast", project.slug)
            failed = failed or error
    if failed:
        raise failed
    return made


def make(project: Project, now: datetime) -> bool:
    """Make the forecast of a project; False where nothing that it rests on has changed."""
    head = head_of(project).digest
    plan = queries.planned(project, now)
    facts = (plan.facts, plan.back.facts if plan.back else None)
    rests_on = hashlib.sha256(repr(facts).encode()).hexdigest()
    if stores.forecast_still_holds(project, rests_on, head):
        return False
    stores.keep_forecast(project, _forecast(plan, now) | {"rests_on": rests_on, "head": head})
    return True


def _forecast(plan: queries.Planned, now: datetime) -> dict[str, Any]:
    chance, table = plan.chance, plan.timetable
    timed, work = measured_share(plan.facts)
    window = plan.facts.window
    return {
        "made": now,
        "starts": table.start,
        "closes": window.end if window else None,
        "chance": chance.probability if chance else None,
        "likely": chance.finish.p50 if chance else None,
        "late": chance.finish.p90 if chance else None,
        "last_decision": chance.rollback.last_decision if chance and chance.rollback else None,
        "timed": timed,
        "steps": work,
    }
