"""Every column that cutover managers use is seen in the list of steps, and edited in its cells."""

from __future__ import annotations

import pytest

from firstlight.cutover.models import Task
from firstlight.cutover.sheets import TASKS
from firstlight.web.pages.plan_steps import FURTHER, SETS, tasks
from tests.cutover.conftest import Cutover, after
from tests.web.conftest import Stage


@pytest.fixture
def cutover(stage: Stage) -> Cutover:
    made = Cutover(stage.project, stage.inside)
    made.add(
        {"ref": "1", "start": after(0), "environment": "Production", "system": "Finance", "documents": ["Runbook 7"],
         "instruction": "Start the job. " * 40, "percent": 30, "kind": "load", "risky": True, "dry_run_minutes": 75},
        {"ref": "2", "title": "Open", "predecessors": ("1",), "area": "Sales"},
    )  # fmt: skip
    return made


def test_between_them_the_sets_have_every_column_that_is_edited(stage: Stage) -> None:
    from django.utils import timezone

    zone = timezone.get_default_timezone()
    seen = {column.edits for key in SETS for column in tasks({}, zone, key).columns if column.edits}  # type: ignore[arg-type]
    assert seen == {column.key for column in TASKS.columns if column.key not in TASKS.identity}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("how", ("Runbook 7", "Start the job.", "…")),
        ("where", ("Environment", "Production", "Data load")),
        ("spread", ("Dry run", "1h 15m")),
        ("back", ("Point of no return", "yes")),
        ("done", ("% complete", "30 %")),
    ],
)
def test_a_set_of_columns_shows_what_was_written(
    stage: Stage, cutover: Cutover, columns: str, words: tuple[str, ...]
) -> None:
    page = stage.text(f"cutover/steps/?columns={columns}", "cm")
    for one in words:
        assert one in page, one
    assert f"?sort=task&amp;columns={columns}" in page
    assert f'name="columns" value="{columns}"' in page


def test_a_set_that_is_not_there_is_the_usual_one(stage: Stage, cutover: Cutover) -> None:
    assert "Backup owner" in stage.text("cutover/steps/?columns=nothing", "cm")
    assert '?sort=-task"' in stage.text("cutover/steps/?columns=nothing&sort=task", "cm")


@pytest.mark.parametrize(
    ("columns", "column", "typed", "stored"),
    [
        ("how", "instruction", "Do it twice.", "Do it twice."),
        ("how", "documents", "Runbook 8; Runbook 9", ["Runbook 8", "Runbook 9"]),
        ("where", "kind", "Milestone", "milestone"),
        ("spread", "shortest", "20m", 20),
        ("back", "final", "yes", True),
        ("done", "percent", "50", 50),
    ],
)
def test_a_cell_of_a_set_is_edited_and_its_row_comes_back_with_the_same_columns(
    stage: Stage, cutover: Cutover, columns: str, column: str, typed: str, stored: object
) -> None:
    cell = f"/p/{stage.project.slug}/lists/cutover.tasks/cell/?row=2&column={column}&columns={columns}"
    answer = stage.client("cm").post(cell, {column: typed})
    assert answer.status_code == 200
    assert getattr(Task.objects.get(ref="2"), column) == stored
    for key in FURTHER[columns]:
        assert f'data-edit="{key}"' in answer.json()["row"], key
