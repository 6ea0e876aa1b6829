"""A cutover manager pastes the sheet in use today, and finds out what is wrong with it, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from firstlight.cutover.models import Task
from tests.browser.conftest import Opens, enter, found_by_axe, link_of
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_HEADINGS = ("No.", "Task", "Responsible", "Deputy", "Predecessors", "Duration", "System", "Start", "Validated by")
_PEOPLE = ("Mira Holt", "Jonas Feld", "Nadia Wolff", "Emil Strand", "Ada Unger", "Kim Park", "Sami Laine", "Cora Mees")
_PHASES = ("Freeze and extract", "Master data", "Open transactions", "Reconcile and accept", "Open the system")

#: Called with the name of what is seen and the page, by whoever wants to look at it.
Looks = Callable[[str, Page], None]


def sheet() -> str:
    """200 steps in five phases as somebody would copy them from Excel, with what is usually wrong in them."""
    rows = ["Cutover Northmere, version 7", "", "\t".join(_HEADINGS)]
    for number in range(1, 201):
        if number % 40 == 1:
            rows.append(f"\t{_PHASES[number // 40]}")
        owner, backup, check = (_PEOPLE[(number + more) % 8] for more in (0, 3, 5))
        before = "" if number == 1 else str(number - 1) if number % 7 else f"{max(1, number - 5)}FS+15m"
        length = ("15", "30m", "0,5 Std", "45 min", "1:00")[number % 5]
        start = "4.12.2026 18:00" if number == 1 else "daily" if number == 60 else ""
        title = ("Load records", "Go / no-go", "Check the totals", "Switch over")[number % 4] + f" {number}"
        cells = (number, title, "" if number % 50 == 0 else owner, "" if number % 18 == 0 else backup, before,
                 "300h" if number == 150 else length, "Finance", start, owner if number == 33 else check)  # fmt: skip
        rows.append("\t".join(map(str, cells)))
    return "\r\n".join(rows)


def journey(stage: Stage, opens: Opens, looks: Looks) -> None:
    """From the empty room to the plan that is known."""
    page = enter(opens(), link_of(stage, "cm"))
    slug = stage.project.slug
    page.goto(f"/p/{slug}/")
    page.get_by_role("list", name="Build and prove").get_by_role("link", name="Cutover").click()
    looks("empty", page)
    page.get_by_role("link", name="Paste your cutover sheet").click()
    page.get_by_role("textbox").last.fill(sheet())
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator("main")).to_contain_text("“daily” is not accepted; expected a date and time")
    looks("preview", page)
    page.get_by_role("button", name=re.compile("Apply 205 rows")).click()
    assert Task.objects.count() == 205
    page.goto(f"/p/{slug}/cutover/")
    expect(page.locator("main")).to_contain_text("Does not fit the window")
    expect(page.locator("main")).to_contain_text("4 steps have no owner.")
    looks("home", page)
    for address in (
        "findings/",
        "chart/",
        "people/",
        "steps/",
        "rehearsals/",
        "rollback/",
        "forecast/",
        "checkpoints/",
    ):
        page.goto(f"/p/{slug}/cutover/{address}")
        looks(address.strip("/"), page)
    page.goto(f"/p/{slug}/cutover/chart/")
    page.get_by_role("link", name="Only what decides the end").click()
    expect(page.locator(".fl-chart ol li").first).to_be_visible()
    page.goto(f"/p/{slug}/cutover/steps/")
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("as Excel")).first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_sheet_of_200_rows_becomes_a_plan_with_findings_a_chart_and_a_file(stage: Stage, opens: Opens) -> None:
    found: list[str] = []
    journey(stage, opens, lambda name, page: found.extend(f"{name}: {one}" for one in found_by_axe(page)))
    assert found == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_the_cutover_suit_a_telephone(stage: Stage, opens: Opens, theme: str) -> None:
    from tests.cutover.conftest import Cutover, after

    cutover = Cutover(stage.project, stage.inside)
    cutover.add(
        {"ref": "1", "start": after(0)}, *({"ref": str(n), "predecessors": (str(n - 1),)} for n in range(2, 30))
    )
    page = enter(opens(390, theme), link_of(stage, "cm"))
    pages = ("", "findings/", "chart/", "people/", "steps/", "rehearsals/", "rollback/", "forecast/", "checkpoints/")
    for address in pages:
        page.goto(f"/p/{stage.project.slug}/cutover/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert found_by_axe(page) == [], address
