"""The command centre in real browsers before the real server, which is killed; and with the network away."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bench.crowd import ROOT, RUN, Server, built
from playwright.sync_api import Browser, Page, Route, expect

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


def startable(page: Page) -> str:
    """A step that may be started, whatever other tests did in the run."""
    return str(page.locator('button[value^="start "]').first.get_attribute("value")).removeprefix("start ")


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


def test_rows_that_were_told_cell_by_cell_are_those_of_a_page_that_is_loaded_anew(joins: Joins) -> None:
    rows = "() => [...document.querySelectorAll('.fl-live-table tr[id]')].map((row) => row.outerHTML).sort()"
    watching, one = joins(1, "?all=yes"), joins(0)
    told: list[str] = []
    watching.on("request", lambda request: told.append(request.url))
    before = watching.evaluate(rows)
    for act in ("start 12", "finish 12"):
        press(one, act)
        expect(lane(watching, "12")).to_have_attribute("data-lane", "now" if act == "start 12" else "done")
    for _minute in range(3):  # it may turn between the two looks
        now, anew = watching.evaluate(rows), joins(1, "?all=yes").evaluate(rows)
        if now == anew:
            break
    assert now == anew
    assert sum(row not in before for row in now) > 2, "what comes after step 12 moves with it"
    assert not any(f"{RUN}?" in url for url in told), "nobody loaded the page again"


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


def writes(page: Page, **said: str) -> None:
    """A note, on the page of a step."""
    if not page.locator("#note-note").is_visible():
        page.get_by_text("Write a note").click()
    for name, words in said.items():
        page.locator(f"#note-{name}").fill(words)
    page.get_by_role("button", name="Save the note").click()


def entered(server: Server, action: str, ref: str) -> int:
    """How often that stands in the ledger."""
    with closing(sqlite3.connect(server.data / "firstlight.sqlite3", timeout=30)) as database:
        found = database.execute(
            "SELECT count(*) FROM ledger_entry WHERE action = ? AND subject_id = ?", (action, f"RUN-1/{ref}")
        )
        return int(found.fetchone()[0])


def test_on_a_slow_network_that_loses_answers_everything_is_done_once(
    joins: Joins, weekend: tuple[Server, list[str]]
) -> None:
    page, lost = joins(0, "steps/41/"), list[str]()
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000,
    })  # fmt: skip

    def lose(route: Route) -> None:
        """Of each entry the first request gets through and its answer does not, the second one does not arrive."""
        key = route.request.headers["idempotency-key"]
        lost.append(key)
        if lost.count(key) == 1:
            route.fetch()
        if lost.count(key) <= 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/enter/", lose)
    for words in ("One", "One, two", "One, two, three"):
        writes(page, note=words)
    expect(page.locator("[data-queue] [data-state]").first).to_be_visible()
    expect(page.locator("[data-queue]")).to_be_hidden(timeout=60_000)
    expect(page.locator("[data-mark]")).to_contain_text("saved", timeout=10_000)
    assert sorted(map(lost.count, set(lost))) == [3, 3, 3]
    assert entered(weekend[0], "cutover.step.noted", "41") == 3
    page.unroute_all()
    page.reload()
    expect(page.locator("main")).to_contain_text("One, two, three")


def test_a_tab_that_slept_catches_up_and_one_whose_session_is_over_asks_and_keeps_what_was_typed(
    joins: Joins, weekend: tuple[Server, list[str]]
) -> None:
    sleeper, other = joins(0, "steps/24/"), joins(1, "steps/24/")
    sleeper.get_by_text("Write a note").click()
    sleeper.locator("#note-note").fill("Half of a sent")
    cdp = sleeper.context.new_cdp_session(sleeper)
    cdp.send("Page.setWebLifecycleState", {"state": "frozen"})
    writes(other, evidence="Seen by the other")
    other.wait_for_timeout(12_000)
    cdp.send("Page.setWebLifecycleState", {"state": "active"})
    expect(sleeper.locator('[data-fresh="words"]')).to_contain_text("Seen by the other", timeout=15_000)
    expect(sleeper.locator("#note-note")).to_have_value("Half of a sent")
    kept = sleeper.context.cookies()
    cdp.send("Page.setWebLifecycleState", {"state": "frozen"})
    sleeper.context.clear_cookies()
    other.wait_for_timeout(1000)
    cdp.send("Page.setWebLifecycleState", {"state": "active"})
    sleeper.locator("#note-note").press_sequentially("ence")
    sleeper.get_by_role("button", name="Save the note").click()
    dialog = sleeper.get_by_role("dialog", name="Sign in again")
    expect(dialog.get_by_label("Password")).to_be_visible()
    expect(sleeper.locator("[data-queue] [data-state=pending]")).to_contain_text("ence")
    sleeper.context.add_cookies(kept)
    sleeper.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(sleeper.locator("[data-queue]")).to_be_hidden(timeout=10_000)
    assert entered(weekend[0], "cutover.step.noted", "24") == 2


def test_what_is_half_written_is_there_again_after_the_tab_was_closed_or_loaded_anew(joins: Joins) -> None:
    page = joins(0, "steps/25/")
    page.get_by_text("Write a note").click()
    page.locator("#note-note").fill("61 of 84, and then")
    page.reload()
    expect(page.locator("#note-note")).to_be_visible()
    expect(page.locator("#note-note")).to_have_value("61 of 84, and then")
    expect(page.get_by_text("What you had typed here before is back.")).to_be_visible()
    is_sound(page)
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("[data-mark]")).to_contain_text("saved")
    page.reload()
    expect(page.locator("main")).to_contain_text("61 of 84, and then")
    expect(page.get_by_text("What you had typed here before is back.")).to_have_count(0)


def test_a_refused_entry_shows_what_was_typed_and_can_be_sent_again(
    joins: Joins, weekend: tuple[Server, list[str]]
) -> None:
    one, two = joins(0), joins(1)
    press(one, "start 4")
    two.goto(f"{RUN}steps/4/")
    expect(two.locator("[data-mark]")).to_contain_text("Live")
    two.get_by_text("Add a word").click()
    two.locator("#finish-note").fill("A long note, " * 20)
    press(one, "finish 4")
    expect(one.locator("[data-mark]")).to_contain_text("saved")
    two.get_by_role("button", name="Done", exact=True).click()
    refused = two.locator("[data-queue] [data-state=refused]")
    expect(refused).to_contain_text("is done already")
    expect(refused).to_contain_text("A long note, A long note,")
    is_sound(two)
    lead = joins(2, "steps/4/")
    lead.get_by_text("Take it up again").first.click()
    lead.locator("#reopen-reason").fill("Once more.")
    lead.get_by_role("button", name="Take it up again").click()
    expect(lead.locator("[data-mark]")).to_contain_text("saved")
    lead.get_by_role("button", name="Start", exact=True).click()
    expect(lead.locator("[data-mark]")).to_contain_text("saved")
    expect(lead.locator(".fl-taps li.done")).to_have_count(1)
    refused.get_by_role("button", name="Send again").click()
    expect(two.locator("[data-queue]")).to_be_hidden(timeout=10_000)
    expect(two.locator("main")).to_contain_text("A long note, A long note,")
    assert entered(weekend[0], "cutover.step.finished", "4") == 2


def test_who_writes_another_field_than_somebody_else_is_not_asked(joins: Joins) -> None:
    one, two, reader = (joins(who, "steps/27/") for who in range(3))
    for page in (one, two, reader):
        page.get_by_text("Write a note").click()
    two.locator("#note-evidence").fill("Picture 4")
    one.locator("#note-note").fill("From the first")
    one.get_by_role("button", name="Save the note").click()
    expect(one.locator("[data-mark]")).to_contain_text("saved")
    two.get_by_role("button", name="Save the note").click()
    expect(two.locator("[data-mark]")).to_contain_text("saved")
    for page in (one, two, reader):
        for words in ("From the first", "Picture 4"):
            expect(page.locator('[data-fresh="words"]')).to_contain_text(words, timeout=10_000)
    expect(reader.locator("#note-note")).to_be_visible()  # what one has open stays open
    expect(reader.locator("#note-evidence")).to_have_value("Picture 4")


def test_an_answer_that_comes_late_does_not_take_the_page_of_a_step_back(joins: Joins) -> None:
    writer, reader = joins(0, "steps/28/"), joins(1, "steps/28/")
    late = list[tuple[Route, Any]]()

    def hold(route: Route) -> None:
        """The first answer is held back, as a busy server would; those after it come at once."""
        answer = route.fetch()
        if late:
            route.fulfill(response=answer)
        else:
            late.append((route, answer))

    words = reader.locator('[data-fresh="words"]')
    reader.route("**/steps/28/", hold)
    for said in ("The first", "The second", "The third"):
        writes(writer, note=said)
        expect(writer.locator("[data-mark]")).to_contain_text("saved")
        if said != "The first":
            expect(words).to_contain_text(said, timeout=10_000)
    ((route, answer),) = late
    assert "The third" not in answer.text()
    with reader.expect_event("requestfinished", lambda one: one == route.request):
        route.fulfill(response=answer)
    reader.wait_for_timeout(300)
    expect(words).to_contain_text("The third")
    reader.unroute_all()


def test_a_page_left_open_over_an_upgrade_is_loaded_anew_as_soon_as_nothing_is_lost_by_it(
    joins: Joins, weekend: tuple[Server, list[str]], tmp_path: Path
) -> None:
    server, _cookies = weekend
    idle, waits, types = joins(0), joins(1), joins(2, "steps/60/")
    waits.route("**/enter/", lambda route: route.abort())
    begun = startable(waits)
    press(waits, f"start {begun}")
    types.get_by_text("Write a note").click()
    types.locator("#note-note").fill("Half a sentence")
    anew: list[Page] = []
    for page in (idle, waits, types):
        page.on("load", lambda loaded: anew.append(loaded))

    def is_loaded_anew(page: Page) -> None:
        until = time.monotonic() + 60
        while page not in anew and time.monotonic() < until:
            page.wait_for_timeout(250)
        assert page in anew

    (tmp_path / "sitecustomize.py").write_text("import firstlight\nfirstlight.__version__ = '0.2.0'\n")
    server.end()
    server.variables["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{ROOT / 'src'}"
    server.start()
    is_loaded_anew(idle)
    expect(idle.locator("[data-newer]")).to_be_hidden()
    for page in (waits, types):
        expect(page.get_by_text("There is a newer version of this page.")).to_be_visible(timeout=30_000)
        is_sound(page)
    waits.wait_for_timeout(11_000)
    assert anew == [idle], "of the others something would be lost"
    expect(waits.locator("[data-queue] [data-state=pending]")).to_have_count(1)
    expect(types.locator("#note-note")).to_have_value("Half a sentence")
    waits.unroute("**/enter/")
    is_loaded_anew(waits)
    expect(lane(waits, begun)).to_have_attribute("data-lane", "now")
    types.get_by_role("button", name="Load it now").click()
    is_loaded_anew(types)
    expect(types.get_by_text("What you had typed here before is back.")).to_be_visible()
    del server.variables["PYTHONPATH"]


def test_while_another_process_holds_the_database_an_entry_says_that_it_is_not_saved_and_is_saved_once_after_it(
    joins: Joins, weekend: tuple[Server, list[str]]
) -> None:
    server, _cookies = weekend
    one, two = joins(0), joins(1)
    begun = startable(one)
    keys: list[str] = []
    one.on("request", lambda sent: keys.append(sent.headers["idempotency-key"]) if "/enter/" in sent.url else None)
    holds = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE'); "
        "print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holds, str(server.data / "firstlight.sqlite3")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    press(one, f"start {begun}")
    line = one.locator("[data-queue] .fl-queue-line")
    expect(line).to_contain_text("not saved yet: the server takes longer than usual", timeout=6_000)
    expect(one.locator("[data-mark]")).not_to_contain_text("saved")
    is_sound(one)
    expect(lane(two, begun)).to_be_visible()  # who only looks goes on looking
    two.reload()
    assert lane(two, begun).get_attribute("data-lane") != "now"
    expect(line).to_contain_text("The database is held by something else at the moment.", timeout=45_000)
    other.communicate("")
    for page in (one, two):
        expect(lane(page, begun)).to_have_attribute("data-lane", "now", timeout=30_000)
    expect(one.locator("[data-queue]")).to_be_hidden()
    assert len(keys) > 1
    assert len(set(keys)) == 1, "it was tried again under the same key"
    with closing(sqlite3.connect(server.data / "firstlight.sqlite3")) as kept:
        (count,) = kept.execute(
            "SELECT count(*) FROM ledger_entry WHERE action = 'cutover.step.started' AND subject_id = ?",
            [f"RUN-1/{begun}"],
        ).fetchone()
    assert count == 1
