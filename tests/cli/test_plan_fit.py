"""How likely a plan ends in its window, on the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cutover.mspdi_files import elements, link, project, task

WINDOW = "2026-12-04T18:00+00:00/2026-12-05T09:00+00:00"


def _estimated(*hours: int) -> str:
    return "".join(
        f"<ExtendedAttribute>{elements(FieldID=188743783 + at, Value=f'PT{hour}H0M0S')}</ExtendedAttribute>"
        for at, hour in enumerate(hours)
    )


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A night: stop, load with an estimate, check; labels on the side."""
    path = tmp_path / "cutover.xml"
    path.write_bytes(
        project(
            task(1, "Stop interfaces", 2),
            task(2, "Load", 8, link(1) + _estimated(6, 8, 16)),
            task(3, "Print labels", 1, link(1)),
            task(4, "Check", 2, link(2), link(3)),
        )
    )
    return path


def test_a_plan_tells_its_chance_and_what_decides_it(firstlight: Run, plan: Path) -> None:
    answer = firstlight("plan", "fit", plan, "--window", WINDOW, "--json")
    told = answer.document
    assert (answer.code, answer.err) == (0, "")
    assert told["schema"] == "firstlight/plan-fit/1"
    times = [datetime.fromisoformat(told["finish"][name]) for name in ("p10", "p50", "p90")]
    assert times == sorted(times)
    assert 0.8 < told["probability"] < 0.99
    assert told["drivers"][0]["task"] == "2"
    assert told["drivers"][0]["share"] > 0.8
    assert told["drivers"][0]["an_hour_less"]["minutes_sooner"] == pytest.approx(60, abs=1)
    assert told["drivers"][0]["an_hour_less"]["probability_gained"] > 0
    assert told["latest_rollback_decision"] is None
    again = firstlight("plan", "fit", plan, "--window", WINDOW, "--json")
    assert again.document == told


def test_rehearsals_move_the_chance(firstlight: Run, plan: Path, tmp_path: Path) -> None:
    times = tmp_path / "rehearsal.csv"
    times.write_text(
        "Task,Start,End\n2,2026-11-07 18:00,2026-11-08 10:00\nStop interfaces,2026-11-07 16:00,2026-11-07 18:00\n"
    )
    before = firstlight("plan", "fit", plan, "--window", WINDOW, "--json").document
    after = firstlight("plan", "fit", plan, "--window", WINDOW, "--rehearsal", times, "--json").document
    assert after["probability"] < before["probability"] - 0.2
    assert after["rehearsed"] == ["1", "2"]
    done = tmp_path / "rehearsal.xml"
    dates = {"ActualStart": "2026-11-07T18:00:00", "ActualFinish": "2026-11-08T10:00:00", "PercentComplete": 100}
    done.write_bytes(project(task(2, "Load", 16, **dates), StartDate="2026-11-07T18:00:00"))
    assert firstlight("plan", "fit", plan, "--window", WINDOW, "--rehearsal", done, "--json").document["rehearsed"] == [
        "2"
    ]


def test_the_latest_moment_to_go_back_is_told(firstlight: Run, plan: Path) -> None:
    told = firstlight("plan", "fit", plan, "--window", WINDOW, "--rollback", "2h,3h,4h", "--json").document
    decision = datetime.fromisoformat(told["latest_rollback_decision"])
    end = datetime.fromisoformat(told["window"]["end"])
    assert 3 * 3600 < (end - decision).total_seconds() < 4 * 3600
    assert told["rollback"]["confidence"] == 0.9
    people = firstlight("plan", "fit", plan, "--window", WINDOW, "--rollback", "2h,3h,4h")
    assert "Decide on going back by Sat 5 Dec 2026, 05:" in people.out
    assert "3 tasks were never measured and have no estimate; taken from 80% to 150%" in people.out


def test_what_cannot_be_used_is_named(firstlight: Run, plan: Path, tmp_path: Path) -> None:
    assert "is not a time with an offset" in firstlight("plan", "fit", plan, "--window", "tonight").err
    backwards = "2026-12-05T09:00+00:00/2026-12-04T18:00+00:00"
    assert "the window ends at" in firstlight("plan", "fit", plan, "--window", backwards).err
    answer = firstlight("plan", "fit", plan, "--window", WINDOW, "--rollback", "soon")
    assert (answer.code, "expected three durations such as 2h,3h,6h" in answer.err) == (3, True)
    times = tmp_path / "rehearsal.csv"
    times.write_text("Task,Minutes\n2,long\n")
    answer = firstlight("plan", "fit", plan, "--window", WINDOW, "--rehearsal", times)
    assert (answer.code, "row 2, column “Minutes”: “long” is not accepted; expected a duration" in answer.err) == (
        3,
        True,
    )
    times.write_text("Task,Minutes\n9,20\n")
    assert (
        "Not one task of the plan is in it"
        in firstlight("plan", "fit", plan, "--window", WINDOW, "--rehearsal", times).err
    )
    circle = tmp_path / "circle.xml"
    circle.write_bytes(project(task(1, "Load", 2, link(2)), task(2, "Check", 1, link(1))))
    assert firstlight("plan", "fit", circle, "--window", WINDOW).code == 2


def test_the_point_of_no_return_is_told_and_never_a_hundred_percent(firstlight: Run, plan: Path) -> None:
    wide = "2026-12-04T18:00+00:00/2026-12-08T09:00+00:00"
    sure = firstlight("plan", "fit", plan, "--window", wide)
    assert "more than 99% end by Tue 8 Dec 2026" in sure.out
    assert "100" not in sure.out.split("end by")[0]
    assert "more than 97% end by" in firstlight("plan", "fit", plan, "--window", wide, "--runs", 100).out
    assert "Assumed: 3 tasks were never measured and have no estimate" in sure.out
    assert "No way back is planned" in sure.out
    short = "2026-12-04T18:00+00:00/2026-12-04T19:00+00:00"
    assert "less than 1% end by" in firstlight("plan", "fit", plan, "--window", short).out


def test_numbers_of_runs_say_no_more_than_they_can() -> None:
    from firstlight.cli.plan_fit import _likely

    said = [_likely(at, 10_000) for at in (1.0, 0.9955, 0.5, 0.0)]
    assert said == ["more than 99%", "more than 99%", "50.0%", "less than 1%"]
    assert _likely(1.0, 2) == "too few runs to say how many"


def test_what_cannot_be_undone_is_told_with_its_moment(capsys: pytest.CaptureFixture[str]) -> None:
    from firstlight.cli.plan_fit import _show_rollback

    back = {"point_of_no_return": "2026-12-05T01:00:00+00:00", "takes_minutes_p90": 230, "confidence": 0.9}
    _show_rollback({"rollback": back, "latest_rollback_decision": "2026-12-05T00:30:00+00:00"})
    told = capsys.readouterr().out
    assert "Point of no return: Sat 5 Dec 2026, 01:00" in told
    assert "Decide on going back by Sat 5 Dec 2026, 00:30" in told
    assert "230 min" in told
