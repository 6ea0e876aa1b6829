"""The scope in the form that is signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.contracts.rendering import Line, Rendering
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable
from firstlight.kernel.sheets import Row, Sheet, sheets
from firstlight.scope import stores

#: Part of what is signed: a new way of rendering gets a new number, so that old signatures stay what they were.
VERSION = 1

#: Kind of a line and the sheet of its rows. Sheets are looked up when they are needed: theirs know the actions.
_SIGNED: tuple[tuple[str, str], ...] = (
    ("process", "scope.processes"),
    ("requirement", "scope.requirements"),
    ("part", "scope.parts"),
    ("integration", "scope.integrations"),
    ("rollout", "scope.rollouts"),
)
#: Remarks, who looks after a row, and how far it is delivered are not what the business signs for.
_UNSIGNED = {"ref", "title", "notes", "owner", "in_scope", "size", "changed", *stores.COMPARED}


@signable("scope", "The scope of the solution")
def scope(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """Everything in scope, one line a row. None when nothing is in scope, and for "scope:" followed by anything.

    A baseline is no content of its own: it is signed on "scope" while the scope is what it froze.
    """
    if ref:
        return None
    zone = ZoneInfo(getattr(project, "time_zone", "UTC"))
    lines = [
        Line(f"{kind}:{row.values['ref']}", f"{row.values['ref']} {row.values['title']}", _text(sheet, row, zone))
        for kind, sheet in _signed()
        for row in sheet.store.current(project).values()
        if row.values["in_scope"]
    ]
    return Rendering("scope", VERSION, f"Scope of {project.name}", tuple(lines)) if lines else None


def _text(sheet: Sheet, row: Row, zone: ZoneInfo) -> str:
    """Kind: Functional; Process: 65.20.050 – what is filled, in the order of the columns."""
    values: Mapping[str, Any] = row.values
    parts = [
        f"{column.title}: {cell}"
        for column in sheet.columns
        if column.key not in _UNSIGNED and (cell := column.cell(values[column.key], zone)) is not None
    ]
    return "; ".join(parts) or sheet.title


def field_titles() -> dict[str, set[str]]:
    """By kind of line, the fields that its words may hold."""
    return {
        kind: {column.title for column in sheet.columns if column.key not in _UNSIGNED} for kind, sheet in _signed()
    }


def _signed() -> Iterator[tuple[str, Sheet]]:
    for kind, name in _SIGNED:
        yield kind, sheets[name]
