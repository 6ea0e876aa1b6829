"""Changing what was found, and letting a cycle end incomplete."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstlight.contracts.events import DataIssueFound, Event, TrainingNeedFound
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.kernel.sheets import RowChange
from firstlight.testing import audit, policies, stores
from firstlight.testing.exits import hindrances
from firstlight.testing.models import Case, Cycle, Finding, Leniency
from firstlight.workspace.queries import here, today_in

#: Kinds of findings that others have to act on, and the event that tells them.
_TOLD: dict[str, type[TrainingNeedFound] | type[DataIssueFound]] = {
    Finding.Kind.TRAINING.value: TrainingNeedFound,
    Finding.Kind.DATA.value: DataIssueFound,
}


@action(policy=policies.MAY_EDIT_TESTS, record=audit.FINDINGS_CHANGED)
def change_findings(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove findings as a sheet says.

    Publishes `TrainingNeedFound` or `DataIssueFound` for each one that is, or has become, of that kind.
    """
    recorded = stores.findings.write(project, changes)
    return Done(len(changes), recorded, tuple(_told(project, changes)))


def _told(project: ProjectLike, changes: Sequence[RowChange]) -> Iterator[Event]:
    for change in changes:
        if change.after is None or (change.before and change.before.values["kind"] == change.after.values["kind"]):
            continue
        values = change.after.values
        event = _TOLD.get(values["kind"])
        if event and values["state"] not in (Finding.State.CLOSED, Finding.State.WITHDRAWN):
            process = values["process"] or ""
            yield event(project.uid, values["ref"], values["title"], process, values["owner"])


@action(policy=policies.MAY_EDIT_TESTS, record=audit.FINDING_REPORTED)
def report_finding(
    context: Context,
    *,
    title: str,
    kind: str,
    severity: str,
    impact: str = "",
    cycle: str = "",
    case: str = "",
    found_by: str = "",
) -> Done[Finding]:
    """Write down what somebody has just found; it gets the next ref of the project's own.

    Invalid without a title, or with a kind, severity, cycle or case that there is not.
    """
    project = here(context)
    if not title.strip():
        raise Invalid("Say in a sentence what is not as it should be.")
    if kind not in Finding.Kind.values:
        raise Invalid(f"“{kind}” is no kind of finding; expected one of: {', '.join(Finding.Kind.values)}.")
    if severity not in Finding.Severity.values:
        raise Invalid(f"“{severity}” is no severity; expected one of: {', '.join(Finding.Severity.values)}.")
    where = _case(project, case)
    row = Finding.objects.create(
        project=project, ref=_next_ref(project), title=title.strip()[:300], kind=kind, severity=severity, impact=impact,
        cycle=_cycle(project, cycle) if cycle else None, case=where, process=where.process if where else None,
        found_by=found_by[:200], found_on=today_in(context),
    )  # fmt: skip
    facts = {"kind": kind, "severity": severity, "impact": impact, "cycle": cycle, "case": case, "found_by": found_by}
    event = _TOLD.get(kind)
    process = row.process.ref if row.process else ""
    events = (event(project.uid, row.ref, row.title, process, ""),) if event else ()
    return Done.one(row, Subject("test-finding", row.ref, row.title), after=facts, events=events)


def _next_ref(project: ProjectLike) -> str:
    """The next of F-1, F-2 and so on. Nobody else takes it: the runner holds the project."""
    refs = Finding.objects.filter(project_id=project.pk, ref__startswith="F-").values_list("ref", flat=True)
    return f"F-{max((int(ref[2:]) for ref in refs if ref[2:].isdecimal()), default=0) + 1}"


def _cycle(project: ProjectLike, ref: str) -> Cycle:
    found = Cycle.objects.filter(project_id=project.pk, ref=ref).first()
    if found is None:
        raise NotFound(f"There is no test cycle {ref}.")
    return found


def _case(project: ProjectLike, ref: str) -> Case | None:
    if not ref:
        return None
    found = Case.objects.filter(project_id=project.pk, ref=ref).select_related("process").first()
    if found is None:
        raise NotFound(f"There is no test case {ref}.")
    return found


@action(policy=policies.MAY_EDIT_TESTS, record=audit.LENIENCY_ASKED)
def accept_incomplete(context: Context, *, cycle: str, reason: str) -> Done[Leniency]:
    """Ask that a cycle may end incomplete. It counts once its exit is signed, and while nothing stands against it.

    Invalid without a reason; Conflict, saying what hinders it, while something significant is open or an open item
    has no owner or no date, or where it was asked before.
    """
    project, found = here(context), _cycle(here(context), cycle)
    if not reason.strip():
        raise Invalid("Say why the business can live with what is open.")
    if Leniency.objects.filter(cycle=found, withdrawn=None).exists():
        raise Conflict(f"{cycle} may end incomplete already; take that back first.")
    if against := hindrances(project, found, context.now):
        raise Conflict(f"{cycle} cannot be accepted incomplete. {' '.join(against)}")
    asked_by = context.actor.name
    made = Leniency.objects.create(cycle=found, project=project, reason=reason, asked_by=asked_by, asked=context.now)
    return Done.one(made, Subject("leniency", cycle, str(made)), after={"reason": reason, "asked_by": asked_by})


@action(policy=policies.MAY_EDIT_TESTS, record=audit.LENIENCY_WITHDRAWN)
def insist_on_completion(context: Context, *, cycle: str) -> Done[None]:
    """Take back that a cycle may end incomplete. NotFound where it was not asked."""
    found = _cycle(here(context), cycle)
    if not Leniency.objects.filter(cycle=found, withdrawn=None).update(withdrawn=context.now):
        raise NotFound(f"Nobody asked that {cycle} may end incomplete.")
    return Done.one(None, Subject("leniency", cycle, f"{cycle} may end incomplete"), after={"withdrawn": context.now})


@action(policy=policies.MAY_EDIT_TESTS, record=audit.LENIENCIES_RECORDED)
def record_leniencies(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Take over what was asked elsewhere, as a sheet says."""
    return Done(len(changes), stores.leniencies.write(project, changes))
