"""Looking into results of load tools on the command line."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from tests.cli.conftest import Run
from tests.testing.load_files import NOON, jmeter_rows
from tests.testing.test_load_locust import STATS

TOOK = [120, 90, 2500, 310, 95, 410, 88, 1300]


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A small run of JMeter."""
    path = tmp_path / "desk.jtl"
    rows = [(1000 * number, took, "open desk", took < 2000, 40) for number, took in enumerate(TOOK)]
    path.write_text(jmeter_rows(*((*row[:3], str(row[3]).lower(), row[4]) for row in rows)), encoding="utf-8")
    return path


@pytest.mark.requirement("PRF-02")
def test_results_of_a_real_tool_are_told_with_percentiles_of_their_samples(firstlight: Run, results: Path) -> None:
    answer = firstlight("load", "inspect", results, "--json")
    told = answer.document
    assert (answer.code, answer.err) == (0, "")
    assert (told["schema"], told["format"]) == ("firstlight/load-inspect/1", "jmeter")
    assert (told["samples"], told["errors"], told["users"]) == (8, 1, 40)
    assert told["percentiles_ms"] == {f"p{p}": float(numpy.percentile(TOOK, p)) for p in (50, 90, 95, 99)}
    assert told["by_label"][0]["label"] == "open desk"
    assert told["start"] == "2026-10-31T10:00:00+00:00"
    assert told["throughput_per_s"] == pytest.approx(8 / 8.3)


def test_people_get_a_table(firstlight: Run, tmp_path: Path) -> None:
    path = tmp_path / "run_stats.csv"
    path.write_text(STATS, encoding="utf-8")
    answer = firstlight("load", "inspect", path)
    assert answer.code == 0
    assert "1,000 samples, 10 of them failed, 10 a second" in answer.out
    assert "POST /orders" in answer.out


def test_a_file_that_is_no_result_is_answered_with_what_would_be(firstlight: Run, tmp_path: Path) -> None:
    path = tmp_path / "desk.csv"
    path.write_text(jmeter_rows((0, 5, "a", "true", 1), (NOON, "fast", "a", "true", 1)), encoding="utf-8")
    answer = firstlight("load", "inspect", path, "--json")
    assert (answer.code, answer.out) == (3, "")
    assert f"{path}, row 3, column “elapsed”: “fast” is not accepted; expected a whole number" in answer.err
    answer = firstlight("load", "inspect", tmp_path / "missing.csv")
    assert answer.code == 3
    assert "It cannot be read: No such file or directory." in answer.err
    assert firstlight("load", "inspect", tmp_path).code == 3
    assert firstlight("load", "inspect").code == 3
