"""What k6 writes: summaries in three shapes, and single points."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from firstlight.engines.loadstats import Criterion, Kind, judge
from tests.testing.load_files import labels, read, refused, run_of

TREND = {"avg": 20.5, "min": 1, "med": 20, "max": 400, "p(90)": 30, "p(95)": 35.5}
FIGURES: dict[str, dict[str, float]] = {
    "http_reqs": {"count": 1000, "rate": 50},
    "http_req_duration": TREND,
    "http_req_duration{name:orders}": {**TREND, "p(95)": 90},
    "http_reqs{name:orders}": {"count": 100, "rate": 5},
    "http_req_failed{name:orders}": {"rate": 0.1, "passes": 10, "fails": 90},
    "http_req_failed": {"rate": 0.02, "passes": 20, "fails": 980},
    "http_req_waiting": TREND,
    "group_duration{group:::desk::open}": TREND,
    "checks": {"rate": 0.9, "passes": 90, "fails": 10},
    "iterations": {"count": 10, "rate": 0.5},
    "iteration_duration": TREND,
    "vus": {"value": 1, "min": 1, "max": 20},
    "data_received": {"count": 1, "rate": 1},
}
KINDS = {"avg": "trend", "passes": "rate", "value": "gauge", "count": "counter"}


def _metric(name: str, figures: dict[str, float]) -> dict[str, Any]:
    kind = next(word for key, word in KINDS.items() if key in figures)
    contains = "time" if kind == "trend" else "data" if name.startswith("data") else "default"
    return {"type": kind, "contains": contains, "values": figures}


def handled() -> dict[str, Any]:
    """What `handleSummary` is given."""
    metrics = {name: _metric(name, figures) for name, figures in FIGURES.items()}
    return {"root_group": {}, "options": {}, "state": {"testRunDurationMs": 20_000}, "metrics": metrics}


def exported() -> dict[str, Any]:
    """What `--summary-export` writes."""
    figures = {
        name: {"value" if key == "rate" and "passes" in one else key: value for key, value in one.items()}
        for name, one in FIGURES.items()
    }
    figures["http_req_duration"] |= {"thresholds": {"p(95)<500": False}}  # type: ignore[dict-item]
    return {"root_group": {}, "metrics": figures}


def machine_readable() -> dict[str, Any]:
    """What newer versions write when asked for it."""
    metrics = []
    for name, one in FIGURES.items():
        figures: dict[str, float] = {key: value for key, value in one.items() if not (key == "rate" and "count" in one)}
        if "passes" in one:
            figures = {"matches": one["passes"], "total": one["passes"] + one["fails"], "rate": one["rate"]}
        metrics.append({"name": name, **_metric(name, one), "values": figures})
    return {
        "config": {"duration": 20, "execution": "local", "script": "load.js"},
        "metadata": {"generated_at": "2026-10-31T11:00:20Z", "k6_version": "1.5.0"},
        "results": {"metrics": metrics, "checks": {}},
        "version": "1.0.0",
    }


@pytest.mark.parametrize("shape", [handled, exported, machine_readable])
def test_every_shape_of_the_summary_says_the_same(shape: Any) -> None:
    found = read(json.dumps(shape()))
    run = found.run
    assert (found.format, run.whole.samples, run.whole.errors, run.whole.throughput) == ("k6", 1000, 20, 50)
    assert [run.whole.percentile(percent) for percent in (50, 90, 95, 99)] == [20, 30, 35.5, None]
    assert labels(run) == {
        "group_duration desk / open": (None, None),
        "iteration_duration": (10, None),
        "orders": (100, 10),
    }
    assert [label.name for label in run.labels if not label.part] == ["orders"]
    assert not run.from_samples
    assert "10 of 100 checks of the script failed" in run.warnings[0]


def test_what_a_summary_says_of_time_and_users() -> None:
    assert run_of(json.dumps(exported())).seconds is None
    run = run_of(json.dumps(handled()))
    assert (run.seconds, run.users, run.start) == (20, 20, None)
    run = run_of(json.dumps(machine_readable()))
    assert run.start is not None
    assert run.start.isoformat() == "2026-10-31T11:00:00+00:00"


def test_a_percentile_that_k6_was_asked_for_is_known() -> None:
    document = handled()
    document["metrics"]["http_req_duration"]["values"]["p(99.9)"] = 380
    criterion = Criterion("C-1", "Slowest", Kind.PAGE_LOAD, 400, "ms", percentile=99.9)
    assert judge(run_of(json.dumps(document)), criterion).met is True


def test_the_real_summary_of_others(shared_data: Path) -> None:
    run = run_of(shared_data / "load-results" / "k6-handleSummary-simple.json")
    assert (run.whole.samples, run.whole.errors, run.users) == (878, 349, 20)
    assert run.whole.percentile(95) == 30.0256841
    assert run.seconds == 24.425289882


def test_requests_of_grpc_count_where_there_are_none_of_http() -> None:
    metrics = {"grpc_reqs": {"count": 9, "rate": 3}, "grpc_req_duration": TREND, "iteration_duration": TREND}
    assert run_of(json.dumps({"metrics": metrics})).whole.samples == 9


def test_iterations_count_where_there_are_no_requests_at_all() -> None:
    run = run_of(json.dumps({"metrics": {"iterations": {"count": 4}, "iteration_duration": TREND}}))
    assert run.whole.samples == 4
    assert "its iterations are judged" in run.warnings[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{}", "this JSON has no metrics"),
        ('{"metrics": {"vus": {"value": 3}}}', "a summary of k6 without requests"),
        ('{"metrics": [1, 2]}', "this JSON has no metrics"),
        ('{"metrics": {"http_req_duration"', "the JSON is broken at character"),
        ("[" * 100_000, "nested too deep"),
        ('{"metrics": {"http_reqs": {"count": ' + "9" * 6000 + "}}}", "a number of thousands of digits"),
        ("[1, 2]", "this JSON has no metrics"),
    ],
)
def test_what_is_no_summary_is_refused(content: str, sentence: str) -> None:
    assert sentence in refused(content).sentence


def test_figures_that_are_no_numbers_are_not_there() -> None:
    odd = {"avg": "fast", "p(95)": None, "p(90)": True, "med": float("nan"), "max": 1e300, "min": 3}
    run = run_of(json.dumps({"metrics": {"http_req_duration": {**odd, "avg": 3}, "http_reqs": {"count": -4}}}))
    assert (run.whole.samples, run.whole.told, run.whole.least) == (None, {}, 3)


def point(metric: str, value: float, second: float = 0, **tags: str) -> str:
    data = {"time": f"2026-10-31T11:00:{second:012.9f}+01:00", "value": value, "tags": tags or None}
    return json.dumps({"metric": metric, "type": "Point", "data": data})


def declared(metric: str, kind: str = "trend", contains: str = "time") -> str:
    return json.dumps(
        {"type": "Metric", "data": {"type": kind, "contains": contains, "submetrics": None}, "metric": metric}
    )


POINTS = [
    declared("http_req_duration"),
    declared("open_desk"),
    declared("vus", "gauge", "default"),
    point("vus", 5, 1),
    point("http_reqs", 1, 1, name="orders"),
    point("http_req_duration", 500.25, 1, name="orders", expected_response="true"),
    point("http_req_waiting", 400, 1, name="orders"),
    point("http_req_failed", 0, 1, name="orders", expected_response="true"),
    point("http_req_duration", 250, 3, url="https://x/items", expected_response="false"),
    point("open_desk", 900, 3),
    point("vus", 8, 3),
    point("iteration_duration", 1000, 3, scenario="default"),
    point("group_duration", 700, 3, group="::desk::open"),
]


def test_points_are_samples() -> None:
    found = read("\n".join(POINTS))
    run = found.run
    assert (found.format, run.whole.samples, run.whole.errors, run.users, run.error) == ("k6", 2, 1, 8, 0)
    assert labels(run)["orders"] == (1, 0)
    assert labels(run)["https://x/items"] == (1, 1)
    assert run.start is not None
    assert run.start.isoformat() == "2026-10-31T10:00:00.499750+00:00"
    assert run.seconds == pytest.approx(2.50025)
    assert {label.name for label in run.labels if label.part} == {"open_desk", "iteration_duration"}


def test_declared_timings_are_labels_and_undeclared_ones_are_not() -> None:
    run = run_of("\n".join([declared("group_duration"), *POINTS]))
    assert labels(run)["desk / open"] == (1, None)


def test_points_without_the_tag_are_failed_where_that_was_counted() -> None:
    lines = [point("http_req_duration", 5, 1, name="a"), point("http_req_failed", 1, 1, name="a")]
    assert run_of("\n".join(lines)).whole.errors == 1


def test_a_script_without_requests_is_judged_by_its_iterations() -> None:
    lines = [declared("iteration_duration"), declared("lcp"), point("lcp", 90, 1), point("iteration_duration", 5, 1)]
    run = run_of("\n".join(lines))
    assert (run.whole.samples, run.whole.percentile(50)) == (1, 5)
    assert labels(run) == {"iteration_duration": (1, None), "lcp": (1, None)}


def test_packed_points_are_unpacked() -> None:
    assert run_of(gzip.compress("\n".join(POINTS).encode())) == run_of("\n".join(POINTS))
    assert "packed and damaged" in refused(gzip.compress("\n".join(POINTS).encode())[:-40]).sentence


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (POINTS[5][:-30], "", "may have been cut short"),
        (point("http_req_duration", -1), "value", "“-1” is not accepted; expected a number from 0 up"),
        (point("http_req_duration", 1e300), "value", "is not accepted"),
        (point("http_req_duration", 5).replace("2026-10-31T", "yesterday "), "time", "a time with its zone"),
        (point("http_req_duration", 5).replace("+01:00", ""), "time", "a time with its zone"),
    ],
)
def test_what_is_wrong_with_a_point_is_named_by_its_line(line: str, column: str, sentence: str) -> None:
    problem = refused("\n".join([*POINTS, line]))
    assert (problem.row, problem.column) == (len(POINTS) + 1, column)
    assert sentence in problem.sentence


def test_points_without_requests_are_refused() -> None:
    assert "it has no points of http_req_duration" in refused("\n".join(POINTS[:4])).sentence
