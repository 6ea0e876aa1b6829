"""Baselines read: what each froze, how two of them differ, and what was said about the differences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from firstlight.contracts.rendering import Rendering, read_rendering
from firstlight.kernel import renderings
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.scope.differences import ItemDifference, differences
from firstlight.scope.models import Baseline, ScopeChange
from firstlight.scope.renderings import VERSION, field_titles

#: What is signed when a baseline is signed: the scope while it is what the baseline froze.
SIGNED = "scope"


def baselines(project: ProjectLike) -> list[Baseline]:
    """All baselines without their content, newest first. One query."""
    return list(Baseline.objects.filter(project_id=project.pk).defer("content"))


def baseline_numbered(project: ProjectLike, number: int) -> Baseline:
    """The baseline of that number. NotFound where there is none."""
    found = Baseline.objects.filter(project_id=project.pk, number=number).first()
    if found is None:
        raise NotFound(f"There is no baseline {number}.")
    return found


def content_of(baseline: Baseline) -> Rendering:
    """What the baseline froze."""
    return read_rendering(baseline.content)


def today(project: ProjectLike, now: datetime) -> Rendering:
    """The scope as it is now; without lines where nothing is in scope."""
    found = renderings.render(project, SIGNED, now)
    return found or Rendering(SIGNED, VERSION, f"Scope of {project.name}", ())


def compared(before: Rendering, after: Rendering) -> tuple[ItemDifference, ...]:
    """What differs between two states of the scope."""
    return differences(before, after, field_titles())


@dataclass(frozen=True, slots=True)
class Explained:
    """What was said about a difference. `current` is False where the item changed again afterwards."""

    reason: str
    agreed_by: str
    agreed_on: date | None
    current: bool


def explanations(baseline: Baseline, found: tuple[ItemDifference, ...]) -> dict[str, Explained]:
    """By item, why it differs from the baseline, where somebody said so. One query."""
    covers = {one.key: one.covers for one in found}
    rows = ScopeChange.objects.filter(baseline_id=baseline.pk)
    return {
        row.item: Explained(row.reason, row.agreed_by, row.agreed_on, not row.covers or row.covers == covers[row.item])
        for row in rows
        if row.item in covers
    }
