"""What an address asks of a list may be anything: a page answers, and never with an error of its own."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from firstlight.kernel.sheets import sheets
from tests.web.conftest import Stage

NONSENSE = ("maybe", "-1", "99999999999999999999", "2026-02-30", "%00=1+1 😀")

PAGES = (
    "actions/", "people/", "testing/cases/", "testing/failing/", "dependencies/", "scope/requirements/",
    "scope/integrations/", "scope/parts/", "scope/rollouts/", "scope/delivered/items/", "readiness/", "ledger/",
    "groups/", "signatures/", "assessments/",
)  # fmt: skip


def _addresses() -> tuple[str, ...]:
    return (*PAGES, *(f"lists/{ref}/" for ref, _ in sheets.items()))


@pytest.mark.parametrize("address", _addresses())
def test_a_filter_takes_any_words(stage: Stage, address: str) -> None:
    browser, full = stage.client(), f"/p/{stage.project.slug}/{address}"
    page = browser.get(full)
    assert page.status_code == 200, address
    document = html.fromstring(page.content)
    links = [link for _, kind, link, _ in document.iterlinks() if kind == "href"]
    fields = {name for link in links for name in parse_qs(urlsplit(link).query)}
    fields |= {name for form in document.forms if form.method == "GET" for name in form.fields}
    for name in sorted(fields | {"sort", "page", "group", "q"}):
        for words in NONSENSE:
            assert browser.get(full, {name: words}).status_code == 200, (address, name, words)


def test_a_choice_that_there_is_not_finds_nothing(stage: Stage) -> None:
    assert "A-1" in stage.text("actions/")
    for asked in ("blocked=maybe", "state=nowhere", "mine=1e999"):
        text = stage.text(f"actions/?{asked}")
        assert "A-1" not in text, asked
