"""A running cutover on paper every half hour, so that the newest state is in a file when the network is not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from firstlight.assurance import evidence
from firstlight.cutover import stores
from firstlight.cutover.live.report import report_of
from firstlight.cutover.models import Run, RunPaper
from firstlight.kernel.due import do_each
from firstlight.reporting.run_annex import annex_of
from firstlight.reporting.run_report import FORMS, run_file

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

#: How old the newest paper of a run may be.
EVERY = timedelta(minutes=30)


def waits(now: datetime) -> bool:
    """Whether a run that goes on has no paper of the last half hour. One query."""
    return _due(now).exists()


def _due(now: datetime) -> QuerySet[Run]:
    fresh = RunPaper.objects.filter(run=OuterRef("pk"), seen__gt=now - EVERY, seen__lte=now)
    return Run.objects.filter(~Exists(fresh), state__in=(Run.State.RUNNING, Run.State.PAUSED)).order_by("pk")


def make_due(clock: Clock, worker: str) -> int:
    """Print the runs that are due. Returns how many."""
    return do_each(
        _due(clock()).select_related("project", "plan", "rehearsal"), lambda run: make(run, clock()),
        lambda run: f"the run {run.ref} of {run.project.slug} could not be printed", log,
    )  # fmt: skip


def make(run: Run, seen: datetime) -> int:
    """Keep the state of a run as it is now, in all forms, with its runbook, its contacts and where the ledger ends.

    Returns 1, the run that was printed.
    """
    at = seen + run.project.clock_offset
    report = report_of(run, at)
    annex = annex_of(run, report, people=True)
    digests = {form: evidence.keep(run_file(run.project, report, form, annex)) for form in FORMS}
    stores.keep_run_paper(run, made=at, seen=seen, sequence=report.head.sequence, head=report.head.digest, **digests)
    return 1
