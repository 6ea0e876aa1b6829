"""The clock of the server is set while a run goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

from firstlight.cutover import audit, policies
from firstlight.cutover.actions.stepping import fresh, grown
from firstlight.cutover.models import Run
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context

#: Two that tell of a step by as much, within this time, tell of the same one.
_SAME = timedelta(minutes=1)


@action(policy=policies.MAY_WATCH_CLOCK, record=audit.CLOCK_SET)
def tell_clock_step(context: Context, run: Run, *, seconds: int) -> Done[Run]:
    """Keep that the clock of the server was set ahead by so many seconds, or back where they are negative.

    Board and report say so: until then and from then on times do not compare, while the order of the ledger holds.
    Nothing where another one told of it already, or the run does not go on.
    """
    now = fresh(context, run)
    if now.state not in (Run.State.RUNNING, Run.State.PAUSED) or _told(now, context.now, seconds):
        return Done.nothing(now)
    steps = [*now.clock_steps, [context.now.isoformat(), seconds]]
    grown(now, now.version + 1, clock_steps=steps)
    subject = Subject("cutover-run", now.ref, now.title)
    return Done.one(now, subject, before={}, after={"seconds": seconds, "now": context.now})


def _told(run: Run, at: datetime, seconds: int) -> bool:
    if not run.clock_steps:
        return False
    last_at, last = run.clock_steps[-1]
    near = abs(at - datetime.fromisoformat(last_at)) < _SAME
    return near and abs(timedelta(seconds=last - seconds)) < _SAME / 2
