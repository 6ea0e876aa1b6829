"""Versions whose day has come. Called by the background loop, by as many workers as there are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from firstlight.kernel.context import Context
from firstlight.kernel.due import do_each
from firstlight.testing.actions import let_versions_take_effect
from firstlight.testing.models import Version
from firstlight.workspace.models import Project
from firstlight.workspace.roles import FOLLOW_UP

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def waits(now: datetime) -> bool:
    """Whether a version has been deployed that is not counted yet, by the clock of its project. One query."""
    return any(_due(now))


def _due(now: datetime) -> Iterator[int]:
    """The keys of projects with such a version, once each."""
    rows = Version.objects.filter(in_force=False).order_by("project_id", "at")
    seen: set[int] = set()
    for project, at, offset in rows.values_list("project_id", "at", "project__clock_offset"):
        if project not in seen and at <= now + offset:
            seen.add(project)
            yield project


def take_effect(clock: Clock, worker: str) -> int:
    """Have what passed before these versions counted anew. Returns how many took effect.

    Done twice it does nothing more: a version in force is not due.
    """
    return do_each(
        Project.objects.filter(pk__in=list(_due(clock()))).order_by("pk"),
        lambda project: let_versions_take_effect(Context(FOLLOW_UP, clock() + project.clock_offset, project)),
        lambda project: f"versions of {project.slug} could not take effect", log,
    )  # fmt: skip
