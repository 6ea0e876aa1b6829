"""One row of a list changed by a form, as the same change that a sheet makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.kernel.sheets import Row, RowChange, Sheet


def saved(sheet: Sheet, project: ProjectLike, values: Mapping[str, Any]) -> list[RowChange]:
    """The change that gives the row these values: a new row, a changed one, or none where it says so already."""
    identity = sheet.identify({**dict.fromkeys(sheet.identity, ""), **values})
    before = sheet.store.current(project).get(identity)
    if before is None:
        complete = {column.key: values.get(column.key, column.empty) for column in sheet.columns}
        return [RowChange("added", None, Row(identity, complete))]
    after = Row(identity, {**before.values, **values}, before.extras)
    return [] if dict(after.values) == dict(before.values) else [RowChange("changed", before, after)]


def removed(sheet: Sheet, project: ProjectLike, *identity: str) -> list[RowChange]:
    """The change that takes the row away. NotFound where there is none."""
    before = sheet.store.current(project).get(tuple(identity))
    if before is None:
        raise NotFound("There is no such row here.")
    return [RowChange("removed", before, None)]
