"""The chart of a plan, and two people at one cell of its table, by keyboard alone in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from firstlight.cutover.models import Task
from tests.browser.conftest import Opens, enter, is_sound, link_of
from tests.cutover.conftest import Cutover, after
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def held(page: Page) -> str:
    words: str = page.evaluate("document.activeElement.textContent")
    return words


def test_arrow_keys_walk_along_the_steps_of_the_chart_and_a_band_shows_whose_bar_it_is(
    stage: Stage, opens: Opens
) -> None:
    Cutover(stage.project, stage.inside).add(
        {"ref": "1", "title": "Stop", "start": after(0)}, {"ref": "2", "title": "Load", "predecessors": ("1",)},
        {"ref": "3", "title": "Open", "predecessors": ("2",)},
    )  # fmt: skip
    page = enter(opens(), link_of(stage, "cm"))
    page.goto(f"/p/{stage.project.slug}/cutover/chart/")
    stops = page.locator(".fl-chart ol a[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    for key, title in (
        ("ArrowDown", "Load"),
        ("End", "Open"),
        ("ArrowUp", "Load"),
        ("Home", "Stop"),
        ("ArrowUp", "Stop"),
    ):
        page.keyboard.press(key)
        assert held(page) == title, key
    expect(page.locator(".fl-gantt .band")).to_have_attribute("visibility", "visible")
    is_sound(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("row=1"))


def test_who_comes_second_at_a_cell_reaches_the_choice_by_keyboard_and_overwrites_nothing(
    stage: Stage, opens: Opens
) -> None:
    cutover = Cutover(stage.project, stage.inside)
    cutover.add({"ref": "1", "start": after(0)})
    page = enter(opens(), link_of(stage, "cm"))
    page.goto(f"/p/{stage.project.slug}/cutover/steps/")
    cell = page.locator("tr[data-row='1'] [data-edit='owner']")
    cell.focus()
    page.keyboard.press("F2")
    field = cell.locator("input[name='owner']")
    expect(field).to_be_visible()
    cutover.change("1", owner="Nadia Wolff")
    field.fill("Kim Park")
    page.keyboard.press("Enter")
    expect(cell).to_contain_text("Somebody wrote “Nadia Wolff” in the meantime.")
    is_sound(page)
    page.keyboard.press("Tab")
    assert held(page) == "Keep theirs"
    page.keyboard.press("Tab")
    assert held(page) == "Use mine"
    assert Task.objects.get(ref="1").owner == "Nadia Wolff"
    page.keyboard.press("Enter")
    expect(cell).to_have_text("Kim Park")
    assert Task.objects.get(ref="1").owner == "Kim Park"


def test_what_is_wrong_with_a_cell_is_read_out_with_it(stage: Stage, opens: Opens) -> None:
    Cutover(stage.project, stage.inside).add({"ref": "1", "start": after(0)})
    page = enter(opens(), link_of(stage, "cm"))
    page.goto(f"/p/{stage.project.slug}/cutover/steps/")
    cell = page.locator("tr[data-row='1'] [data-edit='minutes']")
    cell.focus()
    page.keyboard.press("F2")
    field = cell.locator("input[name='minutes']")
    expect(field).to_have_accessible_description("How long it takes: 90m, 2h 30m.")
    field.fill("soon")
    page.keyboard.press("Enter")
    expect(field).to_have_accessible_description(re.compile("“soon” is not accepted"))
    expect(field).to_have_attribute("aria-invalid", "true")


def test_a_chart_of_thirty_people_stands_below_its_title_on_paper(stage: Stage, opens: Opens) -> None:
    rows = ({"ref": f"{number}", "start": after(number / 2), "owner": f"Person {number:02}"} for number in range(33))
    Cutover(stage.project, stage.inside).add(*rows)
    page = enter(opens(), link_of(stage, "cm"))
    page.goto(f"/p/{stage.project.slug}/cutover/people/")
    page.emulate_media(media="print")
    # A4 less its margins, in pixels of paper.
    page.set_viewport_size({"width": 688, "height": 1031})
    foot = page.locator(".fl-chart").evaluate("one => one.getBoundingClientRect().bottom")
    assert foot <= 1031
