"""Reading the register of external dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from firstlight.contracts.standing import Status
from firstlight.dependencies import rules
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.rules import DependencyFacts, Opinion
from firstlight.kernel.context import ProjectLike
from firstlight.workspace.queries import zone_of

#: Whose a dependency is: who provides it, and who looks after it.
OWNED_BY = ("provider", "owner")


def go_live_day(project: ProjectLike) -> date | None:
    """The day of the go-live in the project's zone, where it is known."""
    moment: datetime | None = getattr(project, "go_live", None)
    return moment.astimezone(zone_of(project)).date() if moment else None


def facts_of(row: Dependency, go_live: date | None) -> DependencyFacts:
    """One dependency as plain facts; where nobody said by when it is needed, by go-live."""
    return DependencyFacts(
        row.ref,
        row.title,
        row.provider,
        row.needed_by or go_live,
        row.promised,
        row.confirmed_on,
        row.cadence_days,
        row.requirements_state,
    )


def in_scope(project: ProjectLike) -> list[DependencyFacts]:
    """What the go-live depends on, by ref. One query."""
    go_live = go_live_day(project)
    rows = Dependency.objects.filter(project_id=project.pk, in_scope=True).order_by("ref")
    return [facts_of(row, go_live) for row in rows]


def owned_by(names: frozenset[str]) -> Q:
    """The dependencies that are owned under one of these names."""
    return Q(*((f"{column}__in", names) for column in OWNED_BY), _connector=Q.OR)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A dependency with how it stands today."""

    dependency: Dependency
    needed_by: date | None
    alignment: Opinion
    word: Opinion
    requirements_met: bool

    @property
    def is_fine(self) -> bool:
        """Whether nothing about it asks for attention."""
        good = self.alignment.status is Status.MET and self.word.status is Status.MET
        return good and self.requirements_met


def register(project: ProjectLike, now: datetime, names: frozenset[str] | None = None) -> list[RegisterRow]:
    """Dependencies by ref, those out of scope too: all of them, or those owned under these names. One query."""
    go_live, today = go_live_day(project), now.astimezone(zone_of(project)).date()
    found = Dependency.objects.filter(project_id=project.pk).order_by("ref")
    if names is not None:
        found = found.filter(owned_by(names))
    rows = []
    for row in found:
        facts = facts_of(row, go_live)
        met = row.requirements_state == Dependency.Requirements.MET
        rows.append(RegisterRow(row, facts.needed_by, rules.aligned(facts), rules.confirmed(facts, today), met))
    return rows
