"""Real Chromium before the real program, on the project of the page tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web.conftest import (  # noqa: F401  (fixtures)
    Stage,
    _contexts_are_not_copied,
    _pages_are_looked_at_when_tests_play,
    bare,
    stage,
)

#: Where Chromium is; Playwright's own where none is named and none is installed.
CHROMIUM = os.environ.get("FIRSTLIGHT_CHROMIUM") or shutil.which("chromium")

Opens = Callable[..., Page]


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


def link_of(stage: Stage) -> str:  # noqa: F811
    """A new one-time link of the programme lead."""
    from firstlight.identity.actions import make_sign_in_link
    from firstlight.kernel.context import Context
    from firstlight.workspace.roles import INSTALLATION

    return f"/sign-in/{make_sign_in_link(Context(INSTALLATION, stage.inside.now), stage.cast.users['pl'])}/"


def enter(page: Page, link: str) -> Page:
    """Use the link."""
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/p/**")
    return page
