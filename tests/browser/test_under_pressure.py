"""People in a hurry: two at one row, a session that ends, a double click; another language, and paper."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Clock, Opens, enter, link_of
from tests.reporting.reading_back import pages_of
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROW = "/p/wave-1/lists/scope.requirements/row/?row=R-2"
STATEMENT = "Agreed line by line on Monday, with both owners in the room."
SIGN = "/p/wave-1/signatures/sign/scope/"


def _signed_in(stage: Stage, opens: Opens, ref: str = "pl", **more: Any) -> Page:
    return enter(opens(**more), link_of(stage, ref))


def test_two_people_at_one_row_see_both_words_field_by_field_and_choose(stage: Stage, opens: Opens) -> None:
    one, two = _signed_in(stage, opens), _signed_in(stage, opens, "pc")
    for page in (one, two):
        page.goto(ROW)
    one.get_by_label("Title", exact=True).fill("Invoice by piece")
    one.get_by_role("button", name="Save row").click()
    one.wait_for_url("**/requirements/**")
    two.get_by_label("Title", exact=True).fill("Invoice by crate")
    two.get_by_label("Owner (optional)", exact=True).fill("Paula Ortiz")
    two.get_by_role("button", name="Save row").click()
    clash = two.get_by_role("group", name="Title")
    expect(clash).to_contain_text("Invoice by piece")
    expect(clash).to_contain_text("Invoice by crate")
    expect(clash).to_contain_text("It was “Invoice by weight” when you opened it.")
    clash.get_by_label("Yours").check()
    two.get_by_role("button", name="Save row").click()
    two.wait_for_url("**/requirements/**")
    row = two.get_by_role("row", name="Invoice by crate")
    expect(row).to_contain_text("Paula Ortiz")


def test_a_session_that_ends_while_one_writes_loses_nothing(stage: Stage, opens: Opens) -> None:
    from django.contrib.sessions.models import Session

    page = _signed_in(stage, opens)
    page.goto("/p/wave-1/checks/support.transition/attest/")
    page.get_by_label("Met", exact=True).check()
    page.get_by_label("Statement").fill(STATEMENT)
    Session.objects.all().delete()
    page.get_by_role("button", name="Give word").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto(f"{link_of(stage)}?{page.url.partition('?')[2]}")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Give your word")
    expect(page.get_by_label("Statement")).to_have_value(STATEMENT)
    expect(page.get_by_text("What you had typed here before is back.")).to_be_visible()


def test_a_double_click_signs_once(stage: Stage, opens: Opens, clock: Clock) -> None:
    from firstlight.assurance.models import Signature

    clock.now += timedelta(minutes=1)  # the sponsor has signed once already, at the time of the stage
    before = Signature.objects.count()
    page = enter(opens(), link_of(stage, "es", clock.now))
    page.goto(SIGN)
    page.get_by_label("You sign for this").fill("This is what I expect to go live.")
    page.get_by_role("button", name="Sign this content").dblclick()
    expect(page.locator("main")).to_contain_text("You have signed.")
    assert Signature.objects.count() == before + 1


@pytest.mark.parametrize(("locale", "language", "word"), [("de-DE", "de", "Anmelden"), ("en-GB", "en", "Sign in")])
def test_pages_speak_the_language_that_the_browser_asks_for(
    stage: Stage, opens: Opens, locale: str, language: str, word: str
) -> None:
    page = opens(locale=locale)
    page.goto("/sign-in/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", level=1)).to_have_text(word)


def test_home_prints_on_two_sheets(stage: Stage, opens: Opens, tmp_path: Path) -> None:
    page = _signed_in(stage, opens)
    page.emulate_media(media="print")
    assert len(pages_of(page.pdf(format="A4"), tmp_path)) <= 2
