"""Reminding providers that have a link and are silent. Called by the background loop, where letters can be sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from firstlight.dependencies.actions import remind_provider
from firstlight.dependencies.queries import asked_by_link, is_due, working_links
from firstlight.kernel.context import Context
from firstlight.workspace.queries import zone_of
from firstlight.workspace.roles import PROVIDER_WATCH

Clock = Callable[[], datetime]


def remind_silent(clock: Clock, worker: str) -> int:
    """Have every silent provider reminded that was given a link which still works. Returns how many were.

    Who was never given a link is written to by nobody: that is for the project to begin.
    """
    reminded = 0
    for link in working_links(clock()):
        now = clock() + link.project.clock_offset
        today = now.astimezone(zone_of(link.project)).date()
        for row in asked_by_link(link.project, link):
            if is_due(row, today):
                reminded += remind_provider(Context(PROVIDER_WATCH, now, link.project), row)
    return reminded
