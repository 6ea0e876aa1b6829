"""One case, and one run: what was tried, and what of it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.scope.models import Requirement
from firstlight.testing.models import Case, Result, Run, Step
from firstlight.testing.rules.counting import worst_of
from firstlight.testing.rules.guards import Guard
from firstlight.testing.rules.kinds import KINDS
from firstlight.testing.standing import guards_of

#: So many of the newest results of a case are shown.
MOST = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A result of a case, and why a pass of it does not count."""

    result: Result
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class InKind:
    """How a case stands in a kind of test, when it was last tried there, and why its newest pass does not count."""

    kind: str
    outcome: Outcome
    at: datetime | None
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """A case with its steps and requirements, how it stands by kind of test, and its newest results.

    `more` is whether there are older ones.
    """

    case: Case
    steps: Sequence[Step]
    requirements: Sequence[Requirement]
    standings: Sequence[InKind]
    results: Sequence[Shown]
    more: bool


def case_history(project: ProjectLike, ref: str, now: datetime) -> CaseHistory:
    """A case with all that was tried of it. NotFound where there is none of that ref."""
    case = Case.objects.filter(project_id=project.pk, ref=ref).select_related("process").first()
    if case is None:
        raise NotFound(f"There is no test case {ref}.")
    wanted = Requirement.objects.filter(project_id=project.pk, ref__in=case.requirements).order_by("ref")
    steps = list(Step.objects.filter(case=case).order_by("number"))
    found = _newest(project, case, now)
    return CaseHistory(case, steps, list(wanted), _in_kinds(case, found), found[:MOST], len(found) > MOST)


def _in_kinds(case: Case, found: Sequence[Shown]) -> list[InKind]:
    """How it stands by kind; the reasons are of the newest pass that does not count among those found."""
    latest = Result.objects.filter(case=case, latest=True).values_list("cycle__kind", "last_outcome").distinct()
    spoken: dict[str, list[Outcome]] = {}
    for kind, last in latest.order_by():
        spoken.setdefault(kind, []).append(Outcome(last))
    lines = []
    for kind in KINDS:
        if (outcome := worst_of(spoken.get(kind, []))) is not None:
            own = [one for one in found if one.result.cycle.kind == kind]
            void = [one.guards for one in own if one.guards and one.result.outcome == Outcome.PASSED.value]
            guards = void[0] if void and outcome is Outcome.DISCOUNTED else ()
            lines.append(InKind(kind, outcome, own[0].result.at if own else None, guards))
    return lines


def _newest(project: ProjectLike, case: Case, now: datetime) -> list[Shown]:
    rows = Result.objects.filter(case=case).select_related("cycle", "source", "run").order_by("-at", "-pk")
    found = list(rows[: MOST + 1])
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
    shown = _newest(project, run.case, now)
    others = [one for one in shown if one.result.run_id != run.pk]
    own = next((one.guards for one in shown if one.result.run_id == run.pk), None)
    if own is None:  # it is older than those shown
        own = guards_of(project, now, [run.result])[run.result.pk]
    return RunHistory(run, steps, own, others[:MOST])
