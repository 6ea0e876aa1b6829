"""New projects: set up on a page, brought in from a folder, or the example. Whoever starts one becomes its lead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from firstlight.identity.models import User
from firstlight.intake.folder import PROJECT_FILE, Choice, LoadedFolder, load_folder
from firstlight.kernel.context import Context
from firstlight.kernel.documents import read_document
from firstlight.kernel.sheets import Row, RowChange
from firstlight.packs.actions import pin_packs
from firstlight.packs.models import PackVersion
from firstlight.readiness.actions import assess_project
from firstlight.workspace.actions import add_project, change_people, set_clock, tie_account
from firstlight.workspace.models import Project
from firstlight.workspace.policies import MAY_ADD_PROJECTS
from firstlight.workspace.profile import Profile, read_profile
from firstlight.workspace.queries import founding_context, free_slug
from firstlight.workspace.sheets import PEOPLE

LEAD = "project-lead"


def may_found(user: User, now: datetime) -> bool:
    """Whether somebody may start projects here."""
    return MAY_ADD_PROJECTS.allows(founding_context(user, now))


@transaction.atomic
def found(user: User, now: datetime, profile: Profile, packs: Sequence[PackVersion]) -> Project:
    """A new project with nobody in it but its lead, judged by these packs. Nothing of it stays when a step fails."""
    project = add_project(founding_context(user, now), replace(profile, slug=free_slug(profile.slug)))
    inside = founding_context(user, now).within(project)
    pin_packs(inside, packs)
    _lead(inside, project, user)
    return project


def try_folder(user: User, now: datetime, root: Path) -> LoadedFolder:
    """What the folder would be as a new project. Nothing is kept. Raises Invalid where its profile cannot be read."""
    return load_folder(founding_context(user, now), root, choice=Choice(slug=_slug_in(root), trial=True))


@transaction.atomic
def bring(user: User, now: datetime, root: Path) -> Project:
    """The folder as a new project, judged once, with its clock where the folder says it stands. All or nothing."""
    loaded = load_folder(founding_context(user, now), root, choice=Choice(slug=_slug_in(root)))
    inside = founding_context(user, loaded.as_of).within(loaded.project)
    if loaded.as_of != now:
        set_clock(inside, loaded.as_of - now)
    _lead(inside, loaded.project, user)
    assess_project(inside)
    return loaded.project


def _slug_in(root: Path) -> str:
    """A name in addresses that is not taken, made from the one in the folder."""
    profile, _ = read_profile(read_document((root / PROJECT_FILE).read_bytes(), PROJECT_FILE))
    return free_slug(profile.slug if profile else "project")


def _lead(inside: Context, project: Project, user: User) -> None:
    """Make the founder the lead: whoever has their mail address in the people list, else a new person."""
    known = next((one for one in project.people.order_by("ref") if one.email.lower() == user.email), None)
    if known is None:
        ref = _ref_for(user, set(project.people.values_list("ref", flat=True)))
        values = {"ref": ref, "name": user.name, "email": user.email, "roles": (LEAD,)}
        row = _row(values)
        change_people(inside, project, [RowChange("added", None, row)])
    else:
        ref = known.ref
        if LEAD not in known.roles:
            before = PEOPLE.store.current(project)[(ref,)]
            after = Row(before.identity, {**before.values, "roles": (*known.roles, LEAD)})
            change_people(inside, project, [RowChange("changed", before, after)])
    tie_account(inside, ref, user)


def _row(values: Mapping[str, object]) -> Row:
    complete = {column.key: values.get(column.key, column.empty) for column in PEOPLE.columns}
    return Row(PEOPLE.identify(complete), complete)


def _ref_for(user: User, taken: set[str]) -> str:
    """Initials that nobody in the project has."""
    words = re.findall(r"[a-z]+", user.name.lower()) or ["lead"]
    base = "".join(word[0] for word in words)[:6]
    numbered = (base if number == 1 else f"{base}{number}" for number in range(1, len(taken) + 3))
    return next(ref for ref in numbered if ref not in taken)
