"""What this layer does when something happens elsewhere."""

from __future__ import annotations

from datetime import date, datetime

from firstlight.assurance.actions import open_action
from firstlight.contracts.events import DataIssueFound, DependencySlipped, TrainingNeedFound
from firstlight.kernel.context import Context
from firstlight.kernel.outbox import handles
from firstlight.workspace.models import Project
from firstlight.workspace.roles import FOLLOW_UP


@handles(DependencySlipped)
def open_action_for_slip(event: DependencySlipped, now: datetime) -> None:
    """A provider that will be late is somebody's action, once for each promised date."""
    project = Project.objects.filter(uid=event.project).first()
    if project is None:
        return
    needed = date.fromisoformat(event.needed_by)
    open_action(
        Context(FOLLOW_UP, now, project),
        ref=f"{event.dependency[:40]}-slip-{event.promised}",
        title=f"{event.name[:200]} is promised for {event.promised}, needed by {event.needed_by}: agree on a way out",
        check_ref="dependencies.aligned",
        source=f"Dependency {event.dependency}",
        owner=event.owner,
        due=needed,
        risk="high",
        blocker=f"It holds up {', '.join(one.partition(':')[2] for one in event.holds_up)}." if event.holds_up else "",
    )


@handles(TrainingNeedFound)
def open_action_for_training(event: TrainingNeedFound, now: datetime) -> None:
    """What a test shows that people have to learn is somebody's action, once for each finding."""
    _open(event, now, f"Train what {event.finding} has shown: {event.title[:200]}", "change.training")


@handles(DataIssueFound)
def open_action_for_data(event: DataIssueFound, now: datetime) -> None:
    """Data that a test shows to be wrong is somebody's action, once for each finding."""
    _open(event, now, f"Put the data right that {event.finding} has shown: {event.title[:200]}", "migration.issues")


def _open(event: TrainingNeedFound | DataIssueFound, now: datetime, title: str, check: str) -> None:
    project = Project.objects.filter(uid=event.project).first()
    if project is not None:
        open_action(
            Context(FOLLOW_UP, now, project),
            ref=f"{event.finding[:50]}-found",
            title=title,
            check_ref=check,
            source=f"Test {event.finding}",
            owner=event.owner,
        )
