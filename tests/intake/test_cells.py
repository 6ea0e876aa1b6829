"""Cells at the edges: what a column makes of values that strangers think of."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstlight.kernel.sheets import Column, cell_text, identity_text, instant, integer, names, number, text
from tests.intake.lists import BERLIN, COLUMNS

WHEN, AMOUNT, COUNT, WORDS = instant("w", "W", ""), number("n", "N", ""), integer("i", "I", ""), text("t", "T", "")

_CELLS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.dates() | st.times()
    | st.datetimes() | st.timedeltas()
    | st.from_regex(r"[-+0-9.,e' :/TZ]{1,20}", fullmatch=True)
)  # fmt: skip
_ZONES = st.sampled_from(("UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati", "Australia/Lord_Howe"))


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(COLUMNS), _CELLS, _ZONES.map(ZoneInfo))
def test_any_cell_is_a_value_that_can_be_written_and_read_again_or_is_refused(
    column: Column, cell: Any, zone: ZoneInfo
) -> None:
    try:
        value = column.value(cell, zone)
    except ValueError:
        return
    again = column.cell(value, zone)
    assert (column.empty if again is None else column.value(again, zone)) == value
    assert len(cell_text(again)) <= 40_000


@pytest.mark.parametrize("cell", ["0001-01-01 00:00", "9999-12-31T23:59-05:00", date.min, date.max])
def test_moments_at_the_ends_of_the_calendar_are_refused(cell: Any) -> None:
    with pytest.raises(ValueError, match="a date and time such as"):
        WHEN.value(cell, BERLIN)


@pytest.mark.parametrize("cell", ["7 Dec 2026 25:00", "7 Dec 2026 5:61", "2026-12-07 24:30"])
def test_hours_that_no_clock_shows_are_refused_with_what_would_do(cell: str) -> None:
    with pytest.raises(ValueError, match="a date and time such as 2026-12-07 05:00"):
        WHEN.value(cell, BERLIN)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("7 Dec 2026 5:00", (4, 0)), ("7.12.2026 05:00:30", (4, 0, 30)), ("Mon 7 Dec 2026, 5:00", (4, 0)),
        ("2026-12-07T05:00Z", (5, 0)), (46363.25, (5, 0)), (date(2026, 12, 7), None),
    ],
)  # fmt: skip
def test_moments_are_read_as_people_write_them(cell: Any, moment: tuple[int, ...] | None) -> None:
    expected = datetime(2026, 12, 7, *moment, tzinfo=UTC) if moment else datetime(2026, 12, 6, 23, tzinfo=UTC)
    assert WHEN.value(cell, BERLIN) == expected


def test_fractions_of_a_second_are_not_lost() -> None:
    moment = datetime(2026, 12, 7, 5, 0, 0, 250, tzinfo=UTC)
    assert WHEN.value(WHEN.cell(moment, BERLIN), BERLIN) == moment


@pytest.mark.parametrize("cell", ["1e-999999", "1e999999", "nan", "inf", float("nan"), "0." + "1" * 40, "1e31"])
def test_numbers_that_nobody_means_are_refused(cell: Any) -> None:
    with pytest.raises(ValueError, match="a number from 0"):
        AMOUNT.value(cell, BERLIN)


@pytest.mark.parametrize(
    ("cell", "value"), [("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("1 234", "1234"), ("0,5", "0.5"), (1e-7, "1e-7")]
)
def test_numbers_are_read_as_people_write_them(cell: Any, value: str) -> None:
    assert AMOUNT.value(cell, BERLIN) == Decimal(value)


def test_a_whole_number_may_come_with_a_fraction_of_nothing() -> None:
    assert COUNT.value(3.0, BERLIN) == 3
    with pytest.raises(ValueError, match="a whole number from 0"):
        COUNT.value("3.x", BERLIN)


@pytest.mark.parametrize("cell", ["a\x00b", "a\ud800", "\ufffe"])
def test_what_no_database_and_no_workbook_holds_is_refused(cell: str) -> None:
    for column in (WORDS, names("n", "N", "")):
        with pytest.raises(ValueError, match="without null characters"):
            column.value(cell, BERLIN)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, ""),
        (3.0, "3"),
        (0.1, "0.1"),
        (True, "yes"),
        (timedelta(hours=36, minutes=5), "36:05"),
        (timedelta(seconds=61), "0:01:01"),
        (time(5, 30), "05:30:00"),
        (datetime(2026, 12, 7, 5), "2026-12-07 05:00:00"),  # noqa: DTZ001
        (1e22, "1" + "0" * 22),
    ],
)
def test_every_cell_has_a_text(cell: Any, words: str) -> None:
    assert cell_text(cell) == words


def test_nothing_is_an_empty_identity() -> None:
    assert (identity_text(None), identity_text(" a "), identity_text(date(2026, 12, 7))) == ("", "a", "2026-12-07")
