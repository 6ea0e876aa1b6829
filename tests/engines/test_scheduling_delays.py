"""Delay that originates in a task, and delay that is inherited: told apart, and adding up along the path."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.engines.scheduling import (
    Delay,
    Lag,
    Link,
    LinkKind,
    Network,
    Plan,
    Progress,
    Task,
    compute,
    delays,
    schedule_of,
)
from tests.engines.plans import CALENDARS, MONDAY, plans

HOUR = timedelta(hours=1)
A, B, C, D = (Task(name, duration=hours * HOUR) for name, hours in (("a", 2), ("b", 3), ("c", 1), ("d", 1)))


def _plan(*links: Link, **more: object) -> Plan:
    return Plan(MONDAY, (A, B, C, D), links, CALENDARS, "always", **more)  # type: ignore[arg-type]


def _now(plan: Plan, status: timedelta | None = None, **progress: Progress) -> dict[str, Delay]:
    planned = Network.of(plan)
    held = planned if status is None else Network.of(replace(plan, status_at=MONDAY + status))
    return delays(schedule_of(planned), schedule_of(held.with_progress(progress)))


def test_who_took_longer_is_told_from_who_waits_for_that() -> None:
    found = _now(_plan(Link("a", "b"), Link("b", "c")), a=Progress(MONDAY, MONDAY + 4 * HOUR, 100))
    assert (found["a"].overrun, found["a"].inherited, found["a"].own) == (2 * HOUR, 0 * HOUR, 2 * HOUR)
    assert (found["b"].total, found["b"].inherited, found["b"].own, found["b"].driver) == (
        2 * HOUR,
        2 * HOUR,
        0 * HOUR,
        "a",
    )
    assert (found["c"].total, found["c"].driver, found["d"].total) == (2 * HOUR, "b", 0 * HOUR)


def test_who_started_late_has_delay_of_its_own_besides_what_it_inherits() -> None:
    happened = {
        "a": Progress(MONDAY, MONDAY + 3 * HOUR, 100),
        "b": Progress(MONDAY + 3.5 * HOUR, percent=10),
    }
    found = _now(_plan(Link("a", "b")), **happened)["b"]
    assert (found.inherited, found.late_start, found.overrun, found.total) == (
        HOUR,
        HOUR / 2,
        0 * HOUR,
        1.5 * HOUR,
    )


def test_what_the_plan_had_in_hand_takes_delay_away() -> None:
    plan = _plan(Link("a", "c"), Link("b", "c"), Link("c", "d", LinkKind.FS, Lag.elapsed(hours=1)))
    found = _now(plan, a=Progress(MONDAY, MONDAY + 4 * HOUR, 100))["c"]
    assert (found.driver, found.inherited, found.absorbed, found.total) == ("a", 2 * HOUR, -HOUR, HOUR)


def test_who_should_have_started_by_now_and_has_not_is_late() -> None:
    found = _now(_plan(Link("a", "b")), status=HOUR)
    assert (found["a"].late_start, found["a"].own) == (HOUR, HOUR)
    assert (found["b"].inherited, found["b"].own) == (HOUR, 0 * HOUR)


@settings(max_examples=50, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_the_parts_of_delays_add_up_along_the_path(plan: Plan, random) -> None:  # type: ignore[no-untyped-def]
    planned = compute(plan)
    network = planned.network
    changes = {}
    for at, task in enumerate(network.tasks):
        if network.leaf[at] and random.random() < 0.4:
            start = planned.dates(task.id).start + random.randint(-3, 9) * HOUR
            done = random.random() < 0.5
            finish = start + random.randint(0, 40) * HOUR if done else None
            changes[task.id] = Progress(start, finish, 100 if done else 30)
    found = delays(planned, schedule_of(network.with_progress(changes)))
    for one in found.values():
        assert one.total == one.inherited + one.absorbed + one.late_start + one.overrun
        along, step = timedelta(0), one
        while True:
            along += step.total - step.inherited
            if not step.driver or step.driver not in found:
                break
            following = found[step.driver]
            if step.inherited != following.total:
                # A link from a start hands on the delay of the start, or the driver is a summary.
                along += step.inherited
                break
            step = following
        else:
            raise AssertionError
        if not step.driver or step.driver not in found:
            along += step.inherited
        assert along == one.total


def test_a_plan_of_two_thousand_tasks_is_computed_again_with_work_in_proportion_to_it() -> None:
    tasks = tuple(Task(f"t{at}", duration=HOUR) for at in range(2000))
    links = tuple(Link(f"t{at}", f"t{at + step}") for step in (1, 3) for at in range(2000 - step))
    network = Network.of(Plan(MONDAY, tasks, links))
    planned = schedule_of(network)
    now = schedule_of(network.with_progress({"t0": Progress(MONDAY, MONDAY + 2 * HOUR, 100)}))
    found = delays(planned, now)
    assert {one.total for one in found.values()} == {HOUR}
    assert [one.task for one in found.values() if one.own] == ["t0"]
