"""Who decides what: the chart, its history, and the people it names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import Row, RowChange
from firstlight.workspace.actions import change_authority
from firstlight.workspace.authority import PROPOSED, flaws
from firstlight.workspace.charts import chart, chart_at, who_decides
from firstlight.workspace.roles import ROLES
from firstlight.workspace.sheets import AUTHORITY
from firstlight.workspace.stores import authority_store
from tests.cast import NOW, Cast, added


def _set(cast: Cast, days: int = 0, **values: Any) -> None:
    """Put a line into the chart, so many days from now."""
    change = added(AUTHORITY, **values)
    before = authority_store.current(cast.project).get(change.row.identity)
    if before:
        change = RowChange("changed", before, Row(change.row.identity, {**before.values, **values}))
    context = Context(cast.machine.actor, NOW + timedelta(days=days), cast.project)
    change_authority(context, cast.project, [change])


def test_every_project_has_seven_decisions_each_with_one_accountable() -> None:
    assert len(PROPOSED) == 7
    for line in PROPOSED:
        assert not flaws(line, set()), line.ref
        assert line.accountable in ROLES


def test_until_somebody_decides_otherwise_the_proposal_holds(cast: Cast) -> None:
    lines = {line.ref: line for line in chart(cast.project)}
    assert all(line.proposed for line in lines.values())
    assert [person.ref for person in who_decides(cast.project, "go-live")] == ["es", "ap", "pl"]


def test_a_role_stands_for_everyone_who_holds_it_and_a_person_for_themselves(cast: Cast) -> None:
    _set(cast, ref="rollback", title="Rollback", accountable="cm", responsible=("approver", "cutover-manager"))
    assert [person.ref for person in who_decides(cast.project, "rollback")] == ["cm", "ap"]
    assert who_decides(cast.project, "no-such-decision") == []


def test_the_chart_of_an_earlier_moment_is_read_from_the_ledger(cast: Cast) -> None:
    _set(cast, 1, ref="rollback", title="Rollback", accountable="cm")
    _set(cast, 3, ref="rollback", accountable="es", responsible=("pl",))
    _set(cast, 4, ref="night", title="Night work", accountable="wo")

    def at(days: int) -> dict[str, Any]:
        return {line.ref: line for line in chart_at(cast.project, NOW + timedelta(days=days))}

    assert at(0)["rollback"].proposed
    assert at(2)["rollback"].accountable == "cm"
    assert at(3)["rollback"].accountable == "es"
    assert at(3)["rollback"].responsible == ("pl",)
    assert "night" not in at(3)
    assert at(4)["night"].accountable == "wo"
    decides = who_decides(cast.project, "rollback", NOW + timedelta(days=2))
    assert [person.ref for person in decides] == ["cm"]


def test_a_name_that_is_nobody_and_one_with_two_letters_are_refused_by_name(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        _set(cast, ref="go-live", title="Go-live", accountable="es", responsible=("ghost", "es"))
    assert [(one.column, one.value) for one in refused.value.problems] == [
        ("responsible", "ghost"), ("responsible", "es"),
    ]  # fmt: skip
