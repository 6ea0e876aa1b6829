"""Bringing in the results of test tools."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from firstlight.assurance.actions import keep_evidence
from firstlight.assurance.evidence import digest_of
from firstlight.assurance.policies import MAY_RECORD
from firstlight.contracts.results import Outcome, ResultFile
from firstlight.contracts.tables import Unreadable
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid
from firstlight.testing import audit, policies, results, stores
from firstlight.testing.attaching import Attacher
from firstlight.testing.formats import read_results
from firstlight.testing.judging import Judge
from firstlight.testing.models import Cycle, ResultImport
from firstlight.workspace.models import Project
from firstlight.workspace.queries import here, zone_of


@action(policy=policies.MAY_EDIT_TESTS, record=audit.RESULTS_IMPORTED)
def import_results(
    context: Context,
    *,
    cycle_ref: str,
    file: str,
    data: bytes,
    attacher: Attacher | None = None,
    judge: Judge | None = None,
    kept: datetime | None = None,
    kept_by: str = "",
) -> Done[ResultImport]:
    """Bring in a file of test results as part of a cycle, and keep the file as evidence.

    A cycle of that ref that nobody listed is made, of the kind that its name suggests. The same file in the same
    cycle again changes nothing. Raises Invalid, with the place in the file, for one that cannot be read.

    `attacher` is `results.attacher_of(project)` and `judge` a `Judge` of now, for a caller that brings in many files
    one after the other.
    `kept` and `kept_by` are of a file that came in elsewhere before, for who may record what others have said: its
    results are judged by that time, so that the same ones count.
    """
    project = here(context)
    came_in = min(kept, context.now) if kept and MAY_RECORD.allows(context) else context.now
    # One import at a time in a project: which result is the latest depends on all that are there.
    Project.objects.select_for_update().get(pk=project.pk)
    cycle = stores.cycle_named(project, cycle_ref)
    digest = digest_of(data)
    known = ResultImport.objects.filter(project=project, cycle=cycle, digest=digest).first() if cycle else None
    if known:
        return Done.nothing(known)
    try:
        found = read_results(data, file)
    except Unreadable as error:
        raise Invalid(str(error), problems=(error.problem,)) from error
    implied = cycle is None
    cycle = cycle or stores.imply_cycle(project, cycle_ref, file)
    effective = _effective(came_in, cycle, found)
    keep_evidence(context, data, name=file[-300:], effective=effective, kept=came_in, kept_by=kept_by)
    made = ResultImport.objects.create(
        project=project,
        cycle=cycle,
        digest=digest,
        file=file[-300:],
        imported=came_in,
        effective=effective,
        **_facts_of(found, came_in),
    )
    attacher, judge = attacher or results.attacher_of(project), judge or Judge(project, context.now)
    results.store(made, found.cases, attacher, judge)
    return Done.one(made, Subject("result-file", digest, file), after=_recorded(made, implied))


def _effective(came_in: datetime, cycle: Cycle, found: ResultFile) -> datetime:
    """When the newest result was found, but never after now. A file without times is as old as its cycle."""
    newest = max((case.at for case in found if case.at), default=None)
    if newest is None and cycle.end:
        newest = datetime.combine(cycle.end, time(23, 59, 59), zone_of(cycle.project))
    return min(newest, came_in) if newest else came_in


def _facts_of(found: ResultFile, now: datetime) -> dict[str, Any]:
    ahead = sum(1 for case in found if case.at and case.at > now)
    warnings = list(found.warnings)
    if ahead:
        tests = "1 test is" if ahead == 1 else f"{ahead} tests are"
        warnings.append(f"{tests} dated after the file came in, and taken for as old as that.")
    return {
        "format": found.format,
        "tests": len(found.cases),
        "passed": found.count(Outcome.PASSED),
        "failed": found.count(Outcome.FAILED),
        "errors": found.count(Outcome.ERROR),
        "skipped": found.count(Outcome.SKIPPED),
        "declared": asdict(found.declared) if found.declared else None,
        "warnings": warnings,
    }


def _recorded(made: ResultImport, implied: bool) -> dict[str, Any]:
    names = ("digest", "format", "tests", "passed", "failed", "errors", "skipped", "effective", "warnings")
    facts = {name: getattr(made, name) for name in names}
    return {"cycle": made.cycle.ref, **({"cycle_made": made.cycle.kind} if implied else {}), **facts}
