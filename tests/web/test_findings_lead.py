"""What is wrong with a plan leads to where it is mended, and stands where people work on the steps."""

from __future__ import annotations

import re

import pytest

from tests.cutover.conftest import Cutover, after
from tests.web.conftest import Stage


@pytest.fixture
def cutover(stage: Stage) -> Cutover:
    return Cutover(stage.project, stage.inside)


def found(stage: Stage, title: str, ref: str = "cm") -> str:
    """The finding of that title, as its page has it."""
    page = stage.text("cutover/findings/", ref)
    return next(part for part in page.split("<li>") if f">{title}</b>" in part)


def test_a_finding_leads_to_the_field_that_mends_it(stage: Stage, cutover: Cutover) -> None:
    cutover.add({"ref": "1", "start": after(0), "owner": ""}, {"ref": "2", "predecessors": ("1",), "backup": ""})
    assert "row=1&amp;next=" in found(stage, "Nobody does it")
    assert "#field_owner" in found(stage, "Nobody does it")
    assert "#field_backup" in found(stage, "Nobody steps in")
    form = stage.text("lists/cutover.tasks/row/?row=1", "cm")
    for field in re.findall(r"#(field_\w+)", stage.text("cutover/findings/", "cm")):
        assert f'id="{field}"' in form, field


def test_a_step_that_is_not_there_has_no_link(stage: Stage, cutover: Cutover) -> None:
    cutover.add({"ref": "1", "start": after(0)}, {"ref": "2", "predecessors": ("99",)})
    part = found(stage, "Links lead nowhere")
    assert "“99”, which is not in the plan" in part
    assert "row=99" not in part
    assert "row=2" in part


def test_findings_about_no_step_lead_somewhere_too_and_only_those_who_may_mend_them(
    stage: Stage, cutover: Cutover
) -> None:
    cutover.add({"ref": "1", "start": after(0)})
    slug = stage.project.slug
    for title, address in (
        ("No checkpoint", f"/p/{slug}/lists/cutover.tasks/row/?kind=Checkpoint"),
        ("No rollback in time", f"/p/{slug}/cutover/rollback/"),
        ("Nothing says when to turn back", f"/p/{slug}/lists/cutover.triggers/"),
    ):
        assert f'href="{address}"' in found(stage, title), title
        assert stage.client("cm").get(address).status_code == 200, address
    assert "row/?kind" not in found(stage, "No checkpoint", "au")
    form = stage.text("lists/cutover.tasks/row/?kind=Checkpoint", "cm")
    assert re.search(r'<option value="Checkpoint" selected', form)


def test_a_circle_leads_to_the_graph(stage: Stage, cutover: Cutover) -> None:
    cutover.add({"ref": "1", "predecessors": ("2",)}, {"ref": "2", "predecessors": ("1",)})
    assert "cutover/graph/?focus=1" in found(stage, "Steps wait for each other", "au")


def test_who_makes_a_circle_in_a_cell_is_told_at_once_and_the_list_says_so(stage: Stage, cutover: Cutover) -> None:
    cutover.add({"ref": "1", "start": after(0)}, {"ref": "2", "predecessors": ("1",)})
    assert "cannot be computed" not in stage.text("cutover/steps/", "cm")
    cell = f"/p/{stage.project.slug}/lists/cutover.tasks/cell/?row=1&column=predecessors"
    said = stage.client("cm").post(cell, {"predecessors": "2"}).json()["said"]
    assert "1 changed" in said
    assert "The plan cannot be computed yet" in said
    assert "Undo" in said
    page = stage.text("cutover/steps/", "cm")
    assert "The plan cannot be computed yet" in page
    assert "See what stops it" in page
    said = stage.client("cm").post(cell, {"predecessors": ""}).json()["said"]
    assert "cannot be computed" not in said
