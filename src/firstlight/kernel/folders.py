"""Files of a project folder that are no sheets: each layer registers the kinds it takes.

`intake` walks the folder and hands over each file; a kind that is registered nowhere is listed as left aside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from firstlight.kernel.context import Context
from firstlight.kernel.registries import Registry


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file.

    `matches` is asked with the path relative to the folder. `take` does the work through actions and returns notes
    for people; it raises Invalid with problems naming the file. `when` says whether sheets are applied before.
    """

    name: str
    matches: Callable[[PurePosixPath], bool]
    take: Callable[[Context, PurePosixPath, bytes], tuple[str, ...]]
    when: Literal["before sheets", "after sheets"]


file_kinds: Registry[FileKind] = Registry("kind of file")


def register_file_kind(kind: FileKind) -> FileKind:
    """Make a kind of file known to intake."""
    return file_kinds.register(kind.name, kind)
