"""Reading tests, for pages. Every one takes a fixed number of queries, whatever the size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.scope.models import Requirement
from firstlight.testing.models import Case, Cycle, Result, ResultImport
from firstlight.testing.rules.counting import BAD
from firstlight.testing.rules.kinds import KINDS
from firstlight.testing.tallies import ENDED, passed_cases, passed_requirements

#: So long results that came in can be taken back.
WITHDRAWN_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A cycle with what its latest results add up to, test by test. `planned` is how many cases name it."""

    ref: str
    title: str
    kind: str
    environment: str
    start: date | None
    end: date | None
    declared: bool
    planned: int
    outcomes: Mapping[Outcome, int]
    without_case: int
    files: int

    @property
    def kind_title(self) -> str:
        """User acceptance test."""
        return KINDS[self.kind]

    @property
    def tests(self) -> int:
        """How many tests have a result."""
        return sum(self.outcomes.values())


def cycles_with_counts(project: ProjectLike) -> list[CycleRow]:
    """All cycles in order of their start. Three queries."""
    outcomes: dict[int, Counter[Outcome]] = {}
    without: Counter[int] = Counter()
    latest = Result.objects.filter(cycle__project_id=project.pk, latest=True).order_by()
    counted = latest.annotate(ended=ENDED).values_list("cycle_id", "ended").annotate(Count("pk"), Count("case"))
    for cycle, outcome, number, tied in counted:
        outcomes.setdefault(cycle, Counter())[Outcome(outcome)] += number
        without[cycle] += number - tied
    planned: Counter[str] = Counter()
    for refs in Case.objects.filter(project_id=project.pk).order_by().values_list("cycles", flat=True):
        planned.update(refs)
    files = ResultImport.objects.filter(cycle=OuterRef("pk")).order_by().values("cycle").annotate(found=Count("pk"))
    cycles = Cycle.objects.filter(project_id=project.pk).annotate(files=Coalesce(Subquery(files.values("found")), 0))
    return [
        CycleRow(
            cycle.ref,
            cycle.title,
            cycle.kind,
            cycle.environment,
            cycle.start,
            cycle.end,
            cycle.declared,
            planned[cycle.ref],
            outcomes.get(cycle.pk, Counter()),
            without[cycle.pk],
            cycle.files,
        )
        for cycle in cycles
    ]


def result_files(project: ProjectLike, *, cycle: str = "", most: int = 200) -> list[ResultImport]:
    """The newest result files with their cycles, newest first. One query."""
    rows = ResultImport.objects.filter(project_id=project.pk).select_related("cycle")
    return list((rows.filter(cycle__ref=cycle) if cycle else rows)[:most])


def batch_named(project: ProjectLike, batch: str, now: datetime) -> list[ResultImport]:
    """The files that came in as one batch. NotFound when there is none, or none any more that can be taken back."""
    rows = ResultImport.objects.filter(project_id=project.pk, batch=batch, imported__gt=now - WITHDRAWN_WITHIN)
    found = list(rows.select_related("cycle").order_by("pk")) if batch else []
    if not found:
        raise NotFound("There is no such import, or it came in more than 30 days ago.")
    return found


def case_register(project: ProjectLike) -> QuerySet[Case]:
    """All cases, each with `last_outcome`: how it stands by its last run in any cycle, "" where it never was run.

    "discounted" where it passed and no such pass counts.
    """
    newest = Result.objects.filter(case=OuterRef("pk"), latest=True).order_by("-at", "-pk").values("last_outcome")[:1]
    return Case.objects.filter(project_id=project.pk).annotate(last_outcome=Coalesce(Subquery(newest), Value("")))


@dataclass(frozen=True, slots=True)
class FailingResult:
    """A test that failed or broke when it was last run in its cycle. `file` names its file, or the run of a person."""

    cycle: str
    case: str
    requirement: str
    suite: str
    name: str
    outcome: Outcome
    at: datetime
    message: str
    file: str
    significant: bool


@dataclass(frozen=True, slots=True)
class FailingPage:
    """A page of failing results out of `total`."""

    rows: Sequence[FailingResult]
    total: int


def failing_results(project: ProjectLike, *, cycle: str = "", page: int = 1, size: int = 50) -> FailingPage:
    """The latest results that failed or broke, significant cases first, then the newest. Two queries.

    Pages count from 1; one beyond the last is empty.
    """
    rows = Result.objects.filter(
        cycle__project_id=project.pk, latest=True, outcome__in=[outcome.value for outcome in BAD]
    )
    if cycle:
        rows = rows.filter(cycle__ref=cycle)
    names = (
        "cycle__ref",
        "case__ref",
        "requirement__ref",
        "suite",
        "name",
        "outcome",
        "at",
        "message",
        "source__file",
        "run__ref",
        "case__significant",
    )
    start = (max(page, 1) - 1) * size
    weight_first = F("case__significant").desc(nulls_last=True)
    ordered = rows.order_by(weight_first, "-at", "pk").values_list(*names)[start : start + size]
    shown = [
        FailingResult(
            ref, case or "", requirement or "", suite, name, Outcome(outcome), at, message, file or run, bool(weight)
        )
        for ref, case, requirement, suite, name, outcome, at, message, file, run, weight in ordered
    ]
    return FailingPage(shown, rows.count())


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the requirements in scope are covered, each counted in one group by the best that is known of it."""

    requirements: int
    passed: int
    not_passed: int
    without_case: int
    without_edge: int


def coverage(project: ProjectLike) -> Coverage:
    """How many requirements in scope have a pass, only cases without one, or no case at all. Four queries.

    `without_edge` counts those that have a case, but none for an edge.
    """
    wanted = list(Requirement.objects.filter(project_id=project.pk, in_scope=True).order_by().values_list("pk", "ref"))
    stood, named = passed_cases(project), passed_requirements(project)
    tested: set[str] = set()
    edged: set[str] = set()
    passed: set[str] = set()
    rows = Case.objects.filter(project_id=project.pk).order_by().values_list("pk", "path", "requirements")
    for pk, path, refs in rows.iterator(chunk_size=5000):
        tested.update(refs)
        edged.update(refs if path == Case.Path.EDGE else ())
        passed.update(refs if pk in stood else ())
    good = sum(1 for pk, ref in wanted if ref in passed or pk in named)
    none = sum(1 for pk, ref in wanted if ref not in tested and pk not in named)
    no_edge = sum(1 for _, ref in wanted if ref in tested and ref not in edged)
    return Coverage(len(wanted), good, len(wanted) - good - none, none, no_edge)


def cases_by_process(project: ProjectLike) -> dict[str, tuple[int, int]]:
    """By process, how many cases passed when they were last run anywhere, and how many there are. One query."""
    cases: Any = case_register(project).exclude(process=None).order_by()
    rows = cases.values_list("process__ref", "last_outcome")
    found: dict[str, tuple[int, int]] = {}
    for ref, outcome, number in rows.annotate(number=Count("pk")):
        good, total = found.get(ref, (0, 0))
        found[ref] = (good + number * (outcome == Outcome.PASSED.value), total + number)
    return found
