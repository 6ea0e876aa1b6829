"""Who is asked to try what: by cycle and by kind of user, and how far they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstlight.testing import models
from firstlight.testing.asking import asked_of, case_for, progress_of
from firstlight.testing.sheets import TESTERS
from tests.cast import added
from tests.testing.room import MONDAY, TUESDAY, Room


@pytest.fixture
def desk(room: Room) -> Room:
    """Two cycles whose refs are alike, cases of two kinds of user and of none, three testers."""
    for ref in ("UAT-1", "UAT-10", "uat-1", "Ü-1"):
        room.cycle(ref)
    room.cases("TC-1", persona="Order clerk")
    room.cases("TC-2", persona="order-clerk")
    room.cases("TC-3", persona="Picker")
    room.cases("TC-4")
    room.cases("TC-5", cycles=("UAT-10", "uat-1"), persona="Order clerk")
    room.cases("TC-6", cycles=("Ü-1",))
    for ref, name, persona in (("T-1", "Ada", "ORDER CLERK"), ("T-2", "Bo", "Driver"), ("T-3", "Cy", "")):
        room.put(TESTERS, ref=ref, name=name, persona=persona)
    return room


def one(room: Room, tester: str, cycle: str = "UAT-1") -> tuple[Any, Any, Any]:
    return (
        room.project, models.Cycle.objects.get(project_id=room.project.pk, ref=cycle),
        models.Tester.objects.get(project_id=room.project.pk, ref=tester),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tester", "cycle", "refs"),
    [
        ("T-1", "UAT-1", ["TC-1", "TC-2", "TC-4"]),
        ("T-2", "UAT-1", ["TC-1", "TC-2", "TC-3", "TC-4"]),
        ("T-3", "UAT-1", ["TC-1", "TC-2", "TC-3", "TC-4"]),
        ("T-1", "uat-1", ["TC-5"]),
        ("T-1", "Ü-1", ["TC-6"]),
    ],
)
def test_a_tester_is_asked_what_is_of_their_kind_and_of_none_in_this_cycle(
    desk: Room, tester: str, cycle: str, refs: list[str]
) -> None:
    assert [asked.case.ref for asked in asked_of(*one(desk, tester, cycle))] == refs


def test_a_case_of_others_or_of_another_cycle_is_not_theirs(desk: Room) -> None:
    assert case_for(*one(desk, "T-1"), "TC-2") is not None
    assert case_for(*one(desk, "T-1"), "TC-3") is None
    assert case_for(*one(desk, "T-2"), "TC-5") is None


def test_how_far_each_is_follows_from_their_last_runs(desk: Room) -> None:
    desk.run("RUN-1", tester="Ada", case="TC-1", at=MONDAY, outcome="failed")
    desk.run("RUN-2", tester="Ada", case="TC-1", at=TUESDAY)
    desk.run("RUN-3", tester="Ada", case="TC-2", outcome="blocked")
    desk.run("RUN-4", tester="Ada", case="TC-3")
    found = {
        one.tester.ref: (one.asked, one.passed, one.failed, one.left) for one in progress_of(*one(desk, "T-1")[:2])
    }
    assert found == {"T-1": (3, 1, 1, 1), "T-2": (4, 0, 0, 4), "T-3": (4, 0, 0, 4)}


def test_a_hundred_testers_cost_as_many_queries_as_three(desk: Room) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            progress_of(*one(desk, "T-1")[:2])
        return len(asked)

    few = queries()
    rows = [added(TESTERS, ref=f"X-{n}", name=f"X {n}", persona=f"Kind {n}") for n in range(100)]
    TESTERS.apply(desk.context, desk.project, rows)
    assert queries() == few
