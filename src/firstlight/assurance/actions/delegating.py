"""Letting somebody else sign for a time."""

from __future__ import annotations

from datetime import datetime

from firstlight.assurance import audit, policies
from firstlight.assurance.models import Delegation
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.workspace.models import Person
from firstlight.workspace.queries import check_own, here
from firstlight.workspace.roles import rights_of


@action(policy=policies.MAY_SIGN, record=audit.SIGNING_DELEGATED)
def delegate_signing(
    context: Context,
    *,
    giver: Person,
    delegate: Person,
    since: datetime,
    until: datetime,
    reason: str,
    on: str = "",
) -> Done[Delegation]:
    """Let `delegate` sign for `giver`, what `on` names or everything, from `since` to `until`.

    Only one's own signing can be given away, to somebody who may sign here. Who signs for another cannot pass it on:
    a delegation carries the giver's own roles and no others.
    """
    project = here(context)
    check_own(context, giver)
    if delegate.project_id != project.pk:
        raise NotFound(f"{delegate.name} is nobody in this project.")
    if delegate.pk == giver.pk:
        raise Invalid("One signs for oneself without a delegation; name somebody else.")
    if policies.MAY_SIGN.right not in rights_of(delegate.roles):
        raise Invalid(f"{delegate.name} may not sign in this project; name somebody who may.")
    if not reason.strip():
        raise Invalid("Letting somebody sign for you needs a sentence that says why.")
    if until <= since or until <= context.now:
        raise Invalid("The delegation has to end after it begins, at a time to come.")
    rows = Delegation.objects.filter(project=project, giver=giver, delegate=delegate, on=on, ended=None)
    if same := rows.filter(since=since, until=until).first():
        return Done.nothing(same)
    made = Delegation.objects.create(
        project=project, giver=giver, delegate=delegate, on=on, since=since, until=until, reason=reason.strip(),
        made=context.now,
    )  # fmt: skip
    facts = {"giver": giver.ref, "delegate": delegate.ref, "on": on, "since": since, "until": until}
    subject = Subject("delegation", str(made.pk), f"{delegate.name} signs for {giver.name}")
    return Done.one(made, subject, after={**facts, "reason": made.reason})


@action(policy=policies.MAY_SIGN, record=audit.DELEGATION_ENDED)
def end_delegation(context: Context, delegation: Delegation) -> Done[Delegation]:
    """End a delegation that one gave. What was signed under it stays signed."""
    project = here(context)
    if delegation.project_id != project.pk:
        raise NotFound("That delegation is not in this project.")
    check_own(context, delegation.giver)
    if delegation.until <= context.now:
        raise Conflict("This delegation has ended by itself.")
    if Delegation.objects.filter(pk=delegation.pk, ended=None).update(ended=context.now) != 1:
        raise Conflict("This delegation was ended already.")
    delegation.refresh_from_db()
    subject = Subject("delegation", str(delegation.pk), f"{delegation.delegate.name} signs for {delegation.giver.name}")
    return Done.one(delegation, subject, before={"ended": None}, after={"ended": context.now})
