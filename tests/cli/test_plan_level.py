"""Levelling on the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cutover.mspdi_files import elements, link, project, task
from tests.intake.files import shared_file

INSTANCE = """\
projects                      :  1
jobs (incl. supersource/sink ):  5
RESOURCES
  - renewable                 :  1   R
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          3           2   3   4
   2        1          1           5
   3        1          1           5
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1
------------------------------------------------------------------------
  1      1     0       0
  2      1     3       2
  3      1     4       1
  4      1     2       1
  5      1     0       0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1
    2
************************************************************************
"""


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """Three jobs for two people."""
    path = tmp_path / "small.sm"
    path.write_text(INSTANCE)
    return path


@pytest.mark.parametrize("more", [[], ["--no-solver"]])
def test_an_instance_of_psplib_is_levelled_and_proven(firstlight: Run, instance: Path, more: list[str]) -> None:
    answer = firstlight("plan", "level", instance, "--seconds", 20, "--json", *more)
    told = answer.document
    assert (answer.code, answer.err) == (0, "")
    assert told["schema"] == "firstlight/plan-level/1"
    assert told["makespan"] == 7
    assert told["bound"] <= 7
    assert set(told["starts"]) == {"1", "2", "3", "4", "5"}
    if not more:
        assert (told["status"], told["time_over"]) == ("optimal", False)
    two, three = told["starts"]["2"], told["starts"]["3"]
    assert two + 3 <= three or three + 4 <= two


def test_it_is_said_that_the_time_was_over(firstlight: Run) -> None:
    hard = shared_file("rcpsp/j6013_1.sm")
    assert firstlight("plan", "level", hard, "--seconds", "0.2", "--no-solver", "--json").document["time_over"] is True
    assert "The time was over before it was known" in firstlight("plan", "level", hard, "--seconds", "0.2").out


def test_a_small_instance_of_others_is_as_short_as_is_known(firstlight: Run) -> None:
    told = firstlight("plan", "level", shared_file("rcpsp/j301_1.sm"), "--seconds", 20, "--json").document
    assert (told["makespan"], told["status"]) == (43, "optimal")


def test_one_person_is_not_given_two_tasks_at_a_time(firstlight: Run, tmp_path: Path) -> None:
    path = tmp_path / "cutover.xml"
    people = f"<Resource>{elements(UID=7, Name='Database', Type=1)}</Resource>"
    given = "".join(f"<Assignment>{elements(TaskUID=uid, ResourceUID=7)}</Assignment>" for uid in (2, 3))
    tasks = (task(1, "Stop", 1), task(2, "Load", 4, link(1)), task(3, "Copy", 2, link(1)), task(4, "Open", 1, link(2)))
    path.write_bytes(project(*tasks, resources=people, assignments=given))
    told = firstlight("plan", "level", path, "--seconds", 2, "--json").document
    starts = {id: datetime.fromisoformat(at) for id, at in told["starts"].items()}
    assert starts["3"] >= starts["2"].replace(hour=23)
    assert told["makespan"] == 7 * 60
    shown = firstlight("plan", "level", path, "--seconds", 2)
    assert "420 minutes; it cannot be less than" in shown.out
    assert "Fri 4 Dec 2026, 18:00 +00:00 to Sat 5 Dec 2026, 01:00 +00:00" in shown.out


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  3      1     4       1", "  3      1     4       3", "The project cannot be: task 2 takes 3 of resource 0"),
        ("   2        1          1           5", "   2        1          1           9", "“2 1 1 9” is not accepted"),
        ("   5        1          0", "   5        1          1           1", "tasks wait for each other in a circle"),
        ("RESOURCEAVAILABILITIES:", "AVAILABLE:", "here are no rows of numbers under “RESOURCEAVAILABILITIES:”"),
    ],
)
def test_a_broken_instance_is_answered_with_what_is_wrong(
    firstlight: Run, instance: Path, old: str, new: str, sentence: str
) -> None:
    instance.write_text(INSTANCE.replace(old, new))
    answer = firstlight("plan", "level", instance, "--json")
    assert (answer.code, answer.out) == (3, "")
    assert sentence in answer.err
