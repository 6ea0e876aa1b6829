"""Results in the database: one row a test of a file or a run of a person, tied to its case, marked where it counts.

For actions only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any, NamedTuple, TypeVar

from firstlight.contracts.results import CaseResult, Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.scope.models import Requirement
from firstlight.testing.attaching import Attacher, Attachment, CaseFacts
from firstlight.testing.formats import BY_PEOPLE
from firstlight.testing.formats.values import MESSAGE
from firstlight.testing.judging import Judge
from firstlight.testing.models import Case, Cycle, Result, ResultImport, Run
from firstlight.testing.rules.counting import Ran, identity_of, identity_of_run, latest_ones
from firstlight.testing.rules.guards import RunFacts, codes_of

T = TypeVar("T")

#: Rows made at a time, so that a large file is not in memory twice.
BATCH = 2000
#: More of a name is not kept; what tells tests apart is made of all of it.
LONGEST_NAME = 2000
#: Keys in one statement that changes rows, and in one that looks for them: SQLite takes 32,766 at most.
NAMED = 500
SOUGHT = 5000


def attacher_of(project: ProjectLike) -> Attacher:
    """What recognises the project's cases and requirements in the names of tests. Two queries."""
    rows = Case.objects.filter(project_id=project.pk).values_list("pk", "ref", "title", "matches", "persona")
    cases = [CaseFacts(pk, ref, title, tuple(found), who) for pk, ref, title, found, who in rows.order_by("ref")]
    requirements = Requirement.objects.filter(project_id=project.pk).order_by("ref")
    return Attacher(cases, dict(requirements.values_list("ref", "pk")))


class _Found(NamedTuple):
    """What is made of a result of a file before its row is."""

    attached: Attachment
    identity: str
    at: datetime
    codes: str


def store(source: ResultImport, cases: Sequence[CaseResult], attacher: Attacher, judge: Judge) -> None:
    """Store the results of a file and mark anew what counts among all results of these tests.

    A result without a time, or of a time after the import, is as old as the file. What people wrote into a list is of
    the same test as their runs of that case, so it is marked with them.
    """
    people = source.format in BY_PEOPLE
    found = [_found(source, case, attacher, judge) for case in cases]
    new = [
        Ran(-number, one.identity, source.cycle_id, source.pk, case.outcome, one.at, source.imported, bool(one.codes))
        for number, (case, one) in enumerate(zip(cases, found, strict=True), start=1)
    ]
    alone = [ran for ran, one in zip(new, found, strict=True) if not people or one.attached.case is None]
    earlier = dict(_earlier(source, {one.identity for one in alone}))
    counting = latest_ones([*earlier, *alone])
    _unmark(earlier, counting)
    _mark(earlier, counting)
    for piece in _pieces(list(zip(new, cases, found, strict=True)), BATCH):
        Result.objects.bulk_create([_row(source, *one, counting) for one in piece])
    touched = {one.attached.case for one in found if one.attached.case is not None}
    again = touched if people else touched & _run_by_people(source.project)
    if again:
        recount(source.project, source.imported, cases=again, judge=judge)


def _found(source: ResultImport, case: CaseResult, attacher: Attacher, judge: Judge) -> _Found:
    attached, at = attacher.attach(case.name, case.suite, case.says), moment_of(case, source.effective)
    run = RunFacts(at, role=case.role, migrated_data=case.migrated_data)
    codes = codes_of(judge.guards(source.cycle_id, attached.case, attached.requirement, run))
    if source.format in BY_PEOPLE and attached.case is not None:
        of = attacher.by_key[attached.case]
        return _Found(attached, identity_of_run(of.ref, of.persona), at, codes)
    return _Found(attached, identity_of(case.name, case.suite), at, codes)


def _run_by_people(project: ProjectLike) -> set[int]:
    """Keys of the cases that people ran or wrote into lists."""
    rows = Result.objects.filter(cycle__project_id=project.pk, case__isnull=False).order_by()
    found = set(rows.filter(run__isnull=False).values_list("case_id", flat=True).distinct())
    lists = _lists_of(project)
    return found | (set(rows.filter(source_id__in=lists).values_list("case_id", flat=True)) if lists else set())


def _lists_of(project: ProjectLike) -> set[int]:
    """Keys of the files in which people wrote down what they tried."""
    rows = ResultImport.objects.filter(project_id=project.pk, format__in=BY_PEOPLE).order_by()
    return set(rows.values_list("pk", flat=True))


def moment_of(case: CaseResult, otherwise: datetime) -> datetime:
    """When a result was found; never later than its file, since nobody reports what is yet to come."""
    return min(case.at, otherwise) if case.at else otherwise


def _row(source: ResultImport, one: Ran, case: CaseResult, found: _Found, counting: dict[int, Outcome]) -> Result:
    return Result(
        source_id=source.pk,
        cycle_id=source.cycle_id,
        case_id=found.attached.case,
        requirement_id=found.attached.requirement,
        name=_clean(case.name)[:LONGEST_NAME],
        suite=_clean(case.suite)[:LONGEST_NAME],
        identity=one.identity,
        outcome=case.outcome.value,
        seconds=case.seconds if case.seconds is not None and isfinite(case.seconds) else None,
        at=one.at,
        message=_clean(case.message),
        role=_clean(case.role)[:200],
        says=_clean(case.says),
        migrated_data=case.migrated_data,
        discounted=found.codes,
        latest=one.key in counting,
        last_outcome=counting[one.key].value if one.key in counting else "",
    )


def _clean(words: str) -> str:
    """Text without the one character that PostgreSQL does not store."""
    return words.replace("\x00", "") if "\x00" in words else words


_OF_RUN = ("pk", "cycle_id", "case_id", "case__ref", "case__title", "persona", "case__persona", "outcome", "at",
           "comment", "role", "migrated_data")  # fmt: skip
#: How the words of people are counted.
_COUNTED_AS = {Run.Ended.BLOCKED.value: Outcome.ERROR.value}


def store_runs(project: ProjectLike, refs: Collection[str], now: datetime) -> None:
    """Make or renew the results of these runs. A run of a time after now is taken for as old as now.

    What counts is marked by `recount`, which has to follow.
    """
    for piece in _pieces(sorted(refs), NAMED):
        Result.objects.filter(run__project_id=project.pk, run__ref__in=piece).delete()
        runs = Run.objects.filter(project_id=project.pk, ref__in=piece).order_by("pk").values_list(*_OF_RUN)
        Result.objects.bulk_create([_row_of_run(run, now) for run in runs], batch_size=BATCH)


def _row_of_run(run: tuple[Any, ...], now: datetime) -> Result:
    pk, cycle, case, ref, title, persona, usual, ended, at, comment, role, migrated = run
    return Result(
        run_id=pk,
        cycle_id=cycle,
        case_id=case,
        name=f"{ref} {title}",
        suite=persona or usual,
        identity=identity_of_run(ref, persona or usual),
        outcome=_COUNTED_AS.get(ended, ended),
        at=min(at, now),
        message="" if ended == Run.Ended.PASSED else comment[:MESSAGE],
        role=role,
        migrated_data=migrated,
        latest=False,
    )


def recount(
    project: ProjectLike, now: datetime, *, cases: Collection[int] | None = None, judge: Judge | None = None
) -> int:
    """Judge anew which results count, and mark them: after a change of roles, versions, requirements or the plan.

    `cases` are the keys of those whose results are looked at; None: all results. Returns how many stand otherwise.
    """
    judge = judge or Judge(project, now, cases=cases)
    judged = _as_retested(list(_judged(project, judge, cases)))
    of_kind: dict[str, list[Ran]] = {}
    for one in judged:
        of_kind.setdefault(judge.cycles[one.now.cycle].kind, []).append(one.now)
    counting = {key: stands for same in of_kind.values() for key, stands in latest_ones(same).items()}
    # What becomes of another test is marked anew: two of one test must not be marked at once on the way.
    moved = {one.now.key for one in judged if one.identity != one.now.identity}
    _unmark({one.now: one.marked for one in judged}, {key: 0 for key in counting if key not in moved})
    rows = {one.now: "" if one.now.key in moved else one.marked for one in judged}
    _judge_anew(judged)
    return _mark(rows, counting)


def _judge_anew(judged: Sequence[_Judged]) -> None:
    """Keep with each result what now stands against it, and which test it is of."""
    codes: dict[str, list[int]] = {}
    identities: dict[str, list[int]] = {}
    for one in judged:
        if one.stored != one.codes:
            codes.setdefault(one.codes, []).append(one.now.key)
        if one.identity != one.now.identity:
            identities.setdefault(one.now.identity, []).append(one.now.key)
    for field, moved in (("discounted", codes), ("identity", identities)):
        for value, keys in moved.items():
            for piece in _pieces(keys, NAMED):
                Result.objects.filter(pk__in=piece).update(**{field: value})


def attach_again(project: ProjectLike) -> int:
    """Tie all results of files anew, for when cases have changed. Returns how many moved; `recount` has to follow."""
    rows = Result.objects.filter(cycle__project_id=project.pk, run=None)
    if not rows.exists():
        return 0
    attacher, lists = attacher_of(project), _lists_of(project)
    moved: dict[tuple[int | None, int | None], list[int]] = {}
    freed: dict[str, list[int]] = {}
    stored = rows.values_list("pk", "name", "suite", "says", "case_id", "requirement_id", "source_id")
    for pk, name, suite, says, case, requirement, source in stored.iterator(chunk_size=5000):
        attached = attacher.attach(name, suite, says)
        if (attached.case, attached.requirement) != (case, requirement):
            moved.setdefault((attached.case, attached.requirement), []).append(pk)
            if source in lists and attached.case is None:
                freed.setdefault(identity_of(name, suite), []).append(pk)
    for (new_case, new_requirement), keys in moved.items():
        for piece in _pieces(keys, NAMED):
            Result.objects.filter(pk__in=piece).update(case_id=new_case, requirement_id=new_requirement)
    for identity, keys in freed.items():
        Result.objects.filter(pk__in=keys).update(identity=identity, latest=False, last_outcome="")
    return sum(map(len, moved.values()))


def _earlier(source: ResultImport, identities: Collection[str]) -> Iterator[tuple[Ran, str]]:
    """Results of these tests that are there already, in all cycles of the kind, as they are marked."""
    others = Cycle.objects.filter(project_id=source.project_id, kind=source.cycle.kind)
    cycles = list(others.filter(imports__isnull=False).distinct().values_list("pk", flat=True))
    if ResultImport.objects.filter(cycle_id__in=cycles).exclude(pk=source.pk).exists():
        for piece in _pieces(sorted(identities), SOUGHT):
            rows = Result.objects.filter(cycle_id__in=cycles, identity__in=piece, run=None)
            names = ("pk", "identity", "cycle_id", "source_id", "outcome", "at", "source__imported", "discounted")
            stored = rows.values_list(*names, "last_outcome")
            for pk, identity, cycle, file, outcome, at, imported, codes, last in stored.iterator(chunk_size=5000):
                yield Ran(pk, identity, cycle, file, Outcome(outcome), at, imported, bool(codes)), last


class _Judged(NamedTuple):
    """A stored result as it is to be counted now, with the identity, codes and mark that it was stored with.

    `run` is the key of the run it is, `retests` that of the run which it repeats.
    """

    now: Ran
    codes: str
    identity: str
    stored: str
    marked: str
    run: int | None = None
    retests: int | None = None


_JUDGED = (
    "pk", "identity", "cycle_id", "source_id", "outcome", "at", "source__imported", "discounted", "last_outcome",
    "case_id", "requirement_id", "role", "migrated_data", "run_id",
)  # fmt: skip
_JUDGED_RUN = ("run__tester", "run__environment", "run__solution_version", "run__persona", "run__entered_at",
               "run__retest_of_id", "case__ref", "case__persona")  # fmt: skip


def _judged(project: ProjectLike, judge: Judge, cases: Collection[int] | None) -> Iterator[_Judged]:
    """Every stored result, judged by what is known now."""
    rows = Result.objects.filter(cycle__project_id=project.pk).order_by()
    parts = [rows] if cases is None else [rows.filter(case_id__in=piece) for piece in _pieces(sorted(cases), NAMED)]
    lists = _lists_of(project)
    known = Case.objects.filter(project_id=project.pk).values_list("pk", "ref", "persona") if lists else ()
    identities = {pk: identity_of_run(ref, persona) for pk, ref, persona in known}
    for part in parts:
        for row in part.filter(run=None).values_list(*_JUDGED).iterator(chunk_size=5000):
            yield _judged_file(judge, row, identities if row[3] in lists else {})
        for row in part.filter(run__isnull=False).values_list(*_JUDGED, *_JUDGED_RUN).iterator(chunk_size=5000):
            yield _judged_run(judge, row)


def _judged_file(judge: Judge, row: tuple[Any, ...], identities: Mapping[int, str]) -> _Judged:
    """A result of a file; `identities` by case, where people wrote the file."""
    pk, stored_as, cycle, source, outcome, at, imported, stored, marked, case, requirement, role, migrated, _ = row
    codes = codes_of(judge.guards(cycle, case, requirement, RunFacts(at, role=role, migrated_data=migrated)))
    identity, people = identities.get(case, stored_as), case in identities
    ran = Ran(pk, identity, cycle, source, Outcome(outcome), at, imported, bool(codes), case, people)
    return _Judged(ran, codes, stored_as, stored, marked)


def _judged_run(judge: Judge, row: tuple[Any, ...]) -> _Judged:
    """The run of a person; each is as a file of its own."""
    pk, stored_as, cycle, _, outcome, at, _, stored, marked, case, requirement, role, migrated, run = row[:14]
    tester, environment, version, persona, entered, retests, ref, usual = row[14:]
    listed = judge.listed_role(tester)
    facts = RunFacts(at, True, tester, role, listed, migrated, environment, version)
    codes = codes_of(judge.guards(cycle, case, requirement, facts))
    identity = identity_of_run(ref, persona or usual)
    ran = Ran(pk, identity, cycle, -run, Outcome(outcome), at, entered or at, bool(codes), case, True)
    return _Judged(ran, codes, stored_as, stored, marked, run, retests)


def _as_retested(judged: list[_Judged]) -> list[_Judged]:
    """A retest is of the same test as the run that it repeats, whoever carries it out."""
    if not any(one.retests for one in judged):
        return judged
    by_run = {one.run: one for one in judged if one.run}
    found = []
    for one in judged:
        root, seen = one, {one.run}
        while root.retests in by_run and root.retests not in seen:
            seen.add(root.retests)
            root = by_run[root.retests]
        found.append(one._replace(now=one.now._replace(identity=root.now.identity)))
    return found


def _unmark(rows: Mapping[Ran, str], counting: Mapping[int, object]) -> None:
    """Take the mark off what no longer counts. It comes first: only one may, at any time."""
    gone = [one.key for one, marked in rows.items() if marked and one.key not in counting]
    for piece in _pieces(gone, NAMED):
        Result.objects.filter(pk__in=piece).update(latest=False, last_outcome="")


def _mark(rows: Mapping[Ran, str], counting: Mapping[int, Outcome]) -> int:
    """Mark what counts, with how it stands. Returns how many stand otherwise than before."""
    changes: dict[str, list[int]] = {}
    for one, marked in rows.items():
        wanted = counting[one.key].value if one.key in counting else ""
        if marked != wanted:
            changes.setdefault(wanted, []).append(one.key)
    for last in changes.keys() - {""}:
        for piece in _pieces(changes[last], NAMED):
            Result.objects.filter(pk__in=piece).update(latest=True, last_outcome=last)
    return sum(map(len, changes.values()))


def _pieces(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))
