"""How a cell becomes a value: forgiving where there is one reading, and a refusal where there are two."""

# ruff: noqa: DTZ001  (times without a zone are what is tried here)

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.kernel.sheets import Column, cell_text, choice, day, flag, instant, integer, names, number, text

BERLIN = ZoneInfo("Europe/Berlin")


def _of(column: Column, cell: Any) -> Any:
    return column.value(cell, BERLIN)


def _refused(column: Column, cell: Any) -> str:
    with pytest.raises(ValueError) as refused:
        column.value(cell, BERLIN)
    return str(refused.value)


WHOLE = integer("n", "N", "", most=10**9)
AMOUNT = number("a", "A", "", least=-1000)
WORDS = text("t", "T", "", most=10)
DAY = day("d", "D", "")
MOMENT = instant("i", "I", "")
ANSWER = flag("f", "F", "")
NAMES = names("l", "L", "", most=3)
KIND = choice("k", "K", "", {"near-real-time": "Near real time", "batch": "Batch"})


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (3.0, 3), (3, 3), ("3", 3), (" 3 ", 3), ("1,200", 1200), ("1 200", 1200), ("1\u00a0200", 1200),
        ("1\u202f200", 1200), ("1'200", 1200), ("1’200", 1200), ("1,200,000", 1200000), ("1.200.000", 1200000),
        ("3.0", 3), ("3,0", 3), ("+7", 7), ("-0", 0), ("1e3", 1000), ("1,200.0", 1200),
    ],
)  # fmt: skip
def test_a_whole_number_is_read_as_people_write_it(cell: Any, value: int) -> None:
    assert _of(WHOLE, cell) == value
    assert type(_of(WHOLE, cell)) is int


@pytest.mark.parametrize(
    "cell",
    [3.5, "3.5", "1.200", "1,200,50", "12,34,567", "many", "1 of 3", True, -1, "-1", 10**10, "nan", "inf", "Infinity",
     "1e400", "1e-999999", "9" * 40, float("inf"), float("nan"), date(2026, 1, 1), timedelta(1), "0x1F", "--1",
     "1,2,3"],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused_with_what_is(cell: Any) -> None:
    assert _refused(WHOLE, cell) == "a whole number from 0 to 1000000000"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.200,5", "1200.5"), ("1,200.5", "1200.5"), ("3,4", "3.4"), (3.4, "3.4"), ("-2.50", "-2.5"), (0.1, "0.1"),
        ("1234,567", "1234.567"), (100.0, "100"), ("-0,0", "0"), ("1.200.000,25", "1200000.25"),
    ],
)  # fmt: skip
def test_a_number_is_read_with_point_or_comma(cell: Any, value: str) -> None:
    found = _of(AMOUNT, cell)
    assert found == Decimal(value)
    assert AMOUNT.cell(found, BERLIN) == (value if value != "0" else "0")


@pytest.mark.parametrize("cell", ["", None, "  ", "\u00a0"])
def test_a_blank_cell_is_nothing(cell: Any) -> None:
    assert _of(AMOUNT, cell) is None
    assert (_of(WORDS, cell), _of(NAMES, cell)) == ("", ())
    assert _of(flag("f", "F", "", empty=True), cell) is True


def test_a_column_that_may_not_be_empty_says_so() -> None:
    assert _refused(WORDS.but(required=True), " ") == "text; this column may not be empty"


@pytest.mark.parametrize(
    "cell",
    ["2026-12-07", "7.12.2026", "07.12.2026", "7 Dec 2026", "7 December 2026", "Mon 7 Dec 2026", "7-Dec-2026",
     "Dec 7, 2026", "7. Dezember 2026", "Montag, 7. Dez. 2026", "2026/12/07",
     "2026-12-07T00:00:00", "2026-12-07 00:00:00.000", "2026-12-07T00:00Z",
     date(2026, 12, 7), datetime(2026, 12, 7), datetime(2026, 12, 7, 15, 30)],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(cell: Any) -> None:
    assert _of(DAY, cell) == date(2026, 12, 7)
    assert type(_of(DAY, cell)) is date


@pytest.mark.parametrize(
    "cell",
    ["7/12/2026", "12/7/2026", "13/12/2026", "7.12.26", "2026-13-01", "2026-02-30", "December", "2026", 46363, 1.5,
     True, "2026-12-07 09:00", "tomorrow", time(5)],
)  # fmt: skip
def test_a_day_with_two_readings_or_none_is_refused(cell: Any) -> None:
    assert _refused(DAY, cell) == "a date such as 2026-12-07 or 7 Dec 2026"


@pytest.mark.parametrize(
    "cell",
    ["2026-12-07 05:00", "2026-12-07T05:00", "2026-12-07T05:00+01:00", "2026-12-07T04:00Z", "2026-12-07 04:00+00:00",
     "7.12.2026 05:00", "7. Dezember 2026, 05.00 Uhr", "Mo, 7.12.2026 5 Uhr", "7 Dec 2026 5am", "7 Dec 2026, 5:00",
     "2026-12-07 5:00 AM", "Mon 7 Dec 2026 05:00", "7 Dec 2026 05:00:00", datetime(2026, 12, 7, 5), 46363.2083333333],
)  # fmt: skip
def test_a_moment_is_meant_in_the_zone_of_the_project_unless_it_says_another(cell: Any) -> None:
    assert _of(MOMENT, cell) == datetime(2026, 12, 7, 4, tzinfo=UTC)


@pytest.mark.parametrize("cell", ["2026-12-07", date(2026, 12, 7), "7 Dec 2026", 46363])
def test_a_day_alone_is_its_start(cell: Any) -> None:
    assert _of(MOMENT, cell) == datetime(2026, 12, 6, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell", ["2026-03-29 02:30", datetime(2026, 3, 29, 2, 0), "2026-10-25 02:30", "25.10.2026 2:00"]
)
def test_a_time_that_the_clocks_skip_or_repeat_needs_its_offset(cell: Any) -> None:
    assert "at that time the clocks change in Europe/Berlin, so the offset must be given" in _refused(MOMENT, cell)


def test_the_same_time_with_its_offset_is_accepted() -> None:
    first, second = _of(MOMENT, "2026-10-25 02:30+02:00"), _of(MOMENT, "2026-10-25 02:30+01:00")
    assert second - first == timedelta(hours=1)


@pytest.mark.parametrize(
    "cell",
    ["7/12/2026 05:00", "25:00", "2026-12-07 24:30", "0001-01-01 00:00", "9999-12-31 23:00", 12, 90_000, True, "now",
     time(5), "2026-12-07 5"],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_what_is(cell: Any) -> None:
    assert _refused(MOMENT, cell).startswith("a date and time such as 2026-12-07 05:00")


@pytest.mark.parametrize("cell", ["yes", "Y", "TRUE", "1", "x", "Ja", "oui", "sí", True, 1, 1.0])
def test_yes_in_several_tongues(cell: Any) -> None:
    assert _of(ANSWER, cell) is True


@pytest.mark.parametrize("cell", ["no", "N", "false", "0", "-", "nein", "non", False, 0, 0.0])
def test_no_in_several_tongues(cell: Any) -> None:
    assert _of(ANSWER, cell) is False


@pytest.mark.parametrize("cell", ["perhaps", 2, "yes no", "✓", 0.5])
def test_what_is_neither_is_refused(cell: Any) -> None:
    assert _refused(ANSWER, cell) == "yes or no"


@pytest.mark.parametrize("cell", ["Near real time", "near-real-time", "NEAR_REAL_TIME", " near  real – time "])
def test_a_choice_is_read_by_its_word_or_by_what_is_stored(cell: str) -> None:
    assert _of(KIND, cell) == "near-real-time"
    assert KIND.cell("near-real-time", BERLIN) == "Near real time"


def test_another_word_is_refused_with_the_choices() -> None:
    assert _refused(KIND, "weekly") == "one of: Near real time, Batch"
    assert _of(choice("k", "K", "", ("1", "2")), 1.0) == "1"


@pytest.mark.parametrize("cell", ["a; b", "a, b", "a\nb", "a;b;;a", " a ;\n b "])
def test_several_names_are_split_and_stand_once_each(cell: str) -> None:
    assert _of(NAMES, cell) == ("a", "b")


def test_commas_stay_within_names_that_may_have_them() -> None:
    column = names("l", "L", "", commas=False)
    assert _of(column, "Minutes, 12 Nov.pdf; plan.pdf") == ("Minutes, 12 Nov.pdf", "plan.pdf")
    assert _of(column, "a\nb") == ("a", "b")


def test_too_many_or_too_long_names_are_refused() -> None:
    assert "at most 3 of them" in _refused(NAMES, "a;b;c;d")
    assert "200 characters each" in _refused(NAMES, "a" * 201)


@pytest.mark.parametrize("column", [WORDS, NAMES])
@pytest.mark.parametrize("cell", ["a\x00b", "a\ud800b", "\udcff"])
def test_what_no_database_keeps_is_refused(column: Column, cell: str) -> None:
    assert _refused(column, cell) == "text without null characters and halves of characters"


def test_words_keep_their_line_breaks_and_lose_the_space_around_them() -> None:
    assert _of(WORDS, " a\r\nb \n") == "a\nb"
    assert _refused(WORDS, "x" * 11) == "at most 10 characters, these are 11"


@pytest.mark.parametrize(
    ("cell", "words"),
    [(None, ""), (3.0, "3"), (0.1, "0.1"), (1e21, "1" + "0" * 21), (True, "yes"), (False, "no"),
     (date(2026, 12, 7), "2026-12-07"), (datetime(2026, 12, 7, 5), "2026-12-07 05:00:00"), (time(5, 30), "05:30:00"),
     (timedelta(hours=26, minutes=5), "26:05"), (timedelta(seconds=61), "0:01:01"), (float("inf"), "inf"),
     (float("nan"), "nan"), (12, "12"), ("x", "x")],
)  # fmt: skip
def test_a_cell_reads_as_a_person_sees_it(cell: Any, words: str) -> None:
    assert cell_text(cell) == words


CELLS: Any = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.dates() | st.datetimes()
    | st.times() | st.timedeltas()
)  # fmt: skip


@given(CELLS, st.sampled_from([WHOLE, AMOUNT, WORDS, DAY, MOMENT, ANSWER, NAMES, KIND]))
def test_any_cell_is_a_value_or_a_refusal(cell: Any, column: Column) -> None:
    try:
        value = column.value(cell, BERLIN)
    except ValueError:
        return
    assert column.value(column.cell(value, BERLIN), BERLIN) == value
