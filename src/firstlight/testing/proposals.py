"""What passed tests say of the scope: items that may count as delivered, once a person takes it."""

from __future__ import annotations

from collections.abc import Mapping

from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.testing.models import Case, Result

#: Kind and ref of an item of the scope.
Key = tuple[str, str]


def delivery_proposals(project: ProjectLike) -> Mapping[Key, str]:
    """Requirements and processes all of whose cases passed when they last ran, wherever that was, with the words.

    One failed, broken or skipped result, or one case that never ran, and nothing is proposed. Two queries.
    """
    passed = _passed_everywhere(project)
    cases: dict[Key, list[bool]] = {}
    rows = Case.objects.filter(project_id=project.pk).order_by()
    for pk, process, requirements in rows.values_list("pk", "process__ref", "requirements").iterator(chunk_size=5000):
        keys = {("requirement", ref) for ref in requirements} | ({("process", process)} if process else set())
        for key in keys:
            cases.setdefault(key, []).append(pk in passed)
    return {
        key: "Its 1 case passed." if len(found) == 1 else f"All {len(found)} of its cases passed."
        for key, found in cases.items()
        if all(found)
    }


def _passed_everywhere(project: ProjectLike) -> set[int]:
    """Cases of which every newest result, in any kind of test, is a pass."""
    rows = (
        Result.objects.filter(cycle__project_id=project.pk, latest=True, case__isnull=False)
        .values_list("case_id", "last_outcome")
        .distinct()
        .order_by()
    )
    outcomes: dict[int, set[str]] = {}
    for case, outcome in rows.iterator(chunk_size=5000):
        outcomes.setdefault(case, set()).add(outcome)
    return {case for case, found in outcomes.items() if found == {Outcome.PASSED.value}}
