"""What the background loop does, and how often. Every task may be done twice without harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstlight.cutover import forecasting
from firstlight.cutover.live import forecasting as runs
from firstlight.dependencies import reminding, watching
from firstlight.identity import limits
from firstlight.intake import beside
from firstlight.kernel import once, outbox
from firstlight.letters import queries as letters
from firstlight.letters import sending
from firstlight.letters import stores as kept_letters
from firstlight.reporting import run_messages, run_papers
from firstlight.testing import taking_effect
from firstlight.webhooks import delivering
from firstlight.webhooks import stores as webhooks
from firstlight.webhooks.queries import with_work

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Task:
    """A task: `do` is given the clock and the name of the worker, and returns how much it did.

    `waits` is asked before, so that a loop that has nothing to do writes nothing. Without it the task is simply due.
    """

    name: str
    every: timedelta
    do: Callable[[Clock, str], int]
    waits: Callable[[datetime], bool] = lambda now: True
    held: timedelta = timedelta(minutes=5)


def _events(clock: Clock, worker: str) -> int:
    return sum(outbox.deliver_waiting(clock()))


TASKS: tuple[Task, ...] = (
    Task("events", timedelta(seconds=10), _events, outbox.waits),
    Task("answers", timedelta(hours=1), lambda clock, worker: once.forget(clock())),
    Task("tries", timedelta(hours=1), lambda clock, worker: limits.forget(clock())),
    Task("old-letters", timedelta(hours=6), lambda clock, worker: kept_letters.forget(clock())),
    Task("silent-providers", timedelta(hours=1), reminding.remind_silent, lambda now: letters.has_mail()),
    Task("versions", timedelta(minutes=1), taking_effect.take_effect, taking_effect.waits),
    Task("forecasts", timedelta(seconds=20), forecasting.make_due, forecasting.waits),
    Task("run-forecasts", timedelta(seconds=1), runs.make_due, runs.waits),
    Task("run-papers", timedelta(minutes=1), run_papers.make_due, run_papers.waits),
    Task("run-messages", timedelta(seconds=5), run_messages.write_due, run_messages.waits),
    Task("delivery-log", timedelta(hours=6), lambda clock, worker: webhooks.forget(clock())),
)

#: Done in every round, by every worker: subscribers, letters and health addresses are shared out one by one.
SHARED: tuple[Task, ...] = (
    Task("webhooks", timedelta(seconds=2), delivering.deliver_waiting, lambda now: bool(with_work(now))),
    Task("letters", timedelta(seconds=2), sending.send_waiting, letters.waits),
    Task("imports", timedelta(seconds=2), beside.do_due, beside.waits),
    Task("health", timedelta(seconds=2), watching.watch_due, watching.waits),
)
