"""Results in the database: one row a test of a file, tied to its case, marked where it counts. For actions only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from math import isfinite
from typing import TypeVar

from django.db.models import QuerySet

from firstlight.contracts.results import CaseResult, Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.scope.models import Requirement
from firstlight.testing.attaching import Attacher, CaseFacts
from firstlight.testing.models import Case, Cycle, Result, ResultImport
from firstlight.testing.rules.counting import Ran, identity_of, latest_ones

T = TypeVar("T")

#: Rows made at a time, so that a large file is not in memory twice.
BATCH = 2000
#: Keys in one statement that changes rows, and in one that looks for them: SQLite takes 32,766 at most.
NAMED = 500
SOUGHT = 5000


def attacher_of(project: ProjectLike) -> Attacher:
    """What recognises the project's cases and requirements in the names of tests. Two queries."""
    rows = Case.objects.filter(project_id=project.pk).values_list("pk", "ref", "title", "matches")
    cases = [CaseFacts(pk, ref, title, tuple(matches)) for pk, ref, title, matches in rows.order_by("ref")]
    requirements = Requirement.objects.filter(project_id=project.pk).order_by("ref")
    return Attacher(cases, dict(requirements.values_list("ref", "pk")))


def store(source: ResultImport, cases: Sequence[CaseResult], attacher: Attacher) -> None:
    """Store the results of a file and mark anew what counts among all results of these tests.

    A result without a time, or of a time after the import, is as old as the file.
    """
    new = [
        Ran(
            -number,
            identity_of(case.name, case.suite),
            source.cycle_id,
            source.pk,
            case.outcome,
            moment_of(case, source.effective),
            source.imported,
        )
        for number, case in enumerate(cases, start=1)
    ]
    earlier = dict(_earlier(source, {one.identity for one in new}))
    counting = latest_ones([*earlier, *new])
    _mark(earlier, counting)
    for piece in _pieces(list(zip(new, cases, strict=True)), BATCH):
        Result.objects.bulk_create([_row(source, one, case, attacher, counting) for one, case in piece])


def moment_of(case: CaseResult, otherwise: datetime) -> datetime:
    """When a result was found; never later than its file, since nobody reports what is yet to come."""
    return min(case.at, otherwise) if case.at else otherwise


def _row(source: ResultImport, one: Ran, case: CaseResult, attacher: Attacher, counting: dict[int, Outcome]) -> Result:
    attached = attacher.attach(case.name, case.suite)
    return Result(
        source_id=source.pk,
        cycle_id=source.cycle_id,
        case_id=attached.case,
        requirement_id=attached.requirement,
        name=_clean(case.name),
        suite=_clean(case.suite),
        identity=one.identity,
        outcome=case.outcome.value,
        seconds=case.seconds if case.seconds is not None and isfinite(case.seconds) else None,
        at=one.at,
        message=_clean(case.message),
        latest=one.key in counting,
        last_outcome=counting[one.key].value if one.key in counting else "",
    )


def _clean(words: str) -> str:
    """Text without the one character that PostgreSQL does not store."""
    return words.replace("\x00", "") if "\x00" in words else words


def recount(project: ProjectLike, kinds: Collection[str]) -> None:
    """Mark anew what counts among the cycles of these kinds: for when a cycle has become of another kind."""
    for kind in kinds:
        cycles = list(Cycle.objects.filter(project_id=project.pk, kind=kind).values_list("pk", flat=True))
        rows = dict(_ran(Result.objects.filter(cycle_id__in=cycles)))
        _mark(rows, latest_ones(rows))


def attach_again(project: ProjectLike) -> int:
    """Tie all results anew, for when cases have changed. Returns how many results moved."""
    rows = Result.objects.filter(cycle__project_id=project.pk)
    if not rows.exists():
        return 0
    attacher = attacher_of(project)
    moved: dict[tuple[int | None, int | None], list[int]] = {}
    stored = rows.values_list("pk", "name", "suite", "case_id", "requirement_id")
    for pk, name, suite, case, requirement in stored.iterator(chunk_size=5000):
        attached = attacher.attach(name, suite)
        if (attached.case, attached.requirement) != (case, requirement):
            moved.setdefault((attached.case, attached.requirement), []).append(pk)
    for (new_case, new_requirement), keys in moved.items():
        for piece in _pieces(keys, NAMED):
            Result.objects.filter(pk__in=piece).update(case_id=new_case, requirement_id=new_requirement)
    return sum(map(len, moved.values()))


def _earlier(source: ResultImport, identities: Collection[str]) -> Iterator[tuple[Ran, str]]:
    """Results of these tests that are there already, in all cycles of the kind, as they are marked."""
    others = Cycle.objects.filter(project_id=source.project_id, kind=source.cycle.kind)
    cycles = list(others.filter(imports__isnull=False).distinct().values_list("pk", flat=True))
    if ResultImport.objects.filter(cycle_id__in=cycles).exclude(pk=source.pk).exists():
        for piece in _pieces(sorted(identities), SOUGHT):
            yield from _ran(Result.objects.filter(cycle_id__in=cycles, identity__in=piece))


def _ran(rows: QuerySet[Result]) -> Iterator[tuple[Ran, str]]:
    stored = rows.values_list(
        "pk", "identity", "cycle_id", "source_id", "outcome", "at", "source__imported", "last_outcome"
    )
    for pk, identity, cycle, source, outcome, at, imported, last in stored.iterator(chunk_size=5000):
        yield Ran(pk, identity, cycle, source, Outcome(outcome), at, imported), last


def _mark(rows: dict[Ran, str], counting: dict[int, Outcome]) -> None:
    """Bring the marks of stored results up to date. What no longer counts comes first: only one may, at any time."""
    changes: dict[str, list[int]] = {}
    for one, marked in rows.items():
        wanted = counting[one.key].value if one.key in counting else ""
        if marked != wanted:
            changes.setdefault(wanted, []).append(one.key)
    for last in sorted(changes):
        for piece in _pieces(changes[last], NAMED):
            Result.objects.filter(pk__in=piece).update(latest=bool(last), last_outcome=last)


def _pieces(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
