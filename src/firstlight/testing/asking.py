"""What testers are asked to try: who, in which cycle, which cases, and how far they are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

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
    """The cases of a cycle that are for a tester, by ref. Two queries, which read no cases of others."""
    return [case for case in _of(_planned(project, cycle), tester).order_by("ref") if cycle.ref in case.cycles]


def case_for(project: ProjectLike, cycle: Cycle, tester: Tester, ref: str) -> Case | None:
    """One of them; None where it is not for this tester. Two queries."""
    case = _of(_planned(project, cycle), tester).filter(ref=ref).first()
    return case if case and cycle.ref in case.cycles else None


def _planned(project: ProjectLike, cycle: Cycle) -> QuerySet[Case]:
    """Cases that name the cycle, and perhaps some that name one alike: whoever asks looks at `cycles`.

    The list is stored as JSON, with signs beyond ASCII in different ways: then the database leaves all to the one who
    asks.
    """
    rows = Case.objects.filter(project_id=project.pk)
    return rows.filter(cycles__icontains=json.dumps(cycle.ref)) if cycle.ref.isascii() else rows


def _of(planned: QuerySet[Case], tester: Tester) -> QuerySet[Case]:
    """Those of the tester's kind of user, and those of no kind.

    Everything where nothing is of their kind: better asked too much than nothing.
    """
    kind = loose(tester.persona)
    if not kind:
        return planned
    named = planned.order_by().values_list("persona", flat=True).distinct()
    own = [persona for persona in named if loose(persona) == kind]
    return planned.filter(persona__in=[*own, ""]) if own else planned


@dataclass(frozen=True, slots=True)
class Asked:
    """A case that a tester is asked to try, with the last time they did; None where they never have."""

    case: Case
    last: Run | None


def asked_of(project: ProjectLike, cycle: Cycle, tester: Tester) -> list[Asked]:
    """What a tester is asked to try in a cycle, and how it went. Three queries."""
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
    """Every tester with how far they are in a cycle, by name. Three queries; what is done grows with the runs."""
    kinds: dict[str, set[int]] = {}
    rows = _planned(project, cycle).order_by().values_list("pk", "persona", "cycles")
    for pk, persona, cycles in rows.iterator(chunk_size=5000):
        if cycle.ref in cycles:
            kinds.setdefault(persona, set()).add(pk)
    loosely: dict[str, set[int]] = {}
    for persona, cases in kinds.items():
        loosely.setdefault(loose(persona), set()).update(cases)
    everything = frozenset().union(*loosely.values())
    ended = _ended(project, cycle)
    found = []
    for one in Tester.objects.filter(project_id=project.pk).order_by("name"):
        kind = loose(one.persona)
        asked = loosely[kind] | loosely.get("", set()) if kind in loosely and kind else everything
        own = Counter(outcome for case, outcome in ended.get(one.name, {}).items() if case in asked)
        failed = own[Run.Ended.FAILED.value] + own[Run.Ended.BLOCKED.value]
        found.append(Progress(one, len(asked), own[Run.Ended.PASSED.value], failed))
    return found


def _ended(project: ProjectLike, cycle: Cycle) -> dict[str, dict[int, str]]:
    """By tester and case, how their last run ended. One query."""
    rows = Run.objects.filter(project_id=project.pk, cycle=cycle).order_by("at", "pk")
    found: dict[str, dict[int, str]] = {}
    for tester, case, outcome in rows.values_list("tester", "case_id", "outcome").iterator(chunk_size=5000):
        found.setdefault(tester, {})[case] = outcome
    return found
