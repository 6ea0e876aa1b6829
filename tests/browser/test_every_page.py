"""Every page that has an address, in both themes and five widths: nothing that axe finds, nothing too wide, nothing
that the keyboard does not reach.

The pages are those of the permission matrix, so that a new page is looked at without being named here.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page, expect

from firstlight.intake import beside
from firstlight.intake.models import Offer
from firstlight.web.views import offers
from tests.browser.conftest import Opens, enter, found_by_axe
from tests.web.conftest import Stage
from tests.web.test_addresses import RULES, address_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Bytes that a first visit to a page may cost, and the scripts among them.
HEAVIEST = 200_000
HEAVIEST_SCRIPT = 60_000

#: Pages in a state of their own, besides each address as it is.
STATES = (
    "readiness/?status=unmet&q=scope", "readiness/?q=zebra", "checks/support.transition/",
    "checks/acceptance.requirements-tested/", "scope/processes/65.20.050/", "ledger/?actor=nobody", "checks/none/",
    "search/?q=weight", "search/?q=zebra",
)  # fmt: skip

#: The tests of this file share the pages evenly.
SHARES = 4


def _addresses(stage: Stage) -> list[str]:
    """Every address that answers the programme lead with a page."""
    client: Client = stage.client("pl")
    found = []
    for name, rule in RULES.items():
        if rule.get == 200:
            address = address_for(stage, name, rule)
            if client.get(address).headers["Content-Type"].startswith("text/html"):
                found.append(address)
    return [*found, *(f"/p/{stage.project.slug}/{one}" for one in STATES)]


def _unfolded(page: Page) -> None:
    """Unfold some of what unfolds, so that what is inside is looked at too. A hundred alike tell no more than four.

    Not the menus that float over the page: all at once they lie over what is below, which nobody sees.
    """
    page.evaluate(
        """() => {
          const all = [...document.querySelectorAll("main details")];
          const floats = (one) => getComputedStyle(one.children[1] ?? one).position === "absolute";
          for (const one of all.filter((one) => !floats(one)).slice(0, 4)) one.open = true;
        }"""
    )


#: What a mouse can press and the keyboard cannot reach, and what has the focus without showing it.
BEYOND_THE_KEYBOARD = """() => {
  const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && one.getClientRects().length;
  const told = (one) => `<${one.localName} class="${one.className}"> ${one.textContent.trim().slice(0, 40)}`;
  const reached = (one) => one.closest("a[href], button, summary, input, select, textarea, label, [tabindex='0']");
  const all = [...document.body.querySelectorAll("*")].filter(shown);
  const pressed = all.filter((one) => getComputedStyle(one).cursor === "pointer" && !reached(one));
  const control = "a[href], button, summary, input, select, textarea";
  // A name that only password managers read is no control.
  const controls = all.filter((one) => one.matches(control) && !one.disabled && one.autocomplete !== "username");
  const skipped = controls.filter((one) => one.tabIndex < 0 && one.type !== "radio" && !one.closest("[role=grid]"));
  const hidden = [...new Map(controls.map((one) => [one.localName + one.className, one])).values()].filter((one) => {
    one.focus();
    if (document.activeElement !== one) return false;
    const style = getComputedStyle(one);
    return style.outlineStyle === "none" && style.boxShadow === "none";
  });
  return [
    ...pressed.map((one) => `no key reaches ${told(one)}`),
    ...skipped.map((one) => `no tab stops at ${told(one)}`),
    ...hidden.map((one) => `the focus does not show on ${told(one)}`),
  ].slice(0, 8);
}"""


def _looked_at(page: Page) -> list[str]:
    """What is wrong with the page that is open. Themes and widths change under it, as they do for people."""
    wrong = []
    for unfold in (False, True):
        if unfold:
            _unfolded(page)
        for width in (1280, 1024, 768, 390, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"scrolls sideways at {width}{' when all is unfolded' if unfold else ''}")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        wrong += [f"{width}, light: {said}" for said in found_by_axe(page)]
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        wrong += [f"{width}, dark: {said}" for said in found_by_axe(page, only=["color-contrast"])]
    page.keyboard.press("Tab")
    wrong += page.evaluate(BEYOND_THE_KEYBOARD)
    if page.locator("h1").count() != 1:
        wrong.append(f"has {page.locator('h1').count()} first headings")
    return wrong


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_and_fits(stage: Stage, opens: Opens, link: str, share: int) -> None:
    stage.assess(timedelta(hours=1))
    page = opens(reduced_motion="reduce")
    wrong: list[str] = []
    if share == 0:
        for address in ("/sign-in/", link, "/sign-in/none/"):
            page.goto(address)
            wrong += [f"{address} {said}" for said in _looked_at(page)]
    enter(page, link)
    for address in _addresses(stage)[share::SHARES]:
        page.goto(address)
        wrong += [f"{address} {said}" for said in _looked_at(page)]
    assert not wrong, "\n".join(wrong)


def test_the_page_of_rows_that_are_under_way_is_too(
    stage: Stage, opens: Opens, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "APPLIED_AT_ONCE", 0)
    sent = SimpleUploadedFile("many.csv", b"Ref,What will be done\nA-7,Seven\n")
    address = stage.post("lists/assurance.actions/import/", file=sent).headers["Location"]
    stage.post(address.removeprefix(f"/p/{stage.project.slug}/"), do="apply")
    page = enter(opens(reduced_motion="reduce"), link)
    wrong = []
    for ago, words in ((0, "Look again"), (60, "Do it here at once")):
        Offer.objects.update(asked=stage.inside.now - timedelta(seconds=ago))
        page.goto(address)
        expect(page.get_by_text(words)).to_be_visible()
        wrong += [f"{words}: {said}" for said in _looked_at(page)]
    beside.do_due(lambda: stage.inside.now, "w1")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("is applied")
    wrong += _looked_at(page)
    assert not wrong, "\n".join(wrong)


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
