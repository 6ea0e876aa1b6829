"""Whether the requirements are tested."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from firstlight.contracts.reading import Reading, unknown
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.measures.counting import share
from firstlight.readiness.registry import measure
from firstlight.scope.models import Requirement
from firstlight.testing.models import Case
from firstlight.testing.rules.wording import number_of, void_passes
from firstlight.testing.standing import why_void
from firstlight.testing.tallies import newest_result, passed_cases, passed_requirements

Tested = tuple[int, str, str]

_NO_REQUIREMENT = "No requirement in scope is known: put the requirements into scope.xlsx."
_NO_CASE = "No test case is known: put the cases, with the requirements they test, into tests/cases.xlsx."
_NO_RESULT = "No test result is known: put the result files of the test tools under tests."


@measure("testing.requirements.covered", title="Requirements with a passing result", unit="requirements")
def covered(project: ProjectLike, now: datetime) -> Reading:
    """Requirements in scope with at least one passing result.

    It counts when a case of the requirement stands at passed in some kind of test, or a test that names the
    requirement itself does.
    """
    return _passing(
        project,
        _requirements(project),
        _NO_REQUIREMENT,
        now,
        good="All {all} requirements in scope have a passing test result.",
        bad="{count} of {all} requirements in scope have no passing test result.",
    )


@measure("testing.regulatory", title="Regulatory requirements with a passing result", unit="requirements")
def regulatory(project: ProjectLike, now: datetime) -> Reading:
    """Regulatory requirements in scope with a passing result."""
    return _passing(
        project,
        _requirements(project, kind=Requirement.Kind.REGULATORY),
        "No regulatory requirement in scope is known: put them into scope.xlsx with the kind Regulatory.",
        now,
        good="All {all} regulatory requirements in scope have a passing test result.",
        bad="{count} of {all} regulatory requirements in scope have no passing test result.",
    )


@measure("testing.requirements.both-paths", title="Requirements with a usual and an edge case", unit="requirements")
def both_paths(project: ProjectLike, now: datetime) -> Reading:
    """Requirements in scope with a case for the usual path and one for an edge."""
    wanted = _requirements(project)
    if not wanted:
        return unknown(_NO_REQUIREMENT)
    paths: dict[str, set[str]] = {}
    cases = Case.objects.filter(project_id=project.pk).order_by().values_list("path", "requirements")
    for path, refs in cases.iterator(chunk_size=5000):
        for ref in refs:
            paths.setdefault(ref, set()).add(path)
    if not paths:
        return unknown(_NO_CASE)
    both = {Case.Path.USUAL.value, Case.Path.EDGE.value}
    lacking = [(ref, title) for _, ref, title in wanted if paths.get(ref) != both]
    reading = share(
        "requirements",
        len(wanted),
        lacking,
        kind="requirement",
        good="All {all} requirements in scope have a case for the usual path and one for an edge.",
        bad="{count} of {all} requirements in scope lack a case for the usual path or one for an edge.",
        speaks_of=now,
    )
    none = sum(1 for ref, _ in lacking if ref not in paths)
    return replace(reading, reasons=(*reading.reasons, *_without_case(none)))


def _requirements(project: ProjectLike, **only: str) -> list[Tested]:
    """Key, ref and title of the requirements in scope, by ref."""
    rows = Requirement.objects.filter(project_id=project.pk, in_scope=True, **only).order_by("ref")
    return list(rows.values_list("pk", "ref", "title"))


def _passing(
    project: ProjectLike, wanted: list[Tested], nothing: str, now: datetime, *, good: str, bad: str
) -> Reading:
    if not wanted:
        return unknown(nothing)
    newest = newest_result(project)
    if newest is None:
        return unknown(_NO_RESULT)
    stood, named = passed_cases(project), passed_requirements(project)
    tested: set[str] = set()
    passed: set[str] = set()
    cases = Case.objects.filter(project_id=project.pk).order_by("ref").values_list("pk", "ref", "requirements")
    waiting: list[tuple[str, list[str]]] = []
    for pk, case, refs in cases.iterator(chunk_size=5000):
        tested.update(refs)
        if pk in stood:
            passed.update(refs)
        else:
            waiting.append((case, refs))
    lacking = [(ref, title) for pk, ref, title in wanted if ref not in passed and pk not in named]
    reading = share("requirements", len(wanted), lacking, kind="requirement", good=good, bad=bad, speaks_of=newest)
    none = sum(1 for ref, _ in lacking if ref not in tested)
    wanting = {ref for ref, _ in lacking}
    void = why_void(project, now, [case for case, refs in waiting if wanting.intersection(refs)])
    return replace(reading, reasons=(*reading.reasons, *_without_case(none), *void_passes(void)))


def _without_case(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (f"{number_of(number, 'of them has', 'of them have')} no test case at all.",)
