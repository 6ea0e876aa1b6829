"""One text for one value, whatever the machine, the database and the order of things."""

# ruff: noqa: DTZ001  (times without a zone are what is tried here)

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.kernel.canonical import canonical

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN: Any = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS
VALUES: Any = st.recursive(PLAIN, lambda below: st.lists(below) | st.dictionaries(WORDS, below), max_leaves=12)


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(WORDS, PLAIN, min_size=1), st.randoms())
def test_the_order_of_keys_does_not_matter(facts: dict[str, Any], chance: Any) -> None:
    keys = list(facts)
    chance.shuffle(keys)
    assert canonical({key: facts[key] for key in keys}) == canonical(facts)


@given(VALUES)
def test_writing_twice_is_writing_once(value: Any) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


INSTANTS = st.datetimes(datetime(1900, 1, 2), datetime(2300, 1, 1), timezones=st.just(UTC))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(INSTANTS, OFFSETS)
def test_an_instant_is_the_same_in_every_zone(instant: datetime, zone: timezone) -> None:
    assert canonical(instant.astimezone(zone)) == canonical(instant)
    assert datetime.fromisoformat(json.loads(canonical(instant))) == instant


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_a_number_is_the_same_with_and_without_zeros_at_its_end(number: Decimal) -> None:
    assert canonical(number) == canonical(number * Decimal("1.000"))


@given(st.frozensets(WORDS))
def test_a_set_is_a_sorted_list(words: frozenset[str]) -> None:
    assert json.loads(canonical(words)) == sorted(words)


class Colour(Enum):
    RED = "red"


class Size(StrEnum):
    BIG = "big"


class Rank(IntEnum):
    FIRST = 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 12, 7), '"2026-12-07"'),
        (time(5, 30), '"05:30:00"'),
        (timedelta(minutes=1, milliseconds=500), '"60.5s"'),
        (datetime(2026, 12, 7, 5, tzinfo=UTC), '"2026-12-07T05:00:00.000000Z"'),
        (Decimal("1E+2"), '"100"'),
        (Decimal("-0.50"), '"-0.5"'),
        ((1, "a"), '[1,"a"]'),
        (Colour.RED, '"red"'),
        (Size.BIG, '"big"'),
        (Rank.FIRST, "1"),
        ("Später\n", '"Später\\n"'),
        ({"b": 1, "a": None}, '{"a":null,"b":1}'),
    ],
)
def test_each_kind_of_value_has_its_form(value: Any, text: str) -> None:
    assert canonical(value) == text


@pytest.mark.parametrize(
    "value", [object(), b"bytes", datetime(2026, 1, 1), float("nan"), float("inf"), 1j, {(1, 2): 3}, {1: 2, "a": 3}]
)
def test_what_has_no_such_form_is_refused(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical(value)
