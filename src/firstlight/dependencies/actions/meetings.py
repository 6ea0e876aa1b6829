"""Meetings with providers: planned, held, written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from firstlight.dependencies import audit, policies, stores
from firstlight.dependencies.models import Dependency, Meeting
from firstlight.dependencies.rules.meetings import amiss
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import RowChange
from firstlight.workspace.queries import here, today_in


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.MEETINGS_CHANGED)
def change_meetings(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove meetings as a sheet says. Invalid where the next one lies before the one that was held."""
    problems = [
        change.after.problem(sentence, column=column)
        for change in changes
        if change.after
        for column, sentence in amiss(change.after.values["held_on"], change.after.values["next_on"])
    ]
    if problems:
        raise Invalid("Some meetings cannot be what they say.", problems=tuple(problems))
    return Done(len(changes), stores.meetings.write(project, changes))


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.MEETING_HELD)
def hold_meeting(
    context: Context,
    *,
    title: str,
    dependencies: Sequence[str],
    held_on: date,
    minutes: str,
    next_on: date | None = None,
    cadence_days: int = 14,
) -> Done[Meeting]:
    """Write down that a meeting about these dependencies was held, and when the next one is.

    Invalid without minutes, for a dependency that is not there, a day to come, or a next day before it.
    """
    project = here(context)
    known = set(Dependency.objects.filter(project=project, ref__in=dependencies).values_list("ref", flat=True))
    if not dependencies or set(dependencies) - known:
        named = ", ".join(sorted(set(dependencies) - known)) or "none"
        raise Invalid(f"A meeting is about dependencies of the register; not there: {named}.")
    if held_on > today_in(context):
        raise Invalid("The day of the meeting is still to come; it is written down once it was held.")
    if not minutes.strip() or not title.strip():
        raise Invalid("A meeting that was held has a title, and minutes: at least one sentence.")
    if not 1 <= cadence_days <= 366:
        raise Invalid(f"Meetings are held every 1 to 366 days, not every {cadence_days}.")
    for _column, sentence in amiss(held_on, next_on):
        raise Invalid(sentence)
    made = Meeting.objects.create(
        project=project, ref=_next_ref(project), title=title.strip()[:300],
        dependencies=sorted(set(dependencies)), held_on=held_on, minutes=minutes.strip(), next_on=next_on,
        cadence_days=cadence_days,
    )  # fmt: skip
    facts = {name: getattr(made, name) for name in ("dependencies", "held_on", "minutes", "next_on", "cadence_days")}
    return Done.one(made, Subject("status-meeting", made.ref, made.title), after=facts)


def _next_ref(project: ProjectLike) -> str:
    """The next of M-1, M-2 and so on. Nobody else takes it: the runner holds the project."""
    refs = Meeting.objects.filter(project_id=project.pk, ref__startswith="M-").values_list("ref", flat=True)
    return f"M-{max((int(ref[2:]) for ref in refs if ref[2:].isdecimal()), default=0) + 1}"
