"""The register in the form that is signed."""

from __future__ import annotations

from datetime import datetime

from firstlight.contracts.rendering import Line, Rendering
from firstlight.dependencies.models import Dependency
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable

#: Part of what is signed: a new way of rendering gets a new number, so that old signatures stay what they were.
VERSION = 1


@signable("dependencies", "The register of external dependencies")
def dependencies(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """Everything the go-live depends on, one line each. None when there is nothing.

    What moves by itself from week to week (the last word of the provider, the state of the requirements) and who looks
    after it is not signed; what was committed, and for when, is.
    """
    rows = Dependency.objects.filter(project_id=project.pk, in_scope=True).order_by("ref")
    lines = tuple(Line(f"dependency:{row.ref}", f"{row.ref} {row.title}", _text(row)) for row in rows)
    return Rendering("dependencies", VERSION, f"External dependencies of {project.name}", lines) if lines else None


def _text(row: Dependency) -> str:
    parts = {
        "Kind": row.kind,
        "Provider": row.provider or "not stated",
        "Commitment": row.commitment or "not stated",
        "Needed by": row.needed_by.isoformat() if row.needed_by else "go-live",
        "Promised": row.promised.isoformat() if row.promised else "no date",
        "Scope": ", ".join(row.scope_refs) or "not stated",
    }
    return "; ".join(f"{name}: {words}" for name, words in parts.items())
