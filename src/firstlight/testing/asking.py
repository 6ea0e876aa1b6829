"""What testers are asked to try: who, in which cycle, which cases, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from firstlight.kernel.context import ProjectLike
from firstlight.testing.models import Case, Cycle, Run, Tester
from firstlight.testing.naming import loose

#: Between the ref of the cycle and that of the tester in the subject of a link.
_BETWEEN = "\u2003"


def link_subject(cycle: str, tester: str) -> str:
    """What the link of a tester in a cycle is about."""
    return f"{cycle}{_BETWEEN}{tester}"


def subject_of(project: ProjectLike, subject: str) -> tuple[Cycle, Tester] | None:
    """The cycle and the tester that a link is about; None where one of them is gone. Two queries."""
    cycle_ref, _, tester_ref = subject.partition(_BETWEEN)
    cycle = Cycle.objects.filter(project_id=project.pk, ref=cycle_ref).first()
    tester = Tester.objects.filter(project_id=project.pk, ref=tester_ref).first()
    return (cycle, tester) if cycle and tester else None


def open_cycles(project: ProjectLike, today: date) -> list[Cycle]:
    """Cycles that people can still try something in. One query."""
    return list(Cycle.objects.filter(Q(end=None) | Q(end__gte=today), project_id=project.pk, declared=True))


def cases_for(project: ProjectLike, cycle: Cycle, tester: Tester) -> list[Case]:
    """The cases of a cycle that are for a tester, by ref. One query."""
    return _for(_planned(project, cycle), tester)


def _planned(project: ProjectLike, cycle: Cycle) -> list[Case]:
    rows = Case.objects.filter(project_id=project.pk).order_by("ref")
    return [case for case in rows if cycle.ref in case.cycles]


def _for(cases: Sequence[Case], tester: Tester) -> list[Case]:
    """Those of the tester's kind of user, and those of no kind.

    Everything where nothing is of their kind: better asked too much than nothing.
    """
    kind = loose(tester.persona)
    if not kind or not any(loose(case.persona) == kind for case in cases):
        return list(cases)
    return [case for case in cases if not case.persona or loose(case.persona) == kind]


@dataclass(frozen=True, slots=True)
class Asked:
    """A case that a tester is asked to try, with the last time they did; None where they never have."""

    case: Case
    last: Run | None


def asked_of(project: ProjectLike, cycle: Cycle, tester: Tester) -> list[Asked]:
    """What a tester is asked to try in a cycle, and how it went. Two queries."""
    runs = Run.objects.filter(project_id=project.pk, cycle=cycle, tester=tester.name).order_by("at", "pk")
    last = {run.case_id: run for run in runs}
    return [Asked(case, last.get(case.pk)) for case in cases_for(project, cycle, tester)]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a tester is in a cycle."""

    tester: Tester
    asked: int
    passed: int
    failed: int

    @property
    def left(self) -> int:
        """How many cases they have not tried."""
        return self.asked - self.passed - self.failed


def progress_of(project: ProjectLike, cycle: Cycle) -> Sequence[Progress]:
    """Every tester with how far they are in a cycle, by name. Three queries."""
    runs = Run.objects.filter(project_id=project.pk, cycle=cycle).order_by("at", "pk")
    last = {(tester, case): outcome for tester, case, outcome in runs.values_list("tester", "case", "outcome")}
    cases, found = _planned(project, cycle), []
    for one in Tester.objects.filter(project_id=project.pk).order_by("name"):
        asked = _for(cases, one)
        ended = [last.get((one.name, case.pk), "") for case in asked]
        passed = ended.count(Run.Ended.PASSED.value)
        failed = sum(end in (Run.Ended.FAILED.value, Run.Ended.BLOCKED.value) for end in ended)
        found.append(Progress(one, len(asked), passed, failed))
    return found
