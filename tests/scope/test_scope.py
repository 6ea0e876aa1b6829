"""The scope: a tree of processes with what is tied to them, and its form that is signed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstlight.kernel import renderings
from firstlight.kernel.sheets import Row, RowChange, Sheet
from firstlight.scope.models import Requirement, Rollout
from firstlight.scope.queries import process_tree, rows_of, totals
from firstlight.scope.sheets import INTEGRATIONS, PARTS, PROCESSES, REQUIREMENTS, ROLLOUTS
from tests.cast import NOW, Cast, added

pytestmark = pytest.mark.requirement("SCO-01", "SCO-02", "SCO-03", "SCO-04")


def put(cast: Cast, sheet: Sheet, **values: Any) -> None:
    sheet.apply(cast.machine, cast.project, [added(sheet, **values)])


def change(cast: Cast, sheet: Sheet, ref: str, **values: Any) -> None:
    row = sheet.store.current(cast.project)[ref,]
    sheet.apply(
        cast.machine, cast.project, [RowChange("changed", row, Row(row.identity, {**row.values, **values}, row.extras))]
    )


@pytest.fixture
def scope(cast: Cast) -> Cast:
    put(cast, ROLLOUTS, ref="W1", title="Wave 1", go_live=date(2026, 12, 7), users=420)
    put(cast, PROCESSES, ref="65", title="Order to cash", level=1)
    put(cast, PROCESSES, ref="65.10", title="Take orders", level=2, parent="65", rollout="W1")
    put(cast, PROCESSES, ref="65.10.5", title="Confirm orders", level=3, parent="65.10", owner="Paula")
    put(cast, REQUIREMENTS, ref="R-1", title="Confirm an order", process="65.10.5")
    put(cast, REQUIREMENTS, ref="R-2", title="Keep invoices ten years", kind="regulatory", regulation="§ 147 AO")
    put(cast, PARTS, ref="P-1", title="Finance", kind="application", vendor="Microsoft")
    put(cast, INTEGRATIONS, ref="I-1", title="Bank statements", volume_a_day=1200, criticality="high")
    return cast


def test_processes_are_a_tree_with_the_requirements_below_them(scope: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        (root,) = process_tree(scope.project)
    assert (root.ref, root.total, root.requirements) == ("65", 1, 0)
    (area,) = root.children
    assert (area.ref, area.rollout, area.children[0].owner) == ("65.10", "W1", "Paula")
    assert process_tree_is_empty_elsewhere()


def process_tree_is_empty_elsewhere() -> bool:
    from firstlight.workspace.models import Project

    return process_tree(Project.objects.get(slug="elsewhere")) == []


def test_each_list_is_counted_and_read(scope: Cast) -> None:
    change(scope, REQUIREMENTS, "R-2", in_scope=False)
    found = totals(scope.project)
    assert {name: (total.in_scope, total.rows) for name, total in found.items()} == {
        "processes": (3, 3), "requirements": (1, 2), "integrations": (1, 1), "parts": (1, 1), "rollouts": (1, 1),
    }  # fmt: skip
    assert [str(row) for row in rows_of(scope.project, Requirement)] == [
        "R-1 Confirm an order", "R-2 Keep invoices ten years",
    ]  # fmt: skip
    assert [row.ref for row in rows_of(scope.project, Rollout)] == ["W1"]


def _lines(cast: Cast) -> dict[str, str]:
    today = renderings.render(cast.project, "scope", NOW)
    assert today
    return {line.key: f"{line.label} | {line.text}" for line in today.lines}


def test_everything_in_scope_is_what_is_signed(scope: Cast) -> None:
    assert _lines(scope) == {
        "process:65": "65 Order to cash | Level: End to end",
        "process:65.10": "65.10 Take orders | Level: Process area; Part of: 65; Rollout: W1",
        "process:65.10.5": "65.10.5 Confirm orders | Level: Process; Part of: 65.10",
        "requirement:R-1": "R-1 Confirm an order | Process: 65.10.5",
        "requirement:R-2": "R-2 Keep invoices ten years | Kind: Regulatory; Regulation: § 147 AO",
        "part:P-1": "P-1 Finance | Kind: Application; Vendor: Microsoft",
        "integration:I-1": "I-1 Bank statements | Volume a day: 1200; Criticality: High",
        "rollout:W1": "W1 Wave 1 | Go-live: 2026-12-07; Users: 420",
    }


def test_remarks_and_owners_are_not_what_the_business_signs_for(scope: Cast) -> None:
    before = _lines(scope)
    change(scope, PROCESSES, "65", notes="Talked about it", owner="Willem")
    assert _lines(scope) == before


def test_what_was_taken_out_of_scope_is_no_longer_in_it(scope: Cast) -> None:
    change(scope, REQUIREMENTS, "R-2", in_scope=False)
    assert "requirement:R-2" not in _lines(scope)


def test_without_a_scope_there_is_nothing_to_sign(cast: Cast) -> None:
    assert renderings.render(cast.project, "scope", NOW) is None
    assert renderings.render(cast.project, "nothing", NOW) is None


def test_the_signed_form_does_not_depend_on_the_order_in_which_rows_came(scope: Cast, cast: Cast) -> None:
    today = renderings.render(scope.project, "scope", NOW)
    change(scope, PROCESSES, "65.10.5", title="x")
    change(scope, PROCESSES, "65.10.5", title="Confirm orders")
    after = renderings.render(scope.project, "scope", NOW)
    assert today
    assert after
    assert after.digest() == today.digest()


@pytest.mark.parametrize(
    ("cell", "level"),
    [("Process", 3), ("process area", 2), ("END TO END", 1), (3.0, 3), (2, 2), ("4", 4), ("scenario", 4)],
)
def test_the_level_of_a_process_is_read_by_word_or_number(cell: Any, level: int, cast: Cast) -> None:
    from zoneinfo import ZoneInfo

    column = PROCESSES.column("level")
    assert column.value(cell, ZoneInfo("UTC")) == level
    assert column.value(column.cell(level, ZoneInfo("UTC")), ZoneInfo("UTC")) == level


@pytest.mark.parametrize("cell", [5, "0", "sub-process", 2.5])
def test_another_level_is_refused(cell: Any) -> None:
    from zoneinfo import ZoneInfo

    with pytest.raises(ValueError, match="one of: End to end, Process area, Process, Scenario"):
        PROCESSES.column("level").value(cell, ZoneInfo("UTC"))
