"""Dates and float, held against what they promise: nothing earlier is possible, and float can be used up, not more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.engines.scheduling import (
    Constraint,
    ConstraintKind,
    Lag,
    Link,
    LinkKind,
    Network,
    Plan,
    Progress,
    Schedule,
    Span,
    Task,
    WorkCalendar,
    compute,
)
from firstlight.engines.scheduling.wall_clock import moment, seconds_of
from tests.conftest import REPOSITORY
from tests.engines.plans import CALENDARS, MONDAY, plans

HOUR = timedelta(hours=1)


def _bounds(schedule: Schedule, starts: list[int], finishes: list[int]) -> list[tuple[bool, int, int]]:
    """Of every link: whether it bounds the start, the bound, and the number of the successor."""
    network, found = schedule.network, []
    for then in range(network.count):
        for first, kind, time, lag in network.into[then]:
            at = finishes[first] if kind in (LinkKind.FS, LinkKind.FF) else starts[first]
            found.append((kind in (LinkKind.FS, LinkKind.SS), time.add(at, lag) if lag else at, then))
    return found


@settings(max_examples=50, deadline=None)
@given(plans())
def test_every_link_is_kept_and_nothing_could_start_earlier(plan: Plan) -> None:
    schedule = compute(plan)
    network, early = schedule.network, schedule.early
    bounds = _bounds(schedule, early.start, early.finish)
    for at in range(network.count):
        if not network.leaf[at]:
            continue
        time, length = network.times[at], network.duration[at]
        assert time.between(early.start[at], early.finish[at]) == length
        own = [(kind, bound) for kind, bound, then in bounds if then == at]
        starts = [bound for kind, bound in own if kind]
        ends = [bound for kind, bound in own if not kind]
        assert all(bound <= early.start[at] for bound in starts)
        assert all(time.position(bound) <= time.position(early.finish[at]) for bound in ends)
        needed = [time.add(bound, -length) if length else bound for bound in ends]
        first = max([seconds_of(MONDAY), *starts, *needed])
        assert early.start[at] in (first, time.onwards(first))


def _with(plan: Plan, id: str, at: datetime) -> Plan:
    held = Constraint(ConstraintKind.START_NO_EARLIER_THAN, at)
    return replace(plan, tasks=tuple(replace(one, constraint=held) if one.id == id else one for one in plan.tasks))


@settings(max_examples=50, deadline=None)
@given(plans())
def test_total_float_can_be_used_up_without_moving_the_end_and_not_one_minute_more(plan: Plan) -> None:
    schedule = compute(plan)
    network = schedule.network
    for at, task in enumerate(network.tasks):
        if not network.leaf[at]:
            continue
        time = network.times[at]
        dates = schedule.dates(task.id)
        assert timedelta(0) <= dates.free_float <= dates.total_float
        last = time.begin(time.position(schedule.early.start[at]) + schedule.total[at])
        if network.duration[at]:
            assert compute(_with(plan, task.id, moment(last))).finish == schedule.finish
            over = time.begin(time.position(last) + 60)
            assert compute(_with(plan, task.id, moment(over))).finish > schedule.finish


@settings(max_examples=50, deadline=None)
@given(plans(kinds=tuple(LinkKind)))
def test_free_float_can_be_used_up_without_moving_any_other_task(plan: Plan) -> None:
    schedule = compute(plan)
    network = schedule.network
    for at, task in enumerate(network.tasks):
        if not network.leaf[at] or not network.duration[at]:
            continue
        time = network.times[at]
        last = time.begin(time.position(schedule.early.start[at]) + schedule.free[at])
        moved = compute(_with(plan, task.id, moment(last)))
        others = [one for one in range(network.count) if one != at and network.leaf[one]]
        assert [moved.early.start[one] for one in others] == [schedule.early.start[one] for one in others]


@st.composite
def blacked_out(draw: st.DrawFn) -> Plan:
    """A plan with one to three black-outs."""
    spans = [
        Span(MONDAY + timedelta(hours=start), MONDAY + timedelta(hours=start + lasts))
        for start, lasts in draw(st.lists(st.tuples(st.integers(-5, 90), st.integers(1, 20)), min_size=1, max_size=3))
    ]
    return replace(draw(plans(most=6)), blackouts=tuple(spans))


@settings(max_examples=60, deadline=None)
@given(blacked_out())
def test_late_dates_respect_blackouts_and_floats_are_how_far_a_task_can_slip(plan: Plan) -> None:
    schedule = compute(plan)
    network = schedule.network
    for at, task in enumerate(network.tasks):
        if not network.leaf[at] or not network.duration[at]:
            continue
        time, begin, end = network.times[at], schedule.late.start[at], schedule.late.finish[at]
        assert not any(first <= begin < last or first < end < last for first, last in time.blackouts)
        assert 0 <= schedule.free[at] <= schedule.total[at]
        last = time.begin(time.position(schedule.early.start[at]) + schedule.total[at])
        assert compute(_with(plan, task.id, moment(last))).finish == schedule.finish
        over = time.begin(time.position(last) + 60)
        assert compute(_with(plan, task.id, moment(over))).finish > schedule.finish
        slipped = compute(
            _with(plan, task.id, moment(time.begin(time.position(schedule.early.start[at]) + schedule.free[at])))
        )
        others = [one for one in range(network.count) if one != at and network.leaf[one]]
        assert [slipped.early.start[one] for one in others] == [schedule.early.start[one] for one in others]


@given(plans())
def test_a_plan_from_its_finish_ends_then_and_starts_as_late_as_it_can(plan: Plan) -> None:
    finish = MONDAY + timedelta(days=60)
    backwards = compute(replace(plan, from_finish=True, finish=finish))
    assert backwards.finish <= finish
    forwards = compute(replace(plan, start=backwards.start))
    assert forwards.finish <= finish


def _plan(*tasks: Task, links: tuple[Link, ...] = (), **more: object) -> Plan:
    return Plan(MONDAY, tasks, links, CALENDARS, "office", **more)  # type: ignore[arg-type]


A, B, C = Task("a", "Export", 8 * HOUR), Task("b", "Load", 16 * HOUR), Task("c", "Check", 4 * HOUR)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 30, tzinfo=UTC) + timedelta(days=day, hours=hour, minutes=minute)


def test_lags_are_counted_in_the_time_they_name() -> None:
    for lag, start in (
        (Lag.working(hours=4), _at(1, 13)),
        (Lag.elapsed(hours=4), _at(1, 8)),
        (Lag.working(hours=-2), _at(0, 15)),
        (Lag.of_predecessor(-50), _at(0, 13)),
    ):
        dates = compute(_plan(A, B, links=(Link("a", "b", LinkKind.FS, lag),))).dates("b")
        assert dates.start == start


def test_float_knows_that_a_lag_back_in_working_time_leads_to_where_work_goes_on() -> None:
    """Half an hour of office time before Tuesday, 08:30, is Tuesday, 08:00, and not the end of Monday."""
    tasks = (Task("a", "Export", HOUR, calendar="always"), Task("m", "Exported", milestone=True), replace(A, id="b"))
    links = (
        Link("a", "m", LinkKind.FS, Lag.working(minutes=-30)),
        Link("m", "b", LinkKind.SS, Lag.elapsed(hours=-10)),
    )
    plan = _plan(*tasks, links=links, blackouts=(Span(_at(0, 7), _at(0, 9)),))
    schedule = compute(plan)
    dates = schedule.dates("a")
    assert (dates.total_float, dates.free_float) == (22 * HOUR + 29 * HOUR / 60, timedelta(0))
    assert compute(_with(plan, "a", dates.early_start + dates.total_float)).finish == schedule.finish
    late = compute(_with(plan, "a", dates.early_start + dates.total_float + HOUR / 60))
    assert late.finish > schedule.finish
    assert late.dates("m").start == _at(1, 8)


def test_a_must_that_cannot_be_kept_is_missed_in_plain_sight_or_wins_as_in_ms_project() -> None:
    held = replace(B, constraint=Constraint(ConstraintKind.MUST_START_ON, _at(0, 13)))
    plan = _plan(A, held, links=(Link("a", "b"),))
    schedule = compute(plan)
    assert schedule.dates("b").start == _at(1, 8)
    assert schedule.dates("a").total_float == -4 * HOUR
    assert [problem.sentence for problem in schedule.conflicts()] == [
        "“Load” (b) must start by 2026-11-30 13:00 UTC and starts at 2026-12-01 08:00 UTC."
    ]
    assert compute(replace(plan, constraints_win=True)).dates("b").start == _at(0, 13)


def test_a_deadline_makes_float_negative_and_is_named() -> None:
    schedule = compute(_plan(replace(A, deadline=_at(0, 12)), B, links=(Link("a", "b"),)))
    assert schedule.dates("a").total_float == -4 * HOUR
    assert schedule.critical == ("a", "b")
    assert [problem.kind for problem in schedule.conflicts()] == ["deadline"]


def test_a_fixed_start_stays_and_says_what_it_does_not_wait_for() -> None:
    schedule = compute(_plan(A, replace(C, fixed_start=_at(0, 14)), links=(Link("a", "c"),)))
    assert schedule.dates("c").start == _at(0, 14)
    assert [problem.sentence for problem in schedule.conflicts()] == [
        "“Check” (c) is fixed to start at 2026-11-30 14:00 UTC and waits for “Export” (a) until 2026-11-30 17:00 UTC."
    ]


def test_a_fixed_start_that_passed_unbegun_is_expected_now_and_waits_for_its_links() -> None:
    plan = _plan(A, B, replace(C, fixed_start=_at(0, 9)), links=(Link("a", "c"), Link("c", "b")))
    assert compute(replace(plan, status_at=_at(0, 8))).dates("c").start == _at(1, 8), "it waits for “Export”"
    done = replace(A, progress=Progress(_at(0, 8), _at(0, 9), 100))
    plan = replace(plan, tasks=(done, *plan.tasks[1:]))
    assert compute(replace(plan, status_at=_at(0, 8, 30))).dates("c").start == _at(0, 9), "its time has not come"
    passed = compute(replace(plan, status_at=_at(0, 11)))
    assert passed.dates("c").start == _at(0, 11)
    assert passed.dates("b").start == passed.dates("c").finish


def test_a_task_as_late_as_possible_moves_nothing_else() -> None:
    lazy = replace(C, constraint=Constraint(ConstraintKind.AS_LATE_AS_POSSIBLE))
    schedule = compute(_plan(A, B, lazy, links=(Link("a", "b"), Link("c", "b"))))
    assert (schedule.dates("c").start, schedule.dates("c").early_start) == (_at(0, 13), _at(0, 8))
    assert schedule.dates("b").start == _at(1, 8)


def test_what_is_under_way_goes_on_where_it_was_left_and_not_before_now() -> None:
    begun = replace(A, progress=Progress(_at(0, 8), percent=50))
    plan = _plan(begun, B, links=(Link("a", "b"),))
    assert compute(plan).dates("a").finish == _at(0, 17)
    late = compute(replace(plan, status_at=_at(0, 16)))
    assert (late.dates("a").finish, late.dates("b").start) == (_at(1, 11), _at(1, 11))
    done = replace(A, progress=Progress(_at(0, 8), _at(0, 10), 100))
    assert compute(_plan(done, B, links=(Link("a", "b"),))).dates("b").start == _at(0, 10)


def test_nothing_starts_or_ends_in_a_blackout_but_work_goes_on_through_it() -> None:
    freeze = Span(_at(0, 15), _at(0, 16))
    plan = Plan(MONDAY, (A, replace(C, duration=7 * HOUR)), (), CALENDARS, "always", blackouts=(freeze,))
    dates = compute(plan)
    assert (dates.dates("a").start, dates.dates("a").finish) == (_at(0, 8), _at(0, 16))
    assert (dates.dates("c").start, dates.dates("c").finish) == (_at(0, 8), _at(0, 15))
    half = compute(replace(plan, tasks=(replace(A, duration=HOUR * 7.5),)))
    assert (half.dates("a").start, half.dates("a").finish) == (_at(0, 8, 30), _at(0, 16))


def test_what_stops_in_a_blackout_with_its_shift_ends_when_work_goes_on_and_starts_no_later_for_it() -> None:
    """Four hours to noon, where nobody may end and nobody works until one: a later start would end no sooner."""
    freeze = Span(_at(0, 11, 30), _at(0, 12, 30))
    plan = _plan(replace(A, duration=4 * HOUR), B, links=(Link("a", "b"),), blackouts=(freeze,))
    schedule = compute(plan)
    dates = schedule.dates("a")
    assert (dates.start, dates.finish, dates.total_float) == (_at(0, 8), _at(0, 13), timedelta(0))
    assert schedule.dates("b").start == _at(0, 13)
    both = Span(_at(0, 11, 30), _at(0, 13, 30))
    moved = compute(replace(plan, blackouts=(both,))).dates("a")
    assert (moved.start, moved.finish) == (_at(0, 8, 30), _at(0, 13, 30))
    held = replace(plan.tasks[0], deadline=_at(0, 12, 45))
    assert compute(replace(plan, tasks=(held, B))).dates("a").total_float < timedelta(0)


def test_a_link_at_a_summary_holds_all_that_is_in_it() -> None:
    tasks = (A, Task("s", "Data"), replace(B, parent="s"), replace(C, parent="s"), Task("m", milestone=True))
    schedule = compute(_plan(*tasks, links=(Link("a", "s"), Link("s", "m"))))
    assert [schedule.dates(id).start for id in ("b", "c", "s")] == [_at(1, 8)] * 3
    assert schedule.dates("s").finish == schedule.dates("m").start == _at(2, 17)
    assert schedule.dates("c").total_float == 12 * HOUR


def test_a_part_that_decides_when_its_summary_starts_has_no_free_float() -> None:
    tasks = (Task("s", "Data"), replace(A, parent="s"), replace(C, parent="s", calendar="night"), B)
    tasks += (Task("d", "Freeze", 80 * HOUR),)
    schedule = compute(_plan(*tasks, links=(Link("s", "b", LinkKind.SS),)))
    assert schedule.dates("a").free_float == timedelta(0)
    assert schedule.dates("c").free_float > timedelta(0)


def test_a_task_that_is_not_active_holds_nobody() -> None:
    plan = _plan(replace(A, active=False), B, links=(Link("a", "b"),))
    assert compute(plan).dates("b").start == MONDAY
    with pytest.raises(KeyError):
        compute(plan).dates("a")


def test_computing_takes_time_in_proportion_to_the_plan() -> None:
    def steps(count: int) -> int:
        tasks = tuple(Task(str(at), duration=HOUR) for at in range(count))
        links = tuple(Link(str(at), str(at + step)) for step in (1, 2) for at in range(count - step))
        network = Network.of(Plan(MONDAY, tasks, links))
        return len(network.steps) + sum(map(len, network.into))

    assert steps(2000) < 2.01 * steps(1000)


def test_a_calendar_of_a_named_person_counts_unless_the_task_does_not_look_at_it() -> None:
    from firstlight.engines.scheduling import Need, Resource

    night = Resource("n", "Night desk", calendar="night")
    task = replace(C, needs=(Need("n"),))
    plan = Plan(MONDAY, (task,), (), (*CALENDARS, WorkCalendar("same", base="night")), "always", (night,))
    assert compute(plan).dates("c").start == _at(0, 22)
    free = replace(plan, tasks=(replace(task, ignores_resource_calendars=True),))
    assert compute(free).dates("c").start == MONDAY


def test_the_example_of_the_document_is_computed() -> None:
    page = (REPOSITORY / "docs" / "algorithms" / "scheduling.md").read_text(encoding="utf-8")
    schedule = compute(_plan(A, B, C, links=(Link("a", "b"),)))
    for dates in schedule.all():
        hours = dates.total_float / HOUR
        line = f"{dates.id.upper()} {dates.start:%Y-%m-%d %H:%M} to {dates.finish:%Y-%m-%d %H:%M} float {hours:g} h"
        assert f"    {line}\n" in page
