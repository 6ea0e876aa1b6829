"""What a measure may say, and how numbers read."""

# ruff: noqa: DTZ001  (times without a zone are what is tried here)

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.contracts.reading import Figure, Reading, plain, unknown
from firstlight.contracts.standing import HEAVIEST_FIRST, Status, Word, worst
from tests.cast import NOW


def test_a_figure_reads_as_people_say_it() -> None:
    assert Figure(Decimal(176), "requirements", Decimal(184)).text() == "176 of 184 requirements"
    assert Figure(Decimal("3.40"), "s").text() == "3.4 s"


def test_a_share_of_nothing_is_no_share() -> None:
    assert Figure(Decimal(0), "actions", Decimal(0)).share is None
    assert Figure(Decimal(3), "actions").share is None
    assert Figure(Decimal(1), "actions", Decimal(4)).share == 25


@pytest.mark.parametrize(("unit", "of"), [("", None), ("cases", Decimal(-1))])
def test_a_figure_that_makes_no_sense_is_refused(unit: str, of: Decimal | None) -> None:
    with pytest.raises(ValueError):
        Figure(Decimal(1), unit, of)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_a_number_is_written_without_exponent_and_is_the_same_number(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))


def test_a_reading_needs_a_reason_and_times_with_zones() -> None:
    with pytest.raises(ValueError, match="says nothing"):
        Reading(Status.MET, ())
    with pytest.raises(ValueError, match="speaks_of of a reading needs a time zone"):
        Reading(Status.MET, ("Yes.",), speaks_of=datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="expires of a reading needs a time zone"):
        Reading(Status.MET, ("Yes.",), speaks_of=NOW, expires=datetime(2026, 1, 1))


def test_not_to_know_is_a_reading_too() -> None:
    assert unknown("Nobody looked.").status is Status.UNKNOWN


@given(st.lists(st.sampled_from(list(Status))))
def test_the_worst_is_the_heaviest(statuses: list[Status]) -> None:
    found = worst(statuses)
    assert found in statuses or (not statuses and found is Status.NOT_APPLICABLE)
    assert all(HEAVIEST_FIRST.index(found) <= HEAVIEST_FIRST.index(one) for one in statuses)


def test_words_of_a_status_and_of_a_verdict() -> None:
    assert [status.word for status in Status] == ["Met", "Partly", "Unmet", "Unknown", "Not applicable"]
    assert [word.aloud for word in Word] == ["Go", "Conditional go", "No-go"]
