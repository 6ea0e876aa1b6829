"""What the board, the page of a step and the report say in few words, and whose time they say it in."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from firstlight.cutover.live.structure import Held
from firstlight.web.live.fragments import waits
from tests.cutover.running import argued, weekend
from tests.web.conftest import Stage

RUN = "cutover/runs/RUN-1/"


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ((("checkpoint", "60"), ("step", "60")), "the go at checkpoint 60"),
        ((("checkpoint", "60"), ("step", "61")), "the go at checkpoint 60, step 61"),
        ((("step", "1"), ("step", "2"), ("step", "3")), "step 1, step 2, step 3"),
        ((("step", "1"), ("step", "2"), ("step", "3"), ("verification", "4"), ("step", "5")),
         "step 1, step 2, step 3, and 2 more"),
    ],
)  # fmt: skip
def test_what_a_step_waits_for_is_named_once_and_the_rest_is_counted(held: Any, said: str) -> None:
    assert waits(Held(*one) for one in held) == said


def test_a_step_that_nobody_has_to_verify_is_done_and_asks_for_nothing_more(stage: Stage) -> None:
    made = weekend(stage.cast, {"ref": "1", "verifier": ""}, {"ref": "2", "verifier": "Kim Park"})
    made.done("1", "2", minutes=5)
    for ref, state, main in (("1", "Done", "Back to my steps"), ("2", "To verify", "Verified, it worked")):
        page = stage.text(f"{RUN}steps/{ref}/", "pc")
        assert "Done or skipped" not in plain(page)
        assert re.search(rf"</h1>.*?{state}.*?1 Started", plain(page.replace("</h1>", " &lt;/h1> "))), ref
        assert main in plain(page.split('data-fresh="dock"')[1])


def test_an_issue_without_steps_begins_its_line_with_its_owner(stage: Stage) -> None:
    made = weekend(stage.cast, {"ref": "1"})
    made.do("raise_issue", title="The scanners do not answer", owner="Kim Park")
    assert "1 The scanners do not answer Kim Park" in plain(stage.text(RUN, "wo"))


def test_the_pages_of_a_run_say_each_time_in_both_zones(stage: Stage) -> None:
    made = argued(stage.cast)
    made.do("enter_late", "3", started=made.now - timedelta(minutes=40), ended=made.now - timedelta(minutes=10))
    browser = stage.client("wo")
    for zone, name in (("Asia/Kolkata", "IST"), ("America/St_Johns", "NST")):
        browser.cookies["fl-zone"] = zone
        for part, least in (("report/", 9), ("weekend/", 4), ("issues/", 1), ("", 1), ("../", 1)):
            page = plain(browser.get(f"/p/{stage.project.slug}/{RUN}{part}".replace("RUN-1/../", "")).content.decode())
            assert len(re.findall(rf"\d\d:\d\d (?:your time \()?{name}", page)) >= least, (part, zone)
