"""How many watch a run, counted over all processes of the server."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db.models import Sum

from firstlight.web.models import Watching

#: A process says at least so often how many read there. What is older than twice that does not count.
EVERY = timedelta(seconds=20)


def tell(process: str, readers: Mapping[int, int], now: datetime) -> None:
    """Say how many read in this process. Nothing is written while that is what was said lately."""
    said = {one.run: one for one in Watching.objects.filter(process=process)}
    for run, count in readers.items():
        known = said.get(run)
        if known is None:
            Watching.objects.filter(said__lt=now - timedelta(hours=1)).delete()  # of processes that are long gone
        if known is None or known.readers != count or now - known.said >= EVERY:
            Watching.objects.update_or_create(process=process, run=run, defaults={"readers": count, "said": now})
    gone = set(said) - set(readers)
    if gone:
        Watching.objects.filter(process=process, run__in=gone).delete()


def counts(runs: Collection[int], now: datetime) -> dict[int, int]:
    """How many read each of these runs, in all processes. One query."""
    rows = Watching.objects.filter(run__in=runs, said__gt=now - 2 * EVERY).values_list("run")
    return dict(rows.annotate(Sum("readers")).values_list("run", "readers__sum"))
