"""Real Chromium before the real program, on the project of the page tests."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.web.conftest import (  # noqa: F401  (fixtures)
    Stage,
    _contexts_are_not_copied,
    _pages_are_looked_at_when_tests_play,
    bare,
    stage,
)

#: Where Chromium is; Playwright's own where none is named and none is installed.
CHROMIUM = os.environ.get("FIRSTLIGHT_CHROMIUM") or shutil.which("chromium")

#: What the week itself is about; every other risk was settled before.
OF_THE_WEEK = ("acceptance.requirements-tested", "scope.business-language", "scope.agreed")

_EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Opens = Callable[..., Page]


def found_by_axe(page: Page, *, only: list[str] | None = None) -> list[str]:
    """What axe finds on the page that is open, as sentences."""
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": _EVERYTHING}
    results = Axe().run(page, options={"runOnly": run}).response
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]}" for one in results["violations"] for node in one["nodes"]
    ]


def fits(page: Page) -> int:
    """The page is no wider than its window, whose width is told."""
    page.wait_for_load_state()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    return width


def is_sound(page: Page) -> None:
    """Axe finds nothing on the page."""
    found = found_by_axe(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def looks(page: Page) -> None:
    """The page fits its window, and axe finds nothing on it."""
    fits(page)
    is_sound(page)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def opens(chromium: Browser, live_server: Any) -> Iterator[Opens]:
    """Opens a window of a size and theme; whatever the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(width: int = 1280, theme: str = "light", **more: Any) -> Page:
        context = chromium.new_context(
            base_url=more.pop("base_url", live_server.url),
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            timezone_id=more.pop("zone", "Europe/Berlin"),
            has_touch=width < 500,
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    expected = [said for said in complaints if "Failed to load resource" not in said]
    assert not expected


@pytest.fixture
def link(stage: Stage) -> str:  # noqa: F811
    """A one-time link of the programme lead."""
    return link_of(stage)


def link_of(stage: Stage, ref: str = "pl", now: datetime | None = None) -> str:  # noqa: F811
    """A new one-time link of one of the cast."""
    from firstlight.identity.actions import make_sign_in_link
    from firstlight.kernel.context import Context
    from firstlight.workspace.roles import INSTALLATION

    return f"/sign-in/{make_sign_in_link(Context(INSTALLATION, now or stage.inside.now), stage.cast.users[ref])}/"


def enter(page: Page, link: str) -> Page:
    """Use the link."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/p/**")
    return page


@dataclass
class Week:
    """A week of a project: its clock, and a window for each person, who signs in anew every day."""

    stage: Stage
    opened: Opens
    clock: Clock
    windows: dict[str, Page] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def begins(self, now: datetime) -> None:
        self.clock.now = now

    def next_day(self) -> None:
        self.passes(hours=24)

    def passes(self, **time: int) -> None:
        self.clock.now += timedelta(**time)

    def comes(self, ref: str) -> Page:
        """One of the cast signs in by a new link and stands on the home page; the sponsor has a telephone."""
        if ref not in self.windows:
            self.windows[ref] = self.opened(360 if ref == "es" else 1280, reduced_motion="reduce")
        page = self.windows[ref]
        self.passes(minutes=1)
        page.context.clear_cookies()
        page.goto(self.link(ref))
        self.looks(page)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        self.goes(page, "/p/wave-1/")
        return page

    def link(self, ref: str) -> str:
        """A one-time link of one of the cast."""
        return link_of(self.stage, ref, self.clock.now)

    def goes(self, page: Page, address: str) -> None:
        """By an address."""
        page.goto(address)
        self.looks(page)

    def opens(self, page: Page, name: str) -> None:
        """By the navigation, which a telephone has behind a button."""
        menu = page.get_by_role("button", name="Menu")
        if menu.is_visible():
            menu.click()
        page.get_by_role("navigation", name="Project").get_by_role("link", name=name, exact=True).click()
        self.looks(page)

    def looks(self, page: Page, heading: str = "") -> None:
        """The page has this heading, fits the window and, when it is met for the first time, axe finds nothing."""
        if heading:
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        width = fits(page)
        kind = re.sub(r"[0-9a-f-]{30,}|[A-Za-z0-9_-]{40,}|[0-9]+", "…", urlsplit(page.url).path) + f" {width}"
        if kind not in self.seen:
            self.seen.add(kind)
            is_sound(page)


@dataclass
class Clock:
    """The time that every face reads."""

    now: datetime


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Clock:
    """A clock that a test sets."""
    made = Clock(now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    return made


@pytest.fixture
def week(bare: Stage, opens: Opens, clock: Clock) -> Week:  # noqa: F811
    """A project whose other risks were settled in the weeks before, on the Friday before the week."""
    from firstlight.packs.actions import accept_risk
    from firstlight.readiness.queries import body_of

    bare.attest("po", "scope.agreed", "process-owner", statement="The process owners agree.")
    es, until = bare.cast.people["es"], clock.now + timedelta(days=60)
    for one in body_of(bare.assess())["reasons"]:
        if one["blocks"] and one["check"] not in OF_THE_WEEK:
            accept_risk(bare.cast.context("es"), check_ref=one["check"], reason="Settled in October.", person=es,
                        expires=until)  # fmt: skip
    lead = bare.cast.users["pl"]
    lead.may_add_projects = True
    lead.save(update_fields=["may_add_projects"])
    return Week(bare, opens, clock)
