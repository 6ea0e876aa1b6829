"""What a project folder carries of reviews and decisions is enough for the same verdict with the same reasons."""

from __future__ import annotations

from typing import Any

from firstlight.kernel.sheets import Row, RowChange, sheets
from firstlight.readiness.actions import assess_project
from firstlight.readiness.queries import body_of
from tests.cast import Cast, profile
from tests.readiness.gates import decided_conditionally, finding, in_review


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
