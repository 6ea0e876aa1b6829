"""A night in which the clocks of the cutover are set back, seen by somebody whose own zone is neither that nor UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from firstlight.web.live import boards
from tests.browser.conftest import Clock, Opens, enter, link_of, looks
from tests.cutover.running import Weekend, weekend
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: On 31 October 2027 it is 03:00 CEST in Berlin at 01:00 UTC, and the clocks go back to 02:00 CET.
BEGINS = datetime(2027, 10, 30, 23, 30, tzinfo=UTC)


def words(page: Page, where: str = "body") -> str:
    return " ".join(page.locator(where).inner_text().split())


def goes(page: Page, stage: Stage, part: str) -> Page:
    boards.newest.clear()
    page.goto(f"/p/{stage.project.slug}/cutover/runs/RUN-1/{part}")
    return page


def at(made: Weekend, clock: Clock, minutes: int) -> Weekend:
    """So many minutes after it began, on every clock."""
    made.now = BEGINS + timedelta(minutes=minutes)
    clock.now = made.now - made.cast.project.clock_offset
    return made


def test_where_the_clocks_are_set_back_each_time_is_right_in_both_zones_and_nothing_runs_backwards(
    stage: Stage, opens: Opens, clock: Clock
) -> None:
    made = weekend(
        stage.cast, {"ref": "1", "title": "Stop the interfaces", "minutes": 60, "verifier": ""},
        {"ref": "2", "title": "Load invoices", "minutes": 45, "verifier": "", "predecessors": ("1",)},
        {"ref": "3", "title": "Open the gates", "minutes": 30, "verifier": "", "predecessors": ("2",)}, started=False,
    )  # fmt: skip
    at(made, clock, 0).lead("start_run")
    made.do("start_step", "1")
    at(made, clock, 60).do("finish_step", "1")
    made.do("start_step", "2")
    at(made, clock, 100)

    island = enter(opens(1280, zone="Australia/Lord_Howe"), link_of(stage, "cm", clock.now))
    phone = enter(opens(390, "dark", zone="America/St_Johns"), link_of(stage, "wo", clock.now))
    for page, here, ends, then in (
        (island, "11:30 UTC+11:00", "Sun 12:15 UTC+11:00", "Sun 31 Oct, 12:10 your time (UTC+11:00)"),
        (phone, "22:00 NDT", "Sat 22:45 NDT", "Sat 30 Oct, 22:40 your time (NDT)"),
    ):
        goes(page, stage, "?all=yes")
        looks(page)
        row = words(page, "#s-2")
        assert "Sun 02:30 CEST – Sun 02:15 CET" in row
        assert f"from {here}" in row
        assert f"Sun 02:15 CET {ends}" in row
        expect(page.get_by_role("img", name="88 % of the expected time has passed")).to_be_visible()
        assert "Sun 02:15 CET – 02:45 CET" in words(page, "#s-3")
        assert "02:10 CET" in words(page, ".fl-bigclock")
        assert then.removeprefix("Sun 31 Oct, ") in words(page, "[data-part=top]")
        step = words(goes(page, stage, "steps/2/"), "main")
        assert "Started Sun 31 Oct, 02:30 CEST" in step
        assert "expected to end Sun 31 Oct, 02:15 CET" in step
        assert ends.partition(" ")[2].partition(" ")[0] in step
        looks(page)

    at(made, clock, 105).do("finish_step", "2")
    made.do("start_step", "3")
    at(made, clock, 135).do("finish_step", "3")
    for page, zone in ((island, "UTC+11:00"), (phone, "NDT")):
        goes(page, stage, "report/")
        looks(page)
        told = words(page, "main")
        assert "2 h 15 min" in told
        assert not re.search(r"[−-]\s?\d+ (min|h)\b", told), told
        assert told.count(zone) >= 7
        _in_order(page)
        shown = words(page, "section[aria-labelledby=steps]")
        assert "02:30 CEST" in shown
        assert "02:15 CET" in shown


def _in_order(page: Page) -> None:
    """The steps began one after the other, by what their times say to a program."""
    rows: list[list[str]] = page.locator("section[aria-labelledby=steps] tbody tr").evaluate_all(
        "all => all.map((row) => [...row.querySelectorAll('time')].map((one) => one.dateTime))"
    )
    assert len(rows) == 3
    for column in range(2):
        found = [datetime.fromisoformat(row[column]) for row in rows]
        assert found == sorted(found)
        assert found == [BEGINS + timedelta(minutes=minutes) for minutes in (0, 60, 105)]
