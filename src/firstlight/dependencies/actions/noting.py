"""Noting one thing about a dependency: that it is there, that it fits the scope, what was agreed and what is met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from firstlight.dependencies import audit, policies
from firstlight.dependencies.hits import hits_of
from firstlight.dependencies.models import AgreedRequirement, Dependency
from firstlight.dependencies.queries import go_live_day
from firstlight.dependencies.rules.scope import digest_of
from firstlight.dependencies.rules.standing import day
from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.workspace.queries import here, today_in


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.DELIVERED)
def record_delivery(context: Context, dependency: Dependency, *, on: date) -> Done[Dependency]:
    """Record that what was promised is there since a day. Invalid for a day to come, Conflict when it is recorded."""
    row = _here(context, dependency)
    _check_past(context, on, "it was there")
    if row.delivered_on is not None:
        raise Conflict(f"{row.ref} was recorded as delivered on {day(row.delivered_on)} already.")
    return _changed(row, {"delivered_on": on})


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.SCOPE_COMPARED)
def hold_against_scope(context: Context, dependency: Dependency, *, agrees: bool) -> Done[Dependency]:
    """Say whether what the provider delivers is what the scope needs, as both are today.

    Invalid where the dependency names nothing of the scope that needs it.
    """
    row, project = _here(context, dependency), here(context)
    hits = hits_of(project, [row], go_live_day(project))[row.pk]
    if not hits:
        raise Invalid(f"{row.ref} names nothing of the scope that needs it; name it first, in the column Scope.")
    found = Dependency.Match.AGREES if agrees else Dependency.Match.DIFFERS
    after = {"scope_match": str(found), "scope_compared_on": today_in(context)}
    return _changed(row, {**after, "scope_seen": digest_of(row.title, row.commitment, hits)})


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.REQUIREMENT_AGREED)
def agree_requirement(
    context: Context, dependency: Dependency, *, title: str, agreed_on: date | None = None
) -> Done[AgreedRequirement]:
    """Add what was agreed with the provider; without a day it is still open. Invalid without words."""
    row, project = _here(context, dependency), here(context)
    if not title.strip() or len(title.strip()) > 500:
        raise Invalid("A requirement has words, at most 500 characters.")
    if agreed_on:
        _check_past(context, agreed_on, "it was agreed")
    made = AgreedRequirement.objects.create(
        project=project, ref=_next_ref(project), dependency=row, title=title.strip(), agreed_on=agreed_on
    )
    facts = {"dependency": row.ref, "title": made.title, "agreed_on": agreed_on}
    return Done.one(made, Subject("agreed-requirement", made.ref, made.title), after=facts)


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.REQUIREMENT_MET)
def meet_requirement(
    context: Context, requirement: AgreedRequirement, *, on: date | None = None
) -> Done[AgreedRequirement]:
    """Record that a requirement was found to be met, today where no day is said. One that is met stays as it is."""
    project, today = here(context), today_in(context)
    if requirement.project_id != project.pk:
        raise NotFound("There is no such requirement.")
    _check_past(context, on or today, "it was met")
    if requirement.met_on is not None:
        return Done.nothing(requirement)
    open_ones = AgreedRequirement.objects.filter(pk=requirement.pk, met_on=None, dropped=False)
    if open_ones.update(met_on=on or today) != 1:
        raise Conflict("Somebody met or dropped this requirement at the same moment. Look at it again.")
    requirement.met_on = on or today
    subject = Subject("agreed-requirement", requirement.ref, requirement.title)
    return Done.one(requirement, subject, before={"met_on": None}, after={"met_on": requirement.met_on})


def _here(context: Context, dependency: Dependency) -> Dependency:
    """The dependency as it is now. NotFound for one of another project."""
    if dependency.project_id != here(context).pk:
        raise NotFound("There is no such dependency.")
    return Dependency.objects.get(pk=dependency.pk)


def _check_past(context: Context, when: date, what: str) -> None:
    if when > today_in(context):
        raise Invalid(f"{day(when)} is still to come; say the day on which {what}.")


def _changed(row: Dependency, after: Mapping[str, Any]) -> Done[Dependency]:
    before = {name: getattr(row, name) for name in after}
    if Dependency.objects.filter(pk=row.pk, **before).update(**after) != 1:
        raise Conflict("Somebody changed this dependency at the same moment. Look at it again.")
    for name, value in after.items():
        setattr(row, name, value)
    return Done.one(row, Subject("dependency", row.ref, row.title), before=before, after=dict(after))


def _next_ref(project: ProjectLike) -> str:
    """The next of Q-1, Q-2 and so on. Nobody else takes it: the runner holds the project."""
    refs = AgreedRequirement.objects.filter(project_id=project.pk, ref__startswith="Q-").values_list("ref", flat=True)
    return f"Q-{max((int(ref[2:]) for ref in refs if ref[2:].isdecimal()), default=0) + 1}"
