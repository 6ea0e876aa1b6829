"""A case that somebody has tried: by a link on a telephone, or written on paper and entered afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from firstlight.assurance.actions import keep_evidence
from firstlight.assurance.pictures import redrawn
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.testing import audit, policies, results
from firstlight.testing.asking import case_for, subject_of
from firstlight.testing.models import Access, Case, Cycle, Run, Tester
from firstlight.testing.rules.steps import StepEnd, outcome_of
from firstlight.workspace.models import GuestLink
from firstlight.workspace.queries import here, today_in

#: Photos of one run.
MOST_PHOTOS = 5


@dataclass(frozen=True, slots=True)
class Tried:
    """What a person says of a case they carried out. `outcome` counts only where the case has no steps.

    `photos` are (name, bytes). What is blank was not said; `migrated_data` is None then.
    """

    case: str
    steps: tuple[StepEnd, ...] = ()
    outcome: str = ""
    comment: str = ""
    role: str = ""
    persona: str = ""
    place: str = ""
    access: str = ""
    device: str = ""
    migrated_data: bool | None = None
    photos: Sequence[tuple[str, bytes]] = field(default=())


@action(policy=policies.MAY_TRY, record=audit.CASE_TRIED)
def try_case(context: Context, link: GuestLink, tried: Tried) -> Done[Run]:
    """A tester says by their link how a case ended. It is a result at once, and judged like every other.

    NotFound where the link does not lead to that case, Conflict once the cycle is over, Invalid where a step has no end
    or a photo is none.
    """
    project = here(context)
    if link.project_id != project.pk:
        raise NotFound("There is nothing here.")
    found = subject_of(project, link.subject)
    if found is None or case_for(project, *found, tried.case) is None:
        raise NotFound("This case is not asked for by your link.")
    cycle, tester = found
    if cycle.end is not None and cycle.end < today_in(context):
        raise Conflict(f"{cycle.ref} ended; nothing more is taken by this link.")
    return _kept(context, cycle, tester.name, tried, at=context.now, own=True)


@action(policy=policies.MAY_EDIT_TESTS, record=audit.CASE_ENTERED)
def enter_run(context: Context, *, cycle: str, tester: str, at: datetime, tried: Tried) -> Done[Run]:
    """Enter what somebody wrote on paper, with when it really was. It is marked as entered late.

    NotFound for a cycle that there is not; Invalid without a name, for a time to come, or a step without an end.
    """
    project = here(context)
    found = Cycle.objects.filter(project=project, ref=cycle).first()
    if found is None:
        raise NotFound(f"There is no test cycle {cycle}.")
    if not tester.strip():
        raise Invalid("Say who tried it: the name on the paper.")
    if at > context.now:
        raise Invalid("What is entered from paper has already been; this time is still to come.")
    return _kept(context, found, tester.strip()[:200], tried, at=at, own=False)


def _kept(context: Context, cycle: Cycle, tester: str, tried: Tried, *, at: datetime, own: bool) -> Done[Run]:
    project = here(context)
    case = Case.objects.filter(project=project, ref=tried.case).first()
    if case is None:
        raise NotFound(f"There is no test case {tried.case}.")
    numbers = list(case.steps.order_by("number").values_list("number", flat=True))
    outcome = outcome_of(numbers, tried.steps, tried.outcome)
    if tried.access and tried.access not in Access.values:
        raise Invalid(f"“{tried.access}” is no way of access; expected one of: {', '.join(Access.values)}.")
    if len(tried.photos) > MOST_PHOTOS:
        raise Invalid(f"{len(tried.photos)} photos are too many; at most {MOST_PHOTOS} are kept with a run.")
    photos = [_photo(context, name, data, at) for name, data in tried.photos]
    known = Tester.objects.filter(project=project, name=tester).first()
    made = Run.objects.create(
        project=project, ref=_next_ref(project), case=case, cycle=cycle, tester=tester,
        role=tried.role.strip()[:200] or (known.role if known else ""), at=at, outcome=outcome,
        migrated_data=tried.migrated_data, environment=cycle.environment, solution_version=cycle.solution_version,
        persona=tried.persona.strip()[:200], place=tried.place.strip()[:200], access=tried.access,
        device=tried.device.strip()[:200], steps=[dict(step) for step in tried.steps], comment=tried.comment.strip(),
        photos=photos, entered_late=not own, entered_by=tester if own else context.actor.name, entered_at=context.now,
    )  # fmt: skip
    results.store_runs(project, [made.ref], context.now)
    results.recount(project, context.now, cases={case.pk})
    return Done.one(made, Subject("run", made.ref, str(made)), after=_facts(made))


def _photo(context: Context, name: str, data: bytes, at: datetime) -> str:
    """The digest under which a photo is kept."""
    stem = name.rpartition(".")[0] or name
    return keep_evidence(context, redrawn(data, name), name=f"{stem[:200] or 'photo'}.jpg", effective=at).digest


def _facts(run: Run) -> dict[str, Any]:
    names = ("tester", "role", "at", "outcome", "migrated_data", "persona", "place", "access", "device", "steps")
    facts = {name: getattr(run, name) for name in (*names, "comment", "photos", "entered_late")}
    return {"case": run.case.ref, "cycle": run.cycle.ref, **facts}


def _next_ref(project: ProjectLike) -> str:
    """The next of RUN-0001, RUN-0002 and so on. Nobody else takes it: the runner holds the project."""
    refs = Run.objects.filter(project_id=project.pk, ref__startswith="RUN-").values_list("ref", flat=True)
    return f"RUN-{max((int(ref[4:]) for ref in refs if ref[4:].isdecimal()), default=0) + 1:04}"
