"""Files of a project folder that are no sheets: each layer registers the kinds it takes and gives.

`intake` walks the folder and hands over each file; a kind that is registered nowhere is listed as left aside. What a
kind gives lies in the folder when the project goes out, and comes in again as what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal, Protocol

from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.registries import Registry


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the bytes of a file do not say of it: its line in files.csv.

    `name` is how it is called in the workspace, `part_of` what it belongs to (the cycle of a result file),
    `effective` and `expires` are of what it shows, `kept` and `kept_by` say when it came in and by whom.
    """

    name: str = ""
    part_of: str = ""
    effective: datetime | None = None
    expires: datetime | None = None
    kept: datetime | None = None
    kept_by: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A file that goes out: where it would like to lie, its SHA-256, how to read it, what is known besides."""

    path: PurePosixPath
    digest: str
    read: Callable[[], bytes]
    facts: FileFacts | None = None


class Take(Protocol):
    """Brings a file in through actions and returns notes for people; raises Invalid with problems naming the file."""

    def __call__(
        self, context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None
    ) -> tuple[str, ...]:
        """`facts` are what files.csv says of the file, where it says something."""


def _gives_nothing(project: ProjectLike) -> Iterable[Given]:
    return ()


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file.

    `matches` is asked with the path relative to the folder. `take` does the work; `when` says whether sheets are
    applied before. `give` is the way back: all files of a project. `carries` names the models ("app.Model") whose rows
    travel in them. `keeps` names kinds whose file a file of this kind comes to be, too: those do not give the same
    bytes under the same name once more. `too_large` says what to do with one that has
    more than `most_bytes`.
    """

    name: str
    matches: Callable[[PurePosixPath], bool]
    take: Take
    when: Literal["before sheets", "after sheets"]
    give: Callable[[ProjectLike], Iterable[Given]] = _gives_nothing
    carries: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    too_large: str = ""
    most_bytes: int = 20 * 1024 * 1024


file_kinds: Registry[FileKind] = Registry("kind of file")


def register_file_kind(kind: FileKind) -> FileKind:
    """Make a kind of file known to intake."""
    return file_kinds.register(kind.name, kind)
