"""Plans that cannot be computed are refused, with a sentence that names the task."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from firstlight.engines.scheduling import (
    Constraint,
    ConstraintKind,
    Draft,
    Lag,
    Link,
    LinkKind,
    Need,
    Plan,
    PlanRefused,
    Progress,
    Shift,
    Task,
    ThreePoint,
    WorkCalendar,
)

FRIDAY = datetime(2026, 12, 4, 18, tzinfo=UTC)


def _draft(*tasks: Task, links: tuple[Link, ...] = ()) -> Draft:
    return Draft(FRIDAY, tasks, links)


def test_a_circle_of_forty_tasks_is_named() -> None:
    tasks = [Task(str(number), f"Step {number}") for number in range(50)]
    links = [Link(str(number), str((number + 1) % 40)) for number in range(40)] + [Link("0", "45")]
    (problem,) = _draft(*tasks, links=tuple(links)).problems()
    assert problem.kind == "cycle"
    assert sorted(problem.tasks, key=int) == [str(number) for number in range(40)]
    around = " → ".join(str(number % 40) for number in range(41))
    assert problem.sentence == f"40 tasks wait for each other in a circle: {around}."


def test_a_small_circle_is_told_by_names_and_one_of_five_thousand_has_all_its_tasks() -> None:
    small = _draft(*(Task(id, f"Step {id}") for id in "ab"), links=(Link("a", "b"), Link("b", "a"))).problems()
    assert small[0].sentence == "2 tasks wait for each other in a circle: “Step a” (a) → “Step b” (b) → “Step a” (a)."
    tasks = [Task(str(number), f"Step {number}") for number in range(5_000)]
    links = tuple(Link(str(number), str((number + 1) % 5_000)) for number in range(5_000))
    (large,) = _draft(*tasks, links=links).problems()
    assert large.tasks == tuple(str(number) for number in range(5_000))
    assert large.sentence.startswith("5000 tasks wait for each other in a circle: 0 → 1 → 2 → ")
    assert large.sentence.endswith(" → 98 → 99 → … (4900 more) → 0.")
    inside = [Task(str(number), parent=str((number + 1) % 5_000)) for number in range(5_000)]
    held = next(one for one in _draft(*inside).problems() if one.kind == "parent-cycle")
    assert (len(held.tasks), len(held.sentence) < 1_000) == (5_000, True)


def test_a_circle_is_told_beside_a_link_to_nowhere() -> None:
    tasks = [Task(str(number)) for number in range(3)]
    links = (Link("0", "1"), Link("1", "0"), Link("9", "2"), Link("2", "2"))
    problems = _draft(*tasks, links=links).problems()
    assert [(problem.kind, problem.tasks) for problem in problems] == [
        ("missing-task", ("2", "9")), ("self-link", ("2",)), ("cycle", ("0", "1")),
    ]  # fmt: skip


def test_a_circle_over_a_summary_is_found_and_a_deep_plan_is_no_trouble() -> None:
    inside = Task("b", "Load", parent="s")
    links = (Link("s", "c"), Link("c", "b"))
    (problem,) = _draft(Task("s", "Data"), inside, Task("c", "Check"), links=links).problems()
    assert (problem.kind, set(problem.tasks)) == ("cycle", {"b", "c"})
    many = [Task(str(number)) for number in range(30_000)]
    chain = tuple(Link(str(number), str(number + 1)) for number in range(29_999))
    assert _draft(*many, links=chain).problems() == ()


def test_everything_that_is_wrong_is_told_at_once() -> None:
    draft = _draft(
        Task("a", "Stop the interfaces", calendar="night"),
        Task("b", "Export", parent="z"),
        Task("b", "Import", needs=(Need("nobody"),)),
        links=(Link("a", "x"), Link("y", "a"), Link("a", "a"), Link("a", "b"), Link("a", "b")),
    )
    with pytest.raises(PlanRefused) as refused:
        draft.settled()
    assert [problem.sentence for problem in refused.value.problems] == [
        "The id “b” stands for 2 tasks: “Export” (b) and “Import” (b).",
        "“Stop the interfaces” (a) names the calendar “night”, which is not in the plan.",
        "“Export” (b) is part of “z”, which is not in the plan.",
        "“Import” (b) needs the resource “nobody”, which is not in the plan.",
        "“Stop the interfaces” (a) is waited for by “x”, which is not in the plan.",
        "“Stop the interfaces” (a) waits for “y”, which is not in the plan.",
        "“Stop the interfaces” (a) waits for itself.",
    ]
    assert [problem.kind for problem in draft.problems() if not problem.blocking] == ["duplicate-link"]


def test_a_plan_that_is_sound_is_settled() -> None:
    draft = _draft(Task("a"), Task("b"), links=(Link("a", "b", LinkKind.SS, Lag.working(hours=-1)),))
    plan = draft.settled()
    assert isinstance(plan, Plan)
    assert (plan.tasks, plan.links_by_kind()[LinkKind.SS]) == (draft.tasks, 1)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Task("a", "Load", timedelta(hours=-1)), "“Load” (a) has a duration of -1 day, 23:00:00"),
        (lambda: Task("", "Load"), "the task “Load” has no id"),
        (lambda: Task("a", "Load", deadline=datetime(2026, 12, 4)), "“Load” (a): the deadline"),  # noqa: DTZ001
        (lambda: Constraint(ConstraintKind.MUST_START_ON), "“must-start-on” needs a date"),
        (lambda: ThreePoint(timedelta(2), timedelta(1), timedelta(3)), "not in order: best, most likely, worst"),
        (lambda: Progress(actual_finish=FRIDAY), "never started"),
        (lambda: Progress(percent=130), "it is 130 % done; expected 0 to 100"),
        (lambda: Need(), "a need names a resource, a skill or a team"),
        (lambda: WorkCalendar("x", zone="Europe/Nowhere"), "expected a name such as Europe/Berlin"),
        (lambda: WorkCalendar("x", zone="../etc"), "expected a name such as Europe/Berlin"),
        (
            lambda: WorkCalendar("x", "Day", week={0: (Shift(time(8), time(12)), Shift(time(11), time(17)))}),
            "Monday of calendar “Day”: a shift that starts at 11:00 overlaps one that ends at 12:00",
        ),
    ],
)
def test_a_fact_that_cannot_be_is_refused_where_it_stands(make, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r".*") as refused:
        make()
    assert words in str(refused.value)


def test_a_plan_that_is_known_until_another_moment_is_as_if_it_had_been_said_so_at_once() -> None:
    plan = _draft(Task("a"), Task("b"), links=(Link("a", "b"),)).settled()
    later = FRIDAY + timedelta(hours=3)
    assert plan.known_until(later) == replace(plan, status_at=later)
    assert plan.status_at is None
    with pytest.raises(PlanRefused, match="without saying in which time zone"):
        plan.known_until(later.replace(tzinfo=None))
