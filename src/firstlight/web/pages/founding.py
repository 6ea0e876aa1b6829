"""What a folder would be as a project of its own: how many rows of which list."""

from __future__ import annotations

from dataclasses import dataclass

from firstlight.intake.folder import LoadedFolder


@dataclass(frozen=True, slots=True)
class ListCount:
    """A list that the folder fills."""

    title: str
    file: str
    rows: int


def lists(trial: LoadedFolder) -> list[ListCount]:
    """The lists with rows, in the order in which they come in."""
    return [ListCount(one.sheet.title, one.file, one.added) for one in trial.differences if one.added]
