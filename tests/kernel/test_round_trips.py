"""What goes out to a sheet comes back as it was, for every kind of column and every zone."""

# ruff: noqa: DTZ001  (times without a zone are what is tried here)

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.kernel.sheets import Column, choice, day, flag, instant, integer, names, number, sheets, text

ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]).map(
    ZoneInfo
)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=40).map(str.strip)
PARTS = WORDS.filter(lambda words: words and not set(words) & set(";,\n"))
KINDS: list[tuple[Column, Any]] = [
    (text("t", "T", ""), WORDS),
    (integer("n", "N", ""), st.none() | st.integers(0, 10**9)),
    (number("a", "A", "", least=-(10**9)), st.none() | st.decimals(-(10**9), 10**9, places=4)),
    (flag("f", "F", ""), st.none() | st.booleans()),
    (flag("f", "F", "", empty=True), st.booleans()),
    (choice("c", "C", "", {"a": "First one", "b": "Second – one"}), st.sampled_from([None, "a", "b"])),
    (day("d", "D", ""), st.none() | st.dates(date(1000, 1, 1))),
    (names("l", "L", ""), st.lists(PARTS, unique=True, max_size=5).map(tuple)),
    (
        instant("i", "I", ""),
        st.none() | st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)),
    ),
]


@pytest.mark.parametrize(("column", "values"), KINDS, ids=[f"{column.key}-{column.empty}" for column, _ in KINDS])
@given(data=st.data())
def test_a_value_comes_back_from_its_cell(column: Column, values: Any, data: st.DataObject) -> None:
    value, zone = data.draw(values), data.draw(ZONES)
    cell = column.cell(value, zone)
    assert column.value(cell, zone) == value
    as_words = None if cell is None else str(cell)
    assert column.value(as_words, zone) == value


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_has_one_form(value: Decimal) -> None:
    column = number("a", "A", "", least=-(10**9))
    assert column.cell(value * 1, ZoneInfo("UTC")) == column.cell(value * Decimal("1.00"), ZoneInfo("UTC"))


@pytest.mark.parametrize("ref", list(sheets))
def test_the_examples_of_a_sheet_are_accepted_by_its_columns(ref: str) -> None:
    sheet = sheets[ref]
    assert sheet.examples
    for example in sheet.examples:
        assert set(example) <= {column.key for column in sheet.columns}
        for column in sheet.columns:
            column.value(example.get(column.key), ZoneInfo("Europe/Berlin"))
    for column in sheet.columns:
        if column.example:
            column.value(column.example, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("ref", list(sheets))
def test_every_column_of_a_sheet_is_explained_and_its_names_are_its_own(ref: str) -> None:
    sheet = sheets[ref]
    titles = [column.title for column in sheet.columns]
    assert len(set(titles)) == len(titles)
    assert all(column.explain.endswith((".", "?")) for column in sheet.columns)
    assert set(sheet.identity) <= {column.key for column in sheet.columns}
    for key in sheet.identity:
        assert sheet.column(key).required


@pytest.mark.parametrize("ref", list(sheets))
def test_a_column_takes_no_more_than_the_database_does(ref: str) -> None:
    store = getattr(sheets[ref].store, "fields", None)
    if store is None:
        pytest.skip("kept by a store of its own")
    for key, name in store.items():
        field = sheets[ref].store.model._meta.get_field(name)  # type: ignore[attr-defined]
        longest = getattr(field, "max_length", None)
        column = sheets[ref].column(key)
        if longest and not column.choices and column.accepts == "text":
            with pytest.raises(ValueError):
                column.value("x" * (longest + 1), ZoneInfo("UTC"))
