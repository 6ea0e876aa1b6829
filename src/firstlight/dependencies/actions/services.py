"""Whether the services behind dependencies work: told by people, or seen at their health addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from firstlight.dependencies import audit, policies, stores
from firstlight.dependencies.models import Dependency, ServiceState
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.kernel.sheets import RowChange
from firstlight.workspace.queries import here


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.SERVICE_STATED)
def state_service(context: Context, dependency: Dependency, *, works: bool, reason: str = "") -> Done[ServiceState]:
    """Say whether the service behind a dependency works. Invalid for one that does not, without a word why."""
    if not works and not reason.strip():
        raise Invalid("Say what does not work, in a few words.")
    return _seen(context, dependency, works, reason, context.actor.name, context.now)


@action(policy=policies.MAY_WATCH, record=audit.SERVICE_SEEN)
def note_service(context: Context, dependency: Dependency, *, works: bool, reason: str = "") -> Done[ServiceState]:
    """Note that the service was seen in another state at its health address."""
    return _seen(context, dependency, works, reason, "", context.now)


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.SERVICES_RECORDED)
def record_services(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Record the states of services as a sheet says. Invalid where one was seen before it began."""
    problems = [
        change.after.problem("it was seen before it began.", column="seen", value=change.after.values["seen"])
        for change in changes
        if change.after and change.after.values["seen"] < change.after.values["since"]
    ]
    if problems:
        raise Invalid("Some states cannot be what they say.", problems=tuple(problems))
    return Done(len(changes), stores.services.write(project, changes))


def _seen(
    context: Context, dependency: Dependency, works: bool, reason: str, by: str, now: datetime
) -> Done[ServiceState]:
    project = here(context)
    if dependency.project_id != project.pk:
        raise NotFound("There is no such dependency.")
    state = ServiceState.State.WORKS if works else ServiceState.State.DOWN
    found = ServiceState.objects.filter(project=project, dependency=dependency).first()
    before = {"state": found.state, "reason": found.reason, "by": found.by} if found else None
    after: dict[str, Any] = {"state": str(state), "reason": reason.strip()[:300], "by": by[:200]}
    since = found.since if found and found.state == state else now
    made, _ = ServiceState.objects.update_or_create(
        project=project, dependency=dependency, defaults={**after, "since": since, "seen": now}
    )
    return Done.one(made, Subject("service", dependency.ref, str(dependency)), before=before, after=after)
