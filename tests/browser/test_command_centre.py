"""The command centre in real browsers before the real server, which is killed; and with the network away."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.crowd import RUN, Server, built
from playwright.sync_api import Browser, Page, expect

from firstlight.cli.serving import free_port
from tests.browser.conftest import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

Joins = Callable[..., Page]


@pytest.fixture(scope="module")
def weekend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, list[str]]]:
    """The product as it is served, with a run of 200 steps and three people who are signed in."""
    data: Path = tmp_path_factory.mktemp("weekend")
    cookies = built(data, 200, 3)
    server = Server(data, free_port("127.0.0.1", None))
    server.start()
    yield server, cookies
    server.end()


@pytest.fixture
def joins(chromium: Browser, weekend: tuple[Server, list[str]]) -> Iterator[Joins]:
    """Opens the board for one of the three."""
    server, cookies = weekend
    contexts = []

    def join(who: int, path: str = "", *, width: int = 1280, zone: str = "Europe/Berlin") -> Page:
        home = f"http://127.0.0.1:{server.port}"
        context = chromium.new_context(
            base_url=home, viewport={"width": width, "height": 900}, timezone_id=zone, has_touch=width < 500
        )
        name, _, value = cookies[who].partition("=")
        context.add_cookies([{"name": name, "value": value, "url": home}])
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{RUN}{path}")
        expect(page.locator("[data-mark]")).to_contain_text("Live")
        return page

    yield join
    for context in contexts:
        context.close()


def press(page: Page, act: str) -> None:
    page.locator(f'button[value="{act}"]').click()


def lane(page: Page, ref: str) -> Any:
    """The row of a step, to ask in which lane it stands."""
    return page.locator(f"#s-{ref}")


def test_what_one_enters_is_on_the_other_screens_in_less_than_a_second_and_a_half(joins: Joins) -> None:
    one, two, phone = joins(0), joins(1, zone="Asia/Kolkata"), joins(2, width=390)
    took = []
    for ref in ("1", "2", "3"):
        begun = time.monotonic()
        press(one, f"start {ref}")
        for page in (two, phone):
            expect(lane(page, ref)).to_have_attribute("data-lane", "now", timeout=3000)
        took.append(time.monotonic() - begun)
    print(f"\non two other screens after {', '.join(f'{1000 * one:.0f}' for one in took)} ms")
    assert sorted(took)[1] < 1.5
    expect(one.locator("[data-mark]")).to_contain_text("saved")
    expect(two.locator("[data-watching]")).to_contain_text("3 watching", timeout=10_000)
    expect(lane(two, "1")).to_contain_text("IST")
    for page in (one, phone):
        is_sound(page)


def test_what_was_entered_without_a_network_waits_says_so_and_is_sent_once_and_in_order(joins: Joins) -> None:
    one, two = joins(0), joins(1)
    one.context.set_offline(True)
    press(one, "start 5")
    press(one, "start 6")
    queue = one.locator("[data-queue]")
    expect(queue.locator("[data-state=pending]")).to_have_count(2)
    expect(one.locator("[data-mark]")).not_to_contain_text("saved")
    expect(one.locator("[data-mark]")).to_contain_text("Behind", timeout=13_000)
    one.wait_for_timeout(1000)
    is_sound(one)
    assert lane(two, "5").get_attribute("data-lane") == "next"
    one.context.set_offline(False)
    for ref in ("5", "6"):
        expect(lane(two, ref)).to_have_attribute("data-lane", "now", timeout=15_000)
    expect(queue).to_be_hidden()
    expect(one.locator("[data-mark]")).to_contain_text("saved", timeout=10_000)
    entered = two.locator('[data-part="side"]').inner_text()
    assert entered.count("Step started: 5 ") == entered.count("Step started: 6 ") == 1
    assert entered.index("Step started: 6 ") < entered.index("Step started: 5 ")  # the newest first


def test_a_server_that_is_killed_loses_nothing_and_everybody_catches_up(
    joins: Joins, weekend: tuple[Server, list[str]]
) -> None:
    server, _cookies = weekend
    one, two = joins(0), joins(1)
    press(one, "start 7")
    expect(lane(two, "7")).to_have_attribute("data-lane", "now")
    server.end(signal.SIGKILL)
    press(one, "start 8")
    expect(one.locator("[data-queue] [data-state=pending]")).to_have_count(1)
    server.start()
    expect(lane(two, "8")).to_have_attribute("data-lane", "now", timeout=20_000)
    expect(one.locator("[data-queue]")).to_be_hidden(timeout=10_000)
    for page in (one, two):
        expect(lane(page, "7")).to_have_attribute("data-lane", "now")


def test_on_a_phone_a_step_is_done_with_three_taps(joins: Joins) -> None:
    phone = joins(2, "?mine=yes", width=390)
    lane(phone, "11").get_by_role("link").first.click()
    expect(phone.locator("[data-mark]")).to_contain_text("Live")
    phone.get_by_role("button", name="Start", exact=True).click()
    phone.get_by_role("button", name="Done", exact=True).click()
    expect(phone.locator(".fl-taps li.done")).to_have_count(2)
    is_sound(phone)


def test_two_at_one_note_see_both_texts_and_choose(joins: Joins) -> None:
    one, two = joins(0, "steps/12/"), joins(1, "steps/12/")
    for page in (one, two):
        page.get_by_text("Write a note").click()
    two.locator("#note-note").fill("From the second")
    one.locator("#note-note").fill("From the first")
    one.get_by_role("button", name="Save the note").click()
    expect(one.locator("[data-mark]")).to_contain_text("saved")
    two.get_by_role("button", name="Save the note").click()
    clash = two.locator("[data-queue] [data-state=clash]")
    expect(clash).to_contain_text("From the first")
    expect(clash).to_contain_text("From the second")
    two.get_by_role("button", name="Keep mine").click()
    expect(two.locator("[data-queue]")).to_be_hidden()
    one.reload()
    expect(one.get_by_role("main")).to_contain_text("From the second")


def test_a_session_that_is_over_begins_again_in_place_and_what_waited_is_sent(
    joins: Joins, weekend: tuple[Server, list[str]]
) -> None:
    page = joins(0)
    kept = page.context.cookies()
    page.context.clear_cookies()
    press(page, "start 9")
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog.get_by_label("Password")).to_be_visible()
    expect(page.locator("[data-queue] [data-state=pending]")).to_have_count(1)
    is_sound(page)
    page.context.add_cookies(kept)  # signed in in another tab
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(dialog).to_be_hidden()
    expect(lane(page, "9")).to_have_attribute("data-lane", "now", timeout=10_000)


def test_the_board_is_worked_with_keys_alone(joins: Joins) -> None:
    page = joins(1)
    page.locator('button[value="start 10"]').focus()
    page.keyboard.press("Enter")
    expect(lane(page, "10")).to_have_attribute("data-lane", "now")
    assert page.evaluate("document.activeElement.closest('tr')?.id") == "s-10"
