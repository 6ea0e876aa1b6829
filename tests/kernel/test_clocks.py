"""Times as a clock shows them: which of two is meant, and what people call it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.kernel import clocks

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("at", "zone", "said"),
    [
        (datetime(2027, 10, 31, 0, 15, tzinfo=UTC), "Europe/Berlin", "02:15 CEST"),
        (datetime(2027, 10, 31, 1, 15, tzinfo=UTC), "Europe/Berlin", "02:15 CET"),
        (datetime(2027, 10, 31, 2, 15, tzinfo=UTC), "Europe/Berlin", "03:15"),
        (datetime(2027, 3, 28, 1, 15, tzinfo=UTC), "Europe/Berlin", "03:15"),
        (datetime(2027, 4, 3, 14, 45, tzinfo=UTC), "Australia/Lord_Howe", "01:45 UTC+11:00"),
        (datetime(2027, 4, 3, 15, 15, tzinfo=UTC), "Australia/Lord_Howe", "01:45 UTC+10:30"),
    ],
)
def test_a_time_that_comes_twice_says_which_one_it_is(at: datetime, zone: str, said: str) -> None:
    assert clocks.shown(at.astimezone(ZoneInfo(zone))) == said


@given(st.integers(0, 10 * 365 * 24 * 60), st.sampled_from(
    ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo", "Africa/Cairo"]
))  # fmt: skip
def test_two_times_of_one_day_are_never_shown_as_the_same(minutes: int, zone: str) -> None:
    first = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    shown = {
        clocks.shown((first + timedelta(minutes=15 * step)).astimezone(ZoneInfo(zone)), "%d %H:%M")
        for step in range(96)
    }
    assert len(shown) == 96
