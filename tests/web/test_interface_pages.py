"""Interfaces as their pages show them: what is missing, written down, measured."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.web.conftest import Stage

PAGE = "testing/interfaces/"
OUTAGE = {
    "outage_on": "2026-11-03", "outage_happened": "Statements came a day late.", "outage_told": "Treasury, by mail.",
    "outage_seen": "“Waiting for the bank”.", "outage_plan": "The page of the bank.",
}  # fmt: skip


def _write(stage: Stage, **values: str) -> Any:
    return stage.post("lists/testing.interfaces/row/", **{"integration": "I-1", **values})


def _told(stage: Stage, name: str) -> str:
    from firstlight.readiness.registry import measures

    reading = measures[f"testing.sit.{name}"].read(stage.project, stage.inside.now)
    return f"{reading.status.value}: {' '.join(reading.reasons)}"


@pytest.mark.requirement("SIT-01")
def test_a_volume_below_the_peak_is_no_green_and_one_near_it_is(stage: Stage) -> None:
    assert "no volume run" in stage.text(PAGE)
    _write(stage, peak_reached="300", peak_on="2026-11-03")
    page = stage.text(PAGE)
    assert "below its peak" in page
    assert "300 of 600 an hour, 50 %" in page
    assert _told(stage, "peak").startswith("unmet: Run below 90 % of the peak: I-1")
    row = {"integration": "I-1", "peak_reached": "590", "peak_on": "2026-11-05"}
    stage.post("lists/testing.interfaces/row/?row=I-1", **row)
    assert "near its peak" in stage.text(PAGE)
    assert _told(stage, "peak") == "met: All 1 interfaces with a peak were run near it."
    check = stage.text("checks/sit.peak-volumes/")
    assert "interfaces:volumes" in check or "Look and sign" in check


@pytest.mark.requirement("SIT-02")
def test_an_outage_is_known_once_all_is_said_of_it(stage: Stage) -> None:
    assert "not simulated" in stage.text(PAGE)
    _write(stage, **{**OUTAGE, "outage_plan": ""})
    assert "not told in full" in stage.text(PAGE)
    assert "what is done until the system is back" in _told(stage, "outages")
    page = stage.text(PAGE + "I-1/")
    assert "Statements came a day late." in page
    assert "not said" in page
    stage.post("lists/testing.interfaces/row/?row=I-1", integration="I-1", **OUTAGE)
    page = stage.text(PAGE + "I-1/")
    for words in OUTAGE.values():
        assert words.replace("2026-11-03", "3 Nov 2026") in page
    assert _told(stage, "outages").startswith("met: ")


@pytest.mark.requirement("SIT-03")
def test_a_review_counts_until_the_pattern_is_another_one(stage: Stage) -> None:
    writing = stage.text("lists/testing.interfaces/row/?integration=I-1&reviewed_pattern=File%20exchange")
    assert 'value="File exchange"' in writing
    _write(stage, review="Fits", reviewed_by="Architect", reviewed_on="2026-11-03", reviewed_pattern="File exchange")
    assert _told(stage, "patterns").startswith("met: ")
    from firstlight.scope.models import Integration

    Integration.objects.filter(ref="I-1").update(pattern="OData")
    assert "changed since the review" in stage.text(PAGE)
    assert _told(stage, "patterns").startswith("unmet: The pattern is another one now")


def test_the_file_names_every_interface_and_comes_back_filled_in(stage: Stage) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(stage.get(PAGE + "list.xlsx").content))
    sheet = book["Interfaces tested"]
    heads = [cell.value for cell in sheet[1]]
    assert [cell.value for cell in sheet[2]][:1] == ["I-1"]
    sheet.cell(2, heads.index("Peak run") + 1).value = 600
    sheet.cell(2, heads.index("Peak run on") + 1).value = "2026-11-05"
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "interfaces.xlsx"
    offered = stage.client().post(f"/p/{stage.project.slug}/lists/testing.interfaces/import/", {"file": out})
    stage.client().post(offered["Location"], {"do": "apply"})
    assert "near its peak" in stage.text(PAGE)


def test_filters_say_what_is_missing_and_an_outsider_sees_nothing(stage: Stage) -> None:
    assert "Bank statements" in stage.text(PAGE + "?outage=open")
    assert "Bank statements" not in stage.text(PAGE + "?outage=done")
    assert stage.get(PAGE + "I-99/").status_code == 404
    for address in (PAGE, PAGE + "I-1/", PAGE + "list.csv"):
        assert stage.outsider().get(f"/p/{stage.project.slug}/{address}").status_code == 404


def test_an_empty_project_is_told_what_comes_first(bare: Stage) -> None:
    assert "No integration in scope yet" in bare.text(PAGE)
