"""People with skills, shifts and rest: every levelled plan is checked again from the start, minute by minute."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from firstlight.engines.scheduling import (
    Link,
    Need,
    NoWorkingTime,
    Plan,
    Resource,
    Rest,
    Shift,
    Task,
    WorkCalendar,
    compute,
)
from firstlight.engines.scheduling.levelling import LevelledPlan, Status, has_solver, level_plan
from firstlight.engines.scheduling.levelling.placing import Placer
from firstlight.engines.scheduling.levelling.roster import Team
from firstlight.engines.scheduling.levelling.timed import Timed, TimeIsOver
from tests.engines.plans import CALENDARS, MONDAY

HOUR = timedelta(hours=1)
EARLY = WorkCalendar("early", "Early", week={day: (Shift(time(6), time(14)),) for day in range(7)})
LATE = WorkCalendar("late", "Late", week={day: (Shift(time(14), time(22)),) for day in range(7)})
ALL = (*CALENDARS, EARLY, LATE)
SKILLS = ("sql", "network")


def _clock(step: float = 0.1):  # type: ignore[no-untyped-def]
    ticks = count()
    return lambda: next(ticks) * step


@st.composite
def resources(draw: st.DrawFn, number: int) -> Resource:
    """Somebody with some skills, on some shift, perhaps with a rule of rest."""
    return Resource(
        f"p{number}",
        team=draw(st.sampled_from(["data", "net"])),
        skills=frozenset(draw(st.sets(st.sampled_from(SKILLS)))),
        calendar=draw(st.sampled_from([None, "always", "office", "early", "late", "night"])),
        units=draw(st.sampled_from([1.0, 1.0, 2.0, 0.5])),
        rest=draw(st.sampled_from([None, None, Rest(), Rest(8 * HOUR, 11 * HOUR)])),
    )


@st.composite
def staffed(draw: st.DrawFn) -> Plan:
    """A few tasks that need people by name, by skill or by team, in some order."""
    people = tuple(draw(resources(number)) for number in range(draw(st.integers(1, 4))))
    needs = st.one_of(
        st.sampled_from(people).map(lambda one: Need(one.id, units=min(one.units, 1))),
        st.sampled_from(SKILLS).map(lambda skill: Need(skill=skill)),
        st.sampled_from(["data", "net"]).map(lambda team: Need(team=team, units=2)),
        st.sampled_from(SKILLS).map(lambda skill: Need(skill=skill, team="data", units=0.5)),
    )
    size = draw(st.integers(1, 6))
    tasks = tuple(
        Task(
            f"t{number}",
            duration=draw(st.integers(0, 9)) * HOUR,
            calendar=draw(st.sampled_from([None, None, "office", "night"])),
            needs=tuple(draw(st.lists(needs, max_size=2))),
        )
        for number in range(size)
    )
    pairs = [(one, other) for other in range(size) for one in range(other) if draw(st.integers(0, 3)) == 0]
    links = tuple(Link(f"t{one}", f"t{other}") for one, other in pairs)
    plan = Plan(MONDAY, tasks, links, ALL, "always", people)
    try:
        compute(plan)
    except NoWorkingTime:
        # Named for a task of the night who works by day: refused before anything is levelled.
        reject()
    return plan


def faults(plan: Plan, found: LevelledPlan) -> list[str]:
    """What a levelled plan does not keep; looked at hour by hour, since all of these plans are in whole hours."""
    wrong: list[str] = []
    people = {one.id: one for one in plan.resources}
    network = compute(plan).network
    hours: dict[str, Counter[datetime]] = {id: Counter() for id in people}
    duty: dict[str, set[datetime]] = {id: set() for id in people}
    for link in plan.links:
        if found.starts[link.successor] < found.finishes[link.predecessor]:
            wrong.append(f"{link.successor} does not wait for {link.predecessor}")
    for task in plan.tasks:
        start, finish = found.starts[task.id], found.finishes[task.id]
        at = network.number[task.id]
        spanned = [start + HOUR * step for step in range(round((finish - start) / HOUR))]
        worked = [hour for hour in spanned if _works(network.times[at], hour)]
        if len(worked) * HOUR != task.duration:
            wrong.append(f"{task.id} is worked {len(worked)} hours")
        if task.id in found.short or not task.duration:
            continue
        who = found.who.get(task.id, ())
        left = [people[id] for id in who]
        for need in sorted(task.needs, key=lambda need: not need.resource):
            able = [
                one
                for one in left
                if need.resource in ("", one.id)
                and (not need.skill or need.skill in one.skills)
                and (not need.team or need.team == one.team)
            ]
            if not able:
                wrong.append(f"nobody of {who} is {need} of {task.id}")
        for id in who:
            calendar = people[id].calendar
            for hour in spanned:
                hours[id][hour] += 1
            for hour in worked:
                duty[id].add(hour)
                if calendar is not None and not _works(network.calendars.of(calendar), hour):
                    wrong.append(f"{id} is not there at {hour} for {task.id}")
    for id, one in people.items():
        halves = any(need.units % 1 for task in plan.tasks for need in task.needs)
        most = max(one.units, 1) * (2 if halves or one.units % 1 else 1)
        wrong += [f"{id} is taken {times} times at {hour}" for hour, times in hours[id].items() if times > most]
        if one.rest is not None and not _rests(sorted(duty[id]), one.rest):
            wrong.append(f"{id} has no rest")
    return wrong


def _works(times, hour: datetime) -> bool:  # type: ignore[no-untyped-def]
    at = int(hour.timestamp())
    return bool(times.between(at, at + 3600))


def _rests(hours: list[datetime], rest: Rest) -> bool:
    begun = 0
    for at, hour in enumerate(hours):
        if at and hour - (hours[at - 1] + HOUR) >= rest.least:
            begun = at
        if hour + HOUR - hours[begun] > rest.longest:
            return False
    return True


@settings(max_examples=60, deadline=None)
@given(staffed(), st.booleans())
def test_skills_shifts_rest_and_links_are_kept_by_every_levelled_plan(plan: Plan, solver: bool) -> None:
    found = level_plan(plan, seconds=1, elapsed=_clock(), solver=solver)
    assert faults(plan, found) == []
    assert found.bound <= found.makespan
    again = level_plan(plan, seconds=1, elapsed=_clock(), solver=solver)
    assert found == again


def _people(*people: Resource, tasks: tuple[Task, ...], links: tuple[Link, ...] = ()) -> LevelledPlan:
    return level_plan(Plan(MONDAY, tasks, links, ALL, "always", people), seconds=1, elapsed=_clock())


def test_whoever_is_on_shift_takes_it() -> None:
    needs = (Need(skill="sql"),)
    tasks = tuple(Task(f"t{at}", duration=6 * HOUR, needs=needs) for at in range(3))
    early, late = (Resource(shift, skills=frozenset({"sql"}), calendar=shift) for shift in ("early", "late"))
    found = _people(early, late, tasks=tasks)
    order = sorted(found.starts, key=lambda id: found.starts[id])
    assert [(found.who[id], (found.starts[id] - MONDAY) / HOUR) for id in order] == [
        (("early",), 0),
        (("late",), 6),
        (("early",), 22),
    ]


def test_who_can_do_little_is_taken_first_and_one_person_is_never_two() -> None:
    """As numbers, two of sql and one of network are there; but the one of network is one of the two."""
    ana, ben = Resource("ana", skills=frozenset({"sql"})), Resource("ben", skills=frozenset({"sql", "network"}))
    both = Task("b", duration=2 * HOUR, needs=(Need(skill="sql", units=2),))
    net = Task("n", duration=2 * HOUR, needs=(Need(skill="network"),))
    found = _people(ana, ben, tasks=(both, net))
    assert found.makespan == 4 * HOUR
    apart = _people(ana, ben, tasks=(Task("s", duration=2 * HOUR, needs=(Need(skill="sql"),)), net))
    assert (apart.makespan, apart.who) == (2 * HOUR, {"s": ("ana",), "n": ("ben",)})


def test_rest_lies_between_two_nights_of_work() -> None:
    ana = Resource("ana", rest=Rest(10 * HOUR, 11 * HOUR))
    tasks = tuple(Task(f"t{at}", duration=6 * HOUR, needs=(Need("ana"),)) for at in range(2))
    found = _people(ana, tasks=tasks)
    assert found.makespan == (6 + 11 + 6) * HOUR


@pytest.mark.skipif(not has_solver(), reason="needs the extra “optimize”")
def test_rest_is_known_to_the_solver_which_proves_that_nothing_is_shorter() -> None:
    """Four times six hours for two who rest for eleven after ten: twice six with the rest between, each."""
    people = tuple(Resource(id, skills=frozenset({"sql"}), rest=Rest(10 * HOUR, 11 * HOUR)) for id in ("ana", "ben"))
    tasks = tuple(Task(f"t{at}", duration=6 * HOUR, needs=(Need(skill="sql"),)) for at in range(4))
    found = level_plan(Plan(MONDAY, tasks, (), ALL, "always", people), seconds=60, elapsed=_clock())
    assert (found.status, found.makespan, found.over) == (Status.OPTIMAL, 23 * HOUR, False)


@pytest.mark.skipif(not has_solver(), reason="needs the extra “optimize”")
@settings(max_examples=20, deadline=None)
@given(staffed())
def test_with_the_solver_no_plan_is_longer_than_by_orders_alone_nor_shorter_than_proven(plan: Plan) -> None:
    orders = level_plan(plan, seconds=1, elapsed=_clock(), solver=False)
    found = level_plan(plan, seconds=1, elapsed=_clock(0.02))
    assert faults(plan, found) == []
    assert (len(found.short), found.makespan) <= (len(orders.short), orders.makespan)
    if not orders.short:
        assert found.bound <= orders.makespan


def test_when_the_time_is_over_one_schedule_was_made_and_no_question_put_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clock jumps beyond the limit after so many looks at it; further work is counted in looks, not in seconds."""
    needs = (Need(skill="sql"),)
    people = tuple(Resource(id, skills=frozenset({"sql"}), calendar="early") for id in ("ana", "ben"))
    tasks = tuple(Task(f"t{at}", duration=HOUR, needs=needs) for at in range(300))
    plan = Plan(MONDAY, tasks, (), ALL, "always", people)
    placed = Placer._one
    counted = Counter[str]()

    def counting(*given: Any) -> None:
        counted["tasks"] += 1
        placed(*given)

    monkeypatch.setattr(Placer, "_one", counting)
    for looks in range(6):
        counted.clear()
        ticks = count()
        found = level_plan(plan, seconds=5, elapsed=lambda ticks=ticks, looks=looks: 6 * (next(ticks) >= looks))  # type: ignore[misc]
        assert counted["tasks"] <= 300 + 100 * looks
        assert next(ticks) <= looks + 6
        assert (found.over, found.status, found.solver) == (True, Status.FEASIBLE, "search")
        assert faults(plan, found) == []


@pytest.mark.skipif(not has_solver(), reason="needs the extra “optimize”")
def test_a_question_is_given_up_when_the_time_is_over_while_it_is_put_together() -> None:
    tasks = tuple(Task(f"t{at}", duration=HOUR, calendar="office", needs=(Need("ana"),)) for at in range(250))
    network = compute(Plan(MONDAY, tasks, (), ALL, "always", (Resource("ana"),))).network
    ticks = count()
    timed = Timed.of(network, Team(network), int(MONDAY.timestamp()) + 10**6, lambda: next(ticks) < 3)
    assert timed is not None
    with pytest.raises(TimeIsOver):
        timed.question(timed.end)


@pytest.mark.parametrize("solver", [False, True])
def test_what_nobody_can_ever_do_is_named(solver: bool) -> None:
    if solver and not has_solver():
        pytest.skip("needs the extra “optimize”")
    early = Resource("early", skills=frozenset({"sql"}), calendar="early")
    tasks = (
        Task("long", duration=9 * HOUR, needs=(Need(skill="sql"),)),
        Task("two", duration=HOUR, needs=(Need(skill="sql", units=2),)),
        Task("none", duration=HOUR, needs=(Need(skill="network"),)),
        Task("fine", duration=HOUR, needs=(Need(skill="sql"),)),
    )
    found = level_plan(Plan(MONDAY, tasks, (), ALL, "always", (early,)), seconds=1, elapsed=_clock(), solver=solver)
    assert found.short == ("long", "two", "none")
    assert found.who["fine"] == ("early",)
