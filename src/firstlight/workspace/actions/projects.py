"""Setting up projects."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from firstlight.kernel.actions import Done, Subject, action
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Conflict, Refused
from firstlight.workspace import audit, policies
from firstlight.workspace.models import Party, Phase, Project
from firstlight.workspace.profile import PartyFacts, Profile
from firstlight.workspace.queries import here, of_customer, speaker
from firstlight.workspace.sight import DEFAULTS, seen_by
from firstlight.workspace.stated import profile_of


@action(policy=policies.MAY_ADD_PROJECTS, record=audit.PROJECT_ADDED)
def add_project(context: Context, profile: Profile, *, clock_offset: timedelta = timedelta()) -> Done[Project]:
    """A new project with this profile. Conflict when its slug is taken."""
    if Project.objects.filter(slug=profile.slug).exists():
        raise Conflict(f"There is a project “{profile.slug}” already.")
    project = Project(uid=f"prj_{secrets.token_hex(8)}", slug=profile.slug, clock_offset=clock_offset)
    _write(project, profile)
    after = _facts(project)
    return Done.one(project, _subject(project), after=after, within=project)


@action(policy=policies.MAY_EDIT_PROJECT, record=audit.PROJECT_CHANGED)
def change_project(context: Context, profile: Profile, *, seen: Profile | None = None) -> Done[Project]:
    """Give the project of the context this profile: dates, phases and parties too. Its slug stays.

    Refused to people of another party than the customer, where it says otherwise what an organisation is or sees.
    With `seen`, Conflict when the profile is no longer that one.
    """
    project = here(context)
    if seen is not None and profile_of(Project.objects.get(pk=project.pk)) != seen:
        raise Conflict("Somebody else changed the profile at the same moment. Look at it again, then send yours.")
    before, who = _facts(project), speaker(context)
    of_another_party = who is not None and not of_customer(who)  # asked before it is written, which may say otherwise
    _write(project, profile)
    after = _facts(project)
    if of_another_party and any(before[key] != after[key] for key in ("open", "consent_needed")):
        raise Refused("Only people of the customer say what each organisation is and sees.")
    if before == after:
        return Done.nothing(project)
    changed = {key for key in after if before[key] != after[key]}
    return Done.one(
        project,
        _subject(project),
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )


@action(policy=policies.MAY_EDIT_PROJECT, record=audit.PROJECT_CHANGED)
def set_clock(context: Context, offset: timedelta) -> Done[Project]:
    """Set the project's clock apart from the real one: for examples and rehearsals."""
    project = here(context)
    before = project.clock_offset
    if before == offset:
        return Done.nothing(project)
    project.clock_offset = offset
    project.save(update_fields=["clock_offset"])
    return Done.one(project, _subject(project), before={"clock_offset": before}, after={"clock_offset": offset})


def _subject(project: Project) -> Subject:
    return Subject("project", project.uid, project.name)


def _write(project: Project, profile: Profile) -> None:
    window = profile.window or (None, None)
    project.name, project.organisation = profile.name, profile.organisation
    project.product, project.approach = profile.product, profile.approach
    project.time_zone, project.go_live = profile.time_zone, profile.go_live
    project.window_start, project.window_end = window
    project.users_at_go_live, project.next_committee = profile.users_at_go_live, profile.next_committee
    project.profile, project.required_tests = profile.answers, list(profile.required_tests)
    project.performance_order, project.trained_before_uat = profile.performance_order, profile.trained_before_uat
    if profile.consent_needed is not None:
        project.consent_needed = profile.consent_needed
    project.save()
    _keep(project, Phase, {p.ref: {"title": p.title, "start": p.start, "end": p.end} for p in profile.phases})
    _keep(project, Party, {party.ref: _party(party) for party in profile.parties})
    project.phases.exclude(ref__in=[phase.ref for phase in profile.phases]).delete()
    # A party stays as long as somebody belongs to it.
    project.parties.filter(people=None).exclude(ref__in=[party.ref for party in profile.parties]).delete()


def _keep(project: Project, model: type[Phase] | type[Party], wanted: dict[str, dict[str, Any]]) -> None:
    for ref, values in wanted.items():
        model._default_manager.update_or_create(project=project, ref=ref, defaults=values)


def _party(party: PartyFacts) -> dict[str, Any]:
    """What is kept of a party. What its kind usually sees is kept as that; what is not said stays."""
    values: dict[str, Any] = {"name": party.name, "kind": party.kind}
    if party.sees is not None:
        values["sees"] = None if frozenset(party.sees) == DEFAULTS[party.kind] else sorted(party.sees)
    return values


def _facts(project: Project) -> dict[str, Any]:
    names = (
        "name", "organisation", "product", "approach", "time_zone", "go_live", "window_start", "window_end",
        "users_at_go_live", "next_committee", "profile", "required_tests", "consent_needed",
        "performance_order", "trained_before_uat",
    )  # fmt: skip
    facts: dict[str, Any] = {name: getattr(project, name) for name in names}
    facts["phases"] = [list(row) for row in project.phases.values_list("ref", "title", "start", "end")]
    parties = project.parties.order_by("ref")
    facts["parties"] = [[party.ref, party.name, party.kind] for party in parties]
    facts["open"] = [[party.ref, party.kind, sorted(seen_by(party.kind, party.sees))] for party in parties]
    return facts
