"""What was learned in a run."""

from __future__ import annotations

from firstlight.cutover import audit, policies
from firstlight.cutover.actions.stepping import fresh, grown, text
from firstlight.cutover.models import Rehearsal, Run
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict


@action(policy=policies.MAY_RUN, record=audit.LESSONS_WRITTEN)
def write_lessons(context: Context, run: Run, *, lessons: str, seen: str | None = None) -> Done[Run]:
    """Write down what went otherwise than planned, and what follows; also after the run is closed.

    What is learned in a rehearsal is a lesson of that rehearsal. `seen` are the lessons as the writer has seen them:
    Conflict, with theirs, where somebody else wrote them since.
    """
    now, said = fresh(context, run), text(lessons)
    kept = now.rehearsal.lessons if now.rehearsal else now.lessons
    if seen is not None and seen.split() != kept.split():
        raise Conflict(
            "Somebody else wrote the lessons in the meantime. Read theirs, and save yours again.", theirs=kept
        )
    if now.rehearsal:
        Rehearsal.objects.filter(pk=now.rehearsal.pk).update(lessons=said)
        now.rehearsal.lessons = said
        subject = Subject("rehearsal", now.rehearsal.ref, now.rehearsal.title)
    else:
        grown(now, now.version + 1, lessons=said)
        subject = Subject("cutover-run", now.ref, now.title)
    return Done.one(now, subject, before={"lessons": kept}, after={"lessons": said})
