"""A test lead brings in two hundred cases from a workbook and a file of results, looks, doubles nothing, undoes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from firstlight.testing.models import Case, Result, ResultImport, Step
from tests.browser.conftest import Opens, enter, found_by_axe, link_of
from tests.testing.room import TUESDAY, junit
from tests.testing.written_cases import forms
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REFS = [f"TC-{number}" for number in range(500, 700)]
#: Where somebody wants to look at the pages: every one in both sizes and both themes.
PICTURES = os.environ.get("FIRSTLIGHT_PICTURES", "")


def _seen(page: Page, name: str) -> None:
    """What axe has against the page; its pictures where somebody asked for them."""
    assert not found_by_axe(page), name
    for width, theme in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.screenshot(path=str(Path(PICTURES, f"{name}-{width}-{theme}.png")), full_page=width > 500)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")


@pytest.mark.requirement("UAT-01")
def test_two_hundred_cases_and_their_results_come_in_once_and_go_again(
    stage: Stage, opens: Opens, tmp_path: Path
) -> None:
    workbook, results = tmp_path / "cases.xlsx", tmp_path / "results.xml"
    workbook.write_bytes(forms(REFS))
    outcomes = [(f"{ref} order", "failed" if ref.endswith("7") else "passed") for ref in REFS]
    results.write_bytes(junit([*outcomes, ("stray", "passed")], TUESDAY))
    before = Case.objects.count(), ResultImport.objects.count()

    page = enter(opens(), link_of(stage, "wo"))
    page.goto("/p/wave-1/lists/testing.cases/import/")
    page.get_by_label("Excel or CSV file").set_input_files(workbook)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("200 rows of cases: 200 added.")).to_be_visible()
    expect(page.get_by_text("400 rows of steps: 400 added.")).to_be_visible()
    _seen(page, "cases-preview")
    page.get_by_role("button", name="Apply 600 rows").click()
    expect(page.get_by_text("200 rows of cases: 200 added. 400 rows of steps: 400 added.")).to_be_visible()
    assert Step.objects.count() == 400

    page.goto("/p/wave-1/testing/")
    _seen(page, "testing")
    page.get_by_role("link", name="Import results").first.click()
    _seen(page, "results-import")
    page.get_by_label("Result files").set_input_files(results)
    page.get_by_label("Cycle", exact=True).select_option("UAT-1")
    page.get_by_role("button", name="Look at what they change").click()
    expect(page.get_by_text("200 results belong to a case")).to_be_visible()
    expect(page.get_by_text("1 result belongs to no case")).to_be_visible()
    _seen(page, "results-preview")
    page.get_by_role("button", name="Bring in 1 file").click()
    expect(page.get_by_text("1 file is in.")).to_be_visible()
    assert Result.objects.filter(case__ref__in=REFS, latest=True).count() == 200

    page.goto("/p/wave-1/testing/results/import/?cycle=UAT-1")
    page.get_by_label("Result files").set_input_files(results)
    page.get_by_role("button", name="Look at what they change").click()
    expect(page.get_by_text("This very file is in this cycle already.")).to_be_visible()
    _seen(page, "results-again")
    assert ResultImport.objects.count() == before[1] + 1

    page.goto("/p/wave-1/testing/")
    page.get_by_role("link", name="Take back… results.xml").click()
    _seen(page, "results-undo")
    page.get_by_role("button", name="Take them back").click()
    expect(page.get_by_text("1 file of results no longer counts.")).to_be_visible()
    assert ResultImport.objects.count() == before[1]

    page.goto("/p/wave-1/lists/changes/")
    page.get_by_role("link", name="Import: Cases, Steps").click()
    _seen(page, "cases-undo")
    page.get_by_role("button", name="Undo this change").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert (Case.objects.count(), Step.objects.count()) == (before[0], 0)
