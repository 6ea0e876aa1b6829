"""The loop. As many as one likes may run, in one process or many; killing one loses nothing."""

from __future__ import annotations

import logging
import os
import secrets
import threading
from datetime import datetime, timedelta

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from firstlight.cutover.live import clock_steps
from firstlight.jobs import stores
from firstlight.jobs.clock_watch import ClockWatch, steady, this_start
from firstlight.jobs.models import Turn
from firstlight.jobs.tasks import SHARED, TASKS, Task

log = logging.getLogger(__name__)

#: Seconds between two rounds.
PAUSE = 2.0
#: Seconds after which a server has started its processes.
FORKED_AFTER = 3.0
#: A task that failed is tried again after this long, and then more rarely, up to an hour.
AGAIN = timedelta(seconds=30)
LONGEST = timedelta(hours=1)
#: So often is written down how the clock stands, while a run goes on.
LOOKED = timedelta(minutes=1)


def _clock() -> datetime:
    return timezone.now()


def run_round(worker: str) -> int:
    """Do everything that is due now. Returns how much was done. A task that fails stops no other."""
    return sum(_shared(task, worker) for task in SHARED) + sum(_turn(task, worker) for task in _due(_clock()))


def _due(now: datetime) -> list[Task]:
    """Tasks that nobody has done lately. One query, and one for each task that asks whether anything waits."""
    later = {turn.task: turn for turn in Turn.objects.filter(due__gt=now)}
    return [task for task in TASKS if not _is_later(task, later.get(task.name), now) and task.waits(now)]


def _is_later(task: Task, turn: Turn | None, now: datetime) -> bool:
    """Whether it is not due yet. A time further ahead than there can be one is from before the clock was set back."""
    if turn is None:
        return False
    if turn.due - now <= max(task.every, LONGEST if turn.failures else timedelta()):
        return True
    stores.pull(task.name, turn.due, now)
    return False


def _shared(task: Task, worker: str) -> int:
    try:
        return task.do(_clock, worker) if task.waits(_clock()) else 0
    except Exception:
        log.exception("the task %s failed", task.name)
        return 0


def _turn(task: Task, worker: str) -> int:
    if not stores.take(task.name, worker, _clock(), task.held):
        return 0
    try:
        count = task.do(_clock, worker)
    except Exception as error:
        log.exception("the task %s failed", task.name)
        before = Turn.objects.filter(task=task.name).values_list("failures", flat=True).first() or 0
        again = min(AGAIN * 2 ** min(before, 10), LONGEST)
        stores.failed(task.name, worker, _clock() + again, f"{type(error).__name__}: {error}")
        return 0
    stores.done(task.name, worker, _clock(), _clock() + task.every)
    return count


def watch_the_clock() -> ClockWatch:
    """The watch, which knows how the clock stood before this program began. Two queries at most."""
    stood = stores.clock_stood(this_start())
    return ClockWatch(_clock(), steady(), stood=stood, last=None if stood else stores.clock_seen())


def look_at_clock(watch: ClockWatch) -> None:
    """Tell the runs that go on where the clock was set, and keep how it stands while there are any."""
    now, beside = _clock(), steady()
    by = watch.step(now, beside)
    if by:
        log.warning("the clock was set by %s", by)
        clock_steps.tell(now, by)
    watch.seen(now, beside)
    stands = watch.to_keep(now, every=LOOKED)
    if stands and (watch.kept or clock_steps.any_goes_on()):
        stores.keep_clock(this_start(), stands)
        watch.kept = stands


def run(stop: threading.Event, *, rounds: int | None = None, after: float = 0) -> None:
    """Go round until told to stop, from so many seconds on. A database that is away is waited for."""
    stop.wait(after)
    worker = f"{os.getpid()}-{secrets.token_hex(4)}"
    done, watch = 0, None
    while not stop.is_set() and (rounds is None or done < rounds):
        try:
            watch = watch or watch_the_clock()
            look_at_clock(watch)
            run_round(worker)
        except Error:
            log.exception("the database did not answer; trying again")
        finally:
            close_old_connections()
        done += 1
        stop.wait(PAUSE)
    connection.close()


def start_beside() -> threading.Event:
    """Run the loop in a thread of this program. Set the event that is returned to end it; it ends with the program.

    It begins when the server has forked: until then nothing may be open that two processes would share.
    """
    stop = threading.Event()
    asked = {"after": FORKED_AFTER}
    threading.Thread(target=run, args=(stop,), kwargs=asked, name="firstlight-worker", daemon=True).start()
    return stop
