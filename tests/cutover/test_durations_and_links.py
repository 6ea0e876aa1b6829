"""Durations and links as people write them."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstlight.cutover.rules.durations import MOST, minutes_of, written
from firstlight.cutover.rules.links import Link, read_link, read_links
from firstlight.cutover.rules.ordering import natural, places


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("90", 90), (90.0, 90), ("90m", 90), ("90 min", 90), ("2h", 120), ("2 hrs", 120), ("1.5h", 90), ("1,5 Std", 90),
        ("1,5 Std.", 90), ("2h 30m", 150), ("2h30", None), ("1 day 4 hours", 1680), ("1 Tag", 1440), ("1:30", 90),
        ("01:30:30", 91), ("0", 0), ("0h", 0), (timedelta(hours=30), 1800), (time(1, 15), 75), ("2 days?", 2880),
        ("1 ed", 1440), ("daily", None), ("n/a", None), ("-1h", None), ("1h 2", None), ("about 2h", None), (True, None),
        ("9000h", 540_000), ("1001 d", None), (float("nan"), None),
    ],
)  # fmt: skip
def test_a_duration_is_read_as_it_is_written(cell: object, minutes: int | None) -> None:
    if minutes is None:
        with pytest.raises(ValueError, match="90m, 2h 30m or"):
            minutes_of(cell)
    else:
        assert minutes_of(cell) == minutes


def test_a_number_alone_counts_in_the_unit_of_its_heading() -> None:
    assert minutes_of("1,5", 60) == 90
    assert minutes_of("90m", 60) == 90


@given(st.integers(0, MOST))
def test_a_written_duration_is_read_as_the_same(minutes: int) -> None:
    assert minutes_of(written(minutes)) == minutes


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("12", Link("12")), ("12FS", Link("12")), ("12FS+30m", Link("12", "FS", 30)),
        ("14SS-1h", Link("14", "SS", -60)),
        ("14 SS - 1 h", Link("14", "SS", -60)), ("7ff", Link("7", "FF")), ("7 SF + 2 days", Link("7", "SF", 2880)),
        ("12EA+30 Min", Link("12", "FS", 30)), ("9AA", Link("9", "SS")), ("12+30m", Link("12", "FS", 30)),
        ("LOAD-01FS+15", Link("LOAD-01", "FS", 15)), ("CLASS", Link("CLASS")), ("LOAD SS", Link("LOAD", "SS")),
        ("Step 12", Link("12")), ("10-12", Link("10-12")), ("1.2.3", Link("1.2.3")), ("#4 FF", Link("4", "FF")),
    ],
)  # fmt: skip
def test_a_link_is_read_as_it_is_written(words: str, link: Link) -> None:
    assert read_link(words) == link


def test_a_cell_holds_several_links_once_each() -> None:
    assert read_links("12FS+30m, 14SS-1h; 12 FS +30 min\n3") == (Link("12", "FS", 30), Link("14", "SS", -60), Link("3"))


@pytest.mark.parametrize("words", ["12FS+50%", "12FS+soon", "x" * 61])
def test_what_is_no_link_is_refused_with_what_would_be_read(words: str) -> None:
    with pytest.raises(ValueError, match=r"12FS\+30m, 14SS-1h"):
        read_link(words)


@given(
    st.sampled_from(["12", "12a", "LOAD-01", "CLASS", "1.2", "F", "A 7"]),
    st.sampled_from(["FS", "SS", "FF", "SF"]),
    st.integers(-9000, 9000),
)
def test_a_written_link_is_read_as_the_same(ref: str, kind: str, lag: int) -> None:
    assert read_link(str(Link(ref, kind, lag))) == Link(ref, kind, lag)


def test_steps_are_ordered_by_their_numbers() -> None:
    assert sorted(["10", "2", "12a", "12", "A-3", "A-20"], key=natural) == ["2", "10", "12", "12a", "A-3", "A-20"]


def test_a_new_step_goes_between_its_neighbours() -> None:
    found = places([("10", 1.0), ("20", 2.0)], ["15", "12", "5", "30"], 2.0)
    assert sorted(["10", "20", *found], key=lambda ref: {"10": 1.0, "20": 2.0, **found}[ref]) == [
        "5", "10", "12", "15", "20", "30",
    ]  # fmt: skip


def test_where_steps_are_in_an_order_of_their_own_new_ones_follow_at_the_end() -> None:
    assert places([("20", 1.0), ("10", 2.0)], ["15", "12"], 2.0) == {"15": 3.0, "12": 4.0}
