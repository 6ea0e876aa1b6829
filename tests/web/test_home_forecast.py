"""The home of a project says how likely the cutover ends in its window, from what the background loop keeps."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cutover.conftest import Cutover, after
from tests.web.conftest import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def cutover(stage: Stage) -> Cutover:
    """A plan of three steps, with room for each."""
    found = Cutover(stage.project, stage.inside)
    found.add(
        {"ref": "1", "start": after(0)}, {"ref": "2", "predecessors": ("1",)}, {"ref": "3", "predecessors": ("2",)}
    )
    return found


def make(cutover: Cutover) -> int:
    return cutover.forecast()


def test_a_forecast_is_made_once_and_again_when_the_plan_changes(stage: Stage, cutover: Cutover) -> None:
    from firstlight.cutover import forecasting

    assert forecasting.waits(cutover.context.now)
    assert make(cutover) == 1
    assert not forecasting.waits(cutover.context.now)
    cutover.plan(ref="back", title="Way back", kind="rollback")
    assert forecasting.waits(cutover.context.now)
    assert make(cutover) == 0, "a plan without steps changes nothing"
    assert not forecasting.waits(cutover.context.now)
    cutover.change("3", minutes=90)
    assert make(cutover) == 1


def test_while_nothing_was_measured_the_home_says_so_and_is_not_green(stage: Stage, cutover: Cutover) -> None:
    assert "of 3 steps were timed" not in stage.text("")
    make(cutover)
    page = stage.text("")
    assert "Durations assumed, not measured: 0 of 3 steps were timed." in page
    assert "More than 99 % chance" not in page


def test_the_home_says_how_likely_it_fits_and_until_when_one_can_turn_back(stage: Stage, cutover: Cutover) -> None:
    cutover.rehearse("R1", {"1": 60, "2": 62, "3": 58})
    cutover.plan(ref="back", title="Way back", kind="rollback")
    cutover.add({"ref": "R1", "plan": "back", "minutes": 300})
    make(cutover)
    page = stage.text("")
    assert "More than 99 % chance" in page
    assert "Latest decision to turn back" in page
    assert f'href="/p/{stage.project.slug}/cutover/"' in page
    cutover.add({"ref": "4", "predecessors": ("3",), "minutes": 80 * 60})
    assert "More than 99 % chance" in stage.text(""), "what is kept stands until the loop has been there"
    make(cutover)
    assert "Less than 1 % chance" in stage.text("")


def test_it_costs_the_home_no_query_more_and_nothing_is_computed(
    stage: Stage, cutover: Cutover, monkeypatch: pytest.MonkeyPatch
) -> None:
    from firstlight.cutover import queries

    def queries_of_home() -> int:
        browser = stage.client()
        address = f"/p/{stage.project.slug}/"
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    before = queries_of_home()
    make(cutover)
    monkeypatch.setattr(queries, "planned", lambda *given: pytest.fail("the home computes the plan"))
    assert queries_of_home() == before


def test_who_may_not_see_the_cutover_does_not_see_its_forecast(stage: Stage, cutover: Cutover) -> None:
    make(cutover)
    assert "were timed" in stage.text("")
    assert stage.outsider().get(f"/p/{stage.project.slug}/").status_code == 404
