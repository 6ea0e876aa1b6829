"""What stands out of order among the tests of a project. For pages and measures."""

from __future__ import annotations

from datetime import datetime

from firstlight.kernel.context import ProjectLike
from firstlight.testing.models import Cycle, LoadImport, Tester
from firstlight.testing.performance import cycle_facts
from firstlight.testing.rules.order import Facts, Learner, OutOfOrder, out_of_order
from firstlight.workspace.order_of_tests import order_held_by
from firstlight.workspace.queries import zone_of


def order_facts(project: ProjectLike) -> Facts:
    """Cycles, testers and load results, as far as the order is seen in them. Three queries."""
    cycles = tuple(cycle_facts(row) for row in Cycle.objects.filter(project_id=project.pk).order_by("ref"))
    testers = Tester.objects.filter(project_id=project.pk).order_by("name", "ref")
    measured = LoadImport.objects.filter(project_id=project.pk, cycle__kind="uat").order_by("cycle__ref", "file")
    return Facts(
        cycles,
        tuple(Learner(*row) for row in testers.values_list("ref", "name", "super_user", "trained_on")),
        tuple(measured.values_list("cycle__ref", "file")),
    )


def order_of(project: ProjectLike, now: datetime) -> tuple[OutOfOrder, ...]:
    """Everything that is out of order today, by what the project holds to. Three queries."""
    today = now.astimezone(zone_of(project)).date()
    return out_of_order(order_facts(project), order_held_by(project), today)
