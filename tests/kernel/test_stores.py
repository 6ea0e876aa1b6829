"""Rows of a sheet kept as rows of a model: added, changed, removed, and never over somebody else's change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import ProtectedError

from firstlight.kernel.errors import Conflict, Invalid
from firstlight.kernel.sheets import Origin, Row, RowChange
from firstlight.scope import stores
from firstlight.scope.actions import change_processes, change_requirements, change_rollouts
from firstlight.scope.models import Process
from firstlight.scope.sheets import PROCESSES, REQUIREMENTS, ROLLOUTS
from tests.cast import Cast, added


def process(ref: str, parent: str = "", level: int = 1, **values: Any) -> RowChange:
    return added(PROCESSES, ref=ref, title=f"Process {ref}", level=level, parent=parent, **values)


def at(change: RowChange, row: int) -> RowChange:
    """The same change, read from a file."""
    origin = Origin("scope.xlsx", "Processes", row, {"parent": "Part of", "rollout": "Wave"})
    return replace(change, after=replace(change.after, origin=origin) if change.after else None)


def changed(before: Row, **values: Any) -> RowChange:
    return RowChange("changed", before, Row(before.identity, {**before.values, **values}, before.extras))


@pytest.fixture
def tree(cast: Cast) -> Cast:
    change_processes(
        cast.machine, cast.project, [process("65"), process("65.10", "65", 2), process("65.10.5", "65.10", 3)]
    )
    return cast


def _rows(cast: Cast) -> dict[str, Row]:
    return {identity[0]: row for identity, row in stores.processes.current(cast.project).items()}


def _apply(cast: Cast, *changes: RowChange) -> int:
    return change_processes(cast.machine, cast.project, changes)


def test_what_was_stored_is_what_is_read(cast: Cast) -> None:
    change = process("65", owner="Paula", notes="a\nb", in_scope=False)
    assert change.after
    row = replace(change.after, extras={"Colour": "red"})
    _apply(cast, replace(change, after=row))
    assert _rows(cast)["65"].values == {**row.values, "parent": None, "rollout": None}
    assert _rows(cast)["65"].extras == {"Colour": "red"}


def test_a_row_may_come_before_the_one_it_belongs_to(cast: Cast) -> None:
    _apply(cast, process("65.10.5", "65.10", 3), process("65.10", "65", 2), process("65"))
    assert {ref: row.values["parent"] for ref, row in _rows(cast).items()} == {
        "65": None, "65.10": "65", "65.10.5": "65.10",
    }  # fmt: skip


def test_reading_costs_one_query_however_many_rows_there_are(cast: Cast, django_assert_num_queries: Any) -> None:
    _apply(cast, *(process(f"{number}") for number in range(40)))
    with django_assert_num_queries(1):
        assert len(stores.processes.current(cast.project)) == 40


def test_a_row_is_changed_in_its_place(tree: Cast) -> None:
    pk = Process.objects.get(ref="65.10").pk
    _apply(tree, changed(_rows(tree)["65.10"], title="Take orders", parent=None))
    row = Process.objects.get(ref="65.10")
    assert (row.pk, row.title, row.parent) == (pk, "Take orders", None)


def test_unknown_columns_are_kept_and_changed(tree: Cast) -> None:
    before = _rows(tree)["65"]
    _apply(tree, RowChange("changed", before, replace(before, extras={"Colour": "red", "Size": "big"})))
    before = _rows(tree)["65"]
    _apply(tree, RowChange("changed", before, replace(before, extras={"Colour": "blue"})))
    assert _rows(tree)["65"].extras == {"Colour": "blue"}


def test_the_ledger_keeps_only_what_differs(tree: Cast) -> None:
    before = _rows(tree)["65"]
    change = changed(before, owner="Paula")
    recorded = stores.processes.recorded(change)
    assert (recorded.before, recorded.after) == ({"owner": ""}, {"owner": "Paula"})
    coloured = RowChange("changed", before, replace(before, extras={"Colour": "red"}))
    assert stores.processes.recorded(coloured).after == {"extras": {"Colour": "red"}}
    gone = stores.processes.recorded(RowChange("removed", before, None))
    assert gone.after is None
    assert gone.before == {"ref": "65", "title": "Process 65", "level": 1, "in_scope": True}
    assert (gone.subject.kind, gone.subject.id, gone.subject.text) == ("process", "65", "Process 65")


def test_rows_that_refer_to_each_other_go_together(tree: Cast) -> None:
    rows = _rows(tree)
    _apply(tree, *(RowChange("removed", rows[ref], None) for ref in ("65", "65.10.5", "65.10")))
    assert _rows(tree) == {}


def test_a_row_that_others_need_does_not_go_alone(tree: Cast) -> None:
    with pytest.raises(ProtectedError):
        _apply(tree, RowChange("removed", _rows(tree)["65"], None))
    assert len(_rows(tree)) == 3
    assert _rows(tree)["65.10"].values["parent"] == "65"


def _problems(cast: Cast, changes: Sequence[RowChange]) -> list[str]:
    with pytest.raises(Invalid) as refused:
        _apply(cast, *changes)
    return [str(problem) for problem in refused.value.problems]


def test_names_that_are_nowhere_are_refused_with_their_places(cast: Cast) -> None:
    found = _problems(
        cast, [at(process("65", "99", rollout="W9"), 4), at(process("66", "65"), 5), at(process("67", "98"), 6)]
    )
    where, rest = "scope.xlsx, sheet “Processes”, row", "add it there or correct the name."
    assert found == [
        f"{where} 4, column “Part of”: “99” is not in the processes of the scope; {rest}",
        f"{where} 6, column “Part of”: “98” is not in the processes of the scope; {rest}",
        f"{where} 4, column “Wave”: “W9” is not in the rollouts; {rest}",
    ]
    assert _rows(cast) == {}


def test_a_name_that_is_nowhere_is_refused_without_a_file_too(tree: Cast) -> None:
    assert _problems(tree, [changed(_rows(tree)["65"], rollout="W9")]) == [
        "column “rollout”: “W9” is not in the rollouts; add it there or correct the name."
    ]


def test_rows_that_belong_to_each_other_in_a_circle_are_refused(tree: Cast) -> None:
    found = _problems(tree, [at(process("70", "71"), 2), at(process("71", "70"), 3)])
    assert len(found) == 2
    assert all("it belongs, by way of others, to itself" in sentence for sentence in found)
    rows = _rows(tree)
    assert len(_problems(tree, [changed(rows["65"], parent="65.10.5")])) == 1
    assert len(_problems(tree, [changed(rows["65"], parent="65")])) == 1


def test_a_row_that_somebody_else_changed_meanwhile_is_a_conflict(tree: Cast) -> None:
    seen = _rows(tree)["65"]
    _apply(tree, changed(seen, owner="Paula"))
    with pytest.raises(Conflict, match="“65” was changed by somebody else"):
        _apply(tree, changed(seen, owner="Willem"))
    with pytest.raises(Conflict):
        _apply(tree, RowChange("removed", seen, None))
    assert _rows(tree)["65"].values["owner"] == "Paula"


def test_a_row_that_is_gone_or_came_meanwhile_is_a_conflict(tree: Cast) -> None:
    seen = _rows(tree)["65.10.5"]
    _apply(tree, RowChange("removed", seen, None))
    for change in (changed(seen, owner="Paula"), RowChange("removed", seen, None), process("65")):
        with pytest.raises(Conflict, match="in the meantime"):
            _apply(tree, change)


def test_extras_that_changed_meanwhile_are_a_conflict_too(tree: Cast) -> None:
    seen = _rows(tree)["65"]
    _apply(tree, RowChange("changed", seen, replace(seen, extras={"Colour": "red"})))
    with pytest.raises(Conflict):
        _apply(tree, changed(seen, owner="Willem"))


def test_the_rows_of_another_project_are_not_seen(tree: Cast) -> None:
    from firstlight.workspace.models import Project

    elsewhere = Project.objects.get(slug="elsewhere")
    assert stores.processes.current(elsewhere) == {}
    with pytest.raises(Invalid):
        change_requirements(
            tree.machine.within(elsewhere),
            elsewhere,
            [added(REQUIREMENTS, ref="R-1", title="Confirm", kind="functional", process="65")],
        )


def test_each_of_several_names_is_in_one_of_its_lists(cast: Cast) -> None:
    from firstlight.testing.actions import change_cases
    from firstlight.testing.sheets import CASES, CYCLES

    CYCLES.apply(cast.machine, cast.project, [added(CYCLES, ref="UAT-1", title="Acceptance", kind="uat")])
    case = added(CASES, ref="TC-1", title="Confirm an order", cycles=("UAT-1", "UAT-9"), requirements=("R-9",))
    with pytest.raises(Invalid) as refused:
        change_cases(cast.machine, cast.project, [case])
    assert [str(problem).partition(";")[0] for problem in refused.value.problems] == [
        "column “requirements”: “R-9” is not in the requirements of the scope",
        "column “cycles”: “UAT-9” is not in the test cycles",
    ]


def test_several_names_come_back_as_they_were(cast: Cast) -> None:
    change_rollouts(
        cast.machine, cast.project, [added(ROLLOUTS, ref="W1", title="Wave 1", countries=("DE", "NL"), users=420)]
    )
    row = stores.rollouts.current(cast.project)["W1",]
    assert row.values["countries"] == ("DE", "NL")
    assert row.values["users"] == 420


def test_a_change_without_a_row_is_none() -> None:
    with pytest.raises(ValueError, match="needs the row before or after"):
        assert RowChange("changed", None, None).row


def test_what_a_change_fills_or_alters_is_named(tree: Cast) -> None:
    row = _rows(tree)["65"]
    assert process("65").fields() == ("ref", "title", "level", "in_scope")
    assert changed(row, owner="Paula", notes="x").fields() == ("owner", "notes")
    assert RowChange("removed", row, None).fields() == ("ref", "title", "in_scope", "level")


def test_a_thousand_rows_are_written_in_few_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    many = [process("65"), *(process(f"65.{number}", "65", 2) for number in range(1000))]
    with django_assert_max_num_queries(45):
        _apply(cast, *many)
    rows = _rows(cast)
    with django_assert_max_num_queries(70):
        _apply(cast, *(changed(row, owner="Paula") for row in rows.values()))
    with django_assert_max_num_queries(90):
        _apply(cast, *(RowChange("removed", row, None) for row in _rows(cast).values()))
    assert _rows(cast) == {}
