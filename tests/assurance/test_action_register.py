"""What will be done about what is not met, by whom and by when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstlight.assurance.actions import change_actions, open_action
from firstlight.assurance.models import ActionItem
from firstlight.assurance.queries import action_register, actions_of_check, count_open_actions, open_actions
from firstlight.assurance.sheets import ACTIONS
from firstlight.kernel.errors import Refused
from firstlight.ledger.queries import search
from tests.cast import Cast, added


def put(cast: Cast, ref: str, **values: Any) -> None:
    change_actions(cast.context("wo"), cast.project, [added(ACTIONS, ref=ref, title=f"Do {ref}", **values)])


def test_open_ones_come_with_the_most_overdue_first_and_those_without_a_date_last(cast: Cast) -> None:
    put(cast, "A-1")
    put(cast, "A-2", due=date(2026, 12, 1), state="under-way")
    put(cast, "A-3", due=date(2026, 11, 1))
    put(cast, "A-4", due=date(2026, 10, 1), state="done")
    put(cast, "A-5", state="dropped")
    assert [item.ref for item in open_actions(cast.project)] == ["A-3", "A-2", "A-1"]
    assert [item.is_open for item in ActionItem.objects.order_by("ref")] == [True, True, True, False, False]


def test_they_are_found_by_the_check_they_are_for(cast: Cast) -> None:
    put(cast, "A-1", check_ref="uat.coverage")
    put(cast, "A-2", check_ref="uat.coverage", state="done")
    put(cast, "A-3")
    assert [item.ref for item in open_actions(cast.project, ["uat.coverage"])] == ["A-1"]
    assert [item.ref for item in actions_of_check(cast.project, "uat.coverage")] == ["A-1", "A-2"]
    assert count_open_actions(cast.project) == 2


def test_the_register_can_be_sorted_by_what_is_late_and_what_is_heavy(cast: Cast) -> None:
    put(cast, "A-1", due=date(2026, 11, 19), priority="low")
    put(cast, "A-2", due=date(2026, 11, 20), priority="high", risk="low")
    put(cast, "A-3", due=date(2026, 11, 1), state="done")
    put(cast, "A-4")
    rows = action_register(cast.project, date(2026, 11, 20)).order_by("ref")
    assert [(row.still_open, row.due_group, row.priority_rank, row.risk_rank) for row in rows] == [
        (True, "overdue", 2, 1), (True, "in-time", 0, 2), (False, "in-time", 1, 1), (True, "no-date", 1, 1),
    ]  # fmt: skip


def test_the_same_cause_never_opens_two(cast: Cast) -> None:
    first = open_action(cast.context("wo"), ref="A-9", title="Call the provider", risk="high")
    before = search(cast.project, most=1)[0].sequence
    again = open_action(cast.context("wo"), ref="A-9", title="Something else")
    assert (again.pk, again.title, again.priority) == (first.pk, "Call the provider", "high")
    assert search(cast.project, most=1)[0].sequence == before
    assert str(first) == "A-9 Call the provider"


def test_an_auditor_opens_nothing(cast: Cast) -> None:
    with pytest.raises(Refused):
        open_action(cast.context("au"), ref="A-9", title="Call the provider")
