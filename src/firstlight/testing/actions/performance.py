"""Saying what is fast enough, and bringing in what load tools measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from firstlight.assurance.actions import keep_evidence
from firstlight.assurance.evidence import digest_of
from firstlight.assurance.policies import MAY_RECORD
from firstlight.contracts.tables import Problem, Unreadable
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import RowChange
from firstlight.testing import audit, policies, stores
from firstlight.testing.loads import LoadFile, LoadSource, read_load
from firstlight.testing.loads.keeping import kept_label, kept_moments, kept_stretches
from firstlight.testing.models import Cycle, LoadImport, LoadLabel
from firstlight.testing.rules.performance import criterion_from
from firstlight.workspace.models import Project
from firstlight.workspace.queries import here, zone_of


@action(policy=policies.MAY_EDIT_TESTS, record=audit.CRITERIA_CHANGED)
def change_criteria(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove criteria as a sheet says. Invalid, by row, for units that do not fit their kind."""
    problems = list(senseless(changes))
    if problems:
        raise Invalid(f"{len(problems)} criteria make no sense as they stand.", problems=tuple(problems))
    return Done(len(changes), stores.criteria.write(project, changes))


def senseless(changes: Sequence[RowChange]) -> Iterator[Problem]:
    """A problem for each new or changed criterion whose columns do not fit together."""
    for change in changes:
        if change.kind == "removed":
            continue
        row = change.row
        try:
            criterion_from(row.values)
        except ValueError as error:
            yield row.problem(f"{error}.", column="unit", value=row.values["unit"])


@action(policy=policies.MAY_EDIT_TESTS, record=audit.LOAD_IMPORTED)
def import_load(
    context: Context,
    *,
    cycle_ref: str,
    file: str,
    data: bytes,
    kept: datetime | None = None,
    kept_by: str = "",
) -> Done[LoadImport]:
    """Bring in a file of k6, JMeter or Locust as part of a cycle, and keep the file as evidence.

    A cycle of that ref that nobody listed is made, as a performance test. The same file in the same cycle again
    changes nothing. Whether it counts is said by the page and the measures, from the cycle. Raises Invalid, with the
    place in the file, for one that cannot be read. `kept` and `kept_by` are of a file that came in elsewhere before,
    for who may record what others have said.
    """
    project = here(context)
    came_in = min(kept, context.now) if kept and MAY_RECORD.allows(context) else context.now
    # One import at a time in a project, so that the same file twice at once comes in once.
    Project.objects.select_for_update().get(pk=project.pk)
    cycle, digest = stores.cycle_named(project, cycle_ref), digest_of(data)
    known = LoadImport.objects.filter(project=project, cycle=cycle, digest=digest).first() if cycle else None
    if known:
        return Done.nothing(known)
    try:
        found = read_load(LoadSource(data, file), zone=zone_of(project), over_time=True)
    except Unreadable as error:
        raise Invalid(str(error), problems=(error.problem,)) from error
    implied = cycle is None
    cycle = cycle or stores.imply_cycle(project, cycle_ref, file, kind="performance")
    effective = _effective(came_in, cycle, found)
    keep_evidence(context, data, name=file[-300:], effective=effective, kept=came_in, kept_by=kept_by)
    made = _stored(project, cycle, digest, file, found, came_in, effective)
    return Done.one(made, Subject("load-file", digest, file), after=_recorded(made, implied))


def _effective(came_in: datetime, cycle: Cycle, found: LoadFile) -> datetime:
    """When the run ended, but never after now. A file without times is as old as its cycle."""
    ended = found.run.end
    if ended is None and cycle.end:
        ended = datetime.combine(cycle.end, time(23, 59, 59), zone_of(cycle.project))
    return min(ended, came_in) if ended else came_in


def _stored(
    project: Project, cycle: Cycle, digest: str, file: str, found: LoadFile, came_in: datetime, effective: datetime
) -> LoadImport:
    run = found.run
    made = LoadImport.objects.create(
        project=project,
        cycle=cycle,
        digest=digest,
        file=file[-300:],
        format=found.format,
        form=found.form,
        samples=run.whole.samples,
        errors=run.whole.errors,
        users=run.users,
        start=run.start,
        end=run.end,
        seconds=run.seconds,
        from_samples=found.from_samples,
        whole={**kept_label(run.whole), "moments": kept_moments(run.whole)},
        stretches=kept_stretches(run),
        warnings=list(run.warnings),
        imported=came_in,
        effective=effective,
    )
    labels = [
        LoadLabel(source=made, name=label.name, part=label.part, facts=kept_label(label), moments=kept_moments(label))
        for label in run.labels
    ]
    LoadLabel.objects.bulk_create(labels, batch_size=200)
    return made


def _recorded(made: LoadImport, implied: bool) -> dict[str, Any]:
    names = ("digest", "format", "form", "samples", "errors", "users", "start", "end", "effective", "warnings")
    facts = {name: getattr(made, name) for name in names}
    return {"cycle": made.cycle.ref, **({"cycle_made": made.cycle.kind} if implied else {}), **facts}
