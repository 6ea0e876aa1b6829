"""What the results add up to. The database counts; only sums and the plan are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import BooleanField, Case, CharField, Count, F, Max, Q, Value, When

from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.testing.models import Case as TestCase
from firstlight.testing.models import Cycle, Result, ResultImport
from firstlight.testing.rules.completion import CaseFacts, CycleFacts, Group, KindStanding, stand
from firstlight.testing.rules.counting import BAD
from firstlight.testing.rules.wording import NAMED

#: Passes that do not count.
DISCOUNTED = Q(outcome=Outcome.PASSED.value) & ~Q(discounted="")
#: The same of runs of people, asked of the runs.
DISCOUNTED_RUN = Q(outcome=Outcome.PASSED.value) & ~Q(result__discounted="")
#: Passes that do not count, as a value of a row.
VOID = Case(When(DISCOUNTED, then=Value(True)), default=Value(False), output_field=BooleanField())
#: How a result ended, "discounted" for a pass that does not count.
ENDED = Case(
    When(DISCOUNTED, then=Value(Outcome.DISCOUNTED.value)), default=F("outcome"), output_field=CharField(max_length=10)
)


def standing_of(project: ProjectLike, kind: str) -> KindStanding:
    """How the cycles of a kind stand. Three queries; what they return grows with the cases, not with the results."""
    rows = Cycle.objects.filter(project_id=project.pk, kind=kind).order_by("ref")
    facts = rows.values_list("pk", "ref", "start", "end", "exit_pass_share", "kind")
    cycles = [CycleFacts(*row) for row in facts]
    if not cycles:
        return KindStanding((), 0, 0)
    groups = (
        Result.objects.filter(cycle_id__in=[cycle.pk for cycle in cycles], latest=True)
        .annotate(void=VOID)
        .values_list("cycle_id", "case_id", "last_outcome", "void")
        .annotate(tests=Count("pk"))
        .order_by()
    )
    found = [Group(cycle, case, Outcome(outcome), tests, void) for cycle, case, outcome, void, tests in groups]
    return stand(cycles, _cases_of(project), found)


def _cases_of(project: ProjectLike) -> list[CaseFacts]:
    rows = TestCase.objects.filter(project_id=project.pk).order_by()
    stored = rows.values_list("pk", "ref", "title", "significant", "cycles").iterator(chunk_size=5000)
    return [CaseFacts(pk, ref, title, weight, frozenset(cycles)) for pk, ref, title, weight, cycles in stored]


def failing_tests(standing: KindStanding) -> Mapping[int, Sequence[str]]:
    """Some failing tests without a case, by cycle in which no case is planned. One query for each that has any."""
    found = {}
    for one in standing.cycles:
        if not one.planned and one.tests_gone_wrong:
            rows = Result.objects.filter(cycle_id=one.cycle.pk, latest=True, case=None, last_outcome__in=_bad())
            names = rows.order_by("suite", "name").values_list("name", flat=True)[:NAMED]
            found[one.cycle.pk] = [name or "a test without a name" for name in names]
    return found


def _bad() -> list[str]:
    return [outcome.value for outcome in BAD]


def newest_result(project: ProjectLike, kind: str = "") -> datetime | None:
    """When the newest result was found, of one kind of test or of all. Two queries."""
    files = ResultImport.objects.filter(project_id=project.pk)
    runs = Result.objects.filter(run__project_id=project.pk)
    if kind:
        files, runs = files.filter(cycle__kind=kind), runs.filter(cycle__kind=kind)
    of_files, of_runs = files.aggregate(newest=Max("effective")), runs.aggregate(newest=Max("at"))
    return max((one["newest"] for one in (of_files, of_runs) if one["newest"]), default=None)


def newest_files(project: ProjectLike, kind: str, most: int) -> list[tuple[str, str]]:
    """Digest and name of the newest result files of a kind."""
    rows = ResultImport.objects.filter(project_id=project.pk, cycle__kind=kind).order_by("-effective", "-pk")
    return list(rows.values_list("digest", "file")[:most])


def passed_cases(project: ProjectLike) -> set[int]:
    """Keys of the cases that stand at passed in some kind of test: all their tests passed when they last ran there."""
    rows = (
        Result.objects.filter(cycle__project_id=project.pk, latest=True, case__isnull=False)
        .values_list("cycle__kind", "case_id", "last_outcome")
        .distinct()
        .order_by()
    )
    outcomes: dict[tuple[str, int], set[str]] = {}
    for kind, case, outcome in rows.iterator(chunk_size=5000):
        outcomes.setdefault((kind, case), set()).add(outcome)
    return {case for (_, case), found in outcomes.items() if found == {Outcome.PASSED.value}}


def passed_requirements(project: ProjectLike) -> set[int]:
    """Keys of the requirements that a test without a case names and that passed when it last ran."""
    rows = Result.objects.filter(
        cycle__project_id=project.pk, requirement__isnull=False, latest=True, last_outcome=Outcome.PASSED.value
    )
    return set(rows.order_by().values_list("requirement_id", flat=True).distinct())
