"""Which board of a run is shown: the newest, and while that is made the one before, to all but the one who makes it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from firstlight.web.live import newest
from firstlight.web.live.newest import LONGEST, OLDEST, SLOW, TOGETHER, Newest
from firstlight.web.live.streams import Seen
from tests.cast import NOW


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A monotonic clock that a test moves."""
    found = SimpleNamespace(at=1000.0, monotonic=lambda: found.at)
    monkeypatch.setattr(newest, "time", found)
    return found


def boards(took: float = 0.03) -> Newest:
    found = Newest()
    found.made(SimpleNamespace(pk=1), NOW, Seen(5, 100, 4), took)  # type: ignore[arg-type]
    return found


def test_a_board_of_a_moment_ago_is_shown_for_a_moment(clock: Any) -> None:
    found = boards()
    assert found.instead(1, 7, Seen(4, 99, 3))
    assert found.instead(2, 7, Seen()) is None
    assert found.instead(1, 7, Seen(), together=0.0) is None
    clock.at += TOGETHER
    assert found.instead(1, 7, Seen()) is None


def test_nobody_is_led_back(clock: Any) -> None:
    found = boards()
    assert found.instead(1, 7, Seen(6, 100, 4)) is None
    assert found.instead(1, 7, Seen(5, 101, 4)) is None
    assert found.instead(1, 4, Seen()) is None  # the run began anew


def test_while_one_makes_a_board_all_others_are_shown_the_one_before(clock: Any) -> None:
    found = boards()
    clock.at += 60
    found.begin(1)
    assert found.instead(1, 7, Seen(5, 100, 4))
    found.end(1)
    assert found.instead(1, 7, Seen(5, 100, 4)) is None


@pytest.mark.parametrize(("took", "pause"), [(0.5, 2.0), (60.0, LONGEST)])
def test_what_takes_long_to_make_is_made_more_rarely_also_for_streams(clock: Any, took: float, pause: float) -> None:
    found = boards(took)
    clock.at += pause - 0.01
    assert found.instead(1, 7, Seen(), together=0.0)
    clock.at += 0.02
    assert found.instead(1, 7, Seen(), together=0.0) is None


def test_a_quick_board_is_made_at_once_and_a_slow_one_beside_while_the_one_before_is_not_too_old(clock: Any) -> None:
    slow = boards(60.0)
    clock.at += OLDEST - 0.01
    assert slow.before_a_slow_one(1, 7, Seen())
    assert boards(SLOW).before_a_slow_one(1, 7, Seen()) is None
    clock.at += 0.02
    assert slow.before_a_slow_one(1, 7, Seen()) is None
