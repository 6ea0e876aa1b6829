"""A clock that is set, ahead or back, is noticed, told, and holds no work up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstlight.jobs import stores, tasks, worker
from firstlight.jobs.clock_watch import LEAST, ClockWatch, steady
from firstlight.jobs.models import Turn
from tests.cast import NOW

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_step_is_said_until_it_is_seen_to_and_then_no_more(minutes: int) -> None:
    watch, by = ClockWatch(NOW, MINUTE), minutes * MINUTE
    assert watch.step(NOW + 5 * MINUTE, 6 * MINUTE) == timedelta()
    for _again in range(2):
        assert watch.step(NOW + 5 * MINUTE + by, 6 * MINUTE) == by
    watch.seen(NOW + 5 * MINUTE + by, 6 * MINUTE)
    assert watch.step(NOW + 7 * MINUTE + by, 8 * MINUTE) == timedelta()


def test_a_clock_that_is_kept_right_all_the_time_is_no_step() -> None:
    watch, drift, now, beside = ClockWatch(NOW, MINUTE), LEAST / 3, NOW, MINUTE
    for _day in range(30):
        now, beside = now + 2 * MINUTE + drift, beside + 2 * MINUTE
        assert watch.step(now, beside) == timedelta()
        watch.seen(now, beside)
    assert steady() <= steady()


@pytest.mark.django_db
def test_the_loop_tells_what_it_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr("firstlight.cutover.live.clock_steps.tell", lambda now, by: told.append((now, by)))
    monkeypatch.setattr(worker, "steady", lambda: MINUTE)
    at = [NOW]
    monkeypatch.setattr(worker, "_clock", lambda: at[0])
    watch = ClockWatch(NOW, MINUTE)
    worker.look_at_clock(watch)
    at[0] = NOW - 10 * MINUTE
    worker.look_at_clock(watch)
    worker.look_at_clock(watch)
    assert told == [(NOW - 10 * MINUTE, -10 * MINUTE)]


@pytest.mark.django_db
def test_work_goes_on_at_once_when_the_clock_was_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    at = [NOW]
    monkeypatch.setattr(worker, "_clock", lambda: at[0])
    seldom = tasks.Task("seldom", timedelta(hours=6), lambda clock, name: done.append("seldom") or 1)
    often = tasks.Task("often", timedelta(seconds=1), lambda clock, name: done.append("often") or 1)
    monkeypatch.setattr(worker, "TASKS", (seldom, often))
    worker.run_round("w1")
    at[0] = NOW - 10 * MINUTE
    worker.run_round("w1")
    worker.run_round("w1")
    assert done.count("often") == 2
    assert done.count("seldom") == 2  # once too often does no harm
    at[0] += 2 * MINUTE
    worker.run_round("w1")
    assert done.count("often") == 3


@pytest.mark.django_db
def test_what_a_killed_worker_held_lapses_though_the_clock_was_set_back() -> None:
    held = 5 * MINUTE
    assert stores.take("x", "killed", NOW, held)
    Turn.objects.update(due=NOW - timedelta(hours=1))
    assert not stores.take("x", "w2", NOW - MINUTE / 2, held * 2)
    assert stores.take("x", "w2", NOW - 10 * MINUTE, held)
