"""Lists as in Excel, answers that save by themselves, and the ballot, in a real browser."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from firstlight.assurance.models import ActionItem
from firstlight.readiness.models import Answer
from tests.browser.conftest import Opens, enter
from tests.readiness.gates import answer, decision_open, discovering
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Puts text on the page as if it were pasted there.
PASTE = """(text) => {
  const given = new DataTransfer();
  given.setData("text/plain", text);
  document.querySelector("h1").dispatchEvent(new ClipboardEvent("paste", { clipboardData: given, bubbles: true }));
}"""


def _found_by_axe(page: Page) -> list[str]:
    tags = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    return [one["id"] for one in Axe().run(page, options={"runOnly": tags}).response["violations"]]


def _actions(stage: Stage, page: Page) -> Page:
    page.goto(f"/p/{stage.project.slug}/actions/")
    return page


def _owner(ref: str) -> str:
    return ActionItem.objects.get(ref=ref).owner


def test_a_cell_is_edited_by_double_click_and_by_keys(stage: Stage, opens: Opens, link: str) -> None:
    page = _actions(stage, enter(opens(), link))
    before = _owner("A-1")
    cell = page.locator('tr[data-row="A-1"] [data-edit="owner"]')
    cell.dblclick()
    field = cell.locator(".fl-cell-form :is(input:not([type=hidden]), select)")
    expect(field).to_be_focused()
    field.fill("Nobody at all")
    page.keyboard.press("Escape")
    expect(cell).to_have_text(re.compile(before))
    page.keyboard.press("F2")
    field.fill("Petra Lind")
    page.keyboard.press("Tab")
    expect(page.locator('tr[data-row="A-1"] [data-edit="owner"]')).to_contain_text("Petra Lind")
    expect(page.locator(".fl-cell-form")).to_have_count(1)  # the cell to the right is open
    assert _owner("A-1") == "Petra Lind"


def test_rows_pasted_from_excel_lead_to_a_preview_that_axe_accepts(stage: Stage, opens: Opens, link: str) -> None:
    page = _actions(stage, enter(opens(), link))
    page.evaluate(PASTE, "Ref\tWhat will be done\r\nA-77\tPasted from Excel\r\n")
    page.wait_for_url("**/offered/**")
    expect(page.locator("main")).to_contain_text("Pasted from Excel")
    assert not ActionItem.objects.filter(ref="A-77").exists()
    assert _found_by_axe(page) == []
    page.get_by_role("button", name="Apply 1 row").click()
    expect(page.get_by_role("row", name=re.compile("Pasted from Excel"))).to_be_visible()


def test_a_range_of_rows_is_changed_at_once_and_undone(stage: Stage, opens: Opens, link: str) -> None:
    page = _actions(stage, enter(opens(), link))
    page.evaluate(PASTE, "Ref\tWhat will be done\r\n" + "".join(f"B-{number}\tOne of many\r\n" for number in range(3)))
    page.wait_for_url("**/offered/**")
    page.get_by_role("button", name="Apply 3 rows").click()
    page.wait_for_url("**/actions/**")
    boxes = page.locator(".fl-pick input[type=checkbox]")
    boxes.first.click()
    boxes.last.click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text(f"{boxes.count()} ticked")
    page.get_by_role("button", name=re.compile("Change the ticked rows")).click()
    page.wait_for_url("**/bulk/**")
    assert _found_by_axe(page) == []
    page.get_by_label("Owner", exact=True).fill("Night shift")
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("button", name=re.compile("^Change [0-9]+ rows$")).click()
    page.get_by_role("link", name="Undo").click()
    expect(page.get_by_role("status").first).to_contain_text("Undone.")
    assert not ActionItem.objects.filter(owner="Night shift").exists()


def test_answers_save_by_themselves_and_tell_when_they_could_not(stage: Stage, opens: Opens, link: str) -> None:
    discovering(stage.cast)
    page = enter(opens(), link)
    address = f"/p/{stage.project.slug}/reviews/GR-1/sections/blueprint/"
    page.goto(address)
    question = page.locator("[data-answer$='blueprint.out/']")
    field = question.locator("textarea[name='q:blueprint.out']")
    field.fill("Payroll")
    field.blur()
    expect(question.get_by_role("status")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert Answer.objects.get(question="blueprint.out").value == "Payroll"
    page.get_by_label("No", exact=True).first.check()
    expect(page.locator("[data-answer$='blueprint.integrated/']").get_by_role("status")).to_contain_text("Saved")

    def cut(route: Route) -> None:
        route.abort()

    page.route("**/answers/**", cut)
    field.fill("Payroll and travel")
    field.blur()
    expect(question.get_by_role("status")).to_contain_text("Not saved, try again")
    page.unroute("**/answers/**")
    question.get_by_role("button", name="Save again").click()
    expect(question.get_by_role("status")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert Answer.objects.get(question="blueprint.out").value == "Payroll and travel"
    page.goto(address)
    expect(page.locator("textarea[name='q:blueprint.out']")).to_have_value("Payroll and travel")
    expect(page.locator(".fl-draft")).to_have_count(0)
    assert _found_by_axe(page) == []


def test_two_answers_to_one_question_are_both_shown_and_one_is_chosen(stage: Stage, opens: Opens, link: str) -> None:
    review = discovering(stage.cast)
    page = enter(opens(), link)
    page.goto(f"/p/{stage.project.slug}/reviews/GR-1/sections/blueprint/")
    answer(stage.cast, review, ("blueprint.out", "Travel"))
    question = page.locator("[data-answer$='blueprint.out/']")
    field = question.locator("textarea[name='q:blueprint.out']")
    field.fill("Payroll")
    field.blur()
    expect(question.get_by_role("status")).to_contain_text("in the meantime with “Travel”. Yours was: “Payroll”.")
    question.get_by_role("button", name="Keep mine").click()
    expect(question.get_by_role("status")).to_contain_text("Saved")
    assert Answer.objects.get(question="blueprint.out").value == "Payroll"


def test_the_ballot_is_cast_with_one_hand(stage: Stage, opens: Opens, link: str) -> None:
    decision_open(stage.cast)
    page = enter(opens(width=360), link)
    page.goto(f"/p/{stage.project.slug}/decisions/D-1/vote/")
    assert _found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_text("Conditional go", exact=True).last.click()
    page.get_by_label("In your words").fill("Both are in hand.")
    page.get_by_role("button", name="Cast vote").click()
    expect(page.get_by_role("status")).to_contain_text("Your vote is counted")
