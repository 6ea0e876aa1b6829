"""Criteria of performance: what is met, what is missed, and what a run does not show."""

from __future__ import annotations

import pytest

from firstlight.engines.loadstats import Criterion, Judgement, Kind, Label, Recorder, Run, judge

NOON = 1_793_440_800_000


def criterion(kind: Kind = Kind.PAGE_LOAD, target: float = 2, unit: str = "s", **facts: object) -> Criterion:
    return Criterion("C-1", "Orders open quickly", kind, target, unit, **facts)  # type: ignore[arg-type]


def run(
    *rows: tuple[str, float], seconds: int = 100, users: int | None = 10, failed: frozenset[str] = frozenset()
) -> Run:
    """Each row once a second; a label that is in `failed` always fails."""
    recorder = Recorder(over_time=True)
    for second in range(seconds):
        for label, took in rows:
            recorder.add(label, took, label in failed, at=NOON + second * 1000, end=NOON + second * 1000, users=users)
    return recorder.run()


def ramp(take: dict[str, float], *, fall: bool = False) -> Run:
    """Users climb from 1 to 100 in 400 s and stay for 400 s. `take` are durations at few, at all users, at the end."""
    recorder = Recorder(over_time=True)
    for second in range(800):
        users = min(100, 1 + second // 4)
        took = take["few"] if users <= 50 else take["all"]
        if second >= 700:
            took = take["end"]
        recorder.add("order", took, False, at=NOON + second * 1000, end=NOON + second * 1000, users=users)
    return recorder.run()


def told(judgement: Judgement) -> str:
    return " ".join(judgement.reasons)


def test_a_page_that_loads_in_time_meets_its_criterion() -> None:
    judged = judge(run(("order", 1500)), criterion(label="order"))
    assert (judged.measured, judged.met, judged.label, judged.samples) == (1.5, True, "order", 100)
    assert told(judged) == "95 of 100 requests “order” took up to 1.50 s; asked for: at most 2 s."


def test_what_just_misses_its_target_is_told_with_the_digits_that_show_it() -> None:
    judged = judge(run(("order", 2000.04)), criterion())
    assert judged.met is False
    assert told(judged).startswith("95 of 100 requests took up to 2.00004 s; asked for: at most 2 s.")


def test_the_slowest_of_several_labels_decides() -> None:
    judged = judge(run(("page order", 1500), ("page item", 2500), ("post", 9000)), criterion(label="page*"))
    assert (judged.measured, judged.met, judged.label) == (2.5, False, "page item")
    assert "took up to 2.50 s" in told(judged)


def test_over_the_whole_run_slow_labels_are_named_though_the_whole_meets_it() -> None:
    judged = judge(run(*[(f"page {number}", 100) for number in range(30)], ("close the day", 9000)), criterion())
    assert judged.met is True
    assert "Taken alone, it is missed by: close the day." in told(judged)


def test_a_label_that_is_not_in_the_file_shows_nothing() -> None:
    judged = judge(run(("order", 1500)), criterion(label="invoice*"))
    assert (judged.measured, judged.met) == (None, None)
    assert told(judged) == "No label of the file fits “invoice*”; it has: order."


def test_fast_failures_are_told_beside_the_time() -> None:
    judged = judge(run(("order", 5), failed=frozenset({"order"})), criterion())
    assert "100.0% of these samples failed" in told(judged)


def test_a_percentile_of_a_handful_of_samples_is_told_as_such() -> None:
    assert "It rests on 3 samples" in told(judge(run(("order", 5), seconds=3), criterion()))


def test_a_percentile_that_the_tool_did_not_compute_is_not_known() -> None:
    summary = Run(Label("", 100, 0, told={95.0: 900.0}))
    assert judge(summary, criterion()).met is True
    judged = judge(summary, criterion(percentile=99.0))
    assert judged.met is None
    assert "holds no samples to compute it from" in told(judged)


def test_throughput_adds_up_over_labels_and_users_are_those_at_once() -> None:
    some = run(("post order", 10), ("post invoice", 10), ("read", 10), seconds=101)
    judged = judge(some, criterion(Kind.THROUGHPUT, 100, "/min", label="post*"))
    assert judged.measured == pytest.approx(2 * 101 / 100 * 60)
    assert judged.met is True
    assert judge(some, criterion(Kind.USERS, 10, "users")).met is True
    assert judge(some, criterion(Kind.USERS, 11, "users")).met is False


def test_the_error_rate_is_a_share_of_the_samples() -> None:
    some = run(("good", 10), ("bad", 10), failed=frozenset({"bad"}))
    assert judge(some, criterion(Kind.ERROR_RATE, 50, "%")).met is True
    judged = judge(some, criterion(Kind.ERROR_RATE, 50, "%", label="*"))
    assert (judged.measured, judged.label, judged.met) == (100, "bad", False)


def test_a_target_reached_below_the_expected_peak_is_not_shown() -> None:
    judged = judge(run(("order", 1500), users=40), criterion(peak=100.0))
    assert judged.met is None
    assert judged.peak is not None
    assert judged.peak.share == 0.4
    assert "Only 40 users of the expected peak of 100 users were reached (40%)" in told(judged)


def test_a_target_missed_below_the_expected_peak_is_missed() -> None:
    assert judge(run(("order", 2500), users=40), criterion(peak=100.0)).met is False


def test_a_target_reached_at_the_expected_peak_is_met() -> None:
    assert judge(run(("order", 1500), users=96), criterion(peak=100.0)).met is True


def test_a_peak_that_nobody_counted_is_not_shown() -> None:
    judged = judge(run(("order", 1500), users=None), criterion(peak=100.0))
    assert judged.met is None
    assert "does not say what load was reached" in told(judged)


def test_a_peak_in_an_hour_is_what_the_busiest_quarter_sustained() -> None:
    recorder = Recorder(over_time=True)
    for second in range(768):
        for _ in range(10 if second >= 512 else 1):
            recorder.add("order", 100, False, at=NOON + second * 1000)
    judged = judge(recorder.run(), criterion(peak=30_000.0, peak_unit="/h"))
    assert judged.peak is not None
    assert judged.peak.reached == pytest.approx(36_000, rel=0.01)
    assert judged.met is True


def test_stability_compares_the_end_with_the_beginning_at_full_load() -> None:
    steady = judge(ramp({"few": 100, "all": 400, "end": 400}), criterion(Kind.STABILITY, 20, "%"))
    assert (steady.measured, steady.met) == (0, True)
    slower = judge(ramp({"few": 100, "all": 400, "end": 600}), criterion(Kind.STABILITY, 20, "%"))
    assert slower.measured == pytest.approx(50, rel=0.02)
    assert slower.met is False


def test_stability_in_hours_is_how_long_the_run_went_on() -> None:
    judged = judge(run(("order", 10), seconds=3601), criterion(Kind.STABILITY, 8, "h"))
    assert (judged.measured, judged.met) == (1, False)


def test_scalability_compares_full_load_with_half_of_it() -> None:
    judged = judge(ramp({"few": 100, "all": 150, "end": 150}), criterion(Kind.SCALABILITY, 60, "%"))
    assert judged.measured == pytest.approx(50, rel=0.02)
    assert judged.met is True


def test_scalability_needs_a_time_of_half_the_load() -> None:
    judged = judge(run(("order", 100)), criterion(Kind.SCALABILITY, 60, "%"))
    assert judged.met is None
    assert "no time with half of its users" in told(judged)


def test_what_happens_over_time_needs_samples() -> None:
    judged = judge(Run(Label("", 100, 0, told={95.0: 900.0}), users=10), criterion(Kind.STABILITY, 20, "%"))
    assert judged.met is None
    assert "single samples" in told(judged)


@pytest.mark.parametrize(
    "facts",
    [
        {"unit": "users"},
        {"target": -1},
        {"percentile": 0},
        {"percentile": 101},
        {"kind": Kind.STABILITY, "unit": "%", "percentile": 97},
        {"peak": 0},
        {"peak": 10, "peak_unit": "s"},
    ],
)
def test_what_is_no_criterion_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        criterion(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            criterion(Kind.THROUGHPUT, 1, "/s", label="order"),
            "1.01/s were reached of “order”; asked for: at least 1/s.",
        ),
        (criterion(Kind.USERS, 11, "users"), "There were 10 users at once; asked for: at least 11 users."),
        (criterion(Kind.ERROR_RATE, 1, "%"), "0 % of the requests failed; asked for: at most 1 %."),
        (criterion(Kind.STABILITY, 8, "h"), "The run went on for 0.03 h; asked for: at least 8 h."),
        (criterion(Kind.STABILITY, 20, "%", label="*"),
         "At the end 95 of 100 requests “order” took 0 % longer than at the beginning; asked for: at most 20 %."),
    ],
)  # fmt: skip
def test_what_was_measured_can_be_read_aloud(asked: Criterion, sentence: str) -> None:
    assert judge(run(("order", 10), seconds=101), asked).reasons[0] == sentence
