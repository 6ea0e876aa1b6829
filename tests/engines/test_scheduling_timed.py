"""CP-SAT with calendars: it says what the rules of early dates say, and no bound of it is beaten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from firstlight.engines.scheduling import (
    Constraint,
    ConstraintKind,
    Lag,
    Link,
    LinkKind,
    Need,
    NoWorkingTime,
    Plan,
    Progress,
    Resource,
    Span,
    Task,
    compute,
)
from firstlight.engines.scheduling.early import placed
from firstlight.engines.scheduling.levelling import Status, has_solver, level_plan
from firstlight.engines.scheduling.levelling.bounds import asked
from firstlight.engines.scheduling.levelling.moments import parts, pieces
from firstlight.engines.scheduling.levelling.roster import Team
from firstlight.engines.scheduling.levelling.timed import Timed
from firstlight.engines.scheduling.wall_clock import seconds_of
from tests.engines.plans import MONDAY, plans
from tests.engines.test_scheduling_people import ALL, faults, staffed

HOUR = timedelta(hours=1)
_STEP = 3600
needs_solver = pytest.mark.skipif(not has_solver(), reason="needs the extra “optimize”")


def _clock(step: float = 0.05):  # type: ignore[no-untyped-def]
    ticks = count()
    return lambda: next(ticks) * step


@st.composite
def _spans(draw: st.DrawFn) -> tuple[Span, ...]:
    drawn = draw(st.lists(st.tuples(st.integers(-5, 90), st.integers(1, 20)), max_size=3))
    return tuple(Span(MONDAY + start * HOUR, MONDAY + (start + lasts) * HOUR) for start, lasts in drawn)


def _in_hours(plan: Plan) -> Plan:
    """Without lags in percent, which lead off the hour."""
    links = tuple(replace(link, lag=Lag()) if link.lag.percent else link for link in plan.links)
    return replace(plan, links=links)


@settings(max_examples=80, deadline=None)
@given(plans(most=1, summaries=False), _spans())
def test_a_task_may_start_where_the_rules_would_leave_it_and_nowhere_else(plan: Plan, spans: tuple[Span, ...]) -> None:
    network = compute(replace(plan, blackouts=spans)).network
    time, length, task = network.times[0], network.duration[0], network.tasks[0]
    begin = seconds_of(MONDAY)
    end = begin + 14 * 24 * _STEP
    found = pieces(time, length, begin, end, _STEP)
    for at in range(begin, end + 1, _STEP):
        told = {at + lasts for first, last, lasts in found if first <= at <= last}
        start, done = placed(task, time, length, at, -(2**50))
        assert told == ({done} if start == at and done <= end else set())


@settings(max_examples=80, deadline=None)
@given(plans(kinds=tuple(LinkKind)))
def test_what_a_link_asks_is_put_into_parts_without_a_change(plan: Plan) -> None:
    network = compute(_in_hours(plan)).network
    begin = seconds_of(MONDAY)
    end = begin + 5 * 24 * _STEP
    for one in asked(network, begin, end):
        if one.later is not None:
            assert all(one.answer(at) == at + one.later for at in range(begin, end, 7 * _STEP))
            continue
        told = parts(one.answer, one.corners, begin, end, _STEP)
        assert [part[0] for part in told] == [begin, *(part[1] + _STEP for part in told[:-1])]
        for first, last, said, grows in told:
            for at in range(first, last + 1, _STEP):
                assert one.answer(at) == said + grows * (at - first)


@needs_solver
@settings(max_examples=40, deadline=None)
@given(plans(kinds=tuple(LinkKind)), _spans())
def test_without_people_the_solver_says_when_a_plan_ends_just_as_the_rules_do(
    plan: Plan, spans: tuple[Span, ...]
) -> None:
    plan = _in_hours(replace(plan, blackouts=spans))
    schedule = compute(plan)
    timed = Timed.of(schedule.network, Team(schedule.network), schedule.early.end + 48 * _STEP)
    assert timed is not None
    answer, proven = timed.question(schedule.early.end + _STEP).ask({}, 5, 30, 1)
    assert (answer is not None, proven) == (True, schedule.early.end)
    assert timed.question(schedule.early.end).ask({}, 5, 30, 1) == (None, None)


@st.composite
def _crowded(draw: st.DrawFn) -> Plan:
    """People with shifts, black-outs, all kinds of links with lags, a summary, first dates."""
    plan = draw(staffed())
    ids = [task.id for task in plan.tasks]
    links = tuple(
        Link(link.predecessor, link.successor, draw(st.sampled_from(LinkKind)),
             draw(st.sampled_from([Lag(), Lag(), Lag.working(hours=2), Lag.elapsed(hours=-3)])))
        for link in plan.links
    )  # fmt: skip
    held = draw(st.integers(0, 2))
    dated = draw(st.sampled_from(ids))
    tasks = [
        replace(
            task,
            parent="s" if at < held else None,
            constraint=Constraint(ConstraintKind.START_NO_EARLIER_THAN, MONDAY + 5 * HOUR)
            if task.id == dated
            else Constraint(),
        )
        for at, task in enumerate(plan.tasks)
    ]
    rows = (Task("s", "Summary"), *tasks) if held else tuple(tasks)
    plan = replace(plan, tasks=rows, links=links, blackouts=draw(_spans()))
    try:
        compute(plan)
    except NoWorkingTime:
        reject()
    return plan


@needs_solver
@settings(max_examples=60, deadline=None)
@given(_crowded())
def test_no_calendar_link_or_person_is_broken_and_no_order_beats_a_bound(plan: Plan) -> None:
    found = level_plan(plan, seconds=1, elapsed=_clock())
    other = level_plan(plan, seconds=1, elapsed=_clock(), solver=False)
    if not (found.short or other.short):
        assert found.bound <= other.makespan
        assert found.makespan <= other.makespan or found.status is not Status.OPTIMAL
    assert found == level_plan(plan, seconds=1, elapsed=_clock())
    begins = {task.id: Constraint(ConstraintKind.START_NO_EARLIER_THAN, found.starts[task.id])
              for task in plan.tasks if task.id in found.starts}  # fmt: skip
    held = replace(plan, tasks=tuple(replace(one, constraint=begins.get(one.id, one.constraint)) for one in plan.tasks))
    again = compute(held)
    assert {id: again.dates(id).start for id in found.starts} == found.starts
    plain = replace(plan, links=(), tasks=tuple(replace(task, parent=None) for task in plan.tasks if task.id != "s"))
    assert all(at.minute == at.second == 0 for at in (*found.starts.values(), *found.finishes.values()))
    assert faults(plain, found) == []


@needs_solver
def test_with_office_hours_and_a_blackout_the_best_is_found_and_proven() -> None:
    """24 hours of work for two people of the day: three half days each, so Tuesday at noon."""
    people = tuple(Resource(id, skills=frozenset({"sql"}), calendar="office") for id in ("ana", "ben"))
    tasks = tuple(
        Task(f"t{at}", duration=hours * HOUR, calendar="office", needs=(Need(skill="sql"),))
        for at, hours in enumerate((7, 5, 4, 4, 4))
    )
    freeze = Span(MONDAY + 50 * HOUR, MONDAY + 80 * HOUR)
    plan = Plan(MONDAY, tasks, (), ALL, "always", people, blackouts=(freeze,))
    found = level_plan(plan, seconds=5, elapsed=_clock())
    assert (found.status, found.solver) == (Status.OPTIMAL, "CP-SAT")
    assert found.makespan == 28 * HOUR
    assert faults(plan, found) == []


@needs_solver
def test_where_a_shift_ends_in_a_blackout_the_best_is_proven_and_starts_on_the_hour() -> None:
    """Eight hours of the day would stop at 17:00, in the black-out: they end when work goes on the next morning."""
    ana = Resource("ana", skills=frozenset({"sql"}), calendar="office")
    tasks = tuple(Task(f"t{at}", duration=8 * HOUR, calendar="office", needs=(Need("ana"),)) for at in range(2))
    freeze = Span(MONDAY + 8 * HOUR, MONDAY + 12 * HOUR)
    found = level_plan(Plan(MONDAY, tasks, (), ALL, "always", (ana,), blackouts=(freeze,)), seconds=5, elapsed=_clock())
    assert sorted(found.starts.values()) == [MONDAY, MONDAY + 24 * HOUR]
    assert sorted(found.finishes.values()) == [MONDAY + 24 * HOUR, MONDAY + 33 * HOUR]
    assert (found.status, found.makespan) == (Status.OPTIMAL, 33 * HOUR)


@needs_solver
def test_what_has_begun_stays_and_the_night_shift_takes_the_rest() -> None:
    """Ana is at it until 14:00; what waits needs three hours of one of them, and Ben is there from 14:00."""
    ana = Resource("ana", skills=frozenset({"sql"}), calendar="early")
    ben = Resource("ben", skills=frozenset({"sql"}), calendar="late")
    begun = Task("a", duration=6 * HOUR, needs=(Need("ana"),), progress=Progress(MONDAY))
    rest = tuple(Task(f"t{at}", duration=3 * HOUR, needs=(Need(skill="sql"),)) for at in range(3))
    found = level_plan(Plan(MONDAY, (begun, *rest), (), ALL, "always", (ana, ben)), seconds=5, elapsed=_clock())
    assert (found.status, found.starts["a"]) == (Status.OPTIMAL, MONDAY)
    assert [found.who[one.id] for one in rest].count(("ben",)) == 2
    assert found.makespan == 25 * HOUR
