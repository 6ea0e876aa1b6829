"""Bringing a folder into a workspace and assessing it there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from firstlight.intake.folder import PROJECT_FILE, LoadedFolder, load_folder
from firstlight.kernel.context import Context
from firstlight.kernel.documents import read_document
from firstlight.readiness.actions import assess_project
from firstlight.readiness.models import Assessment
from firstlight.workspace.actions import set_clock
from firstlight.workspace.models import Project
from firstlight.workspace.profile import read_profile
from firstlight.workspace.roles import FOLDER_READER


def bring_in(folder: Path, now: datetime) -> tuple[LoadedFolder, Assessment]:
    """Load the folder into the project of its slug, or a new one, and assess it.

    A folder that says when it speaks of (`as_of`) sets the project's clock to that time; it ticks on from there.
    """
    known = _known(folder)
    loaded = load_folder(Context(FOLDER_READER, now), folder, into=known)
    if loaded.as_of != now:
        set_clock(Context(FOLDER_READER, loaded.as_of, loaded.project), loaded.as_of - now)
    made = assess_project(Context(FOLDER_READER, loaded.as_of, loaded.project))
    return loaded, made


def _known(folder: Path) -> Project | None:
    try:
        profile, _ = read_profile(read_document((folder / PROJECT_FILE).read_bytes(), PROJECT_FILE))
    except Exception:  # whatever is wrong with the file, loading the folder says it better
        return None
    return Project.objects.filter(slug=profile.slug).first() if profile else None
