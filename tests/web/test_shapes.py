"""How plain data becomes what a page shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from firstlight.web.pages import spans
from firstlight.web.pages.dates import dates
from firstlight.web.pages.entries import field_changes
from firstlight.web.pages.history import Point, moments, since
from firstlight.web.pages.horizon import horizon
from firstlight.web.pages.reasons import ReasonLine, foremost
from firstlight.web.surroundings import me

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 8, 40, tzinfo=UTC)


def _phase(title: str, start: date, end: date | None) -> Any:
    return SimpleNamespace(title=title, start=start, end=end)


PHASES = [
    _phase("Initiate", date(2026, 1, 12), date(2026, 3, 27)),
    _phase("Implement", date(2026, 3, 30), date(2026, 9, 25)),
    _phase("Prepare", date(2026, 9, 28), date(2026, 12, 6)),
    _phase("Operate", date(2026, 12, 7), None),
]


def test_the_horizon_is_drawn_to_scale_with_today_and_the_sun() -> None:
    lines = horizon(PHASES, date(2026, 12, 7), date(2026, 11, 20))
    assert [line.current for line in lines] == [False, False, True, False]
    assert [line.done for line in lines] == [100, 100, 76, 0]
    assert [line.go_live for line in lines] == [None, None, None, 0]
    assert 98 <= sum(line.share for line in lines) <= 102
    assert lines[2].when == "28 Sep – 6 Dec, week 8 of 10"
    assert lines[3].when == "from 7 Dec"


@pytest.mark.parametrize("today", [date(2020, 1, 1), date(2026, 3, 28), date(2026, 12, 7), date(2030, 1, 1)])
def test_every_day_can_be_drawn(today: date) -> None:
    lines = horizon(PHASES, None, today)
    assert all(1 <= line.share <= 100 and 0 <= line.done <= 100 for line in lines)
    assert sum(line.current for line in lines) <= 1


def test_no_phases_no_horizon_and_one_short_phase_fills_the_line() -> None:
    assert horizon([], date(2026, 1, 1), date(2026, 1, 1)) == []
    one = horizon([_phase("Day", date(2026, 1, 1), date(2026, 1, 1))], None, date(2026, 1, 1))
    assert one[0].share == 100
    assert one[0].current


def test_days_are_counted_by_the_clock_of_the_project() -> None:
    late_evening = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # past midnight in Berlin
    assert spans.days_from(late_evening, datetime(2026, 11, 21, 10, tzinfo=UTC), BERLIN) == 0
    assert spans.until(NOW, NOW + timedelta(days=1), BERLIN) == "tomorrow"
    assert spans.until(NOW, NOW - timedelta(days=2), BERLIN) == "2 days ago"
    assert spans.age(NOW, NOW - timedelta(days=1), BERLIN) == "1 day"
    assert spans.age(NOW, NOW + timedelta(days=1), BERLIN) == "today"


def test_durations_are_written_with_their_unit() -> None:
    assert spans.duration(NOW, NOW + timedelta(hours=59)) == "59 h"
    assert spans.duration(NOW, NOW + timedelta(minutes=90)) == "1 h 30 min"
    assert spans.duration(NOW, NOW + timedelta(minutes=45)) == "45 min"
    assert spans.duration(NOW, NOW + timedelta(hours=99, minutes=1)) == "99 h 1 min"
    assert spans.duration(NOW, NOW + timedelta(hours=100, minutes=59)) == "4 d 4 h"
    assert spans.duration(NOW, NOW + timedelta(days=1_000)) == "1,000 d"
    # The clocks change in between: a duration is what passes, not what the clock shows.
    start = datetime(2026, 10, 24, 18, tzinfo=BERLIN)
    assert spans.duration(start.astimezone(UTC), datetime(2026, 10, 25, 18, tzinfo=BERLIN).astimezone(UTC)) == "25 h"


def test_a_committee_that_is_over_is_not_the_next_one() -> None:
    project: Any = SimpleNamespace(
        go_live=NOW - timedelta(days=3), window_start=None, window_end=None, next_committee=NOW - timedelta(days=1)
    )
    found = dates(project, NOW, BERLIN)
    assert found.committee is None
    assert (found.days, found.days_words) == (3, "days since go-live")


def _point(number: int, mark: str) -> Point:
    return Point(number, NOW + timedelta(days=number), mark, "", f"Reason {number}")


def test_since_when_a_check_stands_so_is_said_as_far_as_it_is_known() -> None:
    assert since([]) is None
    changed = since([_point(9, "met"), _point(8, "met"), _point(7, "unmet")])
    assert changed is not None
    assert (changed[0].number, changed[1]) == (8, True)
    unsure = since([_point(9, "met"), _point(8, "met")])
    assert unsure is not None
    assert (unsure[0].number, unsure[1]) == (8, False)
    from_the_start = since([_point(2, "met"), _point(1, "met")])
    assert from_the_start is not None
    assert from_the_start[1]


def test_the_history_tells_the_newest_every_change_and_the_first() -> None:
    known = [_point(5, "met"), _point(4, "met"), _point(3, "met"), _point(2, "unmet"), _point(1, "unmet")]
    told = moments(known)
    assert [one.point.number for one in told] == [5, 3, 1]
    assert [one.what for one in told] == ["Met", "Unmet to met", "Unmet"]


def _reason(number: int, state: str, blocks: bool) -> ReasonLine:
    return ReasonLine(state, "", blocks, f"c{number}", "", "", "", "", "", "")


def test_what_blocks_comes_first_and_a_stale_signature_is_never_lost() -> None:
    many = [_reason(n, "unmet", True) for n in range(50)] + [_reason(60, "stale", False)]
    assert [one.check for one in foremost(many, 6)] == ["c0", "c1", "c2", "c3", "c4", "c60"]
    few = [_reason(n, "unmet", True) for n in range(5)] + [_reason(n, "stale", False) for n in (60, 61)]
    assert [one.check for one in foremost(few, 6)] == ["c0", "c1", "c2", "c3", "c4", "c60"]
    assert len(foremost(few[:2], 6)) == 2
    only_stale = [_reason(n, "stale", False) for n in range(9)]
    assert len(foremost(only_stale, 6)) == 6


def test_an_entry_shows_only_what_differs() -> None:
    changes = field_changes('{"a":1,"b":true,"c":["x","y"]}', '{"a":1,"b":false,"d":{"e":null}}')
    assert [(one.name, one.before, one.after) for one in changes] == [
        ("b", "yes", "no"),
        ("c", "x, y", ""),
        ("d", "", "e: "),
    ]
    assert field_changes(None, None) == ()


def test_initials_are_of_the_first_and_the_last_name() -> None:
    assert me("Petra Lind").initials == "PL"
    assert me("Paula Ortiz-Villanueva de la Torre").initials == "PT"
    assert me("Prince").initials == "P"
    assert me("李 小龙").initials == "李小"
    assert me("!!!").initials == "?"
    assert me("A B", "Test lead", "test lead").roles == ("test lead",)
