"""A run over time below its board: planned, done, late, blocked and expected, with a table that says the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cutover.running import Weekend, weekend
from tests.web.conftest import Stage
from tests.web.test_run_again import words

RUN = "cutover/runs/RUN-1/"


@pytest.fixture
def going(stage: Stage) -> Weekend:
    """By the clock of the page one step is over, one is late, one blocked, and others are to come."""
    made = weekend(
        stage.cast, {"ref": "1", "title": "Stop the interfaces", "area": "Interfaces", "verifier": ""},
        {"ref": "2", "title": "Load invoices", "area": "Data", "predecessors": ("1",)},
        {"ref": "3", "title": "Load stock", "area": "Warehouse", "predecessors": ("1",)},
        {"ref": "4", "title": "Data accepted", "kind": "checkpoint", "predecessors": ("2",), "deciders": ("Approver",)},
        {"ref": "5", "title": "Open the doors", "area": "Warehouse", "predecessors": ("4",)},
        started=False,
    )  # fmt: skip
    made.cutover.blackout(made.run.begins + timedelta(hours=4), made.run.begins + timedelta(hours=5))
    made.now -= timedelta(minutes=150)
    made.lead("reset_run")
    made.lead("start_run")
    made.done("1", minutes=50)
    made.do("start_step", "2")
    made.do("start_step", "3")
    made.after(20).do("block_step", "3", reason="No labels.")
    return made


def test_the_drawing_has_what_was_planned_and_what_became_of_it(stage: Stage, going: Weekend) -> None:
    part = stage.text(f"{RUN}weekend/?part=yes", "au")
    for kind in ("meant", "done", "late", "stuck", "plan"):
        assert f'class="{kind}"' in part, kind
    assert part.count('class="mark"') == 1
    assert 'class="shade"' in part
    assert ">now<" in part
    assert "<html" not in part
    assert len(part.encode()) < 20_000


def test_the_page_says_the_same_as_a_table(stage: Stage, going: Weekend) -> None:
    page = words(stage.text(f"{RUN}weekend/", "au"))
    assert "Interfaces 1 1 0 0" in page
    assert "Data 1 0 1 0" in page
    assert "Warehouse 2 0 0 1" in page
    assert "not known" in page
    assert "4 Data accepted planned" in page
    assert f"/{RUN}weekend/" in stage.text(RUN, "au")


def test_the_drawing_moves_with_the_run_and_is_kept_while_nothing_does(stage: Stage, going: Weekend) -> None:
    client, address = stage.client("au"), f"/p/{stage.project.slug}/{RUN}weekend/?part=yes"
    before = client.get(address).content
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).content == before
    assert len(asked) <= 8
    going.do("unblock_step", "3")
    assert b'class="stuck"' not in client.get(address).content


def test_nobody_from_outside_sees_it(stage: Stage, going: Weekend) -> None:
    for query in ("", "?part=yes"):
        assert stage.outsider().get(f"/p/{stage.project.slug}/{RUN}weekend/{query}").status_code == 404
