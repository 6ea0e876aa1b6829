"""What readiness measures itself: the scope, the people, the actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from firstlight.assurance.sheets import ACTIONS
from firstlight.contracts.reading import Reading
from firstlight.readiness.registry import measure, measures
from firstlight.scope.sheets import INTEGRATIONS, PARTS, PROCESSES, REQUIREMENTS, ROLLOUTS
from firstlight.workspace.models import Person
from tests.cast import NOW, Cast, added
from tests.kernel.opening import opened

Put = Callable[..., None]


@pytest.fixture
def put(cast: Cast) -> Put:
    def apply(sheet: Any, ref: str, **values: Any) -> None:
        sheet.apply(cast.machine, cast.project, [added(sheet, ref=ref, title=f"Title of {ref}", **values)])

    return apply


def read(cast: Cast, name: str) -> Reading:
    return measures[name].read(cast.project, NOW)


@pytest.mark.parametrize(
    "name",
    ["scope.processes", "scope.parts", "scope.integrations", "scope.rollouts", "scope.users", "scope.requirements"],
)
def test_without_a_list_nothing_is_known_and_the_file_is_named(cast: Cast, name: str) -> None:
    reading = read(cast, name)
    assert reading.status == "unknown"
    assert ".xlsx" in reading.reasons[0]


@pytest.mark.parametrize(
    ("name", "sheet", "whole", "lacking"),
    [
        ("scope.processes", PROCESSES, {"level": 3, "owner": "Paula"}, {"level": 3}),
        ("scope.parts", PARTS, {"kind": "isv", "owner": "Ida", "vendor": "X"}, {"kind": "isv", "owner": "Ida"}),
        ("scope.parts", PARTS, {"kind": "customisation", "owner": "Ida"}, {"kind": "customisation"}),
        ("scope.rollouts", ROLLOUTS, {"go_live": date(2026, 12, 7), "users": 3}, {"users": 3}),
        ("scope.users", ROLLOUTS, {"users": 0}, {}),
        (
            "scope.integrations", INTEGRATIONS,
            {"kind": "batch", "pattern": "File", "criticality": "high", "volume_a_day": 1, "peak_an_hour": 0},
            {"kind": "batch", "pattern": "File", "criticality": "high", "volume_a_day": 1},
        ),
    ],
)  # fmt: skip
def test_what_lacks_something_is_named(
    cast: Cast, put: Put, name: str, sheet: Any, whole: dict[str, Any], lacking: dict[str, Any]
) -> None:
    put(sheet, "X-1", **whole)
    put(sheet, "X-9", in_scope=False, **lacking)
    good = read(cast, name)
    assert (good.status, good.records) == ("met", ())
    put(sheet, "X-2", **lacking)
    bad = read(cast, name)
    assert bad.status == "unmet"
    assert bad.figure
    assert bad.figure.text().startswith("1 of 2 ")
    assert [record.ref for record in bad.records] == ["X-2"]
    assert "X-2 Title of X-2" in bad.reasons[1]
    assert bad.speaks_of == NOW


def test_only_processes_of_the_third_level_need_an_owner(cast: Cast, put: Put) -> None:
    put(PROCESSES, "65", level=1)
    assert read(cast, "scope.processes").status == "unknown"


def test_requirements_belong_to_a_process_in_scope(cast: Cast, put: Put) -> None:
    put(PROCESSES, "65", level=3)
    put(PROCESSES, "75", level=3, in_scope=False)
    put(REQUIREMENTS, "R-1", process="65")
    assert read(cast, "scope.requirements").status == "met"
    put(REQUIREMENTS, "R-2", process="75")
    put(REQUIREMENTS, "R-3")
    assert [record.ref for record in read(cast, "scope.requirements").records] == ["R-2", "R-3"]


def test_from_nine_of_ten_on_it_is_partly_met_and_the_first_are_named(cast: Cast, put: Put) -> None:
    for number in range(10):
        put(REQUIREMENTS, f"R-{number}", process="")
    put(PROCESSES, "65", level=3)
    for number in range(10, 100):
        put(REQUIREMENTS, f"R-{number}", process="65")
    reading = read(cast, "scope.requirements")
    assert reading.status == "partly"
    assert reading.reasons[1].endswith(" and 5 more.")
    assert len(reading.records) == 10


def test_the_roles_that_decide_are_held_by_somebody(cast: Cast) -> None:
    assert read(cast, "workspace.decision-roles").status == "met"
    Person.objects.filter(ref__in=["sl", "cm"]).update(roles=[])
    reading = read(cast, "workspace.decision-roles")
    assert (reading.status, reading.reasons) == (
        "unmet", ("Nobody holds the role of cutover manager and support lead.",),
    )  # fmt: skip
    Person.objects.filter(project=cast.project).delete()
    assert read(cast, "workspace.decision-roles").status == "unknown"


def test_actions_past_their_date_in_the_zone_of_the_project(cast: Cast, put: Put) -> None:
    assert read(cast, "actions.overdue").status == "met"
    put(ACTIONS, "A-1", due=date(2026, 11, 20))
    put(ACTIONS, "A-2", due=date(2026, 11, 1), state="done")
    assert read(cast, "actions.overdue").status == "met"
    put(ACTIONS, "A-3", due=date(2026, 11, 19))
    put(ACTIONS, "A-4", due=date(2026, 11, 12))
    reading = read(cast, "actions.overdue")
    assert reading.reasons == ("2 actions are past the date; the oldest, “Title of A-4”, by 8 days.",)
    late = measures["actions.overdue"].read(cast.project, NOW + timedelta(hours=15))
    assert "3 actions are past the date" in late.reasons[0]


def test_open_actions_have_an_owner_and_a_date(cast: Cast, put: Put) -> None:
    assert (read(cast, "actions.owned").status, read(cast, "actions.owned").figure) == ("met", None)
    put(ACTIONS, "A-1", owner="Willem", due=date(2026, 12, 1))
    assert read(cast, "actions.owned").status == "met"
    put(ACTIONS, "A-2", owner="Willem")
    put(ACTIONS, "A-3", due=date(2026, 12, 1))
    assert [record.ref for record in read(cast, "actions.owned").records] == ["A-3", "A-2"]


@pytest.mark.parametrize("name", list(measures))
def test_every_measure_says_what_it_counts_and_knows_nothing_of_an_empty_project(name: str, cast: Cast) -> None:
    found = measures[name]
    assert found.name == name
    assert found.title
    assert found.unit
    from firstlight.workspace.models import Project

    elsewhere = Project.objects.get(slug="elsewhere")
    reading = found.read(elsewhere, NOW)
    assert reading.status != "partly"
    assert all(sentence.endswith((".", "?")) for sentence in reading.reasons)


def test_a_measure_is_registered_under_its_name() -> None:
    with opened(measures):
        made = measure("moon.phase", title="Phase of the moon", unit="days", better="lower")(lambda project, now: None)
        assert measures["moon.phase"] is made
        assert (made.better, made.unit) == ("lower", "days")
