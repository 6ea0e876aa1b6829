"""The report and the messages of a run in a browser: in both themes, wide and narrow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from firstlight.reporting import run_messages, run_papers
from tests.browser.conftest import Opens, enter, is_sound, link_of
from tests.cutover.running import weekend
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_report_and_the_messages_of_a_run_are_sound(stage: Stage, opens: Opens, settings: Any) -> None:
    made = weekend(
        stage.cast, {"ref": "1", "title": "Load open invoices", "verifier": ""},
        {"ref": "2", "title": "Data accepted", "kind": "checkpoint", "predecessors": ("1",),
         "deciders": ("Executive sponsor", "Anna Prahl", "Cutover manager")},
        {"ref": "3", "title": "Open the gates", "predecessors": ("2",)}, {"ref": "4", "title": "Print labels"},
    )  # fmt: skip
    made.done("1", minutes=95)
    made.do("vote_at_checkpoint", "2", by="ap", outcome="no-go", reason="118 invoices are missing.")
    for by in ("es", "cm"):
        made.do("vote_at_checkpoint", "2", by=by, outcome="go")
    made.lead("decide_in_run", "2", outcome="go", reason="They are known.")
    made.do("raise_issue", title="23 scanners do not answer", owner="Kim Park")
    made.lead("skip_step", "4", reason="No labels today.")
    made.do("enter_late", "3", started=made.now - timedelta(minutes=40), ended=made.now - timedelta(minutes=10))
    run_papers.make_due(lambda: made.now, "worker")
    settings.MAIL_CONFIGURED = True
    run_messages.write_due(lambda: made.now, "worker")
    for width, theme in ((1280, "light"), (390, "dark")):
        page = enter(opens(width, theme), link_of(stage, "cm"))
        for part in ("report/", "messages/", ""):
            page.goto(f"/p/{stage.project.slug}/cutover/runs/{part and f'RUN-1/{part}'}")
            expect(page.locator("h1")).to_be_visible()
            is_sound(page)
