"""The forecast of the cutover, kept for pages, which never wait for it.

Made by the background loop, and at once where somebody presses a button for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from firstlight.cutover import queries, stores
from firstlight.cutover.models import Forecast, Task
from firstlight.cutover.rules.founding import Founding, founding_of
from firstlight.cutover.rules.told import Told, document_of, told_from, told_of
from firstlight.cutover.stores import CUTOVER
from firstlight.kernel.due import do_each
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
    told = kept.exclude(told__isnull=True)
    head = Head.objects.filter(stream=OuterRef("uid")).values("digest")[:1]
    some = Project.objects.annotate(head=Subquery(head)).filter(Exists(planned) | Exists(kept))
    return some.filter(~Exists(told.filter(head=OuterRef("head")))).order_by("pk")


def make_due(clock: Clock, worker: str) -> int:
    """Make the forecasts that are due. Returns how many were made anew; done twice it makes none."""
    return do_each(
        _due(), lambda project: make(project, clock() + project.clock_offset),
        lambda project: f"the cutover of {project.slug} could not be forecast", log,
    )  # fmt: skip


def make(project: Project, now: datetime) -> bool:
    """Make the forecast of a project; False where nothing that it rests on has changed.

    Done by the background loop, and where somebody asks for it: done twice it is the same.
    """
    head = head_of(project)
    plan = queries.planned(project, now)
    if stores.forecast_still_holds(project, plan.rests_on, head.digest):
        return False
    of = {"rests_on": plan.rests_on, "head": head.digest, "sequence": head.sequence}
    stores.keep_forecast(project, _forecast(plan, now) | of)
    return True


def _forecast(plan: queries.Planned, now: datetime) -> dict[str, Any]:
    chance, table = plan.chance, plan.timetable
    founding, window = founding_of(plan.facts), plan.facts.window
    return {
        "made": now,
        "starts": table.start,
        "closes": window.end if window else None,
        "chance": chance.probability if chance else None,
        "likely": chance.finish.p50 if chance else None,
        "late": chance.finish.p90 if chance else None,
        "last_decision": chance.rollback.last_decision if chance and chance.rollback else None,
        "timed": founding.timed,
        "steps": founding.steps,
        "told": document_of(told_of(chance)) if chance else {},
    }


def told_today(project: Project, plan: queries.Planned) -> Told | None:
    """What the runs of a plan say: as it is kept where nothing has changed since, else run now."""
    kept = kept_of(project, plan)
    if kept is not None and kept.holds:
        return kept.told
    return told_of(plan.chance) if plan.chance else None


@dataclass(frozen=True, slots=True)
class Kept:
    """The forecast that is kept: what the runs say (None where they could not be made), and when it was made.

    `entry` is the number of the last entry of the ledger then, None where that was not kept. `holds` is False where the
    plan was changed since: it is then being made anew.
    """

    told: Told | None
    made: datetime
    founding: Founding
    holds: bool
    entry: int | None


def kept_of(project: Project, plan: queries.Planned) -> Kept | None:
    """What is kept of the forecast of a plan; None before it was made first. One query, and no run."""
    row = Forecast.objects.filter(project=project).exclude(told__isnull=True).first()
    if row is None:
        return None
    told = told_from(row.told) if row.told else None
    return Kept(told, row.made, Founding(row.timed, row.steps), row.rests_on == plan.rests_on, row.sequence)
