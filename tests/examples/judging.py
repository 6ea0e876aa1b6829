"""The example project as it is judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import NOW, REPOSITORY

EXAMPLES = REPOSITORY / "examples"

#: The states of the example, oldest first.
STATES = ("northmere-before/2026-10-29", "northmere-before/2026-11-12", "northmere", "northmere-later")

_known: dict[str, dict[str, Any]] = {}


def judged(folder: Path) -> dict[str, Any]:
    """The assessment of a folder as of its own time. Needs a database that may be filled."""
    from firstlight.intake.folder import load_folder
    from firstlight.kernel.context import Context
    from firstlight.readiness.actions import assess_project
    from firstlight.readiness.queries import body_of
    from firstlight.workspace.roles import FOLDER_READER

    loaded = load_folder(Context(FOLDER_READER, NOW), folder)
    ignored = [one.file for one in loaded.ignored]
    made = assess_project(Context(FOLDER_READER, loaded.as_of, loaded.project))
    return {**body_of(made), "ignored": ignored, "notes": list(loaded.notes)}


def state(name: str) -> dict[str, Any]:
    """The assessment of one of the states; judged once, and the database is as before."""
    from django.db import transaction

    if name not in _known:
        with transaction.atomic():
            _known[name] = judged(EXAMPLES / name)
            transaction.set_rollback(True)
    return _known[name]


def blocking(document: dict[str, Any]) -> list[str]:
    """Refs of the checks that stand in the way."""
    return [reason["check"] for reason in document["reasons"] if reason["blocks"]]


def check(document: dict[str, Any], ref: str) -> dict[str, Any]:
    """One check of an assessment."""
    found: dict[str, Any] = next(check for area in document["areas"] for check in area["checks"] if check["ref"] == ref)
    return found


def stale(document: dict[str, Any]) -> dict[tuple[str, str], list[str]]:
    """The signatures that no longer cover what is there: content and person, with the differences."""
    return {(one["on"], one["person"]): one["differences"] for one in document["signatures"] if one["state"] == "stale"}
