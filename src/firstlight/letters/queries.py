"""Which letters are due, and what was written about something."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from firstlight.kernel.context import ProjectLike
from firstlight.letters.models import Letter


def has_mail() -> bool:
    """Whether this installation can mail anything."""
    return bool(settings.MAIL_CONFIGURED)


def letters_due(now: datetime) -> QuerySet[Letter]:
    """Those to be sent now, the oldest first."""
    due = Q(next_attempt=None) | Q(next_attempt__lte=now)
    return Letter.objects.filter(due, state=Letter.State.WAITING).order_by("pk")


def waits(now: datetime) -> bool:
    """Whether something is to be done: a letter is due, or a killed worker left one. At most two queries."""
    if not has_mail():
        return False
    lapsed = Letter.objects.filter(state=Letter.State.SENDING, held_until__lte=now)
    return letters_due(now).exists() or lapsed.exists()


def letters_about(project: ProjectLike, about: Collection[str]) -> dict[str, Letter]:
    """The newest letter about each of these that was not dropped. One query."""
    rows = Letter.objects.filter(project_id=project.pk, about__in=about).exclude(state=Letter.State.DROPPED)
    return {row.about: row for row in rows.defer("body").order_by("pk")}


def all_about(project: ProjectLike, about: str) -> QuerySet[Letter]:
    """All letters about this, whatever became of them, the newest first."""
    return Letter.objects.filter(project_id=project.pk, about=about).order_by("-pk")


def overdue(now: datetime, after: timedelta) -> int:
    """How many letters wait since longer than that without anybody having tried. One query."""
    return Letter.objects.filter(state=Letter.State.WAITING, attempts=0, written__lt=now - after).count()
