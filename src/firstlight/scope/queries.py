"""Reading the scope."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from firstlight.kernel.context import ProjectLike
from firstlight.scope.models import Integration, Process, Requirement, Rollout, ScopeRow, SolutionPart

R = TypeVar("R", bound=ScopeRow)


@dataclass(slots=True)
class Branch:
    """A process with what stands below it, and how many requirements are tied to all of that."""

    ref: str
    title: str
    level: int
    in_scope: bool
    owner: str
    rollout: str
    requirements: int
    children: list[Branch] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Requirements of this process and of all below it."""
        return self.requirements + sum(child.total for child in self.children)


def process_tree(project: ProjectLike) -> list[Branch]:
    """All processes as a tree, in the order of their refs. Two queries, whatever the size."""
    rows = (
        Process.objects.filter(project_id=project.pk)
        .annotate(tied=Count("requirements"))
        .order_by("ref")
        .values_list("pk", "parent_id", "ref", "title", "level", "in_scope", "owner", "rollout__ref", "tied")
    )
    branches: dict[int, Branch] = {}
    parents: dict[int, int | None] = {}
    for pk, parent, ref, title, level, in_scope, owner, rollout, tied in rows:
        branches[pk] = Branch(ref, title, level, in_scope, owner, rollout or "", tied)
        parents[pk] = parent
    roots: list[Branch] = []
    for pk, branch in branches.items():
        above = branches.get(parents[pk] or 0)
        (above.children if above else roots).append(branch)
    return roots


def rows_of(project: ProjectLike, model: type[R]) -> QuerySet[R]:
    """All rows of one list of the scope, those out of scope too; requirements with their processes."""
    rows = model._default_manager.filter(project_id=project.pk)
    return rows.select_related("process") if model is Requirement else rows


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows a list has, and how many of them are in scope."""

    in_scope: int
    rows: int


def totals(project: ProjectLike) -> dict[str, Total]:
    """By list: processes, requirements, integrations, parts, rollouts. Five queries."""
    lists: dict[str, type[ScopeRow]] = {
        "processes": Process,
        "requirements": Requirement,
        "integrations": Integration,
        "parts": SolutionPart,
        "rollouts": Rollout,
    }
    found = {}
    for name, model in lists.items():
        counted = model._default_manager.filter(project_id=project.pk).aggregate(
            rows=Count("pk"), in_scope=Count("pk", filter=Q(in_scope=True))
        )
        found[name] = Total(counted["in_scope"], counted["rows"])
    return found
