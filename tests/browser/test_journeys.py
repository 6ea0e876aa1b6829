"""What people do here, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opens, enter, link_of
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("RDY-06", "PLT-02", "SCO-01")
def test_a_newcomer_finds_out_why_it_is_no_go_and_on_what_evidence(stage: Stage, opens: Opens, link: str) -> None:
    page = opens()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in as Petra Lind")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No-go")
    page.get_by_role("link", name="Each requirement in scope has passed a test").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Each requirement in scope has passed a test")
    expect(page.locator(".fl-evidence")).to_contain_text("Measured")
    page.locator(".fl-records").get_by_role("link", name="R-2").first.click()
    expect(page.get_by_role("row", name=re.compile("Invoice by weight"))).to_be_visible()
    _reaches_a_file(page, stage)
    _unfolds_the_scope(page)
    _verifies_the_ledger(page)
    page.get_by_label("your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto(f"/p/{stage.project.slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def _reaches_a_file(page: Page, stage: Stage) -> None:
    page.goto(f"/p/{stage.project.slug}/checks/support.transition/")
    with page.expect_download() as download:
        page.get_by_role("link", name="minutes.txt").click()
    assert Path(download.value.path()).read_bytes() == b"minutes"
    assert download.value.suggested_filename == "minutes.txt"


def _unfolds_the_scope(page: Page) -> None:
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Scope").click()
    leaf = page.get_by_role("link", name="Take sales orders")
    expect(leaf).to_be_hidden()
    page.get_by_text("Below Manage sales orders").locator("..").click()
    expect(leaf).to_be_visible()
    leaf.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take sales orders")


def _verifies_the_ledger(page: Page) -> None:
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Ledger").click()
    page.get_by_role("link", name="Verify the chain").click()
    expect(page.locator("main")).to_contain_text("each is as it was written")


def test_a_link_works_once(stage: Stage, opens: Opens, link: str) -> None:
    enter(opens(), link)
    second = opens()
    second.goto(link)
    expect(second.get_by_role("heading", level=1)).to_have_text("This link does not work")
    expect(second.get_by_role("button")).to_have_count(0)


def test_judging_again_moves_on_by_one_assessment(stage: Stage, opens: Opens, link: str) -> None:
    page = enter(opens(), link)
    page.get_by_role("button", name="Judge again now").click()
    expect(page.get_by_role("link", name="assessment 3")).to_be_visible()
    expect(page.get_by_role("heading", name="Since assessment 2")).to_be_visible()


def test_the_keyboard_skips_to_the_content(stage: Stage, opens: Opens, link: str) -> None:
    page = enter(opens(), link)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_filters_and_order_are_reached_by_pressing(stage: Stage, opens: Opens, link: str) -> None:
    page = enter(opens(), link)
    page.goto(f"/p/{stage.project.slug}/readiness/")
    page.locator("summary", has_text="Status").click()
    page.get_by_role("link", name="Unmet", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?status=unmet$"))
    expect(page.get_by_role("link", name="Status: Unmet")).to_be_visible()
    page.get_by_role("columnheader", name="Check").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"status=unmet&sort=check$"))
    page.get_by_role("searchbox").fill("scope")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"q=scope"))
    page.get_by_role("link", name="Clear all").click()
    expect(page.get_by_role("status")).to_have_text("118 checks")


def test_a_menu_closes_by_escape_and_by_pressing_elsewhere(stage: Stage, opens: Opens, link: str) -> None:
    page = enter(opens(), link)
    page.get_by_label("your account").click()
    button = page.get_by_role("button", name="Sign out")
    expect(button).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_hidden()
    expect(page.locator(".fl-account > summary")).to_be_focused()
    page.get_by_label("your account").click()
    page.get_by_role("heading", level=1).click()
    expect(button).to_be_hidden()


def test_everything_can_be_read_without_a_script(stage: Stage, opens: Opens, link: str) -> None:
    page = enter(opens(390, java_script_enabled=False), link)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Actions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Actions")
    page.locator("summary", has_text="Due").click()
    page.get_by_role("link", name="Overdue", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("1 action")
    page.get_by_label("your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_theme_is_kept_and_does_not_flash(stage: Stage, opens: Opens, link: str) -> None:
    page = enter(opens(theme="light"), link)
    page.get_by_role("button", name="Change to the other theme").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    body = page.request.get(page.url).text()
    assert 'data-bs-theme="dark"' in body


def test_times_follow_the_device(stage: Stage, opens: Opens, link: str) -> None:
    page = enter(opens(zone="Asia/Kolkata"), link)
    expect(page.locator(".fl-clock")).to_contain_text("your time (IST)")


def test_a_second_link_changes_who_is_signed_in_only_by_the_button(stage: Stage, opens: Opens, link: str) -> None:
    page = enter(opens(), link)
    page.goto(link_of(stage))
    page.goto(f"/p/{stage.project.slug}/")
    expect(page.get_by_label("your account: Petra Lind")).to_be_visible()
