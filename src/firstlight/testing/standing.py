"""How each case stands by what counts, and what does not count, with the reasons. For the other parts of this layer
and for pages. Every question takes a fixed number of queries, whatever the size.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.testing.judging import Judge
from firstlight.testing.models import Case, Result
from firstlight.testing.rules.again import Again
from firstlight.testing.rules.counting import BAD, worst_of
from firstlight.testing.rules.guards import STALE, Guard, RunFacts
from firstlight.testing.tallies import DISCOUNTED

#: So many keys are named in a question; of more, all rows are read.
_SOUGHT = 500
_BAD = [outcome.value for outcome in BAD]


class Surroundings(NamedTuple):
    """As what kind of user, where, how and on what somebody ran a case. "" where nobody said."""

    persona: str
    place: str
    access: str
    device: str


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """How a case stands.

    `outcome` is what counts: None where it has no result, discounted where it passed and no such pass counts. `at` is
    when the newest of its results was found. `discounted` says why its newest pass that does not count does not,
    whether or not another one does. `results` are all there are, `runs` those of people. `passed_in` are the
    surroundings of counting passes of people that no later failure contradicts.
    """

    pk: int
    ref: str
    title: str
    outcome: Outcome | None = None
    at: datetime | None = None
    results: int = 0
    runs: int = 0
    discounted: tuple[Guard, ...] = ()
    discounted_at: datetime | None = None
    passed_in: frozenset[Surroundings] = frozenset()

    @property
    def passed(self) -> bool:
        """Whether it stands at passed."""
        return self.outcome is Outcome.PASSED

    @property
    def stale(self) -> bool:
        """Whether it passed, and the pass is of an older state of what was tested."""
        return self.outcome is Outcome.DISCOUNTED and any(guard.code in STALE for guard in self.discounted)


def standings(
    project: ProjectLike, now: datetime, *, kind: str | None = None, cases: Collection[int] | None = None
) -> Mapping[int, CaseStanding]:
    """Every case of the project by its key, or these cases, as they stand in a kind of test, or in all kinds together.

    In all kinds together the worst of the kinds speaks.
    """
    results = _results(project, kind).filter(case__isnull=False).order_by()
    asked = Case.objects.filter(project_id=project.pk).order_by("ref")
    if cases is not None:
        results, asked = results.filter(case_id__in=cases), asked.filter(pk__in=cases)
    spoken: dict[int, set[str]] = {}
    for case, outcome in results.filter(latest=True).values_list("case_id", "last_outcome").distinct():
        spoken.setdefault(case, set()).add(outcome)
    counted = results.values_list("case_id").annotate(Max("at"), Count("pk"), Count("run"))
    sums = {case: _Sums(*rest) for case, *rest in counted.iterator(chunk_size=5000)}
    void = {row.case: row for row in _newest(_void_rows(results))}
    guards = _guards(project, now, void.values())
    where = _passed_in(results)
    return {
        pk: CaseStanding(
            pk,
            ref,
            title,
            worst_of([Outcome(one) for one in spoken.get(pk, ())]),
            *sums.get(pk, _NONE),
            discounted=guards.get(void[pk].pk, ()) if pk in void else (),
            discounted_at=void[pk].at if pk in void else None,
            passed_in=where.get(pk, frozenset()),
        )
        for pk, ref, title in asked.values_list("pk", "ref", "title").iterator(chunk_size=5000)
    }


class _Sums(NamedTuple):
    """What all results of a case add up to."""

    at: datetime | None
    results: int
    runs: int


_NONE = _Sums(None, 0, 0)


def _results(project: ProjectLike, kind: str | None) -> QuerySet[Result]:
    rows = Result.objects.filter(cycle__project_id=project.pk)
    return rows if kind is None else rows.filter(cycle__kind=kind)


class _Void(NamedTuple):
    """A pass that does not count, with what is needed to say why."""

    pk: int
    case: int | None
    requirement: int | None
    cycle: int
    at: datetime
    run: int | None
    role: str
    migrated: bool | None
    tester: str | None
    environment: str | None
    version: str | None


_VOID = ("pk", "case_id", "requirement_id", "cycle_id", "at", "run_id", "role", "migrated_data", "run__tester",
         "run__environment", "run__solution_version")  # fmt: skip


def _void_rows(results: QuerySet[Result]) -> Iterator[_Void]:
    return (_Void(*row) for row in results.filter(DISCOUNTED).values_list(*_VOID).iterator(chunk_size=5000))


def _newest(rows: Iterable[_Void]) -> list[_Void]:
    """The newest of each case."""
    found: dict[int | None, _Void] = {}
    for row in rows:
        known = found.get(row.case)
        if known is None or (known.at, known.pk) < (row.at, row.pk):
            found[row.case] = row
    return list(found.values())


def _guards(project: ProjectLike, now: datetime, rows: Iterable[_Void]) -> dict[int, tuple[Guard, ...]]:
    """Why these passes do not count, by their keys, in words."""
    rows = list(rows)
    if not rows:
        return {}
    judge = Judge(project, now, cases={row.case for row in rows if row.case is not None})
    return {row.pk: judge.guards(row.cycle, row.case, row.requirement, _facts(judge, row)) for row in rows}


def _facts(judge: Judge, row: _Void) -> RunFacts:
    if row.run is None:
        return RunFacts(row.at, role=row.role, migrated_data=row.migrated)
    tester = row.tester or ""
    listed = judge.listed_role(tester)
    return RunFacts(
        row.at, True, tester, row.role, listed, row.migrated, row.environment or "", row.version or ""
    )  # fmt: skip


def _passed_in(results: QuerySet[Result]) -> dict[int, frozenset[Surroundings]]:
    """By case, the surroundings of passes of people that count and that no later failure of that user contradicts."""
    runs = results.filter(run__isnull=False)
    failed = dict(runs.filter(outcome__in=_BAD).values_list("identity").annotate(Max("at")))
    passes = runs.filter(outcome=Outcome.PASSED.value, discounted="")
    names = ("case_id", "identity", "suite", "run__place", "run__access", "run__device")
    found: dict[int, set[Surroundings]] = {}
    for case, identity, persona, place, access, device, at in passes.values_list(*names).annotate(Max("at")):
        if identity not in failed or failed[identity] < at:
            found.setdefault(case, set()).add(Surroundings(persona, place, access, device))
    return {case: frozenset(one) for case, one in found.items()}


def guards_of(project: ProjectLike, now: datetime, results: Sequence[Result]) -> Mapping[int, tuple[Guard, ...]]:
    """Why passes of these results would not count, by their keys. The results come with their runs."""
    return _guards(project, now, [_void_of(one) for one in results])


def _void_of(one: Result) -> _Void:
    run, of = one.run, (one.pk, one.case_id, one.requirement_id, one.cycle_id, one.at, one.run_id, one.role)
    said = (run.tester, run.environment, run.solution_version) if run else (None, None, None)
    return _Void(*of, one.migrated_data, *said)


def voids(project: ProjectLike, now: datetime, results: QuerySet[Result]) -> Iterator[tuple[int, tuple[Guard, ...]]]:
    """Of these results, the newest pass of each case that does not count: the key of the case, and why."""
    rows = [row for row in _newest(_void_rows(results)) if row.case is not None]
    guards = _guards(project, now, rows)
    return ((row.case, guards[row.pk]) for row in rows if row.case is not None)


def why_void(
    project: ProjectLike, now: datetime, refs: Collection[str], *, kind: str | None = None
) -> Mapping[str, str]:
    """By ref, in a sentence, the heaviest reason why the newest pass of these cases that does not count does not."""
    wanted = set(refs)
    cases = Case.objects.filter(project_id=project.pk)
    if len(wanted) <= _SOUGHT:
        cases = cases.filter(ref__in=wanted)
    names = {pk: ref for pk, ref in cases.values_list("pk", "ref") if ref in wanted} if wanted else {}
    results = _results(project, kind)
    results = results.filter(case_id__in=names) if len(names) <= _SOUGHT else results
    rows = [row for row in _newest(_void_rows(results)) if row.case in names] if names else []
    guards = _guards(project, now, rows)
    found = {names[row.case or 0]: guards[row.pk][0].sentence for row in rows if guards[row.pk]}
    return {ref: found[ref] for ref in refs if ref in found}


@dataclass(frozen=True, slots=True)
class DiscountedRun:
    """A run of a person of which a pass does not count, with the reasons. `passed` is False where it failed."""

    ref: str
    case: str
    title: str
    cycle: str
    kind: str
    tester: str
    role: str
    persona: str
    at: datetime
    passed: bool
    guards: tuple[Guard, ...]


def discounted_runs(
    project: ProjectLike, now: datetime, *, kind: str | None = None, most: int | None = None
) -> Sequence[DiscountedRun]:
    """The runs of people that a guard stands against, newest first; `most` of them, or all."""
    rows = _results(project, kind).filter(run__isnull=False).exclude(discounted="").order_by("-at", "-pk")
    more = ("run__ref", "case__ref", "case__title", "cycle__ref", "cycle__kind", "suite", "outcome")
    found = list(rows.values_list(*_VOID, *more)[:most])
    width = len(_VOID)
    void = [_Void(*row[:width]) for row in found]
    guards = _guards(project, now, void)
    return [_discounted(one, row[width:], guards[one.pk]) for one, row in zip(void, found, strict=True)]


def _discounted(one: _Void, row: tuple[str, ...], guards: tuple[Guard, ...]) -> DiscountedRun:
    ref, case, title, cycle, kind, persona, outcome = row
    passed = outcome == Outcome.PASSED.value
    return DiscountedRun(ref, case, title, cycle, kind, one.tester or "", one.role, persona, one.at, passed, guards)


def regression_set(project: ProjectLike, now: datetime, *, kind: str | None = None) -> Sequence[Again]:
    """The cases whose passes went stale, by kind of test, with why. Significant ones first, then by ref."""
    stale = Q()
    for code in STALE:
        stale |= Q(discounted__contains=code)
    rows = _results(project, kind).filter(
        DISCOUNTED, stale, case__isnull=False, latest=True, last_outcome=Outcome.DISCOUNTED.value
    )
    more = ("case__ref", "case__title", "case__significant", "cycle__ref", "cycle__kind")
    newest: dict[tuple[str, int], tuple[_Void, tuple[Any, ...]]] = {}
    for row in rows.order_by("at", "pk").values_list(*_VOID, *more):
        newest[row[-1], row[1]] = _Void(*row[: len(_VOID)]), row[len(_VOID) :]
    guards = _guards(project, now, [one for one, _ in newest.values()])
    found = [
        Again(one.case or 0, ref, title, in_kind, cycle, weight, one.at, guards[one.pk])
        for one, (ref, title, weight, cycle, in_kind) in newest.values()
    ]
    return sorted(found, key=lambda one: (not one.significant, one.ref, one.kind))
