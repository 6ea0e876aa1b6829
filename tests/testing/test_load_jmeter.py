"""JMeter files: columns in any order, transactions, nested samples, and the two ways of reading that say the same."""

from __future__ import annotations

import csv
import io
from datetime import UTC
from pathlib import Path

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstlight.contracts.tables import Unreadable
from firstlight.engines.loadstats import Bounds, Recorder, Run
from firstlight.testing.loads import LoadSource
from firstlight.testing.loads.jmeter import read_table
from firstlight.testing.loads.jmeter_columns import find_columns
from firstlight.testing.loads.jmeter_counting import count_samples
from firstlight.testing.loads.source import Text
from tests.testing.load_files import JMETER, NOON, jmeter_rows, labels, read, refused, run_of

USUAL = jmeter_rows((0, 1000, "order", "true", 1), (500, 3000, "order", "false", 2), (1000, 200, "item", "true", 2))


def test_a_usual_file_says_everything() -> None:
    found = read(USUAL)
    run = found.run
    assert (found.format, run.whole.samples, run.whole.errors, run.users) == ("jmeter", 3, 1, 2)
    assert labels(run) == {"item": (1, 0), "order": (2, 1)}
    assert run.start is not None
    assert run.start.timestamp() * 1000 == NOON
    # It ends when the last sample has ended, as JMeter itself counts it.
    assert (run.seconds, run.whole.throughput) == (3.5, 3 / 3.5)
    assert run.whole.percentile(95) == numpy.percentile([1000, 3000, 200], 95)


def test_real_files_of_others_are_read(shared_data: Path) -> None:
    folder = shared_data / "load-results"
    run = run_of(folder / "JMeterCsvResults.csv")
    assert (run.whole.samples, run.whole.errors, run.whole.percentile(50)) == (3, 0, 2204)
    run = run_of(folder / "JMeterResultsTenSamples.jtl")
    assert (run.whole.samples, run.whole.percentile(95)) == (10, numpy.percentile(range(1, 11), 95))
    assert labels(run)["Ant"] == (3, 0)
    run = run_of(folder / "whitespace-followed-by-xml.jtl")
    assert (run.whole.samples, run.whole.percentile(50)) == (8, 549.5)
    assert "the file is empty" in refused((folder / "emptyfile.jtl").read_bytes()).sentence


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("order", [list(range(11)), list(range(10, -1, -1)), [7, 2, 1, 0, 10, 3, 4, 5, 6, 8, 9]])
def test_columns_may_stand_in_any_order_with_any_separator(delimiter: str, order: list[int]) -> None:
    table = list(csv.reader(io.StringIO(USUAL)))
    text = "".join(delimiter.join(row[place] for place in order) + "\r\n" for row in table)
    assert run_of(text) == run_of(USUAL)


def test_a_file_without_headings_is_known_by_its_columns() -> None:
    assert labels(run_of(USUAL.removeprefix(JMETER))) == labels(run_of(USUAL))
    five = f"{NOON},12,a,200,OK,T 1-1,text,false,boom,10,5,1,7,https://x/,3,0,1\n"
    assert (run_of(five).users, run_of(five).whole.errors) == (7, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_unicode_encoding_is_read(encoding: str) -> None:
    text = USUAL.replace("item", "Artikel öffnen")
    assert labels(run_of(text.encode(encoding)))["Artikel öffnen"] == (1, 0)


def test_western_text_is_read_and_said_so() -> None:
    run = run_of(USUAL.replace("item", "öffnen").encode("cp1252"))
    assert labels(run)["öffnen"] == (1, 0)
    assert "read as Windows-1252" in run.warnings[0]


def test_old_names_missing_columns_and_excels_first_line_are_known() -> None:
    old = f"timeStamp|time|label|responseCode|success\n{NOON}|1187|Home|200|true\n"
    assert run_of(old).whole.percentile(50) == 1187
    codes = "elapsed;label;responseCode\n5;a;200\n6;a;302\n7;a;500\n8;a;Non HTTP response code\n"
    run = run_of("sep=;\n" + codes)
    assert (run.whole.samples, run.whole.errors, run.start) == (4, 2, None)
    assert run_of("elapsed,label\n5,a\n").whole.errors is None


def test_messages_over_several_lines_are_one_row() -> None:
    rows = JMETER + f'{NOON},118,"no such ""element""\n  at line 2",500,"NOT, OK",T 1-1,text,false,1,1,1\n'
    assert list(labels(run_of(rows))) == ['no such "element"\n  at line 2']


def test_transactions_are_not_counted_twice() -> None:
    message = "Number of samples in transaction : 2, number of failing samples : 1"
    sums_up = f'{NOON},4000,checkout,200,"{message}",T 1-1,,false,0,1,1\n'
    run = run_of(USUAL + sums_up)
    assert (run.whole.samples, run.whole.errors) == (3, 1)
    assert labels(run)["checkout"] == (1, 1)
    assert "1 of them sums up others" in run.warnings[0]


@pytest.mark.parametrize("written", ["2026-10-31 10:00:00.250", "2026/10/31 10:00:00.250", "31.10.2026 10:00:00.250"])
def test_written_times_are_read_and_their_zone_is_said(written: str) -> None:
    run = run_of(jmeter_rows((written, 10, "a", "true", 1)))
    assert run.start is not None
    assert run.start.isoformat() == "2026-10-31T10:00:00.250000+00:00"
    assert run.warnings == ("Its times carry no zone; they were taken as times of UTC.",)


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ((0, -5, "a", "true", 1), "elapsed", "“-5” is not accepted; expected a whole number of milliseconds"),
        ((0, "1.5 s", "a", "true", 1), "elapsed", "expected a whole number of milliseconds"),
        ((0, 10**12, "a", "true", 1), "elapsed", "expected a whole number of milliseconds"),
        (("1.39323E+12", 5, "a", "true", 1), "timeStamp", "A spreadsheet has rounded this number"),
        (("02/06/26 08:21:42", 5, "a", "true", 1), "timeStamp", "expected milliseconds since 1970"),
        (("2011-21-21 14:15:25.321", 5, "a", "true", 1), "timeStamp", "expected milliseconds since 1970"),
        (("", 5, "a", "true", 1), "timeStamp", "expected milliseconds since 1970"),
        (("1393227741", 5, "a", "true", 1), "timeStamp", "13 digits"),
        ((0, 5, "a", "maybe", 1), "success", "expected true or false"),
        ((0, 5, "a", "true", "many"), "allThreads", "expected a whole number of users"),
    ],
)
def test_what_is_wrong_is_named_by_row_column_and_value(row: tuple[object, ...], column: str, sentence: str) -> None:
    problem = refused(USUAL + jmeter_rows(row).removeprefix(JMETER))
    assert (problem.row, problem.column) == (5, column)
    assert sentence in problem.sentence


def test_a_file_that_was_cut_short_is_refused() -> None:
    problem = refused(USUAL[:-20])
    assert problem.row == 4
    assert "the file may have been cut short" in problem.sentence
    assert "is never closed" in refused(USUAL + f'{NOON},5,"open').sentence
    assert "it has no samples" in refused(JMETER).sentence


def test_a_separator_within_a_text_is_refused() -> None:
    assert "needs quotes" in refused(USUAL + f"{NOON},5,one, two,200,OK,T,text,true,1,1,1\n").sentence


NESTED = """
  <?xml version="1.0" encoding="UTF-8"?>
<testResults version="1.2">
<sample t="900" ts="1793440800000" s="true" lb="checkout" rm="Number of samples in transaction : 2" na="3"/>
<httpSample t="700" ts="1793440800000" s="false" lb="order" na="5">
  <httpSample t="300" ts="1793440800000" s="true" lb="style"><responseData>x</responseData></httpSample>
  <assertionResult><name>a</name><failure>true</failure></assertionResult>
</httpSample>
<j:sample xmlns:j="urn:j" t="100" ts="1793440801000" s="true" lb="item"/>
</testResults>
"""


def test_samples_within_samples_are_parts() -> None:
    run = run_of(NESTED)
    assert (run.whole.samples, run.whole.errors, run.users) == (2, 1, 5)
    assert labels(run) == {"checkout": (1, 0), "item": (1, 0), "order": (1, 1), "style": (1, 0)}
    assert [label.name for label in run.labels if label.part] == ["checkout", "style"]
    assert run.seconds == 1.1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('t="100"', 't="-100"', "sample 4 (“item”) has t=“-100”, which is not accepted"),
        ('t="100"', 'x="1"', "sample 4 (“item”) has no attribute t"),
        ('ts="1793440801000"', 'ts="soon"', "has ts=“soon”"),
        ('s="true" lb="item"', 's="perhaps" lb="item"', "expected true or false"),
        ("</testResults>", "", "before all that was opened is closed"),
        ("testResults", "results", "its root element <results> on line 3 is not one of a load tool"),
        ("<testResults version", "<!DOCTYPE a><testResults version", "it declares a document type"),
    ],
)
def test_broken_xml_is_refused_with_the_place(old: str, new: str, sentence: str) -> None:
    assert sentence in refused(NESTED.replace(old, new)).sentence


def test_xml_in_utf_16_and_without_samples() -> None:
    assert labels(run_of(NESTED.strip().replace("UTF-8", "UTF-16").encode("utf-16"))) == labels(run_of(NESTED))
    assert "it has no samples" in refused("<testResults version='1.2'></testResults>").sentence


def _both(path: Path, *, over_time: bool) -> tuple[Run | str, Run | str]:
    """What counting and what reading row by row say of a file."""
    answers: list[Run | str] = []
    for worth_it in (0, 10**12):
        text = Text(LoadSource(path, "results.csv"))
        columns = find_columns(text.head)
        assert columns is not None
        try:
            answers.append(read_table(text, columns, UTC, over_time=over_time, worth_it=worth_it))
        except Unreadable as error:
            answers.append(str(error))
    return answers[0], answers[1]


words = st.text("ab ,\"'ö\n", max_size=6)
cells = st.tuples(
    st.integers(0, 400_000),
    st.integers(0, 3_000) | st.integers(0, 10**7),
    words,
    st.sampled_from(["true", "false", "true", ""]),
    st.sampled_from(["1", "7", "250", ""]),
    st.sampled_from(["OK", "Number of samples in transaction : 2", 'say "no"', ""]),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cells, min_size=1, max_size=60), st.booleans())
def test_counting_says_what_reading_row_by_row_says(
    tmp_path: Path, rows: list[tuple[int, int, str, str, str, str]], over_time: bool
) -> None:
    path = tmp_path / "results.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(JMETER.strip().split(","))
        for at, took, label, success, users, message in rows:
            writer.writerow((NOON + at, took, label, 200, message, "T 1-1", "text", success, 5, 1, users))
    counted, one_by_one = _both(path, over_time=over_time)
    assert counted == one_by_one


@pytest.mark.parametrize(
    "row",
    ["x,5,a,200,OK,T,text,true,1,1,1", f"{NOON},-5,a,200,OK,T,text,true,1,1,1", f"{NOON},5,a,200", f",5,a{',1' * 8}",
     f"{NOON},,a,200,OK,T,text,true,1,1,1", f"{NOON},5,a,200,OK,T,text,maybe,1,1,1", '"open'],
)  # fmt: skip
def test_what_counting_does_not_read_is_refused_by_the_rows(tmp_path: Path, row: str) -> None:
    path = tmp_path / "results[1].csv"
    path.write_text(USUAL + USUAL.removeprefix(JMETER) * 100 + row + "\n", encoding="utf-8")
    counted, one_by_one = _both(path, over_time=False)
    assert isinstance(counted, str)
    assert counted == one_by_one
    assert "row 305" in counted


def test_a_usual_file_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text(USUAL, encoding="utf-8")
    text = Text(LoadSource(path, "results.csv"))
    columns = find_columns(text.head)
    assert columns is not None
    for over_time in (False, True):
        recorder = Recorder(over_time=over_time)
        count_samples(text, columns, recorder)
        assert recorder.run() == run_of(USUAL, over_time=over_time)


def test_a_label_with_more_durations_than_are_kept_is_counted_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text(jmeter_rows(*((0, took, "a", "true", 1) for took in range(1000, 2000))), encoding="utf-8")
    text = Text(LoadSource(path, "results.csv"))
    columns = find_columns(text.head)
    assert columns is not None
    recorder = Recorder(bounds=Bounds(values=100))
    count_samples(text, columns, recorder)
    run = recorder.run()
    assert run.error == 1 / 256
    assert run.whole.percentile(95) == pytest.approx(1949, rel=run.error)
