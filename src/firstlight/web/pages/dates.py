"""The dates a project lives by, as the card beside the verdict shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import ngettext

from firstlight.web.pages.spans import days_from, duration
from firstlight.workspace.models import Project


@dataclass(frozen=True, slots=True)
class Dates:
    """Days to go-live as a figure and its words, the window with its length, the next committee."""

    days: int | None
    days_words: str
    go_live: datetime | None
    window_start: datetime | None
    window_end: datetime | None
    window_length: str
    committee: datetime | None


def dates(project: Project, now: datetime, zone: ZoneInfo) -> Dates:
    """The dates of a project as they stand now. A committee that is over is not the next one."""
    days = days_from(now, project.go_live, zone) if project.go_live else None
    start, end = project.window_start, project.window_end
    return Dates(
        days=abs(days) if days is not None else None,
        days_words=_words(days),
        go_live=project.go_live,
        window_start=start,
        window_end=end,
        window_length=duration(start, end) if start and end else "",
        committee=project.next_committee if project.next_committee and project.next_committee >= now else None,
    )


def _words(days: int | None) -> str:
    if days is None:
        return ""
    if days >= 0:
        return ngettext("day to go-live", "days to go-live", days)
    return ngettext("day since go-live", "days since go-live", -days)
