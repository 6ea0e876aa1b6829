"""A clock that is set, ahead or back, is noticed, told, and holds no work up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstlight.jobs import stores, tasks, worker
from firstlight.jobs.clock_watch import LEAST, ClockWatch, steady, this_start
from firstlight.jobs.models import Clock, Turn
from tests.cast import NOW, Cast
from tests.cutover.running import Weekend, weekend

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


class Machine:
    """A machine whose two clocks a test moves, with a loop that may be down meanwhile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.beside, self.start = NOW, 100 * MINUTE, "start-1"
        monkeypatch.setattr(worker, "_clock", lambda: self.now)
        monkeypatch.setattr(worker, "steady", lambda: self.beside)
        monkeypatch.setattr(worker, "this_start", lambda: self.start)

    def passes(self, minutes: float, *, set_by: float = 0) -> None:
        self.now += (minutes + set_by) * MINUTE
        self.beside += minutes * MINUTE

    def starts_again(self, minutes: float, *, set_by: float = 0) -> None:
        self.passes(minutes, set_by=set_by)
        self.start, self.beside = f"{self.start}+", MINUTE

    def looks(self, rounds: int = 2) -> None:
        """The loop begins, goes round a few times and ends."""
        watch = worker.watch_the_clock()
        for _round in range(rounds):
            worker.look_at_clock(watch)
            self.passes(1 / 30)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def _told(made: Weekend) -> list[float]:
    made.run.refresh_from_db()
    return [one.by / MINUTE for one in made.board().facts.clock_steps]


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_clock_that_is_set_while_the_loop_is_down_is_noticed_when_it_comes_back(
    cast: Cast, machine: Machine, minutes: int
) -> None:
    made = weekend(cast, {"ref": "1"})
    machine.looks()
    machine.passes(45)
    machine.looks()
    assert _told(made) == []
    machine.passes(20, set_by=minutes)
    for _program in range(3):
        machine.looks()
    assert _told(made) == [minutes]
    assert Clock.objects.count() == 1


@pytest.mark.django_db
def test_after_a_new_start_of_the_machine_a_clock_that_is_behind_what_was_seen_was_set_back(
    cast: Cast, machine: Machine
) -> None:
    made = weekend(cast, {"ref": "1"})
    machine.looks()
    machine.starts_again(3)
    machine.looks()
    assert _told(made) == [], "a machine that is started again has a clock beside it that begins anew"
    machine.starts_again(2, set_by=-12)
    machine.looks()
    assert _told(made) == [pytest.approx(-10, abs=0.1)]
    machine.looks()
    assert len(_told(made)) == 1


@pytest.mark.django_db
def test_while_no_run_goes_on_nothing_is_written_and_a_run_that_goes_on_costs_a_row_a_minute(
    cast: Cast, machine: Machine, django_assert_num_queries: Any
) -> None:
    machine.looks()
    assert not Clock.objects.exists()
    made = weekend(cast, {"ref": "1"})
    machine.looks()
    watch = worker.watch_the_clock()
    with django_assert_num_queries(0):
        for _round in range(20):
            machine.passes(1 / 30)
            worker.look_at_clock(watch)
    machine.passes(1)
    worker.look_at_clock(watch)
    assert Clock.objects.get().seen == machine.now
    assert _told(made) == []


@pytest.mark.django_db
def test_a_machine_that_does_not_name_its_starts_notices_what_was_set_back(cast: Cast, machine: Machine) -> None:
    machine.start = ""
    made = weekend(cast, {"ref": "1"})
    machine.looks()
    machine.passes(1, set_by=-11)
    machine.looks()
    assert _told(made) == [pytest.approx(-10, abs=0.1)]


def test_the_name_of_a_start_stays_the_same() -> None:
    assert this_start() == this_start()
    assert len(this_start()) <= 60
