"""Bringing in the results of test tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, time
from secrets import token_hex
from typing import Any

from firstlight.assurance.actions import keep_evidence
from firstlight.assurance.evidence import digest_of
from firstlight.assurance.policies import MAY_RECORD
from firstlight.contracts.results import Outcome, ResultFile
from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.reading.xml import XmlLimits
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid
from firstlight.testing import audit, policies, results, stores
from firstlight.testing.attaching import Attacher
from firstlight.testing.formats import read_results
from firstlight.testing.judging import Judge
from firstlight.testing.models import Cycle, ResultImport
from firstlight.testing.queries import batch_named
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
    batch: str = "",
) -> Done[ResultImport]:
    """Bring in a file of test results as part of a cycle, and keep the file as evidence.

    A cycle of that ref that nobody listed is made, of the kind that its name suggests. The same file in the same
    cycle again changes nothing. Raises Invalid, with the place in the file, for one that cannot be read.

    `attacher` is `results.attacher_of(project)` and `judge` a `Judge` of now, for a caller that brings in many files
    one after the other.
    `kept` and `kept_by` are of a file that came in elsewhere before, for who may record what others have said: its
    results are judged by that time, so that the same ones count. Files of one `batch` are taken back together.
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
    found = _read(data, file)
    implied = cycle is None
    cycle = cycle or stores.imply_cycle(project, cycle_ref, file)
    effective = effective_of(came_in, cycle, found)
    keep_evidence(
        context, data, most=XmlLimits().file_bytes, name=file[-300:], effective=effective, kept=came_in, kept_by=kept_by
    )
    named = {"digest": digest, "file": file[-300:], "batch": batch or token_hex(12)}
    made = ResultImport.objects.create(
        project=project, cycle=cycle, imported=came_in, effective=effective, **named, **_facts_of(found, came_in)
    )
    attacher, judge = attacher or results.attacher_of(project), judge or Judge(project, context.now)
    results.store(made, found.cases, attacher, judge)
    return Done.one(made, Subject("result-file", digest, file), after=_recorded(made, implied))


@action(policy=policies.MAY_EDIT_TESTS, record=audit.RESULT_FILES_IMPORTED)
def import_result_files(
    context: Context, *, cycle_ref: str, files: Sequence[tuple[str, bytes]]
) -> Done[list[ResultImport]]:
    """Bring in several files, by name and content, as part of a cycle: all of them, or none. See `import_results`.

    They are of one batch, which `withdraw_results` takes back. Those that are there already are among the answer, with
    the batch that they came in with. Raises Invalid with the problems of all files.
    """
    project, batch = here(context), token_hex(12)
    attacher, judge = results.attacher_of(project), Judge(project, context.now)
    made: list[ResultImport] = []
    problems: list[Problem] = []
    for name, data in files:
        try:
            made.append(
                import_results(
                    context, cycle_ref=cycle_ref, file=name, data=data, attacher=attacher, judge=judge, batch=batch
                )
            )
        except Invalid as error:
            problems += error.problems or (Problem(name, error.sentence),)
    if problems:
        raise Invalid("Nothing was brought in: some files cannot be read.", problems=tuple(problems))
    new = [one for one in made if one.batch == batch]
    if not new:
        return Done.nothing(made)
    words = new[0].file if len(new) == 1 else f"{len(new)} files of results"
    facts = {"cycle": new[0].cycle.ref, "files": [one.file for one in new], "tests": sum(one.tests for one in new)}
    return Done.one(made, Subject("result-batch", batch, words), after=facts)


@action(policy=policies.MAY_EDIT_TESTS, record=audit.RESULTS_WITHDRAWN)
def withdraw_results(context: Context, *, batch: str) -> Done[int]:
    """Take back what came in as one batch: its results count no more, those before them do again.

    How many files it were. The files stay kept as evidence, and the ledger keeps both. A cycle that only these files
    named goes with them. NotFound for a batch that there is not, or that came in more than 30 days ago.
    """
    project = here(context)
    Project.objects.select_for_update().get(pk=project.pk)
    imports = batch_named(project, batch, context.now)
    changes = tuple(
        Changed(Subject("result-file", one.digest, one.file), before=_recorded(one, implied=False)) for one in imports
    )
    cycles = {one.cycle_id for one in imports}
    ResultImport.objects.filter(pk__in=[one.pk for one in imports]).delete()
    results.recount(project, context.now)
    stores.drop_implied(project, cycles)
    return Done(len(imports), changes)


def _read(data: bytes, file: str) -> ResultFile:
    """What is in the file. Invalid, with the place, for one that cannot be read."""
    try:
        return read_results(data, file)
    except Unreadable as error:
        raise Invalid(str(error), problems=(error.problem,)) from error


def effective_of(came_in: datetime, cycle: Cycle | None, found: ResultFile) -> datetime:
    """When the newest result was found, but never after now. A file without times is as old as its cycle."""
    newest = max((case.at for case in found if case.at), default=None)
    if newest is None and cycle and cycle.end:
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
