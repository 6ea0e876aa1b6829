"""Acceptance of the solution by the business, process by process.

What is accepted is an end-to-end process: one in scope that has none above it in scope, with everything below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from firstlight.assurance.queries import signers_of
from firstlight.assurance.rules import covers
from firstlight.contracts.rendering import Line, Rendering
from firstlight.contracts.results import Outcome
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable
from firstlight.scope.models import Process
from firstlight.testing.finding_facts import findings_of
from firstlight.testing.models import Case, Cycle, Result
from firstlight.testing.rules.acceptance import Accepted, TriedCase
from firstlight.testing.rules.counting import worst_of
from firstlight.testing.rules.coverage import tops
from firstlight.testing.rules.findings import FindingFacts, open_ones
from firstlight.testing.rules.kinds import KINDS, words_of

#: Part of what is signed: a new way of rendering gets a new number, so that old signatures stay what they were.
VERSION = 1
#: Who accepts a process.
ACCEPTS = frozenset({"process-owner", "approver"})

Tree = Mapping[str, tuple[str, ...]]


def acceptance_name(process: str) -> str:
    """What is signed where a process is accepted: acceptance:65."""
    return f"acceptance:{process}"


def acceptance_of(project: ProjectLike, now: datetime) -> list[Accepted]:
    """Every process that is accepted on its own, by ref. Seven queries, whatever the number of cases."""
    found = _tried(project)
    today = {acceptance_name(one.ref): _rendering(one, project).digest() for one in found}
    states: dict[str, tuple[str, str]] = {}
    for given in signers_of(project, list(today), now) if today else ():
        if given.role in ACCEPTS:
            valid = covers(given, today[given.on])
            if valid or states.get(given.on, ("missing", ""))[0] != "valid":
                states[given.on] = ("valid" if valid else "stale", given.person)
    return [_with(one, *states.get(acceptance_name(one.ref), ("missing", ""))) for one in found]


def _with(one: Accepted, state: str, by: str) -> Accepted:
    return replace(one, signature=state, signed_by=by)


@signable("acceptance", "Business processes that the business accepts")
def acceptance_content(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """A process ("65") with its cases, how each ended, and what is open; without a ref all of them, with who accepts.

    None without such a process or any case.
    """
    if not ref:
        return _whole(project, now)
    found = next((one for one in _tried(project, only=ref)), None)
    return _rendering(found, project) if found and found.cases else None


def _whole(project: ProjectLike, now: datetime) -> Rendering | None:
    found = acceptance_of(project, now)
    if not any(one.cases for one in found):
        return None
    lines = tuple(Line(f"process:{one.ref}", f"{one.ref} {one.title}", _standing(one)) for one in found)
    return Rendering("acceptance", VERSION, f"Acceptance of {getattr(project, 'name', '')}", lines)


def _standing(one: Accepted) -> str:
    signed = {"valid": f"accepted by {one.signed_by}", "stale": f"accepted by {one.signed_by} before it changed"}
    return "; ".join((signed.get(one.signature, "accepted by nobody"), *one.missing()))


def _rendering(one: Accepted, project: ProjectLike) -> Rendering:
    lines = [Line(f"case:{case.ref}", f"{case.ref} {case.title}", _outcomes(case)) for case in one.cases]
    lines += [Line(f"finding:{finding.ref}", finding.text, _said(finding)) for finding in one.findings]
    name = getattr(project, "name", "")
    return Rendering(acceptance_name(one.ref), VERSION, f"Acceptance of {one.ref} {one.title} in {name}", tuple(lines))


def _outcomes(case: TriedCase) -> str:
    """Written out, because what is signed must not change with the words of a page."""
    said = [f"{words_of(kind)}: {one.value if one else 'no result'}" for kind, one in sorted(case.outcomes.items())]
    return "; ".join(said) or "planned in no test"


def _said(finding: FindingFacts) -> str:
    impact = finding.impact or "business impact not stated"
    return f"{finding.severity}; {impact}; workaround: {finding.workaround or 'none'}"


def _tried(project: ProjectLike, only: str = "") -> list[Accepted]:
    """The processes with their cases and open findings, before anybody signs."""
    rows = {row[0]: row for row in _processes(project)}
    top = tops({ref: row[3] for ref, row in rows.items()})
    wanted = sorted(set(top.values()) & ({only} if only else set(top.values())))
    cases: dict[str, list[TriedCase]] = {ref: [] for ref in wanted}
    for process, case in _cases(project):
        if (ref := top.get(process, "")) in cases:
            cases[ref].append(case)
    findings: dict[str, list[FindingFacts]] = {ref: [] for ref in wanted}
    for finding in open_ones(findings_of(project)):
        if (ref := top.get(finding.process, "")) in findings:
            findings[ref].append(finding)
    required = tuple(kind for kind in getattr(project, "required_tests", []) if kind in KINDS)
    return [
        Accepted(ref, rows[ref][1], rows[ref][2], tuple(cases[ref]), tuple(findings[ref]), required) for ref in wanted
    ]


def _processes(project: ProjectLike) -> Iterable[tuple[str, str, str, str | None]]:
    found = Process.objects.filter(project_id=project.pk, in_scope=True).order_by("ref")
    return found.values_list("ref", "title", "owner", "parent__ref").iterator(chunk_size=5000)


def _cases(project: ProjectLike) -> Iterable[tuple[str, TriedCase]]:
    """The process of each case that has one, and the case with its outcomes by kind."""
    kinds = dict(Cycle.objects.filter(project_id=project.pk).values_list("ref", "kind"))
    outcomes: dict[tuple[int, str], list[Outcome]] = {}
    results = Result.objects.filter(cycle__project_id=project.pk, latest=True, case__process__isnull=False).order_by()
    for case, kind, outcome in results.values_list("case_id", "cycle__kind", "last_outcome").distinct():
        outcomes.setdefault((case, kind), []).append(Outcome(outcome))
    ran: dict[int, set[str]] = {}
    for case, kind in outcomes:
        ran.setdefault(case, set()).add(kind)
    rows = Case.objects.filter(project_id=project.pk, process__isnull=False).order_by("ref")
    names = ("pk", "ref", "title", "cycles", "process__ref")
    for pk, ref, title, cycles, process in rows.values_list(*names).iterator(chunk_size=5000):
        planned = {kinds[cycle] for cycle in cycles if cycle in kinds} | ran.get(pk, set())
        yield process, TriedCase(ref, title, {kind: worst_of(outcomes.get((pk, kind), [])) for kind in planned})
