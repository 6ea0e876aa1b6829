"""Every page in both themes and two widths: nothing that axe finds, nothing that scrolls sideways, not too heavy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Opens, enter
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Bytes that a first visit to a page may cost, and the scripts among them.
HEAVIEST = 200_000
HEAVIEST_SCRIPT = 60_000

PAGES = (
    "", "readiness/", "readiness/?status=unmet&q=scope", "readiness/?q=zebra", "readiness/go-live-readiness/",
    "checks/scope.agreed/", "checks/scope.comparison/", "checks/acceptance.requirements-tested/",
    "scope/", "scope/processes/65.20.050/", "scope/requirements/", "scope/integrations/", "scope/parts/",
    "scope/rollouts/", "testing/", "testing/failing/", "testing/cases/", "dependencies/", "actions/",
    "packs/", "packs/go-live/", "packs/go-live/2026.1/", "ledger/", "ledger/?actor=nobody", "ledger/verify/",
    "assessments/", "assessments/2/", "assessments/1/compare/2/", "checks/none/",
)  # fmt: skip


def _found_by_axe(page: Page) -> list[str]:
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    results = Axe().run(page, options=rules).response
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]}" for one in results["violations"] for node in one["nodes"]
    ]


def _opened(page: Page) -> None:
    """Unfold some of what unfolds, so that what is inside is looked at too. A hundred alike tell no more than four."""
    page.evaluate("[...document.querySelectorAll('main details')].slice(0, 4).forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_fits(
    stage: Stage, opens: Opens, link: str, width: int, theme: str, tmp_path: Any
) -> None:
    stage.assess(timedelta(hours=1))
    page = opens(width, theme, reduced_motion="reduce")
    wrong: list[str] = []
    for address in ("/sign-in/", link, "/sign-in/none/"):
        page.goto(address)
        wrong += [f"{address} {said}" for said in _found_by_axe(page)]
    enter(page, link)
    for address in ("/projects/", *(f"/p/{stage.project.slug}/{one}" for one in PAGES)):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address} scrolls sideways")
        _opened(page)
        wrong += [f"{address} {said}" for said in _found_by_axe(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address} scrolls sideways when all is unfolded")
        assert page.locator("h1").count() == 1, address
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [320, 768, 1024])
def test_no_page_scrolls_sideways_at_other_widths(stage: Stage, opens: Opens, link: str, width: int) -> None:
    page = enter(opens(width), link)
    wide = []
    for address in PAGES:
        page.goto(f"/p/{stage.project.slug}/{address}")
        _opened(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert not wide


def test_a_first_visit_costs_little(stage: Stage, opens: Opens, link: str) -> None:
    door = opens()
    state = enter(door, link).context.storage_state()
    heavy = {}
    for address in ("", "readiness/", "checks/scope.agreed/", "scope/", "packs/go-live/", "ledger/", "assessments/2/"):
        page = opens(storage_state=state)
        sizes: list[tuple[str, int]] = []
        page.on("requestfinished", lambda one, found=sizes: found.append((one.url, one.sizes()["responseBodySize"])))
        page.goto(f"/p/{stage.project.slug}/{address}", wait_until="networkidle")
        total = sum(size for _, size in sizes)
        scripts = sum(size for url, size in sizes if url.endswith(".js"))
        assert scripts < HEAVIEST_SCRIPT, address
        heavy[address] = total
    over = {address: total for address, total in heavy.items() if total >= HEAVIEST}
    assert not over, heavy
