"""Reading the scope."""

from __future__ import annotations

from dataclasses import dataclass, field

from firstlight.kernel.context import ProjectLike
from firstlight.scope.models import Process


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
    from django.db.models import Count

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
