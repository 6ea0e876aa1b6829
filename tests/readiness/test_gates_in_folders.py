"""What a project folder carries of reviews and decisions is enough for the same verdict with the same reasons."""

from __future__ import annotations

from typing import Any

import pytest

from firstlight.kernel.sheets import Row, RowChange, sheets
from firstlight.readiness.actions import assess_project
from firstlight.readiness.queries import body_of
from tests.cast import Cast, profile
from tests.readiness.gates import decided_conditionally, decision_open, finding, in_review


def _rows(project: Any) -> dict[str, dict[Any, Row]]:
    return {ref: dict(sheet.store.current(project)) for ref, sheet in sheets.items()}


def _taken_over(cast: Cast) -> Any:
    """A project of the same lists, applied in the order in which a folder is loaded."""
    from firstlight.packs.actions import pin_packs
    from firstlight.packs.queries import version_named
    from firstlight.workspace.actions import add_project

    other = add_project(cast.machine, profile(name="Wave 1", slug="again"))
    inside = cast.machine.within(other)
    pin_packs(inside, [version_named("go-live")])
    for ref, rows in sorted(_rows(cast.project).items(), key=lambda one: sheets[one[0]].order):
        if rows:
            sheets[ref].apply(inside, other, [RowChange("added", None, row) for row in rows.values()])
    return inside


def test_the_same_lists_give_the_same_verdict_with_the_same_reasons(cast: Cast) -> None:
    finding(cast, in_review(cast), "issue")
    decided_conditionally(cast)
    again = _taken_over(cast)
    assert _rows(again.project) == _rows(cast.project)
    before, after = (body_of(assess_project(one)) for one in (cast.machine, again))
    assert before["verdict"] == after["verdict"] == "conditional"
    assert before["reasons"] == after["reasons"]
    assert before["decision"] == after["decision"]


def _changed(sheet: Any, project: Any, key: tuple[str, ...], **values: Any) -> list[RowChange]:
    before = sheet.store.current(project)[key]
    return [RowChange("changed", before, Row(before.identity, {**before.values, **values}, before.extras))]


def test_a_folder_closes_a_decision_with_its_agenda_and_a_later_one_changes_neither(cast: Cast) -> None:
    from dataclasses import replace

    from firstlight.kernel.errors import Invalid
    from firstlight.readiness.sheets import AGENDA, DECISIONS

    decision_open(cast)
    first, project = replace(cast.machine, request_id="first"), cast.project
    added = Row(("D-1", "99"), {"decision": "D-1", "position": 99, "kind": "own", "about": "", "text": "Snow",
                                "note": ""})  # fmt: skip
    AGENDA.apply(first, project, [RowChange("added", None, added)])
    closed = {"state": "closed", "outcome": "no-go", "statement": "Not yet.", "closed": first.now}
    DECISIONS.apply(first, project, _changed(DECISIONS, project, ("D-1",), **closed))
    AGENDA.apply(first, project, _changed(AGENDA, project, ("D-1", "99"), note="Roads are clear."))
    later = replace(cast.machine, request_id="later")
    for sheet, key, values in ((AGENDA, ("D-1", "99"), {"note": "No."}), (DECISIONS, ("D-1",), {"statement": "Go."})):
        with pytest.raises(Invalid):
            sheet.apply(later, project, _changed(sheet, project, key, **values))
