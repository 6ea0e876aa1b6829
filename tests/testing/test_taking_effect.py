"""Versions that are deployed later: the background loop has them counted when their day comes, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from firstlight.contracts.results import Outcome
from firstlight.jobs import worker
from firstlight.jobs.models import Turn
from firstlight.ledger.models import Entry
from firstlight.testing import results, taking_effect
from firstlight.testing.models import Version
from firstlight.testing.sheets import VERSIONS
from firstlight.testing.standing import standings
from tests.testing.room import Room

HOUR = timedelta(hours=1)


@pytest.fixture
def tomorrow(room: Room, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A case that has passed, and a version that is deployed tomorrow; the loop runs today."""
    room.cycle()
    room.cases("TC-1")
    room.run("RUN-1", migrated_data=True)
    day = room.context.now + timedelta(days=1)
    room.put(VERSIONS, ref="10.0.45", title="Prices", kind="code", at=day)
    return day


def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("firstlight.jobs.worker._clock", lambda: now)


def outcome(room: Room, now: datetime) -> Outcome | None:
    return next(iter(standings(room.project, now).values())).outcome


def test_the_loop_has_a_version_counted_when_its_day_comes_and_then_does_nothing(
    room: Room, tomorrow: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock(monkeypatch, tomorrow - HOUR)
    worker.run_round("w1")
    assert outcome(room, tomorrow - HOUR) is Outcome.PASSED
    clock(monkeypatch, tomorrow)
    worker.run_round("w1")
    assert outcome(room, tomorrow) is Outcome.DISCOUNTED
    told = Entry.objects.filter(action="testing.versions.in-force")
    assert [(one.subject_id, one.actor_name) for one in told] == [("10.0.45", "Follow-up")]
    assert not taking_effect.waits(tomorrow)
    assert taking_effect.take_effect(lambda: tomorrow + HOUR, "w2") == 0


def test_a_crash_on_the_way_leaves_everything_for_the_next_turn(
    room: Room, tomorrow: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = results.recount

    def dies(*given: Any, **more: Any) -> int:
        whole(*given, **more)
        raise RuntimeError("the power went")

    monkeypatch.setattr(results, "recount", dies)
    clock(monkeypatch, tomorrow)
    worker.run_round("w1")
    assert outcome(room, tomorrow) is Outcome.PASSED
    assert not Version.objects.get().in_force
    assert Turn.objects.get(task="versions").failures == 1
    monkeypatch.setattr(results, "recount", whole)
    clock(monkeypatch, tomorrow + HOUR)
    worker.run_round("w2")
    assert outcome(room, tomorrow + HOUR) is Outcome.DISCOUNTED
    assert Version.objects.get().in_force


def test_a_project_that_fails_holds_up_no_other(
    room: Room, tomorrow: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from firstlight.workspace.actions import add_project
    from tests.cast import added, profile

    machine = replace(room.context, project=None)
    other = add_project(machine, profile(slug="wave-2", name="Wave 2"))
    VERSIONS.apply(machine.within(other), other, [added(VERSIONS, ref="V-1", title="V", kind="code", at=tomorrow)])
    whole = results.recount

    def dies_in_the_first(project: Any, *given: Any, **more: Any) -> int:
        if project.pk == room.project.pk:
            raise RuntimeError("no")
        return whole(project, *given, **more)

    monkeypatch.setattr(results, "recount", dies_in_the_first)
    with pytest.raises(RuntimeError):
        taking_effect.take_effect(lambda: tomorrow, "w1")
    assert list(Version.objects.filter(in_force=True).values_list("ref", flat=True)) == ["V-1"]


def test_the_clock_of_the_project_says_what_day_it_is(room: Room, tomorrow: datetime) -> None:
    type(room.project).objects.filter(pk=room.project.pk).update(clock_offset=timedelta(days=2))
    assert taking_effect.waits(tomorrow - timedelta(days=2))
    assert not taking_effect.waits(tomorrow - timedelta(days=2) - HOUR)
