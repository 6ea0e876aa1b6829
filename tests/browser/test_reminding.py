"""Asking for a signature and reminding of it where there is no mail server, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opens, enter, found_by_axe
from tests.web.conftest import Stage
from tests.web.test_signing_pages import asked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("RDY-07")
def test_the_words_are_there_to_copy_and_a_note_says_who_reminded(stage: Stage, opens: Opens, link: str) -> None:
    asked(stage)
    page = enter(opens(width=390), link)
    page.goto("/p/wave-1/signatures/")
    page.get_by_role("link", name="Remind").click()
    expect(page.get_by_text("No mail server is set up here")).to_be_visible()
    assert "/p/wave-1/signatures/sign/scope/" in page.get_by_label("Text").input_value()
    assert (page.get_by_role("link", name="Open in my mail program").get_attribute("href") or "").startswith("mailto:")
    assert not found_by_axe(page)
    page.get_by_role("button", name="Note that I reminded them").click()
    expect(page.get_by_text("It is noted that you reminded")).to_be_visible()
    expect(page.get_by_text("reminded once, last")).to_be_visible()
    assert not found_by_axe(page)
