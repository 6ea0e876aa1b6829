"""Events go out after the commit, come at least once, and never break what has happened already."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from firstlight.assurance.models import ActionItem
from firstlight.contracts.events import DependencySlipped, Event
from firstlight.kernel.models import OutboxEvent
from firstlight.kernel.outbox import MOST_ATTEMPTS, deliver, deliver_waiting, handlers, handles, publish
from firstlight.ledger.queries import search
from tests.cast import NOW, Cast
from tests.kernel.opening import opened


@dataclass(frozen=True, slots=True)
class BusLeft(Event):
    """A bus left."""

    seats: int


@dataclass
class Stop:
    """Remembers which buses came, and refuses to while it is closed."""

    seen: list[tuple[int, datetime]]
    closed: bool = False


@pytest.fixture
def stop() -> Iterator[Stop]:
    found = Stop([])
    with opened(handlers):

        @handles(BusLeft)
        def arrive(event: BusLeft, now: datetime) -> None:
            if found.closed:
                raise RuntimeError("the stop is closed")
            found.seen.append((event.seats, now))

        yield found


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


@pytest.fixture(autouse=True)
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """A stretch at whose end everything is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def publish_all(cast: Cast, committed: Any) -> Any:
    """Publish events in one transaction and commit it."""

    def run(*events: Event) -> None:
        with committed():
            publish(cast.machine, events)

    return run


@pytest.fixture
def leave(cast: Cast, publish_all: Any) -> Any:
    """Buses with so many seats leave."""
    return lambda *seats: publish_all(*(BusLeft(cast.project.uid, one) for one in seats))


def test_an_event_is_handled_after_the_commit_and_not_before(cast: Cast, stop: Stop, committed: Any) -> None:
    with committed():
        publish(cast.machine, [BusLeft(cast.project.uid, 40)])
        assert stop.seen == []
    assert stop.seen == [(40, NOW)]
    event = OutboxEvent.objects.get()
    assert (event.state, event.attempts, event.reason) == ("delivered", 1, "")
    assert str(event) == "BusLeft (delivered)"


def test_an_event_of_a_change_that_was_undone_never_happened(cast: Cast, stop: Stop, committed: Any) -> None:
    with committed(), transaction.atomic():
        publish(cast.machine, [BusLeft(cast.project.uid, 40)])
        transaction.set_rollback(True)
    assert stop.seen == []
    assert not OutboxEvent.objects.exists()


def test_a_broken_handler_breaks_nothing_and_says_why(leave: Any, stop: Stop) -> None:
    stop.closed = True
    leave(40)
    event = OutboxEvent.objects.get()
    assert (event.state, event.attempts, event.reason) == ("failed", 1, "RuntimeError: the stop is closed")


def test_a_failed_event_comes_again_and_then_no_more(leave: Any, stop: Stop) -> None:
    stop.closed = True
    leave(40)
    assert deliver_waiting(NOW) == (0, 1)
    stop.closed = False
    later = NOW + timedelta(hours=1)
    assert deliver_waiting(later) == (1, 0)
    assert stop.seen == [(40, later)]
    assert deliver_waiting(later) == (0, 0)
    assert OutboxEvent.objects.get().reason == ""


def test_after_so_many_failures_an_event_is_left_for_a_person(leave: Any, stop: Stop) -> None:
    stop.closed = True
    leave(40)
    for _ in range(MOST_ATTEMPTS):
        deliver_waiting(NOW)
    event = OutboxEvent.objects.get()
    assert (event.state, event.attempts) == ("failed", MOST_ATTEMPTS)


def test_what_a_crash_left_behind_is_delivered_oldest_first(leave: Any, stop: Stop) -> None:
    stop.closed = True
    leave(1, 2, 3)
    OutboxEvent.objects.update(state="waiting", attempts=0)
    stop.closed = False
    assert deliver_waiting(NOW) == (3, 0)
    assert [seats for seats, _ in stop.seen] == [1, 2, 3]


def test_what_a_failed_handler_did_is_undone(cast: Cast, stop: Stop, leave: Any) -> None:
    @handles(BusLeft)
    def half(event: BusLeft, now: datetime) -> None:
        ActionItem.objects.create(project=cast.project, ref="half", title="Half done")
        raise RuntimeError("and then it broke")

    leave(40)
    assert not ActionItem.objects.exists()
    assert OutboxEvent.objects.get().state == "failed"


def test_one_event_that_cannot_be_marked_does_not_stop_the_next(
    leave: Any, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop.closed = True
    original = OutboxEvent.objects.get
    calls: list[Any] = []

    def get(**key: Any) -> OutboxEvent:
        calls.append(key)
        if len(calls) == 1:
            raise RuntimeError("the database went away")
        return original(**key)

    monkeypatch.setattr(OutboxEvent.objects, "get", get)
    leave(1, 2)
    assert [event.state for event in OutboxEvent.objects.order_by("pk")] == ["waiting", "failed"]


def test_an_event_that_was_handled_is_not_handled_again(leave: Any, stop: Stop) -> None:
    leave(40)
    assert deliver(OutboxEvent.objects.get().pk, NOW) is True
    assert len(stop.seen) == 1


def _slip(cast: Cast, **changes: str) -> DependencySlipped:
    facts = {"dependency": "D-4", "name": "Scanners", "needed_by": "2026-12-01", "promised": "2026-12-04"}
    return DependencySlipped(project=cast.project.uid, **{**facts, "owner": "Integration lead", **changes})


def test_a_slip_that_is_told_twice_opens_one_action(cast: Cast, publish_all: Any) -> None:
    for _ in range(2):
        publish_all(_slip(cast))
    item = ActionItem.objects.get()
    assert (item.ref, item.due, item.risk, item.owner) == (
        "D-4-slip-2026-12-04", date(2026, 12, 1), "high", "Integration lead",
    )  # fmt: skip
    entry = search(cast.project, most=1)[0]
    assert (entry.action, entry.actor_name, entry.actor_kind) == ("assurance.action.opened", "Follow-up", "system")
    assert {event.state for event in OutboxEvent.objects.all()} == {"delivered"}


def test_another_slip_of_the_same_dependency_opens_another_action(cast: Cast, publish_all: Any) -> None:
    publish_all(_slip(cast), _slip(cast, promised="2026-12-05"))
    assert ActionItem.objects.count() == 2


def test_a_slip_with_the_longest_names_still_opens_an_action(cast: Cast, publish_all: Any) -> None:
    publish_all(_slip(cast, dependency="D" * 60, name="n" * 300, owner="o" * 200))
    assert OutboxEvent.objects.get().reason == ""
    item = ActionItem.objects.get()
    for name in ("ref", "title", "source", "owner"):
        assert len(getattr(item, name)) <= (ActionItem._meta.get_field(name).max_length or 0)


def test_a_slip_in_a_project_that_is_gone_is_nobodys_action(cast: Cast, publish_all: Any) -> None:
    publish_all(DependencySlipped("prj_gone", "D", "S", "2026-12-01", "2026-12-04", ""))
    assert OutboxEvent.objects.get().state == "delivered"
    assert not ActionItem.objects.exists()
