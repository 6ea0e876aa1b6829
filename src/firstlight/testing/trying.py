"""What people tried, added up by the database: under which roles, with which data, and what of it does not count."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, TextField, When
from django.db.models.functions import Coalesce

from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.testing.models import Result, Role
from firstlight.testing.standing import voids

#: With migrated data as the run says it, or where it says nothing, as its cycle does.
_MIGRATED = Coalesce(F("migrated_data"), F("cycle__migrated_data"), output_field=BooleanField(null=True))


@dataclass(frozen=True, slots=True)
class Tried:
    """Runs of people in one kind of test, skipped ones left out.

    `flagged` are those that one of the guards asked for stands against. `with_data` and `without_data` are runs on
    migrated data and on other data, `cases_with_data` those cases that were tried with migrated data at least once.
    `roles` counts the runs by role and kind of user.
    """

    runs: int
    cases: int
    flagged: int
    with_data: int
    without_data: int
    cases_with_data: int
    roles: Mapping[tuple[str, str], int]

    @property
    def unsaid_data(self) -> int:
        """Of how many nobody said whether the data was migrated."""
        return self.runs - self.with_data - self.without_data


def runs_of_people(project: ProjectLike, kind: str) -> QuerySet[Result]:
    """What people tried: their runs, and what lists of results say with a role or with the data it was run on."""
    people = Q(run__isnull=False) | ~Q(role="") | Q(migrated_data__isnull=False)
    rows = Result.objects.filter(people, cycle__project_id=project.pk, cycle__kind=kind)
    return rows.exclude(outcome=Outcome.SKIPPED.value).order_by()


def tried(project: ProjectLike, kind: str, codes: Collection[str]) -> Tried:
    """All of it; `codes` are the guards by which a run is flagged. Two queries."""
    rows = runs_of_people(project, kind).annotate(migrated=_MIGRATED)
    sums = rows.aggregate(
        runs=Count("pk"),
        cases=Count("case", distinct=True),
        flagged=Count("pk", filter=any_of(codes)),
        with_data=Count("pk", filter=Q(migrated=True)),
        without_data=Count("pk", filter=Q(migrated=False)),
        cases_with_data=Count("case", distinct=True, filter=Q(migrated=True)),
    )
    persona = Case(When(run__isnull=False, then=F("suite")), default=F("case__persona"), output_field=TextField())
    counted = rows.annotate(who=persona).values_list("role", "who").annotate(number=Count("pk"))
    return Tried(**sums, roles={(role, who or ""): number for role, who, number in counted})


def any_of(codes: Collection[str]) -> Q:
    """Results that one of these guards stands against."""
    found = Q(pk__in=())
    for code in codes:
        found |= Q(discounted__contains=code)
    return found


def listed_roles(project: ProjectLike) -> Mapping[str, str]:
    """What the project says of security roles, by name."""
    return dict(Role.objects.filter(project_id=project.pk).values_list("name", "kind"))


def standing_on(project: ProjectLike, now: datetime, kind: str, codes: Collection[str]) -> Mapping[str, str]:
    """By ref, the cases that passed only so that these guards take the pass away, each with the sentence."""
    rows = Result.objects.filter(
        any_of(codes), cycle__project_id=project.pk, cycle__kind=kind, latest=True, case__isnull=False,
        outcome=Outcome.PASSED.value, last_outcome=Outcome.DISCOUNTED.value,
    )  # fmt: skip
    refs = dict(rows.values_list("case_id", "case__ref"))
    found = {}
    for case, guards in voids(project, now, rows):
        told = [guard.sentence for guard in guards if guard.code in codes]
        if told:
            found[refs[case]] = told[0]
    return dict(sorted(found.items()))


def runs_without_data(project: ProjectLike, kind: str, most: int) -> Sequence[str]:
    """Some runs with other than migrated data, or of which nobody said it, the newest first."""
    rows = runs_of_people(project, kind).annotate(migrated=_MIGRATED).filter(~Q(migrated=True) | Q(migrated=None))
    named = rows.order_by("-at", "-pk").values_list("run__ref", "name")[:most]
    return [ref or name for ref, name in named]


def cases_without_data(project: ProjectLike, kind: str, most: int) -> Sequence[str]:
    """Some cases that people never tried with migrated data."""
    rows = runs_of_people(project, kind).annotate(migrated=_MIGRATED).filter(case__isnull=False)
    tried_so = rows.filter(migrated=True).values("case_id")
    named = rows.exclude(case_id__in=tried_so).values_list("case__ref", flat=True).distinct()
    return list(named.order_by("case__ref")[:most])
