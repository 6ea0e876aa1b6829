"""One case, and one run: what was tried, and what of it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.scope.models import Requirement
from firstlight.testing.models import Case, Result, Run, Step
from firstlight.testing.rules.guards import Guard
from firstlight.testing.rules.kinds import KINDS
from firstlight.testing.standing import CaseStanding, guards_of, standings

#: So many of the newest results of a case are shown.
MOST = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A result of a case, and why a pass of it does not count."""

    result: Result
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """A case with its steps and requirements, how it stands by kind of test, and its newest results."""

    case: Case
    steps: Sequence[Step]
    requirements: Sequence[Requirement]
    standings: Mapping[str, CaseStanding]
    results: Sequence[Shown]
    more: int


def case_history(project: ProjectLike, ref: str, now: datetime) -> CaseHistory:
    """A case with all that was tried of it. NotFound where there is none of that ref."""
    case = Case.objects.filter(project_id=project.pk, ref=ref).select_related("process").first()
    if case is None:
        raise NotFound(f"There is no test case {ref}.")
    rows = Result.objects.filter(case=case)
    kinds = set(rows.order_by().values_list("cycle__kind", flat=True).distinct())
    stands = {kind: standings(project, now, kind=kind, cases=[case.pk])[case.pk] for kind in KINDS if kind in kinds}
    wanted = Requirement.objects.filter(project_id=project.pk, ref__in=case.requirements).order_by("ref")
    found = _newest(project, case, now)
    steps = list(Step.objects.filter(case=case).order_by("number"))
    return CaseHistory(case, steps, list(wanted), stands, found, rows.count() - len(found))


def _newest(project: ProjectLike, case: Case, now: datetime) -> list[Shown]:
    rows = Result.objects.filter(case=case).select_related("cycle", "source", "run").order_by("-at", "-pk")
    found = list(rows[:MOST])
    guards = guards_of(project, now, found)
    return [Shown(row, guards[row.pk]) for row in found]


@dataclass(frozen=True, slots=True)
class RunHistory:
    """A run with the steps of its case by number, why a pass of it does not count, and what was run after it."""

    run: Run
    steps: Mapping[int, Step]
    guards: tuple[Guard, ...]
    others: Sequence[Shown]


def run_history(project: ProjectLike, ref: str, now: datetime) -> RunHistory:
    """A run of a person. NotFound where there is none of that ref."""
    rows = Run.objects.filter(project_id=project.pk, ref=ref).select_related("case", "cycle", "retest_of", "result")
    run = rows.first()
    if run is None:
        raise NotFound(f"There is no run {ref}.")
    steps = {step.number: step for step in Step.objects.filter(case=run.case_id)}
    own = guards_of(project, now, [run.result])[run.result.pk]
    others = [one for one in _newest(project, run.case, now) if one.result.run_id != run.pk]
    return RunHistory(run, steps, own, others)
