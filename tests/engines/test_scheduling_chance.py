"""Many runs at once: each is the plan that one computation gives; the answers follow from the runs."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.engines.scheduling import (
    Link,
    Network,
    Plan,
    Progress,
    Span,
    Task,
    ThreePoint,
    Window,
    WorkCalendar,
    compute,
)
from firstlight.engines.scheduling.chance import Basis, Spread, simulate
from firstlight.engines.scheduling.chance.durations import draw, learned, marks, pert
from firstlight.engines.scheduling.chance.runs import Model
from firstlight.engines.scheduling.chance.tracing import decisive
from firstlight.engines.scheduling.wall_clock import seconds_of
from tests.engines.plans import CALENDARS, MONDAY, plans

HOUR = timedelta(hours=1)


@settings(max_examples=40, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_every_run_is_what_one_computation_gives(plan: Plan, random) -> None:  # type: ignore[no-untyped-def]
    network = Network.of(plan)
    uncertain = [at for at in range(network.count) if network.leaf[at] and network.duration[at]]
    hours = np.array([[random.randint(1, 40) for _ in range(4)] for _ in uncertain], np.float32).reshape(-1, 4)
    model = Model(network, seconds_of(plan.start), 200 * 86_400, uncertain)
    ends = model.run(hours * 3600).end
    for column in range(4):
        changed = {network.tasks[at].id: float(hours[row, column]) * HOUR for row, at in enumerate(uncertain)}
        # A lag in percent stays that of the planned duration in a run; see the document.
        if any(link.lag.percent for link in plan.links):
            return
        tasks = tuple(replace(one, duration=changed.get(one.id, one.duration)) for one in plan.tasks)
        once = compute(replace(plan, tasks=tasks))
        assert ends[column] == seconds_of(once.finish) - seconds_of(plan.start)


def test_blackouts_fixed_starts_and_progress_count_in_runs_as_they_do_in_the_plan() -> None:
    freeze = Span(MONDAY + 7 * HOUR, MONDAY + 8 * HOUR)
    tasks = (
        Task("a", duration=8 * HOUR, progress=Progress(MONDAY, percent=25)),
        Task("b", duration=3 * HOUR, calendar="office"),
        Task("c", duration=HOUR, fixed_start=MONDAY + 30 * HOUR),
        Task("d", duration=7.5 * HOUR),
        Task("m", milestone=True, calendar="office"),
        Task("e", duration=2 * HOUR),
        Task("passed", duration=HOUR, fixed_start=MONDAY + HOUR / 2),
        Task("waits", duration=HOUR, fixed_start=MONDAY + 2 * HOUR),
    )
    links = (Link("d", "waits"), Link("a", "b"), Link("b", "c"), Link("d", "m"), Link("m", "e"), Link("c", "e"))
    plan = Plan(MONDAY, tasks, links, CALENDARS, "always", blackouts=(freeze,), status_at=MONDAY + HOUR)
    network = Network.of(plan)
    model = Model(network, seconds_of(MONDAY), 100 * 86_400, [])
    runs = model.run(np.zeros((0, 1), np.float32))
    schedule = compute(plan)
    for at, task in enumerate(network.tasks):
        finish = seconds_of(schedule.dates(task.id).early_finish) - seconds_of(MONDAY)
        assert float(model.own(at).end(runs.finishes[at])[0]) == finish, task.id


def test_a_mark_where_nobody_works_waits_until_somebody_does() -> None:
    plan = Plan(MONDAY, (Task("m", milestone=True, calendar="night"),), (), CALENDARS, "always")
    assert simulate(plan, runs=10).finish.p50 == compute(plan).finish == MONDAY + 14 * HOUR


@settings(max_examples=40, deadline=None)
@given(plans(summaries=False, calendars=False))
def test_the_tasks_that_decide_a_run_lead_from_its_start_to_its_end(plan: Plan) -> None:
    plan = replace(plan, links=tuple(Link(link.predecessor, link.successor) for link in plan.links))
    network = Network.of(plan)
    uncertain = [at for at in range(network.count) if network.duration[at]]
    durations = np.random.default_rng(3).uniform(1, 9000, (len(uncertain), 5)).round().astype(np.float32)
    model = Model(network, seconds_of(plan.start), 100 * 86_400, uncertain)
    runs = model.run(durations, traced=True)
    along = np.zeros(5)
    for number, mask in decisive(model, runs).items():
        if (row := model.row.get(number)) is not None:
            along += np.where(mask, durations[row], 0)
    assert along == pytest.approx(np.broadcast_to(runs.end, 5))


def test_a_drawn_estimate_is_a_pert_distribution() -> None:
    points = ThreePoint(HOUR, 2 * HOUR, 6 * HOUR)
    table = pert(points).astype(np.float32)[None, :]
    drawn = draw(table, np.random.default_rng(1).standard_normal((1, 200_000), np.float32))[0] / 3600
    assert drawn.mean() == pytest.approx((1 + 4 * 2 + 6) / 6, rel=0.005)
    first, second = 1 + 4 * (2 - 1) / 5, 1 + 4 * (6 - 2) / 5
    assert drawn.std() == pytest.approx(5 * math.sqrt(first * second / (6**2 * 7)), rel=0.01)
    assert (drawn.min() >= 1, drawn.max() <= 6) == (True, True)


def _line(count: int = 4, team: str = "", **more: object) -> Plan:
    estimate = ThreePoint(HOUR, 2 * HOUR, 5 * HOUR)
    tasks = tuple(Task(f"t{at}", duration=2 * HOUR, estimate=estimate, team=team) for at in range(count))
    links = tuple(Link(f"t{at}", f"t{at + 1}") for at in range(count - 1))
    return Plan(MONDAY, tasks, links, window=Window(MONDAY, MONDAY + 10 * HOUR), **more)  # type: ignore[arg-type]


def test_a_line_of_tasks_ends_as_their_sum_does_and_each_has_its_share() -> None:
    chance = simulate(_line(), runs=20_000)
    mean = sum((at - MONDAY).total_seconds() for at in chance.quantiles) / 101 / 3600
    assert mean == pytest.approx(4 * (1 + 8 + 5) / 6, rel=0.01)
    assert sum(driver.share for driver in chance.drivers) == pytest.approx(1)
    assert [driver.share for driver in chance.drivers] == pytest.approx([0.25] * 4, abs=0.02)
    assert {driver.decides for driver in chance.drivers} == {1.0}
    assert chance.drivers[0].sooner is not None
    assert chance.drivers[0].sooner == pytest.approx(HOUR, abs=timedelta(minutes=1))
    assert chance.finish.p10 < chance.finish.p50 < chance.finish.p90
    assert chance.probability == pytest.approx(0.69, abs=0.05)


def test_tasks_of_one_team_have_good_and_bad_nights_together() -> None:
    alone, together = simulate(_line()), simulate(_line(team="database"), correlation=0.6)
    width = [one.finish.p90 - one.finish.p10 for one in (alone, together)]
    assert width[1] > 1.3 * width[0]


def test_the_same_seed_gives_the_same_answer() -> None:
    first, again, other = (simulate(_line(), runs=3000, seed=seed) for seed in (1, 1, 2))
    assert (first.quantiles, first.drivers) == (again.quantiles, again.drivers)
    assert first.quantiles != other.quantiles


def test_a_plan_that_is_certain_ends_when_it_is_computed_to() -> None:
    tasks = tuple(Task(f"t{at}", estimate=ThreePoint(HOUR, HOUR, HOUR)) for at in range(3))
    plan = Plan(MONDAY, tasks, (Link("t0", "t1"), Link("t1", "t2")), window=Window(MONDAY, MONDAY + 3 * HOUR))
    chance = simulate(plan, runs=50)
    assert (chance.finish.p10, chance.finish.p90, chance.probability) == (MONDAY + 3 * HOUR, MONDAY + 3 * HOUR, 1.0)
    assert chance.drivers == ()


def test_what_rests_on_an_assumption_says_so() -> None:
    plan = Plan(MONDAY, (Task("a", duration=10 * HOUR), Task("m")))
    chance = simulate(plan, spread=Spread(0.5, 2.0))
    assert (chance.resting_on(Basis.ASSUMED), chance.resting_on(Basis.CERTAIN)) == (("a",), ("m",))
    assert chance.quantiles[0] >= MONDAY + 5 * HOUR
    assert chance.quantiles[100] <= MONDAY + 20 * HOUR
    with pytest.raises(ValueError, match="expected such as"):
        Spread(1.2, 1.5)


def test_rehearsals_draw_the_estimate_towards_what_happened_the_more_the_more_there_are() -> None:
    plan = Plan(MONDAY, (Task("a", duration=2 * HOUR, estimate=ThreePoint(HOUR, 2 * HOUR, 3 * HOUR)),))
    medians = [
        simulate(plan, runs=500, rehearsals={"a": [4 * HOUR] * count}).outlooks["a"].p50 / HOUR
        for count in (0, 1, 3, 10)
    ]
    assert medians == sorted(medians)
    assert medians[0] == pytest.approx(2, rel=0.01)
    assert 2.3 < medians[1] < 3.2
    assert medians[3] == pytest.approx(4, rel=0.12)
    wide, narrow = (learned(pert(ThreePoint(HOUR, 2 * HOUR, 3 * HOUR)), [7200.0] * count) for count in (1, 20))
    one = np.searchsorted(marks(), 1.0)
    assert narrow[one] / narrow[-one] < wide[one] / wide[-one]


def test_what_took_longer_than_planned_makes_the_rest_of_the_plan_longer_too() -> None:
    plan = _line(8)
    slow = {f"t{at}": [4 * HOUR, 4 * HOUR] for at in range(4)}
    before, after = simulate(plan, runs=2000), simulate(plan, runs=2000, rehearsals=slow)
    assert after.outlooks["t7"].p50 > 1.3 * before.outlooks["t7"].p50
    assert after.outlooks["t7"].basis is Basis.ESTIMATE


def test_the_way_back_ends_before_what_cannot_be_undone_and_in_the_window() -> None:
    hour = ThreePoint(HOUR, HOUR, HOUR)
    tasks = (
        Task("stop", estimate=hour, undo=hour),
        Task("load", estimate=ThreePoint(4 * HOUR, 4 * HOUR, 4 * HOUR), undo=ThreePoint(2 * HOUR, 2 * HOUR, 2 * HOUR)),
        Task("open", estimate=hour),
    )
    links = (Link("stop", "load"), Link("load", "open"))
    plan = Plan(MONDAY, tasks, links, window=Window(MONDAY, MONDAY + 12 * HOUR), rollback=hour)
    back = simulate(plan, runs=200).rollback
    assert back is not None
    assert (back.last_decision, back.longest) == (MONDAY + 8 * HOUR, 4 * HOUR)
    final = replace(plan, tasks=(*tasks[:2], replace(tasks[2], irreversible=True)))
    back = simulate(final, runs=200).rollback
    assert back is not None
    assert (back.last_decision, back.no_return) == (MONDAY + 5 * HOUR, MONDAY + 5 * HOUR)
    short = replace(plan, window=Window(MONDAY, MONDAY + HOUR * 0.5))
    back = simulate(short, runs=200).rollback
    assert back is not None
    assert back.last_decision is None
    assert simulate(replace(plan, rollback=None, tasks=tasks[2:], links=())).rollback is None


def test_numbers_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        simulate(_line(), runs=0)


def test_office_hours_count_in_runs() -> None:
    office = WorkCalendar.office("office")
    friday = datetime(2026, 12, 4, 8, tzinfo=UTC)
    tasks = (Task("a", estimate=ThreePoint(7 * HOUR, 8 * HOUR, 9 * HOUR)), Task("b", duration=2 * HOUR))
    chance = simulate(Plan(friday, tasks, (Link("a", "b"),), (office,), "office"))
    assert all(at.weekday() in (4, 0) for at in chance.quantiles)
    assert chance.finish.p90.weekday() == 0
