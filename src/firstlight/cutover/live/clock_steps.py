"""Runs that go on are told that the clock of the server was set."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import QuerySet

from firstlight.cutover.actions import tell_clock_step
from firstlight.cutover.models import Run
from firstlight.kernel.context import Context
from firstlight.kernel.due import do_each
from firstlight.workspace.roles import CLOCK_WATCH

log = logging.getLogger(__name__)


def tell(now: datetime, by: timedelta) -> int:
    """Tell every run that goes on. `now` is the time since, `by` how far the clock was set, back where it is negative.

    Returns how many runs go on.
    """

    def one(run: Run) -> int:
        context = Context(CLOCK_WATCH, now + run.project.clock_offset, run.project)
        tell_clock_step(context, run, seconds=round(by.total_seconds()))
        return 1

    going = _going().select_related("project").order_by("pk")
    return do_each(
        going, one, lambda run: f"the run {run.ref} of {run.project.slug} could not be told of the clock", log
    )


def any_goes_on() -> bool:
    """Whether there is a run to be told. One query."""
    return _going().exists()


def _going() -> QuerySet[Run]:
    return Run.objects.filter(state__in=(Run.State.RUNNING, Run.State.PAUSED))
