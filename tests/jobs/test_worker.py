"""The background loop: one does it, killed ones are taken over, a failure stops nothing else."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from firstlight.jobs import stores, tasks, worker
from firstlight.jobs.models import Turn
from firstlight.kernel.models import GivenAnswer, OutboxEvent
from tests.cast import NOW

pytestmark = pytest.mark.django_db

HELD = timedelta(minutes=5)


def test_of_two_workers_one_takes_a_turn() -> None:
    assert stores.take("x", "w1", NOW, HELD)
    assert not stores.take("x", "w2", NOW, HELD)
    assert stores.done("x", "w1", NOW, NOW + timedelta(hours=1))
    assert not stores.take("x", "w2", NOW + timedelta(minutes=59), HELD)
    assert stores.take("x", "w2", NOW + timedelta(hours=1), HELD)


def test_what_a_killed_worker_held_is_taken_over_and_its_late_word_does_not_count() -> None:
    assert stores.take("x", "killed", NOW, HELD)
    assert stores.take("x", "w2", NOW + HELD, HELD)
    assert not stores.done("x", "killed", NOW, NOW + timedelta(days=9))
    assert Turn.objects.get().holder == "w2"


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    at = {"now": NOW}
    monkeypatch.setattr("firstlight.jobs.worker._clock", lambda: at["now"])
    return at


def test_a_round_does_what_is_due_and_then_nothing(standing_clock: dict[str, datetime]) -> None:
    GivenAnswer.objects.create(actor="a", key="k", fingerprint="f", status=200, given=NOW - timedelta(days=3))
    OutboxEvent.objects.create(kind="Nobody", project="p", facts="{}", request_id="r", published=NOW)
    assert worker.run_round("w1") == 2
    assert not GivenAnswer.objects.exists()
    assert OutboxEvent.objects.get().state == "delivered"
    assert worker.run_round("w1") == 0


def test_a_task_that_fails_is_noted_tried_again_and_stops_no_other(
    standing_clock: dict[str, datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def broken(clock: Any, name: str) -> int:
        raise RuntimeError("the disk is full")

    def fine(clock: Any, name: str) -> int:
        done.append(name)
        return 1

    day = timedelta(days=1)
    monkeypatch.setattr(worker, "TASKS", (tasks.Task("broken", day, broken), tasks.Task("fine", day, fine)))
    assert worker.run_round("w1") == 1
    turn = Turn.objects.get(task="broken")
    assert (turn.failures, turn.holder) == (1, "")
    assert "the disk is full" in turn.reason
    standing_clock["now"] += worker.AGAIN
    worker.run_round("w1")
    assert Turn.objects.get(task="broken").failures == 2
    assert done == ["w1"]


def test_a_loop_that_has_nothing_to_do_writes_nothing(
    standing_clock: dict[str, datetime], django_assert_max_num_queries: Any
) -> None:
    worker.run_round("w1")
    with django_assert_max_num_queries(10) as asked:  # the turns, and what each of nine tasks waits for
        worker.run_round("w1")
    assert not [one["sql"] for one in asked.captured_queries if not one["sql"].startswith("SELECT")]


def test_the_loop_ends_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[str] = []
    stop = threading.Event()

    def once(name: str) -> int:
        rounds.append(name)
        stop.set()
        return 0

    monkeypatch.setattr(worker, "run_round", once)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    worker.run(stop)
    assert len(rounds) == 1
