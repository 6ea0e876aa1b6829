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
    assert "It cannot be read or written: No such file or directory." in answer.err
    assert firstlight("load", "inspect", tmp_path).code == 3
    assert firstlight("load", "inspect").code == 3


CRITERIA = """name,kind,target,unit,percentile,label,expected peak,peak unit
Forms open quickly,Page load,2.5,s,95,open *,40,users
Forms open very quickly,response time,300,ms,,open desk,,
Enough orders an hour,Throughput,3000,per hour,,,,
As many people as on the busiest day,Users at once,60,,,,,
Search is quick,Search,1,s,,search*,,
"""


@pytest.mark.requirement("PRF-01", "PRF-02")
def test_results_are_judged_by_figures_at_the_expected_peak(firstlight: Run, results: Path, tmp_path: Path) -> None:
    criteria = tmp_path / "criteria.csv"
    criteria.write_text(CRITERIA, encoding="utf-8")
    answer = firstlight("load", "inspect", results, "--criteria", criteria, "--json")
    judged = answer.document["criteria"]
    assert answer.code == 2
    assert [(one["name"], one["met"]) for one in judged] == [
        ("Forms open quickly", True),
        ("Forms open very quickly", False),
        ("Enough orders an hour", True),
        ("As many people as on the busiest day", False),
        ("Search is quick", None),
    ]
    assert judged[0]["measured"] == pytest.approx(numpy.percentile(TOOK, 95) / 1000)
    assert judged[0]["peak"] == {"expected": 40, "reached": 40, "share": 1, "unit": "users"}
    assert (judged[2]["target"], judged[2]["unit"]) == (3000, "/h")
    assert "No label of the file fits “search*”; it has: open desk." in judged[4]["reasons"]
    criteria.write_text("".join(CRITERIA.splitlines(keepends=True)[:2]), encoding="utf-8")
    answer = firstlight("load", "inspect", results, "--criteria", criteria)
    assert (answer.code, "met  row 2 Forms open quickly" in answer.out) == (0, True)


def test_criteria_that_make_no_sense_are_refused_with_their_place(
    firstlight: Run, results: Path, tmp_path: Path
) -> None:
    criteria = tmp_path / "criteria.csv"
    criteria.write_text("ref,name,kind,target,unit\nPC-1,Quick,page load,soon,s\nPC-2,Fast,page load,2,users\n")
    answer = firstlight("load", "inspect", results, "--criteria", criteria, "--json")
    assert (answer.code, answer.out) == (3, "")
    assert "row 2, column “target”: “soon” is not accepted; expected a number" in answer.err
    assert "row 3, column “unit”: page-load is measured in s, ms, min, not in “users”." in answer.err
    criteria.write_text("name\n")
    assert firstlight("load", "inspect", results, "--criteria", criteria).code == 3
    assert firstlight("load", "inspect", results, "--criteria", tmp_path / "missing.csv").code == 3


def test_what_is_too_large_to_travel_is_summed_up_in_a_small_file(
    firstlight: Run, results: Path, tmp_path: Path
) -> None:
    summary = tmp_path / "desk.json"
    whole = firstlight("load", "inspect", results, "--summary", summary, "--json").document
    again = firstlight("load", "inspect", summary, "--json").document
    for key in (
        "format",
        "samples",
        "errors",
        "percentiles_ms",
        "start",
        "end",
        "users",
        "from_samples",
        "throughput_per_s",
    ):
        assert again[key] == whole[key]
    assert again["by_label"] == whole["by_label"]
    assert again["warnings"][0].startswith(f"It sums up {results}")
    summary.write_text(summary.read_text(encoding="utf-8").replace('"samples": 8', '"samples": "many"'))
    answer = firstlight("load", "inspect", summary)
    assert answer.code == 3
    assert "is not as it was written; write it anew." in answer.err
