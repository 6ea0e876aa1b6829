"""The project lead gives the slides a template of the house, in a real browser."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.browser.conftest import Opens, enter, found_by_axe
from tests.reporting.test_own_template import template
from tests.web.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def _choose(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("Presentation").set_input_files({"name": name, "mimeType": _PPTX, "buffer": data})
    page.get_by_role("button", name="Use this template").click()


@pytest.mark.requirement("RDY-12")
def test_a_bad_file_is_explained_and_a_good_one_is_used_by_the_next_pack(stage: Stage, opens: Opens, link: str) -> None:
    page = enter(opens(), link)
    page.goto("/p/wave-1/settings/")
    page.get_by_role("link", name="Use a PowerPoint template of your own").click()
    _choose(page, "House.pptx", b"no presentation")
    expect(page.get_by_text("it is no .pptx, or it is damaged")).to_be_visible()
    assert not found_by_axe(page)
    _choose(page, "House.pptx", template(10.0))
    expect(page.get_by_text("Slides are drawn into this template from now on.")).to_be_visible()
    expect(page.get_by_role("link", name="House.pptx")).to_be_visible()
    assert not found_by_axe(page)
    page.goto("/p/wave-1/assessments/2/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Decision pack as PowerPoint").click()
    made = Presentation(BytesIO(coming.value.path().read_bytes()))
    assert made.slide_width == Presentation(BytesIO(template(10.0))).slide_width
