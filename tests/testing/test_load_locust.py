"""What Locust writes with --csv: statistics, their history, failures and exceptions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.testing.load_files import labels, read, refused, run_of

STATS = """Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,\
Max Response Time,Average Content Size,Requests/s,Failures/s,50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%
GET,/orders,900,9,100,120.5,10,900,512.0,9.0,0.09,110,120,130,140,200,300,400,500,600,600,900

POST,/orders,100,1,200,220.5,20,800,512.0,1.0,0.01,210,220,230,240,300,400,500,600,700,700,800
GET,/items,0,0,0,0.0,0,0,0,0,0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A
,Aggregated,1000,10,110,130.5,10,900,512.0,10.0,0.1,120,130,140,150,220,310,420,520,650,650,900
"""
HISTORY = """Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,90%,95%,99%,Total Request Count,\
Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,\
Total Max Response Time,Total Average Content Size
1793440800,0,,Aggregated,0.000000,0.000000,N/A,N/A,N/A,N/A,0,0,0,0.0,0,0,0
1793440801,5,GET,/orders,4,0,100,150,200,250,4,0,100,110.0,90,250,10
1793440801,5,,Aggregated,4,0,100,150,200,250,4,0,100,110.0,90,250,10
1793440802,10,GET,/orders,9,1,120,170,240,260,13,1,110,115.0,90,260,10
1793440802,10,,Aggregated,9,1,120,170,240,260,13,1,110,115.0,90,260,10
"""
FAILURES = "Method,Name,Error,Occurrences\nGET,/orders,HTTPError('500'),9\nPOST,/orders,\"CatchResponse, no\",1\n"


def test_statistics_say_labels_and_the_whole() -> None:
    found = read(STATS)
    run = found.run
    assert (found.format, run.whole.samples, run.whole.errors, run.whole.throughput) == ("locust", 1000, 10, 10)
    assert [run.whole.percentile(percent) for percent in (50, 95, 99, 99.9)] == [120, 310, 520, 650]
    assert labels(run) == {"/items": (0, 0), "GET /orders": (900, 9), "POST /orders": (100, 1)}
    assert (run.seconds, run.start, run.users, run.warnings) == (100, None, None, ())


def test_the_real_statistics_of_others_say_where_they_contradict_themselves(shared_data: Path) -> None:
    run = run_of(shared_data / "load-results" / "test_results_stats.csv")
    assert (run.whole.samples, run.whole.errors, run.whole.percentile(95)) == (71_464, 10_000, 570)
    assert labels(run)["huge"] == (72, 0)
    assert run.warnings == ("The row “Aggregated” says 10,000 failures; the rows add up to 10.",)


def test_old_versions_are_read() -> None:
    old = '"Method","Name","# requests","# failures","Median response time","Average response time",'
    old += '"Min response time","Max response time","Average Content Size","Requests/s"\n'
    run = run_of(old + '"GET","/",10,1,100,110,90,300,5,2.5\n"None","Total",10,1,100,110,90,300,5,2.5\n')
    assert (run.whole.samples, run.whole.errors, run.whole.percentile(50)) == (10, 1, 100)


def test_without_the_row_of_the_whole_only_sums_are_known() -> None:
    run = run_of("\n".join(STATS.splitlines()[:4]))
    assert (run.whole.samples, run.whole.errors, run.whole.percentile(95)) == (1000, 10, None)
    assert "no row “Aggregated”" in run.warnings[0]


def test_the_history_says_when_and_how_many_users() -> None:
    run = run_of(HISTORY)
    assert (run.whole.samples, run.whole.errors, run.users, run.seconds) == (13, 1, 10, 2)
    assert run.start is not None
    assert run.start.isoformat() == "2026-10-31T10:00:00+00:00"
    assert [stretch.users for stretch in run.stretches] == [0, 5, 10]
    assert [moment.samples for moment in run.whole.moments] == [0, 4, 9]
    assert run.whole.moments[2].percentiles == {50: 120, 90: 170, 95: 240, 99: 260}
    assert run.whole.percentile(95) is None
    assert "of the moment" in run.warnings[0]


def test_a_long_history_is_cut_into_stretches() -> None:
    head, _, *_ = HISTORY.splitlines()
    row = "{},7,,Aggregated,4,0,100,150,{},250,{},0,100,110.0,90,250,10"
    rows = [row.format(1_793_440_800 + second, 200 + second % 2, 4 * second) for second in range(3600)]
    run = run_of("\n".join([head, *rows]))
    assert 12 < len(run.stretches) <= 24
    assert sum(moment.samples or 0 for moment in run.whole.moments) == run.whole.samples == 4 * 3599
    assert run.whole.moments[3].percentiles[95] == 200.5


def test_failures_and_exceptions_say_what_they_are() -> None:
    run = run_of(FAILURES)
    assert (run.whole.samples, run.whole.errors, labels(run)) == (None, 10, {"/orders": (None, 10)})
    assert "lists failures only" in run.warnings[0]
    run = run_of("Count,Message,Traceback,Nodes\n3,boom,\"File 'x',\n line 2\",local\n")
    assert "exceptions of the script (3 of them)" in run.warnings[0]


@pytest.mark.parametrize(
    ("content", "row", "column", "sentence"),
    [
        (STATS.replace("120.5", "fast"), 2, "Average Response Time", "“fast” is not accepted; expected a number"),
        (STATS.replace(",900,9,", ",-900,9,"), 2, "Request Count", "expected a number from 0 up"),
        (STATS[:-30], 6, "", "it may have been cut short"),
        (STATS.splitlines()[0], None, "", "it has no requests"),
        (HISTORY.replace("1793440802,10,GET", "17,10,GET"), 5, "Timestamp", "expected seconds since 1970"),
        (HISTORY.splitlines()[0] + "\n", None, "", "it has no rows"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_column(content: str, row: int | None, column: str, sentence: str) -> None:
    problem = refused(content)
    assert (problem.row, problem.column) == (row, column)
    assert sentence in problem.sentence
