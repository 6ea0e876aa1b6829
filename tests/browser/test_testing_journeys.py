"""Testing as people live it: a tester with a telephone, a provider with a link, a lead who asks what is missing."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from firstlight.dependencies.models import Dependency
from firstlight.testing.models import Run
from tests.browser.conftest import Opens, enter, link_of, looks
from tests.testing.load_files import jmeter_rows
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 390


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


@pytest.fixture
def crate(tmp_path: Path) -> Path:
    """A photo as a telephone takes it."""
    out = BytesIO()
    Image.new("RGB", (640, 480), "navy").save(out, "JPEG")
    (tmp_path / "crate.jpg").write_bytes(out.getvalue())
    return tmp_path / "crate.jpg"


@pytest.fixture
def tested(stage: Stage) -> Stage:
    """An acceptance test that runs, a tester, and three cases."""
    from firstlight.testing import actions, sheets
    from tests.testing.room import changed

    later = changed(sheets.CYCLES, stage.project, "UAT-1", end=stage.inside.now.date(), migrated_data=True)
    actions.change_cycles(stage.inside, stage.project, [later])
    stage.change(actions.change_testers, sheets.TESTERS,
                 {"ref": "T-1", "name": "Lena Brandt", "role": "Order clerk", "place": "Hanover", "device": "Tablet",
                  "mail": "lena.brandt@example.org"})  # fmt: skip
    titles = {"TC-7": "Confirm an order", "TC-8": "Weigh a crate", "TC-9": "Return with a deposit"}
    rows = [
        {"ref": ref, "title": title, "cycles": ("UAT-1",), "requirements": ("R-3",)} for ref, title in titles.items()
    ]
    stage.change(actions.change_cases, sheets.CASES, *rows)
    steps = [
        {"case": case, "number": number, "action": action, "expected": expected}
        for case in titles
        for number, action, expected in ((1, "Open the order.", "The order is shown."), (2, "Confirm it.", ""))
    ]
    stage.change(actions.change_steps, sheets.STEPS, *steps)
    return stage


def says(page: Page, step: int, word: str) -> None:
    """Press the word beside a step."""
    group = page.locator(f"input[name=step_{step}]").locator("xpath=ancestor::fieldset[1]")
    group.get_by_text(word, exact=True).click()


@pytest.mark.requirement("UAT-02", "UAT-03")
def test_a_tester_on_a_telephone_tries_three_cases_by_a_link_and_the_lead_sees_how_they_ended(
    tested: Stage, opens: Opens, link: str, crate: Path
) -> None:
    lead = enter(opens(), link)
    lead.goto("/p/wave-1/testing/cycles/UAT-1/testers/")
    looks(lead)
    lead.get_by_role("button", name="Make links for those chosen").click()
    given = path_of(lead.locator(".fl-made .fl-code").inner_text())
    looks(lead)

    phone = opens(PHONE)
    phone.goto(given)
    looks(phone)
    for title, ends in (
        ("Confirm an order", ("Passed", "Passed")),
        ("Weigh a crate", ("Passed", "Failed")),
        ("Return with a deposit", ("Blocked", "Blocked")),
    ):
        phone.get_by_role("link", name=re.compile(f"Try.*{title}")).click()
        looks(phone)
        for step, word in enumerate(ends, start=1):
            says(phone, step, word)
        if title == "Weigh a crate":
            phone.locator(".fl-step").nth(1).get_by_text("Say what happened").click()
            phone.get_by_label("What happened in step 2").fill("The weight stays at zero.")
            phone.get_by_label("What did you see?").fill("The scale shows 12 kg, the order 0 kg.")
            phone.locator("input[type=file]").set_input_files(crate)
        phone.get_by_role("button", name="Finish").click()
        expect(phone.get_by_role("status")).to_contain_text("It is kept")
    looks(phone)
    assert dict(Run.objects.values_list("case__ref", "outcome")) == {
        "TC-7": "passed", "TC-8": "failed", "TC-9": "blocked",
    }  # fmt: skip

    lead.goto("/p/wave-1/testing/cycles/UAT-1/testers/")
    expect(lead.get_by_role("row", name=re.compile("Lena Brandt"))).to_contain_text("2")
    lead.goto("/p/wave-1/testing/runs/")
    looks(lead)
    lead.get_by_role("link", name=re.compile("Weigh a crate")).first.click()
    looks(lead)
    main = lead.get_by_role("main")
    expect(main).to_contain_text("The scale shows 12 kg, the order 0 kg.")
    expect(main).to_contain_text("The weight stays at zero.")
    photo = main.get_by_role("link", name=re.compile("crate|photo", re.IGNORECASE)).first
    assert lead.request.get(photo.get_attribute("href") or "").ok
    lead.goto("/p/wave-1/testing/cycles/UAT-1/")
    expect(lead.get_by_role("main")).to_contain_text("TC-8 (Weigh a crate)")


def test_a_tester_who_forgets_a_step_is_told_which_and_keeps_what_was_typed(tested: Stage, opens: Opens) -> None:
    from tests.web.test_trying_pages import _links

    [given] = _links(tested, "T-1")
    phone = opens(360)
    phone.goto(f"{given}TC-9/")
    says(phone, 1, "Passed")
    phone.get_by_label("What did you see?").fill("The list was slow.")
    phone.get_by_role("button", name="Finish").click()
    expect(phone.get_by_role("main")).to_contain_text("still open: 2")
    expect(phone.get_by_label("What did you see?")).to_have_value("The list was slow.")
    looks(phone)


@pytest.mark.requirement("DEP-01")
def test_a_provider_moves_its_date_by_its_link_and_the_readiness_page_says_so(
    stage: Stage, opens: Opens, link: str
) -> None:
    Dependency.objects.filter(ref="D-1").update(promised=date(2026, 12, 4), contact="Jule Franke")
    lead = enter(opens(), link)
    lead.goto("/p/wave-1/dependencies/D-1/")
    lead.get_by_role("button", name=re.compile("link", re.IGNORECASE)).first.click()
    given = path_of(lead.locator("input[value*='/g/']").first.input_value())

    phone = opens(PHONE)
    phone.goto(given)
    looks(phone)
    phone.locator("label", has=phone.locator("input[value=moved]")).click()
    phone.locator("input[name=day]").fill("2026-12-10")
    phone.locator("textarea[name=note]").fill("The cradles are late.")
    phone.get_by_role("main").get_by_role("button").last.click()
    expect(phone.get_by_role("status")).to_contain_text("3 days after it is needed")
    looks(phone)

    lead.goto("/p/wave-1/readiness/")
    expect(lead.get_by_role("main")).to_contain_text("10 Dec 2026")
    looks(lead)


@pytest.mark.requirement("PRF-01", "PRF-02")
def test_files_of_two_load_tools_come_in_through_the_page_and_judge_the_criteria(
    stage: Stage, opens: Opens, link: str, tmp_path: Path
) -> None:
    from firstlight.testing import actions, sheets
    from tests.testing.test_load_k6 import POINTS

    stage.change(actions.change_cycles, sheets.CYCLES,
                 {"ref": "PERF-1", "title": "Load of the order desk", "kind": "performance", "environment": "PERF",
                  "environment_kind": "production-like", "start": date(2026, 10, 26),
                  "end": date(2026, 11, 6)})  # fmt: skip
    usual: dict[str, Any] = {"kind": "page-load", "unit": "s", "label": "order*"}
    stage.change(actions.change_criteria, sheets.CRITERIA,
                 {"ref": "PC-1", "title": "Orders open quickly", "target": Decimal(2), **usual},
                 {"ref": "PC-2", "title": "Orders open at once", "target": Decimal("0.3"), **usual})  # fmt: skip
    rows = jmeter_rows(*((3000 * place, 900, "order list", "true", 40) for place in range(120)))
    (tmp_path / "desk.jtl").write_text(rows)
    (tmp_path / "points.json").write_text("\n".join(POINTS))

    lead = enter(opens(), link)
    lead.goto("/p/wave-1/testing/performance/")
    looks(lead)
    for name in ("desk.jtl", "points.json"):
        lead.get_by_role("link", name="Bring in load results").first.click()
        looks(lead)
        lead.locator("input[type=file]").set_input_files(tmp_path / name)
        lead.locator("[name=cycle]").first.fill("PERF-1")
        lead.get_by_role("main").get_by_role("button").last.click()
        lead.goto("/p/wave-1/testing/performance/")
        expect(lead.get_by_role("main")).to_contain_text(name)
    main = lead.get_by_role("main")
    expect(main).to_contain_text("95 of 100 requests “order list” took up to 0.90 s")
    looks(lead)
    main.get_by_role("link", name="desk.jtl").click()
    looks(lead)


@pytest.mark.requirement("UAT-07")
def test_the_lead_goes_from_a_finding_to_why_the_cycle_is_not_complete_and_to_its_report(
    tested: Stage, opens: Opens, link: str
) -> None:
    lead = enter(opens(), link)
    lead.goto("/p/wave-1/testing/findings/report/?case=TC-8&cycle=UAT-1")
    looks(lead)
    lead.get_by_label("Finding").or_(lead.locator("[name=title]")).first.fill("The weight stays at zero")
    lead.locator("[name=severity]").first.select_option("critical")
    lead.get_by_role("button", name="Report finding").click()
    expect(lead.get_by_role("main")).to_contain_text("The weight stays at zero")
    looks(lead)
    lead.goto("/p/wave-1/testing/cycles/UAT-1/")
    expect(lead.get_by_role("heading", name="Why it is not complete")).to_be_visible()
    expect(lead.get_by_role("main")).to_contain_text("F-1 The weight stays at zero")
    looks(lead)
    with lead.expect_download() as kept:
        lead.get_by_role("link", name="Excel").click()
    assert kept.value.path().stat().st_size > 4000


@pytest.mark.requirement("UAT-01")
def test_the_coverage_page_names_its_holes_and_leads_to_them(tested: Stage, opens: Opens, link: str) -> None:
    for width in (1280, PHONE):
        page = enter(opens(width), link if width == 1280 else link_of(tested))
        page.goto("/p/wave-1/testing/coverage/")
        looks(page)
        expect(page.get_by_role("main")).to_contain_text("R-3")
        page.goto("/p/wave-1/testing/coverage/?hole=yes#requirements")
        looks(page)
        rows = page.locator("section[aria-labelledby=requirements] tbody tr")
        assert rows.count() >= 1
