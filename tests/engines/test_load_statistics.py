"""What load tools measured: percentiles as numpy has them, bounded memory with a stated error, stretches of time."""

from __future__ import annotations

import random
import time
from fnmatch import fnmatchcase

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.engines.loadstats import OTHER, Bounds, Distribution, Recorder, Run, matches, near

NOON = 1_793_440_800_000
durations = st.floats(0, 1e7, allow_nan=False) | st.integers(0, 60_000)
samples = st.lists(durations, min_size=1, max_size=200)
percents = st.sampled_from([0, 50, 90, 95, 99, 99.9, 100]) | st.floats(0, 100)


@given(samples, percents)
def test_percentiles_are_those_of_numpy_on_the_raw_samples(values: list[float], percent: float) -> None:
    assert Distribution.of(values).percentile(percent) == float(numpy.percentile(numpy.array(values, float), percent))


@given(samples)
def test_counted_values_say_the_same_as_single_ones(values: list[float]) -> None:
    counts = {value: values.count(value) for value in values}
    assert Distribution.counted(counts) == Distribution.of(values)
    assert Distribution.of(values).mean == pytest.approx(numpy.mean(values))


def test_without_samples_there_is_no_percentile() -> None:
    assert Distribution.of([]).percentile(95) is None
    assert Distribution.of([]).mean is None


@pytest.mark.parametrize("percent", [-1, 100.1, float("nan")])
def test_what_is_no_percentile_is_refused(percent: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        Distribution.of([1]).percentile(percent)


@pytest.mark.parametrize(
    ("values", "upto"), [((2, 1), (1, 2)), ((1, 2), (2, 2)), ((-1,), (1,)), ((float("inf"),), (1,)), ((1, 2), (1,))]
)
def test_what_is_no_distribution_is_refused(values: tuple[float, ...], upto: tuple[int, ...]) -> None:
    with pytest.raises(ValueError):
        Distribution(values, upto)


@given(st.floats(0, 1e12, allow_nan=False), st.sampled_from([7, 8]))
def test_a_near_value_is_as_near_as_it_says_and_stands_for_itself(value: float, bits: int) -> None:
    assert near(value, bits) == pytest.approx(value, rel=1 / (1 << bits), abs=1e-300)
    assert near(near(value, bits), bits) == near(value, bits)


def _recorded(rows: list[tuple[str, float, int]], *, bounds: Bounds | None = None, over_time: bool = False) -> Run:
    recorder = Recorder(over_time=over_time, bounds=bounds)
    for label, took, second in rows:
        recorder.add(label, took, took > 50_000, at=NOON + second * 1000, end=NOON + second * 1000 + took, users=second)
    return recorder.run()


rows = st.lists(st.tuples(st.sampled_from("abcd"), durations, st.integers(0, 5_000)), min_size=1, max_size=120)


@given(rows)
def test_beyond_the_bound_percentiles_are_off_by_no_more_than_is_stated(some: list[tuple[str, float, int]]) -> None:
    exact, bounded = _recorded(some), _recorded(some, bounds=Bounds(values=5))
    assert (exact.whole.samples, exact.whole.errors) == (bounded.whole.samples, bounded.whole.errors)
    for percent in (50, 95, 99):
        told, true = bounded.whole.percentile(percent), exact.whole.percentile(percent)
        assert told is not None
        assert told == pytest.approx(true, rel=bounded.error or 1e-12, abs=1e-300)
    assert bool(bounded.error) is any("kept to" in warning for warning in bounded.warnings)


@given(rows, st.randoms())
def test_the_order_of_samples_does_not_matter(some: list[tuple[str, float, int]], chance: random.Random) -> None:
    first = _recorded(some, over_time=True)
    chance.shuffle(some)
    assert _recorded(some, over_time=True) == first


@given(rows)
def test_stretches_hold_every_sample_once_without_a_gap(some: list[tuple[str, float, int]]) -> None:
    run = _recorded(some, over_time=True)
    assert 1 <= len(run.stretches) <= 24
    assert sum(moment.samples or 0 for moment in run.whole.moments) == len(some)
    assert run.stretches[0].start.timestamp() * 1000 <= NOON + min(second for *_, second in some) * 1000
    assert max(stretch.users or 0 for stretch in run.stretches) == run.users == max(second for *_, second in some)
    for label in run.labels:
        assert sum(moment.samples or 0 for moment in label.moments) == label.samples
    for earlier, later in zip(run.stretches, run.stretches[1:], strict=False):
        assert (later.start - earlier.start).total_seconds() == earlier.seconds == later.seconds


def test_a_short_run_is_cut_into_at_least_half_as_many_stretches_as_there_may_be() -> None:
    run = _recorded([("a", 10, second) for second in range(3600)], over_time=True)
    assert 12 < len(run.stretches) <= 24


def test_labels_beyond_the_bound_are_counted_together_and_said_so() -> None:
    run = _recorded([(f"page {number}", 10, 0) for number in range(20)], bounds=Bounds(labels=5))
    assert len(run.labels) == 6
    assert next(label.samples for label in run.labels if label.name == OTHER) == 15
    assert "more than 5 labels" in run.warnings[0]


def test_with_too_many_labels_over_time_only_the_whole_is_followed() -> None:
    some = [(f"page {number % 50}", 7.5 * number, number) for number in range(500)]
    run = _recorded(some, bounds=Bounds(cells=100), over_time=True)
    assert sum(moment.samples or 0 for moment in run.whole.moments) == 500
    assert not run.labels[0].moments
    assert "only the whole run is" in run.warnings[0]


def test_parts_are_told_by_label_and_not_counted_in_the_whole() -> None:
    recorder = Recorder(over_time=True)
    recorder.add("order", 10, False, at=NOON)
    recorder.add("checkout", 500, True, at=NOON, part=True)
    run = recorder.run()
    assert (run.whole.samples, run.whole.errors, run.whole.percentile(100)) == (1, 0, 10)
    assert [(label.name, label.part, label.samples) for label in run.labels] == [
        ("checkout", True, 1),
        ("order", False, 1),
    ]
    only_parts = Recorder()
    only_parts.add("checkout", 500, True, part=True)
    assert only_parts.run().whole.samples == 1


def test_what_nobody_said_is_not_known() -> None:
    recorder = Recorder()
    recorder.add("order", 10, None)
    run = recorder.run()
    assert (run.whole.errors, run.start, run.seconds, run.users, run.whole.throughput) == (None, None, None, None, None)


@given(st.text("ab*?", max_size=8), st.text("abAB", max_size=8))
def test_patterns_name_what_shell_patterns_name(pattern: str, name: str) -> None:
    assert matches(pattern, name) is fnmatchcase(name.casefold(), pattern.casefold())


def test_brackets_of_a_pattern_are_letters() -> None:
    assert matches("/items[*]", "/items[12]")
    assert not matches("/items[12]", "/items1")


def test_the_time_of_a_hostile_pattern_grows_with_its_size_and_no_faster_than_its_square() -> None:
    def taken(size: int) -> float:
        def once() -> float:
            started = time.process_time()
            assert not matches("*a" * size + "*b", "a" * size * 5)
            return time.process_time() - started

        return min(once() for _ in range(5))

    assert taken(160) < 50 * taken(40)
