"""The report and the messages of a run in a browser: in both themes, wide and narrow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from firstlight.reporting import run_messages, run_papers
from tests.browser.conftest import Opens, enter, is_sound, link_of
from tests.cutover.running import argued
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_report_and_the_messages_of_a_run_are_sound(stage: Stage, opens: Opens, settings: Any) -> None:
    made = argued(stage.cast)
    made.do("enter_late", "3", started=made.now - timedelta(minutes=40), ended=made.now - timedelta(minutes=10))
    run_papers.make_due(lambda: made.now, "worker")
    settings.MAIL_CONFIGURED = True
    run_messages.write_due(lambda: made.now, "worker")
    for width, theme in ((1280, "light"), (390, "dark")):
        page = enter(opens(width, theme), link_of(stage, "cm"))
        for part in ("report/", "messages/", "paper/", "anew/", "weekend/", ""):
            page.goto(f"/p/{stage.project.slug}/cutover/runs/{part and f'RUN-1/{part}'}")
            expect(page.locator("h1")).to_be_visible()
            is_sound(page)
