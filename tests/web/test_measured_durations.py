"""One rule says whether a chance rests on what was measured, and every page, the home and the check follow it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.cutover.rules.founding import Founding
from firstlight.cutover.rules.told import BackTold, DriverTold, Told, document_of, told_from
from firstlight.web.pages.forecast import FAIR, GOOD, drawn
from tests.conftest import NOW
from tests.cutover.conftest import Cutover, after
from tests.cutover.test_cutover_measures import read
from tests.packs.test_shipped_packs import pack
from tests.web.conftest import Stage


def _states(stage: Stage, cutover: Cutover) -> tuple[bool, bool, bool, bool]:
    """Whether the plan page, the forecast page, the home and the check say that it rests on what was measured."""
    cutover.forecast()
    plan, forecast, home = stage.text("cutover/"), stage.text("cutover/forecast/"), stage.text("")
    return (
        'class="fl-status is-met"' in plan.partition('id="outlook"')[2][:200],
        'class="fl-status is-met"' in forecast.partition('id="chance"')[2][:200],
        "Durations assumed, not measured" not in home,
        "assumed, not measured" not in read(cutover, "plan.fits").reasons[0],
    )


@pytest.mark.parametrize("how", ["rehearsed", "dry run"])
@pytest.mark.parametrize(("timed", "holds"), [(0, False), (1, False), (2, True), (4, True)])
def test_half_of_the_steps_timed_is_measured_everywhere(stage: Stage, how: str, timed: int, holds: bool) -> None:
    cutover = Cutover(stage.project, stage.inside)
    took = {"dry_run_minutes": 60} if how == "dry run" else {}
    cutover.add(*(
        {"ref": f"{n}", "start": after(n), **(took if n <= timed else {})} for n in range(1, 5)
    ))  # fmt: skip
    if timed and how == "rehearsed":
        cutover.rehearse("R1", {f"{n}": 60 for n in range(1, timed + 1)})
    assert set(_states(stage, cutover)) == {holds}


def test_pages_draw_a_chance_as_the_checklist_asks_for_it() -> None:
    fits = next(one for one in pack("go-live@2026.1").checks() if one.measure == "cutover.plan.fits")
    assert (fits.met, fits.partly) == (GOOD * 100, FAIR * 100)
    assert [drawn(one, founded=True) for one in (0.9, 0.89, 0.7, 0.69)] == ["met", "partly", "partly", "unmet"]
    assert drawn(1.0, founded=False) == "unknown"


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_what_was_never_timed_is_never_measured_and_all_timed_always(timed: int, more: int) -> None:
    assert not Founding(0, more).holds
    assert Founding(timed, timed).holds == (timed > 0)
    assert Founding(timed, timed + more).holds == (timed > 0 and timed >= more)


_at = st.none() | st.timedeltas(timedelta(), timedelta(days=9)).map(lambda span: NOW + span)


@given(_at, _at, st.none() | st.floats(0, 1), st.integers(0, 9000))
def test_what_is_kept_of_a_forecast_is_read_as_it_was(
    last: datetime | None, no_return: datetime | None, chance: float | None, minutes: int
) -> None:
    driver = DriverTold("1", 0.5, "assumed", minutes, minutes, None if chance is None else minutes, chance)
    told = Told(1000, chance, chance, (NOW,) * 7, {"assumed": 1}, (driver,), BackTold(last, no_return, minutes, 0.9))
    assert told_from(document_of(told)) == told


def test_the_check_reads_the_kept_forecast_and_runs_the_plan_only_where_that_is_older(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from firstlight.engines.scheduling.chance import simulate
    from firstlight.ledger.keeping import forget

    cutover = Cutover(stage.project, stage.inside)
    cutover.add({"ref": "1", "start": after(0), "dry_run_minutes": 60})
    run = read(cutover, "plan.fits")
    cutover.forecast()
    forget()
    times: list[str] = []

    def counted(*given: Any, **more: Any) -> Any:
        times.append("run")
        return simulate(*given, **more)

    monkeypatch.setattr("firstlight.cutover.rules.timing.simulate", counted)
    assert read(cutover, "plan.fits") == run
    assert times == []
    cutover.change("1", minutes=70 * 60, dry_run_minutes=70 * 60)
    assert read(cutover, "plan.fits").reasons[0].startswith("0 % of")
    assert times == ["run"]
