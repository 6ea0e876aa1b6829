"""A cutover manager pastes the sheet in use today, and finds out what is wrong with it, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from firstlight.cutover.models import Task
from tests.browser.conftest import Opens, enter, found_by_axe, link_of
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_HEADINGS = ("No.", "Task", "Responsible", "Deputy", "Predecessors", "Duration", "System", "Start", "Validated by")
_PEOPLE = ("Mira Holt", "Jonas Feld", "Nadia Wolff", "Emil Strand", "Ada Unger", "Kim Park", "Sami Laine", "Cora Mees")
_PHASES = ("Freeze and extract", "Master data", "Open transactions", "Reconcile and accept", "Open the system")

#: Called with the name of what is seen and the page, by whoever wants to look at it.
Looks = Callable[[str, Page], None]


def sheet() -> str:
    """200 steps in five phases as somebody would copy them from Excel, with what is usually wrong in them."""
    rows = ["Cutover Northmere, version 7", "", "\t".join(_HEADINGS)]
    for number in range(1, 201):
        if number % 40 == 1:
            rows.append(f"\t{_PHASES[number // 40]}")
        owner, backup, check = (_PEOPLE[(number + more) % 8] for more in (0, 3, 5))
        before = "" if number == 1 else str(number - 1) if number % 7 else f"{max(1, number - 5)}FS+15m"
        length = ("15", "30m", "0,5 Std", "45 min", "1:00")[number % 5]
        start = "4.12.2026 18:00" if number == 1 else "daily" if number == 60 else ""
        title = ("Load records", "Go / no-go", "Check the totals", "Switch over")[number % 4] + f" {number}"
        cells = (number, title, "" if number % 50 == 0 else owner, "" if number % 18 == 0 else backup, before,
                 "300h" if number == 150 else length, "Finance", start, owner if number == 33 else check)  # fmt: skip
        rows.append("\t".join(map(str, cells)))
    return "\r\n".join(rows)


def journey(stage: Stage, opens: Opens, looks: Looks) -> None:
    """From the empty room to the plan that is known."""
    page = enter(opens(), link_of(stage, "cm"))
    slug = stage.project.slug
    page.goto(f"/p/{slug}/")
    page.get_by_role("list", name="Build and prove").get_by_role("link", name="Cutover").click()
    looks("empty", page)
    page.get_by_role("link", name="Paste your cutover sheet").click()
    page.get_by_role("textbox").last.fill(sheet())
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator("main")).to_contain_text("“daily” is not accepted; expected a date and time")
    looks("preview", page)
    page.get_by_role("button", name=re.compile("Apply 205 rows")).click()
    assert Task.objects.count() == 205
    page.goto(f"/p/{slug}/cutover/")
    expect(page.locator("main")).to_contain_text("Does not fit the window")
    expect(page.locator("main")).to_contain_text("4 steps have no owner.")
    looks("home", page)
    for address in (
        "findings/",
        "chart/",
        "graph/",
        "people/",
        "steps/",
        "rehearsals/",
        "rollback/",
        "forecast/",
        "checkpoints/",
    ):
        page.goto(f"/p/{slug}/cutover/{address}")
        looks(address.strip("/"), page)
    page.goto(f"/p/{slug}/cutover/chart/")
    page.get_by_role("link", name="Only what decides the end").click()
    expect(page.locator(".fl-chart ol li").first).to_be_visible()
    page.goto(f"/p/{slug}/cutover/steps/")
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("as Excel")).first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_sheet_of_200_rows_becomes_a_plan_with_findings_a_chart_and_a_file(stage: Stage, opens: Opens) -> None:
    found: list[str] = []
    journey(stage, opens, lambda name, page: found.extend(f"{name}: {one}" for one in found_by_axe(page)))
    assert found == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_the_cutover_suit_a_telephone(stage: Stage, opens: Opens, theme: str) -> None:
    from tests.cutover.conftest import Cutover, after

    cutover = Cutover(stage.project, stage.inside)
    cutover.add(
        {"ref": "1", "start": after(0)}, *({"ref": str(n), "predecessors": (str(n - 1),)} for n in range(2, 30))
    )
    page = enter(opens(390, theme), link_of(stage, "cm"))
    pages = (
        "",
        "findings/",
        "chart/",
        "graph/",
        "people/",
        "steps/",
        "rehearsals/",
        "rollback/",
        "forecast/",
        "checkpoints/",
    )
    for address in pages:
        page.goto(f"/p/{stage.project.slug}/cutover/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert found_by_axe(page) == [], address


_SMALL = """No.\tTask\tResponsible\tDeputy\tPredecessors\tDuration\tStart\tHow done
1\tStop the interfaces\tMira Holt\tJonas Feld\t\t1h\t4.12.2026 18:00\tSwitch them off
2\tLoad items\tNadia Wolff\tEmil Strand\t1\t4h\t\tRun the package
3\tLoad open invoices\tEmil Strand\tNadia Wolff\t2\t6h\t\tRun the package
4\tTie the totals\tAda Unger\tKim Park\t3\t2h\t\tCompare
5\tOpen the system\tKim Park\tAda Unger\t4\t1h\t\tLet people in"""
_BACK = """No.\tTask\tPlan\tResponsible\tDuration
B1\tOpen the old system again\tback\tMira Holt\t5h"""
_PLANS = "Ref\tPlan\tKind\nback\tWay back\tRollback"
_REHEARSALS = """Ref\tRehearsal\tStarted\tEnded\tOutcome
R1\tMock cutover 1\t2026-10-10 08:00\t2026-10-11 02:00\tExit criteria not met
R2\tMock cutover 2\t2026-11-07 08:00\t2026-11-08 00:00\tExit criteria met"""
#: Minutes that each step took in each rehearsal, one after the other.
_TOOK = {"R1": ("2026-10-10", (70, 330, 430, 150, 60)), "R2": ("2026-11-07", (65, 300, 400, 130, 60))}


def _times() -> str:
    """The times of both rehearsals, as they stand in a sheet."""
    rows = ["Rehearsal\tStep\tStarted\tEnded"]
    for ref, (day, minutes) in _TOOK.items():
        at = 8 * 60
        for step, taken in enumerate(minutes, 1):
            begun, at = at, at + taken
            rows.append("\t".join((ref, str(step), _clock(day, begun), _clock(day, at))))
    return "\n".join(rows)


def _clock(day: str, minutes: int) -> str:
    return f"{datetime.fromisoformat(day) + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"


def _paste(page: Page, slug: str, sheet: str, text: str, looks: Looks) -> None:
    page.goto(f"/p/{slug}/lists/{sheet}/import/")
    page.get_by_role("textbox").last.fill(text)
    page.get_by_role("button", name="Show what would change").click()
    looks(f"preview of {sheet}", page)
    page.get_by_role("button", name=re.compile(r"Apply \d+ row")).click()
    expect(page.locator("main")).to_be_visible()


def two_rehearsals(stage: Stage, opens: Opens, looks: Looks) -> None:
    """From the pasted plan by way of two rehearsals to how sure it is, and until when one can turn back."""
    from firstlight.cutover.forecasting import make_due

    page, slug = enter(opens(), link_of(stage, "cm")), stage.project.slug
    for sheet, text in (
        ("cutover.plans", _PLANS), ("cutover.tasks", _SMALL), ("cutover.tasks", _BACK),
        ("cutover.rehearsals", _REHEARSALS), ("cutover.timings", _times()),
    ):  # fmt: skip
        _paste(page, slug, sheet, text, looks)
    page.goto(f"/p/{slug}/cutover/rehearsals/")
    looks("rehearsals", page)
    before = page.get_by_role("button", name=re.compile("Take over")).count()
    assert before >= 3
    for _left in range(before):
        page.get_by_role("button", name=re.compile("Take over")).first.click()
        expect(page.locator("main")).to_contain_text("is planned with")
    expect(page.get_by_role("button", name=re.compile("Take over"))).to_have_count(0)
    assert Task.objects.get(ref="3").minutes == 410
    page.goto(f"/p/{slug}/cutover/forecast/")
    expect(page.locator("main")).to_contain_text("Not computed yet")
    assert make_due(lambda: stage.inside.now, "a-worker") == 1
    page.reload()
    for words in ("chance", "rehearsed: 5 steps", "What decides the end", "Load open invoices", "How this is computed",
                  "Latest decision to turn back"):  # fmt: skip
        expect(page.locator("main")).to_contain_text(words)
    looks("forecast", page)
    page.get_by_role("link", name="Why then?").click()
    expect(page.locator("main")).to_contain_text("Turn back by then, or not at all")
    looks("rollback", page)
    page.goto(f"/p/{slug}/cutover/")
    looks("cutover with its forecast", page)


def test_two_rehearsals_say_how_sure_the_plan_is_and_until_when_one_turns_back(stage: Stage, opens: Opens) -> None:
    found: list[str] = []
    two_rehearsals(stage, opens, lambda name, page: found.extend(f"{name}: {one}" for one in found_by_axe(page)))
    assert found == []


def test_arrow_keys_walk_along_the_links_of_the_graph(stage: Stage, opens: Opens) -> None:
    from tests.cutover.conftest import Cutover, after

    Cutover(stage.project, stage.inside).add(
        {"ref": "1", "start": after(0)}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3", "predecessors": ("1",)},
        {"ref": "4", "predecessors": ("2", "3")},
    )  # fmt: skip
    page = enter(opens(), link_of(stage, "cm"))
    page.goto(f"/p/{stage.project.slug}/cutover/graph/")
    assert found_by_axe(page) == []
    held = page.locator(".fl-graph a.box[tabindex='0']")
    expect(held).to_have_count(1)
    held.focus()
    keys = ("ArrowRight", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowLeft")
    for key, ref in zip(keys, ("2", "3", "4", "2", "1"), strict=True):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.ref") == ref, key
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"focus=1&around=2"))
    expect(page.locator(".fl-graph a.box[aria-current]")).to_have_attribute("data-ref", "1")
