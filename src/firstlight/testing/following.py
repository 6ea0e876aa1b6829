"""What this layer does when something happens elsewhere."""

from __future__ import annotations

from datetime import datetime

from firstlight.contracts.events import ProcessMoved, RequirementChanged
from firstlight.kernel.context import Context
from firstlight.kernel.outbox import handles
from firstlight.testing.actions import count_again
from firstlight.workspace.models import Project
from firstlight.workspace.roles import FOLLOW_UP


@handles(RequirementChanged)
def count_what_passed_again(event: RequirementChanged, now: datetime) -> None:
    """A pass from before a requirement changed no longer counts."""
    project = Project.objects.filter(uid=event.project).first()
    if project is not None:
        count_again(Context(FOLLOW_UP, now, project), requirements=tuple(event.requirements))


@handles(ProcessMoved)
def count_after_a_move(event: ProcessMoved, now: datetime) -> None:
    """What touches a process touches what stands below it: after a move, other versions may be newer than a pass."""
    project = Project.objects.filter(uid=event.project).first()
    if project is not None:
        count_again(Context(FOLLOW_UP, now, project), processes=tuple(event.processes))
