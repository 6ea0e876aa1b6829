"""Levelling: whatever is searched or solved, nothing is taken twice, and small problems are solved to the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count, pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.engines.scheduling import Link, LinkKind, Need, Plan, Progress, Resource, Task, compute
from firstlight.engines.scheduling.levelling import Problem, Status, has_solver, level, level_plan, searched
from firstlight.engines.scheduling.levelling.orders import Justifier, Orders
from firstlight.engines.scheduling.levelling.serial import Matrix, SerialBuilder
from firstlight.engines.scheduling.levelling.sliced import SlicedBuilder
from tests.engines.plans import CALENDARS, MONDAY

HOUR = timedelta(hours=1)


def _always() -> bool:
    return True


def _clock(step: float = 0.01):  # type: ignore[no-untyped-def]
    """Time that passes by being asked for: tests do not depend on the machine."""
    ticks = count()
    return lambda: next(ticks) * step


@st.composite
def problems(draw: st.DrawFn, most: int = 6) -> Problem:
    """A few tasks, two resources, waits from earlier to later tasks."""
    size = draw(st.integers(1, most))
    durations = tuple(draw(st.integers(0, 6)) for _ in range(size))
    demands = tuple((draw(st.integers(0, 3)), draw(st.integers(0, 2))) for _ in range(size))
    waits = tuple(
        tuple((one, durations[one]) for one in sorted(draw(st.sets(st.integers(0, task - 1), max_size=2))))
        if task
        else ()
        for task in range(size)
    )
    release = tuple(draw(st.integers(0, 4)) for _ in range(size))
    return Problem(durations, demands, (3, 2), waits, release)


def _shortest(problem: Problem) -> int:
    """By trying every order."""
    builder = SerialBuilder(problem)
    best = 10**9
    for order in permutations(range(problem.size)):
        place = {task: at for at, task in enumerate(order)}
        if all(place[other] < place[task] for task in order for other, _ in problem.waits[task]):
            best = min(best, problem.ends(builder.one(order)))
    return best


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_search_finds_the_shortest_of_all_orders_and_keeps_everything(problem: Problem) -> None:
    found = searched(problem, 1, _always, most=400)
    assert problem.check(found.starts) == ""
    assert problem.bound() <= found.end == _shortest(problem)


@settings(max_examples=60, deadline=None)
@given(problems(12), st.integers(0, 99))
def test_justifying_makes_a_schedule_no_longer(problem: Problem, seed: int) -> None:
    justifier = Justifier(problem, SerialBuilder)
    starts = justifier.forwards.build(justifier.orders.by(_numbers(problem, seed)))
    better = justifier.justified(starts)
    for column in range(starts.shape[1]):
        assert problem.check(starts[:, column].tolist()) == problem.check(better[:, column].tolist()) == ""
    assert (justifier.ends(better) <= justifier.ends(starts)).all()


def _numbers(problem: Problem, seed: int, many: int = 5) -> Matrix:
    return np.random.default_rng(seed).integers(0, 1000, (problem.size, many))


@st.composite
def wide_problems(draw: st.DrawFn) -> Problem:
    """Tasks of up to some words of moments, waits with lags before and after, one to three resources."""
    size, kinds = draw(st.integers(1, 9)), draw(st.integers(1, 3))
    capacity = tuple(draw(st.lists(st.integers(1, 37), min_size=kinds, max_size=kinds)))
    durations = tuple(draw(st.lists(st.integers(0, 150), min_size=size, max_size=size)))
    demands = tuple(tuple(draw(st.integers(0, most)) for most in capacity) for _ in range(size))
    waits = tuple(
        tuple((one, draw(st.integers(-20, 160))) for one in sorted(draw(st.sets(st.integers(0, task - 1), max_size=3))))
        if task
        else ()
        for task in range(size)
    )
    return Problem(durations, demands, capacity, waits, tuple(draw(st.integers(0, 90)) for _ in range(size)))


@settings(max_examples=200, deadline=None)
@given(wide_problems(), st.integers(0, 99))
def test_many_schedules_at_once_are_those_that_are_built_one_after_the_other(problem: Problem, seed: int) -> None:
    orders = Orders(problem).by(_numbers(problem, seed))
    alone = SerialBuilder(problem).build(orders)
    ends = (alone + np.array(problem.durations)[:, None]).max(axis=0)
    whole = SlicedBuilder(problem, int(ends.max()) + 1).build(orders)
    assert (whole == alone).all()
    short = SlicedBuilder(problem, int(ends.min()) + 1)
    built = short.build(orders)
    told = (built + short.durations[:, None]).max(axis=0)
    inside = ends < short.horizon
    assert (built[:, inside] == alone[:, inside]).all()
    assert (told[~inside] >= short.horizon).all(), "what is longer than its words is known by its end"


@pytest.mark.skipif(not has_solver(), reason="needs the extra “optimize”")
def test_a_problem_that_is_refuted_at_once_does_not_end_the_process() -> None:
    """Taking turns among strategies, CP-SAT 9.15 aborted here."""
    waits = ((), ((0, 2),), ((1, 6),), (), ())
    demands = ((2, 0), (1, 2), (3, 0), (3, 1), (2, 2))
    problem = Problem((2, 6, 3, 5, 6), demands, (3, 2), waits, (4, 3, 4, 3, 0))
    found = level(problem, seconds=30, elapsed=_clock())
    assert (found.status, found.makespan) == (Status.OPTIMAL, _shortest(problem))


@pytest.mark.skipif(not has_solver(), reason="needs the extra “optimize”")
@settings(max_examples=12, deadline=None)
@given(problems())
def test_the_solver_proves_what_is_shortest(problem: Problem) -> None:
    found = level(problem, seconds=30, elapsed=_clock())
    assert problem.check(list(found.starts)) == ""
    assert (found.makespan, found.bound, found.status) == (_shortest(problem), found.makespan, Status.OPTIMAL)


def test_the_same_seed_gives_the_same_schedule() -> None:
    sizes = [(number * 37 % 9 + 1, number * 53 % 4) for number in range(30)]
    waits = tuple(((at - 3, sizes[at - 3][0]),) if at > 2 else () for at in range(30))
    problem = Problem(
        tuple(size for size, _ in sizes), tuple((need,) for _, need in sizes), (4,), waits, tuple([0] * 30)
    )
    first, again = (level(problem, seed=5, seconds=2, elapsed=_clock(0.2), solver=False) for _ in range(2))
    assert first == again
    assert first.solver == "search"


def test_a_check_names_what_is_not_kept() -> None:
    problem = Problem((3, 2), ((2,), (2,)), (3,), ((), ()), (0, 1))
    assert problem.check([0, 1]) == "resource 0 is taken 4 times at 1"
    assert problem.check([0, 0]) == "task 1 starts before it may"
    assert problem.check([0, 3]) == ""
    with pytest.raises(ValueError, match="takes 4 of resource 0, of which there are 3"):
        Problem((1,), ((4,),), (3,), ((),), (0,))


PEOPLE = (
    Resource("ana", "Ana", "database", frozenset({"sql"})),
    Resource("ben", "Ben", "database", frozenset({"sql", "network"})),
)


def _plan(*tasks: Task, links: tuple[Link, ...] = (), calendar: str = "always") -> Plan:
    return Plan(MONDAY, tasks, links, CALENDARS, calendar, PEOPLE)


def test_nobody_is_needed_twice_at_a_time() -> None:
    own, pool = Need("ben"), Need(skill="sql")
    plan = _plan(
        Task("a", duration=2 * HOUR, needs=(own,)),
        Task("b", duration=2 * HOUR, needs=(own,)),
        Task("c", duration=4 * HOUR, needs=(pool,)),
        Task("d", duration=2 * HOUR, needs=(pool,)),
        Task("e", milestone=True),
        links=(Link("c", "e"), Link("d", "e"), Link("a", "e"), Link("b", "e")),
    )
    for solver in {False, has_solver()}:
        found = level_plan(plan, seconds=5, elapsed=_clock(0.05), solver=solver)
        assert found.finishes["a"] <= found.starts["b"] or found.finishes["b"] <= found.starts["a"]
        assert (found.makespan, found.bound, found.status) == (6 * HOUR, 5 * HOUR, Status.FEASIBLE) or (
            found.makespan == 6 * HOUR and found.status is Status.OPTIMAL
        )


def test_shifts_are_kept_while_people_are_shared() -> None:
    needs = (Need("ana"),)
    plan = _plan(
        Task("a", duration=6 * HOUR, needs=needs),
        Task("b", duration=4 * HOUR, needs=needs),
        Task("n", duration=2 * HOUR, calendar="night", needs=needs),
        Task("s", "Summary"),
        Task("x", duration=HOUR, parent="s", needs=needs),
        links=(Link("b", "s"), Link("a", "n", LinkKind.SS)),
        calendar="office",
    )
    found = level_plan(plan, seconds=1, elapsed=_clock(0.2))
    spans = sorted((found.starts[id], found.finishes[id]) for id in ("a", "b", "n", "x"))
    free = compute(plan)
    for id, start in found.starts.items():
        assert start >= free.dates(id).early_start
        at = free.network.number[id]
        worked = free.network.times[at].between(int(start.timestamp()), int(found.finishes[id].timestamp()))
        assert worked == free.network.duration[at]
    # A night lies within office tasks that pause meanwhile; Ana is not given two tasks at a time even so.
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_who_needs_more_than_there_is_takes_all_and_is_named() -> None:
    plan = _plan(Task("a", duration=HOUR, needs=(Need(team="database", units=3),)), Task("b", duration=HOUR))
    assert level_plan(plan, seconds=1, elapsed=_clock()).short == ("a",)


def test_what_has_started_stays() -> None:
    begun = Task("a", duration=2 * HOUR, needs=(Need("ana"),), progress=Progress(MONDAY + HOUR))
    plan = _plan(begun, Task("b", duration=HOUR, needs=(Need("ana"),)))
    found = level_plan(replace(plan, status_at=MONDAY + HOUR), seconds=1, elapsed=_clock(0.2))
    assert (found.starts["a"], found.starts["b"]) == (MONDAY + HOUR, MONDAY + 3 * HOUR)
