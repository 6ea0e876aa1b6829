"""Looking into plans on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cutover.mspdi_files import link, project, task
from tests.intake.files import shared_file


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of four tasks."""
    path = tmp_path / "cutover.xml"
    path.write_bytes(
        project(
            task(0, "Cutover", Summary=1, OutlineLevel=0),
            task(1, "Stop interfaces", 2),
            task(2, "Load", 8, link(1)),
            task(3, "Print labels", 1, link(1, 3, 600, 5)),
            task(4, "Go?", 0, link(2), link(3), Milestone=1),
        )
    )
    return path


def test_a_plan_is_counted_dated_and_its_critical_path_named(firstlight: Run, plan: Path) -> None:
    answer = firstlight("plan", "inspect", plan, "--json")
    told = answer.document
    assert (answer.code, answer.err) == (0, "")
    assert told["schema"] == "firstlight/plan-inspect/1"
    assert {name: told[name] for name in ("tasks", "summaries", "milestones", "links", "links_with_lag")} == {
        "tasks": 5, "summaries": 1, "milestones": 1, "links": 4, "links_with_lag": 1,
    }  # fmt: skip
    assert told["links_by_type"] == {"FS": 3, "SS": 1, "FF": 0, "SF": 0}
    assert (told["start"], told["finish"]) == ("2026-12-04T18:00:00+00:00", "2026-12-05T04:00:00+00:00")
    assert told["critical"] == ["1", "2", "4"]
    assert told["problems"] == []


def test_a_plan_of_ms_project_ends_when_project_says(firstlight: Run) -> None:
    told = firstlight("plan", "inspect", shared_file("plans/Residential_Construction.xml"), "--json").document
    assert (told["tasks"], told["links"], told["resources"]) == (109, 118, 23)
    assert (told["start"], told["finish"]) == ("2013-08-28T08:00:00+00:00", "2014-03-27T17:00:00+00:00")


def test_people_get_the_same_in_words(firstlight: Run, plan: Path) -> None:
    answer = firstlight("plan", "inspect", plan, "--zone", "Europe/Berlin")
    assert answer.code == 0
    assert "5 tasks, 1 of them summaries; 1 milestones" in answer.out
    assert "Fri 4 Dec 2026, 18:00 +01:00 to Sat 5 Dec 2026, 04:00 +01:00" in answer.out
    assert "3 tasks decide when it ends:" in answer.out


def test_a_circle_and_a_missing_task_are_named(firstlight: Run, tmp_path: Path) -> None:
    path = tmp_path / "circle.xml"
    path.write_bytes(project(task(1, "Load", 2, link(2)), task(2, "Check", 1, link(1))))
    answer = firstlight("plan", "inspect", path, "--json")
    assert answer.code == 2
    (problem,) = answer.document["problems"]
    assert (problem["kind"], sorted(problem["tasks"])) == ("cycle", ["1", "2"])
    assert "wait for each other in a circle: “" in problem["sentence"]
    path.write_bytes(project(task(1, "Load", 2, link(9))))
    (problem,) = firstlight("plan", "inspect", path, "--json").document["problems"]
    assert (problem["kind"], problem["tasks"]) == ("missing-task", ["1", "9"])


def test_what_is_no_plan_is_answered_with_what_would_be(firstlight: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(project(task(1, "Load", Duration="soon")))
    answer = firstlight("plan", "inspect", path, "--json")
    assert (answer.code, answer.out) == (3, "")
    assert "Task “Load” (1): “soon” is not accepted; expected a duration such as PT8H0M0S." in answer.err
    assert firstlight("plan", "inspect", tmp_path / "missing.xml").code == 3
    assert firstlight("plan", "inspect", path, "--zone", "Nowhere").code == 3
    assert firstlight("plan").code == 3
