"""The register of actions: what is done about what is not met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from firstlight.assurance import audit, policies, stores
from firstlight.assurance.models import ActionItem
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.sheets import RowChange
from firstlight.workspace.queries import here


@action(policy=policies.MAY_ACT, record=audit.ACTIONS_CHANGED)
def change_actions(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove actions as a sheet says."""
    changed = stores.action_items.write(project, changes)
    new = [change.subject.id for change in changed if change.before is None]
    ActionItem.objects.filter(project_id=project.pk, ref__in=new).update(opened=context.now)
    return Done(len(changes), changed)


@action(policy=policies.MAY_ACT, record=audit.ACTION_OPENED)
def open_action(
    context: Context,
    *,
    title: str,
    ref: str = "",
    check_ref: str = "",
    source: str = "",
    owner: str = "",
    due: date | None = None,
    risk: str = ActionItem.Priority.MEDIUM,
    priority: str = "",
    blocker: str = "",
    workaround: str = "",
) -> Done[ActionItem]:
    """Open an action; one of that ref stays as it is, so that the same cause never opens two.

    Without a ref it gets the next of the project's own. Without a priority it is as urgent as its risk is high.
    Invalid without a title, or with an unknown level.
    """
    project = here(context)
    levels = (risk, priority or risk)
    if not title.strip():
        raise Invalid("An action needs a sentence that says what will be done.")
    ref = ref or _next_ref(project)
    if unknown := [level for level in levels if level not in ActionItem.Priority.values]:
        raise Invalid(f"“{unknown[0]}” is not one of: {', '.join(ActionItem.Priority.values)}.")
    facts = {"title": title.strip(), "check_ref": check_ref, "source": source, "owner": owner, "due": due}
    facts |= {"risk": risk, "priority": priority or risk, "blocker": blocker, "workaround": workaround}
    made, new = ActionItem.objects.get_or_create(project=project, ref=ref, defaults=facts | {"opened": context.now})
    if not new:
        return Done.nothing(made)
    return Done.one(made, Subject("action", ref, made.title), after=facts)


def _next_ref(project: ProjectLike) -> str:
    """The next of A-1, A-2 and so on. Nobody else takes it: the runner holds the project."""
    refs = ActionItem.objects.filter(project_id=project.pk, ref__startswith="A-").values_list("ref", flat=True)
    return f"A-{max((int(ref[2:]) for ref in refs if ref[2:].isdecimal()), default=0) + 1}"
