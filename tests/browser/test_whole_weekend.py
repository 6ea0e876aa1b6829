"""A rehearsal of 200 steps with two browsers and a phone, in which everything goes wrong that can.

The network of one is away for a minute, the server is killed, its clock is set back and ahead by ten minutes, a session
ends while somebody types, people disagree, fall behind, and turn back in time. Every acknowledged entry stands in the
ledger once and in order, and the report tells what happened.
"""

from __future__ import annotations

import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from firstlight.cli.serving import free_port
from tests.browser.conftest import fits, is_sound
from tests.browser.weekend_project import FIRST, LAST, PASSWORD, PEOPLE, RUNS, SLUG, Weekend, Written

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

RUN, BACK = f"{RUNS}RUN-1/", f"{RUNS}RUN-2/"
#: What an entry is called in the ledger.
SAID = {
    "start": "cutover.step.started", "finish": "cutover.step.finished", "verify": "cutover.step.verified",
    "note": "cutover.step.noted", "late": "cutover.step.entered-late", "vote": "cutover.run-checkpoint.voted",
    "decide": "cutover.run-checkpoint.decided", "issue": "cutover.issue.raised",
}  # fmt: skip
#: For so many seconds the network of one is away.
AWAY = 60


@dataclass
class Somebody:
    """One of the three at their device, with everything that the server acknowledged to them, in its order."""

    ref: str
    page: Page
    server: Weekend
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.page.on("response", self._hears)

    @property
    def name(self) -> str:
        return PEOPLE[self.ref][0]

    def _hears(self, answer: Response) -> None:
        request = answer.request
        if request.method == "POST" and answer.url.endswith("/enter/") and answer.status == 200:
            self.tries[request.headers["idempotency-key"]] += 1
            event, _, ref = parse_qs(request.post_data or "")["act"][0].partition(" ")
            run = "RUN-2" if "/RUN-2/" in answer.url else "RUN-1"
            self.acknowledged.append((SAID[event], f"{run}/{ref}"))

    def signs_in(self, room: Any = None) -> None:
        """By really typing mail address and password, on the page of the door or in the dialog."""
        room = room or self.page
        room.get_by_label("Mail address").fill(f"{self.ref}@example.org")
        room.get_by_label("Password", exact=True).press_sequentially(PASSWORD)
        room.get_by_role("button", name="Sign in", exact=True).click()

    def goes(self, path: str) -> Page:
        self.page.goto(path)
        if self.page.url.partition("?")[0].endswith("/sign-in/"):
            self.signs_in()
        self.page.wait_for_url(f"**{path}")
        return self.page

    def board(self, path: str = RUN) -> Page:
        self.goes(path)
        expect(self.page.locator("[data-mark]")).to_contain_text("Live", timeout=15_000)
        return self.page

    def presses(self, *acts: str) -> None:
        """Buttons of the board, one after the other."""
        for act in acts:
            self.page.locator(f'button[value="{act}"]').click()

    def does(self, *refs: str, waits: bool = True) -> None:
        """Start and finish steps on the board."""
        for ref in refs:
            self.presses(f"start {ref}")
            self.sees(ref, "now", "late")
            self.presses(f"finish {ref}")
            self.sees(ref, "done", "verify", "")

    def sees(self, ref: str, *lanes: str, seconds: float = 20) -> None:
        """The step stands in one of these lanes of the board; "" where the board does not show it any more."""
        lane, until = "", time.monotonic() + seconds
        while time.monotonic() < until:
            lane = self.page.evaluate("ref => document.getElementById(`s-${ref}`)?.dataset.lane ?? ''", ref)
            if lane in lanes:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{self.name} sees {ref} in {lane!r}, not in {lanes}")

    def opens(self, ref: str, path: str = RUN) -> Page:
        """The page of a step."""
        return self.board(f"{path}steps/{ref}/")

    def offers(self, words: str) -> Any:
        """What stands folded under these words, unfolded."""
        more = self.page.locator("details.fl-more", has=self.page.get_by_text(words, exact=True)).first
        if more.get_attribute("open") is None:
            more.locator("summary").first.click()
        return more

    def saved(self) -> None:
        """Nothing waits any more."""
        expect(self.page.locator("[data-queue]")).to_be_hidden(timeout=20_000)
        expect(self.page.locator("[data-mark]")).to_contain_text("saved", timeout=10_000)

    def votes(self, ref: str, outcome: str, reason: str = "") -> None:
        """What the page of a checkpoint asks for first: two taps, and a third into the reason."""
        dock = self.opens(ref).get_by_role("region", name="Act")
        dock.get_by_label({"go": "Go", "no-go": "No-go"}[outcome], exact=True).check()
        if reason:
            dock.get_by_label("Reason; a no-go needs one").fill(reason)
        dock.get_by_role("button", name="Say it").click()
        self.saved()

    def looks(self) -> None:
        fits(self.page)
        is_sound(self.page)


@pytest.fixture
def weekend(tmp_path: Path) -> Iterator[Weekend]:
    server = Weekend.built(tmp_path, free_port("127.0.0.1", None))
    server.start()
    yield server
    server.end()


@pytest.fixture
def people(chromium: Browser, weekend: Weekend) -> Iterator[dict[str, Somebody]]:
    """Two at a desk, one of them in another country, and one with a phone."""
    contexts, found = [], {}
    for ref, width, zone in (("mira", 1280, "Europe/Berlin"), ("willem", 1280, "Asia/Kolkata"),
                             ("kim", 390, "Europe/Berlin")):  # fmt: skip
        context = chromium.new_context(
            base_url=f"http://127.0.0.1:{weekend.port}", viewport={"width": width, "height": 900}, timezone_id=zone,
            has_touch=width < 500, reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        found[ref] = Somebody(ref, context.new_page(), weekend)
    yield found
    for context in contexts:
        context.close()


@pytest.mark.requirement("CUT-06")
def test_a_weekend_in_which_everything_goes_wrong_loses_nothing_and_is_told_as_it_was(
    weekend: Weekend, people: dict[str, Somebody]
) -> None:
    mira, willem, kim = people["mira"], people["willem"], people["kim"]
    begins(mira)
    willem.board()
    kim.board(f"{RUN}?all=yes")
    works_together(mira, willem, kim)
    network_is_away(mira, willem, kim)
    server_is_killed(weekend, mira, willem, kim)
    clock_is_set(weekend, mira, willem)
    session_ends(weekend, kim)
    people_decide(mira, willem, kim)
    falls_behind(weekend, mira, willem)
    turns_back(mira, willem, kim)
    report = told(mira)
    for words in ("Extracts are complete", "Loads tie"):
        assert words in report
    stands(weekend, people)


def begins(mira: Somebody) -> None:
    """The lead opens the rehearsal and starts it."""
    page = mira.goes(RUNS)
    mira.looks()
    page.get_by_role("link", name="Open a run").first.click()
    mira.looks()
    page.get_by_label("Plan", exact=True).select_option("cutover")
    page.get_by_role("button", name="Open the run").click()
    page.wait_for_url(f"**{RUN}")
    page.get_by_role("button", name="Start the run").click()
    expect(page.locator("[data-mark]")).to_contain_text("Live")
    expect(page.locator("main")).to_contain_text("All 200 steps as a table")
    mira.looks()


def works_together(mira: Somebody, willem: Somebody, kim: Somebody) -> None:
    """What one enters the others see; three taps on the phone; the forecast is there."""
    willem.does("1", "4")
    for other in (mira, kim):
        other.sees("1", "verify", "now", "next", "done", "late", seconds=3)
    page = kim.opens("1")
    kim.offers("Add a word").get_by_label("Evidence").fill("The last message came at 17:58.")
    page.get_by_role("button", name="Verified, it worked").click()
    kim.saved()
    expect(page.locator(".fl-taps li.done")).to_have_count(3)
    kim.looks()
    expect(mira.page.locator(".fl-say")).to_contain_text("Finish between", timeout=20_000)
    expect(mira.page.locator('[data-part="top"]')).to_contain_text("until the latest rollback decision")
    willem.looks()


def network_is_away(mira: Somebody, willem: Somebody, kim: Somebody) -> None:
    """For a minute, from the one who does most. The others go on; he sees that he is behind, and what waits."""
    willem.page.context.set_offline(True)
    gone = time.monotonic()
    willem.presses("start 2", "start 3", "start 5")
    waiting = willem.page.locator("[data-queue] [data-state=pending]")
    expect(waiting).to_have_count(3)
    expect(willem.page.locator("[data-mark]")).to_contain_text("Behind", timeout=12_000)
    assert time.monotonic() - gone < 12
    mira.does("6", "7")
    kim.opens("8")
    kim.offers("Write a note").get_by_label("Note").fill("List 8 has 84 lines.")
    kim.page.get_by_role("button", name="Save the note").click()
    kim.saved()
    expect(willem.page.locator("[data-mark]")).not_to_contain_text("saved")
    mira.sees("2", "next")
    willem.looks()
    willem.page.wait_for_timeout(max(0, 1000 * (AWAY - (time.monotonic() - gone))))
    willem.page.context.set_offline(False)
    willem.saved()
    for ref in ("2", "3", "5"):
        mira.sees(ref, "now", "late")
    willem.sees("6", "", "done")


def server_is_killed(weekend: Weekend, mira: Somebody, willem: Somebody, kim: Somebody) -> None:
    """With SIGKILL, all of its processes, while three are at it; then it is started again."""
    kim.opens("9")
    willem.presses("finish 3")
    mira.presses("start 10")
    weekend.end(signal.SIGKILL)
    willem.presses("finish 2")
    mira.presses("start 11")
    kim.page.get_by_role("button", name="Start", exact=True).click()
    expect(willem.page.locator("[data-queue] [data-state]").first).to_be_visible()
    weekend.start_again()
    for one in (willem, mira):
        one.saved()
    # Kim verifies and does not do: what she pressed is refused with the reason, and is not lost from sight.
    refused = kim.page.locator("[data-queue] [data-state=refused]")
    expect(refused).to_contain_text("is done by Willem Oost", timeout=20_000)
    refused.get_by_role("button", name="Remove").click()
    for ref in ("10", "11"):
        willem.sees(ref, "now", "late")


def clock_is_set(weekend: Weekend, mira: Somebody, willem: Somebody) -> None:
    """Back by ten minutes while a step runs, and ahead again."""
    mira.presses("finish 10")
    mira.saved()
    willem.presses("start 12")
    willem.saved()
    weekend.sets_clock(-600)
    expect(mira.page.locator('[data-part="top"]')).to_contain_text("set back by 10 min", timeout=20_000)
    willem.presses("finish 12")
    willem.saved()
    page = willem.opens("12")
    expect(page.locator("main")).to_contain_text("before it began")
    willem.looks()
    mira.looks()
    weekend.sets_clock(0)
    expect(mira.page.locator('[data-part="top"]')).to_contain_text("set ahead by 10 min", timeout=20_000)
    willem.board()


def session_ends(weekend: Weekend, kim: Somebody) -> None:
    """While she types: she signs in again in the page by typing her password, and what she typed is sent once."""
    page = kim.opens("13")
    more = kim.offers("Write a note")
    more.get_by_label("Note").fill("61 of 84 lines are che")
    (key,) = (one["value"] for one in page.context.cookies() if one["name"].endswith("firstlight_session"))
    weekend.ends_session(key)
    # Only so much that she presses the button before the page has noticed: within four seconds it asks her to sign in.
    more.get_by_label("Note").press_sequentially("cked")
    page.get_by_role("button", name="Save the note").click()
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog.get_by_label("Password", exact=True)).to_be_visible()
    expect(page.locator("[data-queue] [data-state=pending]")).to_contain_text("61 of 84 lines are checked")
    kim.looks()
    dialog.get_by_label("Mail address").fill("kim@example.org")
    dialog.get_by_label("Password", exact=True).press_sequentially("not her password")
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(dialog.locator(".fl-banner, .fl-error")).to_be_visible()
    kim.signs_in(dialog)
    expect(dialog).to_be_hidden()
    kim.saved()
    expect(page.locator("main")).to_contain_text("61 of 84 lines are checked")


def people_decide(mira: Somebody, willem: Somebody, kim: Somebody) -> None:
    """At the first checkpoint: one is against it, the others are for it, and it is a go."""
    page = kim.opens("2")
    kim.offers("Add a word").get_by_label("Evidence").fill("The backup was read back.")
    page.get_by_role("button", name="Verified, it worked").click()
    kim.saved()
    willem.votes(FIRST, "no-go", "118 invoices are missing.")
    willem.looks()
    mira.votes(FIRST, "go")
    kim.votes(FIRST, "go")
    expect(mira.page.get_by_role("main")).to_contain_text("Willem Oost: No-go")
    more = mira.offers("Record the decision")
    more.get_by_label("Decision").select_option("go")
    more.get_by_label("Reason").fill("They are known, and come on Monday.")
    more.get_by_role("button", name="Record the decision").click()
    mira.saved()
    mira.board()
    willem.board()
    for one in (mira, willem):
        one.sees("21", "next", "late")


def falls_behind(weekend: Weekend, mira: Somebody, willem: Somebody) -> None:
    """A load takes far too long; an issue stops the other one; what was done on paper is entered."""
    top = mira.page.locator(".fl-say")
    expect(top).to_contain_text("Finish between", timeout=20_000)
    before = top.inner_text()
    willem.presses("start 21")
    willem.saved()
    weekend.sets_clock(1800)
    mira.sees("21", "late", seconds=30)
    expect(top).not_to_have_text(before, timeout=30_000)
    willem.does("22")
    willem.presses("finish 21")
    willem.saved()
    page = willem.opens("14")
    more = willem.offers("Enter from paper")
    today = page.evaluate(
        "new Date(Date.now() - 3600e3).toLocaleString('sv', {timeZone: 'Europe/Berlin'}).slice(0, 16)"
    )
    more.get_by_label("Began").fill(today.replace(" ", "T"))
    more.get_by_label("Ended").fill(today.replace(" ", "T"))
    page.get_by_role("button", name="Enter from paper").click()
    willem.saved()
    page = willem.opens("15")
    more = willem.offers("Report an issue that stops it")
    more.get_by_label("What went wrong, in a sentence").fill("The bank refuses our certificate")
    more.get_by_role("button", name="Report an issue that stops it").click()
    willem.saved()
    mira.sees("15", "blocked")


def turns_back(mira: Somebody, willem: Somebody, kim: Somebody) -> None:
    """At the second checkpoint, before it is too late; the way back is a run of its own, and is gone."""
    mira.looks()
    expect(mira.page.locator('[data-part="top"]')).to_contain_text("until the latest rollback decision")
    willem.votes(LAST, "no-go", "The totals are apart by 4 million.")
    kim.votes(LAST, "no-go", "So it is.")
    mira.votes(LAST, "go", "")
    more = mira.offers("Record the decision")
    more.get_by_label("Decision").select_option("rollback")
    more.get_by_label("Reason").fill("We are not done before the plant opens.")
    more.get_by_role("button", name="Record the decision").click()
    mira.saved()
    mira.looks()
    mira.page.reload()
    mira.page.get_by_role("button", name="Open the way back as a run").click()
    mira.page.wait_for_url(f"**{BACK}")
    mira.page.get_by_role("button", name="Start the run").click()
    expect(mira.page.locator("[data-mark]")).to_contain_text("Live")
    willem.board(BACK)
    willem.does("B1", "B2")
    mira.sees("B2", "done", "")
    mira.looks()
    for path, reason in ((BACK, ""), (RUN, "We went back.")):
        mira.board(path)
        more = mira.offers("Close the run")
        more.locator("textarea").fill(reason)
        more.get_by_role("button", name=re.compile("Close it")).click()
        expect(mira.page.get_by_role("main")).to_contain_text("This run was closed")


def told(mira: Somebody) -> str:
    """The report: what was decided by whom, what came late and why, what was written down later, and the clock."""
    page = mira.goes(f"{RUN}report/")
    mira.looks()
    words = " ".join(page.get_by_role("main").inner_text().split())
    for one in (
        "Closed before all was done: We went back.", "12 of 200", "not finished",
        "The clock of the server was set back by 10 min", "set ahead by 10 min", "set ahead by 30 min",
        "Willem Oost: No-go · 118 invoices are missing. Dissent", "They are known, and come on Monday.",
        "turn back · Mira Holt", "We are not done before the plant opens.", "Mira Holt: Go Dissent",
        "1 The bank refuses our certificate", "Stops 15",
    ):  # fmt: skip
        assert one in words, f"{one}\n{words}"
    assert "Load customers" in page.locator("section[aria-labelledby=drivers]").inner_text()
    assert "14 Work through list 14" in page.locator("section[aria-labelledby=late]").inner_text()
    return words


def stands(weekend: Weekend, people: dict[str, Somebody]) -> None:
    """Every acknowledged entry is in the ledger once, nothing else is, each one's in their order; it is whole."""
    ledger = [one for one in weekend.ledger() if one.action in SAID.values()]
    assert [one.sequence for one in ledger] == sorted(one.sequence for one in ledger)
    for somebody in people.values():
        assert set(somebody.tries.values()) == {1}, somebody.tries
        own = [(one.action, subject) for one in ledger if one.actor == somebody.name and (subject := subject_of(one))]
        assert own == somebody.acknowledged, somebody.name
    verified = weekend.command("ledger", "verify", "--project", SLUG)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def subject_of(one: Written) -> str:
    """The run and the step that an entry is about first; "" for what followed from another one."""
    run, _, rest = one.subject.partition("/")
    if one.action in (SAID["vote"], SAID["decide"]):
        return f"{run}/{rest.split('/')[0]}" if "/" in rest else ""
    if one.action == SAID["issue"]:
        return f"{run}/15" if one.after.get("title") else ""
    return one.subject
