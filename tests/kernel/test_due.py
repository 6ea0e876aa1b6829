"""Work that is due for several things: one that fails holds up no other, and is not forgotten."""

from __future__ import annotations

import logging

import pytest

from firstlight.kernel.due import do_each

log = logging.getLogger("firstlight.tests")


def test_the_sum_of_what_was_done_is_told() -> None:
    assert do_each([1, 2, 3], lambda one: one, str, log) == 6
    assert do_each([], lambda one: one, str, log) == 0


def test_all_are_tried_and_the_first_failure_is_raised(caplog: pytest.LogCaptureFixture) -> None:
    done = []

    def do(one: int) -> int:
        if one % 2:
            raise ValueError(f"{one} is odd")
        done.append(one)
        return 1

    with pytest.raises(ValueError, match="1 is odd"):
        do_each([1, 2, 3, 4], do, lambda one: f"{one} could not be done", log)
    assert done == [2, 4]
    assert [record.getMessage() for record in caplog.records] == ["1 could not be done", "3 could not be done"]
