"""One week of a project, from its scope to its decision, and the same verdict elsewhere.

A project lead, an approver, a partner and a sponsor on a telephone act through pages alone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Week
from tests.reporting.reading_back import slides_of, words_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCOPE = "Ref\tTitle\tKind\tPriority\n" + "\n".join(
    (
        "R-1\tTake an order with a deposit\tFunctional\tMust",
        "R-2\tInvoice by weight\tRegulatory\tMust",
        "R-3\tPrint a label per crate\tFunctional\tShould",
    )
)
#: What is measured to be unmet, and what the process owner vouches for.
TESTED, UNDERSTOOD = (
    "Each requirement in scope has passed a test",
    "Business stakeholders understand the scope in their own words",
)
DISSENT = "A third of the night shift has never held a scanner."
CONDITIONS = ("The night shift is trained", "The bank has confirmed the new file")


@pytest.mark.requirement("RDY-05", "RDY-06", "SCO-01")
def test_one_week_from_the_scope_to_the_decision_and_the_same_verdict_elsewhere(week: Week) -> None:
    the_lead_brings_the_scope_in_and_the_partner_answers_a_review(week)
    the_process_owner_vouches_and_the_sponsor_signs_on_a_telephone(week)
    the_partner_changes_what_was_signed_and_mitigates(week)
    they_meet_and_decide_with_two_conditions_and_one_dissent(week)
    the_lead_sends_the_slides_and_the_same_verdict_is_found_elsewhere(week)


def the_lead_brings_the_scope_in_and_the_partner_answers_a_review(week: Week) -> None:
    """Monday."""
    week.begins(datetime(2026, 11, 23, 8, tzinfo=UTC))
    lead = week.comes("pl")
    week.opens(lead, "Scope")
    lead.get_by_role("link", name="requirements in scope").click()
    week.looks(lead, "Requirements")
    lead.get_by_role("link", name="Import or paste rows").click()
    week.looks(lead, "Import into requirements")
    lead.get_by_label("Or rows pasted from Excel").fill(SCOPE)
    lead.get_by_role("button", name="Show what would change").click()
    week.looks(lead)
    lead.get_by_role("button", name="Apply 3 rows").click()
    week.looks(lead, "Requirements")
    expect(lead.get_by_role("row", name="Invoice by weight")).to_be_visible()
    _judges(week, lead)
    week.opens(lead, "Reviews")
    lead.get_by_label("What is reviewed").fill("Before the cutover")
    lead.get_by_label("Questions").select_option(label="Solution blueprint review, 2026.1")
    lead.get_by_label("Day of the review").fill("2026-11-27")
    lead.get_by_label("Anna Prahl, Finance director").check()
    lead.get_by_role("button", name="Plan review").click()
    week.looks(lead, "Before the cutover")
    lead.get_by_role("button", name="Begin to discover").click()

    partner = week.comes("pc")
    week.opens(partner, "Reviews")
    partner.get_by_role("link", name="Before the cutover").click()
    partner.locator("#sections").locator("xpath=../..").get_by_role("link").first.click()
    week.looks(partner)
    partner.locator(".fl-questions textarea:visible").first.fill("Order to cash, procure to pay")
    partner.get_by_role("button", name="Save section").click()
    week.looks(partner, "Before the cutover")
    expect(partner.locator("main")).to_contain_text("is saved")


def the_process_owner_vouches_and_the_sponsor_signs_on_a_telephone(week: Week) -> None:
    """Tuesday."""
    week.next_day()
    owner = week.comes("po")
    more = owner.locator("section[aria-labelledby=waits] summary")
    if more.count():
        more.click()
    _waits(owner, "checks/scope.business-language/attest/").click()
    week.looks(owner, "Give your word")
    owner.get_by_label("Met", exact=True).check()
    owner.get_by_label("Statement").fill("All process owners said yes on Monday.")
    minutes = {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"Everybody said yes."}
    owner.get_by_label("Evidence").first.set_input_files(files=[minutes])
    owner.get_by_role("button", name="Give word").click()
    week.looks(owner, UNDERSTOOD)
    expect(owner.locator("main")).to_contain_text("All process owners said yes on Monday.")

    lead = week.comes("pl")
    week.opens(lead, "Signatures")
    lead.get_by_role("link", name="Ask for signatures").click()
    week.looks(lead, "Ask for signatures")
    lead.get_by_label("What is to be signed").select_option("scope")
    lead.get_by_label("What it is for").fill("For the steering committee on Thursday")
    lead.get_by_role("group", name="Who signs first").get_by_label("Emil Strand").check()
    lead.get_by_role("button", name="Ask for signatures").click()
    week.looks(lead, "Signatures")

    sponsor = week.comes("es")
    week.passes(minutes=10)
    _waits(sponsor, "signatures/sign/scope/").click()
    _shows_who_they_are(week, sponsor, "es")
    week.looks(sponsor, "Check what you sign")
    expect(sponsor.locator(".fl-signed-content")).to_contain_text("Invoice by weight")
    sponsor.get_by_label("You sign for this").fill("This is what I expect to go live.")
    sponsor.get_by_role("button", name="Sign this content").click()
    week.looks(sponsor, "Signatures")
    expect(sponsor.locator("main")).to_contain_text("You have signed")


def the_partner_changes_what_was_signed_and_mitigates(week: Week) -> None:
    """Wednesday."""
    week.next_day()
    partner = week.comes("pc")
    week.opens(partner, "Scope")
    partner.get_by_role("link", name="requirements in scope").click()
    partner.get_by_role("row", name="Invoice by weight").get_by_role("link", name="Edit").click()
    week.looks(partner, "Change R-2")
    partner.get_by_label("Title", exact=True).fill("Invoice by weight and by piece")
    partner.get_by_role("button", name="Save row").click()
    week.looks(partner, "Requirements")
    _judges(week, partner)
    partner.get_by_role("link", name=TESTED).first.click()
    week.looks(partner, TESTED)
    partner.get_by_role("link", name="Add a mitigation").click()
    week.looks(partner, "Add a mitigation")
    partner.get_by_label("What will be done").fill("Test the three requirements on Friday")
    partner.get_by_label("Owner").select_option("Willem Oost")
    partner.get_by_label("Due").fill("2026-11-27")
    partner.get_by_role("button", name="Add mitigation").click()
    week.looks(partner, TESTED)
    expect(partner.locator("main")).to_contain_text("Test the three requirements on Friday")

    sponsor = week.comes("es")
    expect(sponsor.locator("main")).to_contain_text("1 thing has changed since")
    _waits(sponsor, "signatures/sign/scope/").click()
    week.looks(sponsor, "Check what you sign")
    expect(sponsor.locator(".fl-diff")).to_contain_text("by piece")


def they_meet_and_decide_with_two_conditions_and_one_dissent(week: Week) -> None:
    """Thursday."""
    week.next_day()
    lead = week.comes("pl")
    week.opens(lead, "Decisions")
    lead.get_by_label("Meeting").fill("2026-11-26T14:00")
    lead.get_by_label("Who presides").select_option(label="Emil Strand")
    lead.get_by_role("button", name="Prepare decision").click()
    week.looks(lead)
    lead.get_by_role("button", name="Open the meeting").click()
    week.looks(lead)
    for text in CONDITIONS:
        lead.get_by_text("Set a condition").click()
        lead.get_by_label("What has to be so").fill(text)
        lead.get_by_label("Owner").fill("Cora Mees")
        lead.get_by_label("Due").fill("2026-12-03")
        lead.get_by_role("button", name="Set condition").click()
        expect(lead.locator("main")).to_contain_text("The condition is set.")
    _votes(week, lead, "Conditional go", "Both conditions are in hand.")

    approver = week.comes("ap")
    approver.get_by_role("link", name="Go or no-go before cutover", exact=True).click()
    _votes(week, approver, "No-go", "One more week costs less.")
    approver.locator("summary", has_text="Record dissent").click()
    approver.get_by_label("Your dissent").fill(DISSENT)
    approver.get_by_role("button", name="Record dissent").click()
    expect(approver.locator(".fl-dissent")).to_contain_text(DISSENT)
    _the_sponsor_decides(week)


def _the_sponsor_decides(week: Week) -> None:
    sponsor = week.comes("es")
    sponsor.get_by_role("link", name="Go or no-go before cutover", exact=True).click()
    week.looks(sponsor)
    in_the_way = sponsor.get_by_role("link", name="Accept the risk")
    for left in range(in_the_way.count(), 0, -1):
        expect(in_the_way).to_have_count(left)
        in_the_way.first.click()
        week.looks(sponsor, "Accept a risk")
        sponsor.get_by_label("Why it can be borne").fill("The tests run on Friday and nobody invoices before Monday.")
        sponsor.get_by_label("Until the end of").fill("2026-12-06")
        sponsor.get_by_role("button", name="Accept risk").click()
        week.looks(sponsor)
    expect(in_the_way).to_have_count(0)
    _votes(week, sponsor, "Conditional go", "We can bear it.")
    sponsor.get_by_role("link", name="Decide").last.click()
    week.looks(sponsor)
    sponsor.get_by_label("Conditional go").check()
    sponsor.get_by_label("In your words").fill("We go when both conditions are fulfilled.")
    sponsor.get_by_role("button", name="Close the decision").click()
    week.looks(sponsor, "Conditional go")
    for said in (*CONDITIONS, DISSENT):
        expect(sponsor.locator("main")).to_contain_text(said)


def the_lead_sends_the_slides_and_the_same_verdict_is_found_elsewhere(week: Week) -> None:
    """Friday."""
    week.next_day()
    lead = week.comes("pl")
    _judges(week, lead)
    slides = _words_of_slides(_taken(lead, "Decision pack as PowerPoint"))
    missing = [said for said in ("Conditional go", "dissent: Anna Prahl", *CONDITIONS) if said not in slides]
    assert not missing
    here = _why(lead)
    week.opens(lead, "Files")
    taken = _taken(lead, "Download the project folder")
    week.goes(lead, "/projects/")
    lead.get_by_role("link", name="New project").click()
    week.looks(lead, "New project")
    lead.get_by_label("Project folder", exact=True).set_input_files(files=[_named(taken)])
    lead.get_by_role("button", name="Look at the folder").click()
    week.looks(lead, "Wave 1")
    lead.get_by_role("button", name="Make it a project").click()
    week.looks(lead, "Conditional go")
    assert "/p/wave-1/" not in lead.url
    _judges(week, lead)
    assert _why(lead) == here
    lead.get_by_role("link", name="Compare with assessment").click()
    week.looks(lead)
    expect(lead.get_by_role("heading", name="Nothing changed")).to_be_visible()
    week.opens(lead, "Files")
    lead.get_by_label("Project folder", exact=True).set_input_files(files=[_named(taken)])
    lead.get_by_role("button", name="Look at what it changes").click()
    week.looks(lead, "What this folder would change")
    expect(lead.locator("main")).to_contain_text("The project says already all that this folder says.")


def _judges(week: Week, page: Page) -> None:
    week.passes(minutes=1)
    week.opens(page, "Home")
    page.get_by_role("button", name="Judge").click()
    week.looks(page)


def _waits(page: Page, address: str) -> Locator:
    """What waits for who looks at their home page, by where it is done."""
    return page.locator(f"section[aria-labelledby=waits] a[href*='{address}']").first


def _votes(week: Week, page: Page, word: str, why: str) -> None:
    page.get_by_role("link", name="Vote", exact=True).click()
    week.looks(page)
    page.get_by_label(word, exact=True).check()
    page.get_by_label("In your words").fill(why)
    page.get_by_role("button", name="Cast vote").click()
    week.looks(page)
    expect(page.locator("main")).to_contain_text(f"Your vote is counted: {word}.")


def _shows_who_they_are(week: Week, page: Page, ref: str) -> None:
    """More than five minutes have passed since the link was used: a new one, and on where one was going."""
    week.looks(page, "Confirm that it is you")
    going = page.url.partition("next=")[2]
    page.get_by_role("button", name="Sign in again").click()
    page.goto(f"{week.link(ref)}?next={going}")
    page.get_by_role("button", name="Sign in").click()


def _taken(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    return Path(download.value.path()).read_bytes()


def _named(folder: bytes) -> dict[str, object]:
    return {"name": "wave-1.zip", "mimeType": "application/zip", "buffer": folder}


def _words_of_slides(data: bytes) -> str:
    return "\n".join(words_on(slide) for slide in slides_of(data))


def _why(page: Page) -> list[str]:
    """The verdict and its reasons as the page of the newest assessment says them."""
    page.locator(".fl-verdict").get_by_role("link", name=re.compile(r"^assessment \d+$")).click()
    page.wait_for_url("**/assessments/*/")
    found = [page.get_by_role("heading", level=1).inner_text(), page.locator(".fl-verdict .lede").inner_text()]
    return found + page.locator(".fl-reasons > li").all_inner_texts()
