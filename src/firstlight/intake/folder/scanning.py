"""Which files a folder holds, and which of them nobody reads: those are named with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from firstlight.contracts.tables import Problem
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import FileKind, file_kinds
from firstlight.kernel.sheets import sheets

PROJECT_FILE = "project.yaml"
#: What the bytes of files do not say of them; it is read before everything else.
FILES_LIST = "files.csv"
SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".csv", ".tsv"})

MOST_FILES = 5_000
MOST_BYTES = 20 * 1024 * 1024

#: Folders of the layout whose reader does not exist yet: what is in them counts for nothing, and that is said.
_WITHOUT_READER = {
    "migration": "migration files",
    "change": "change management files",
    "support": "support files",
    "adoption": "adoption files",
}
_NOTES = frozenset({".md", ".txt", ".rst"})


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file that was not read, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds, by what is done with it. Paths are relative to it, with forward slashes."""

    root: Path
    packs: tuple[PurePosixPath, ...]
    spreadsheets: tuple[PurePosixPath, ...]
    taken: tuple[tuple[FileKind, PurePosixPath], ...]
    ignored: tuple[Ignored, ...]

    def listed(self) -> bytes | None:
        """The list of files, where there is one."""
        return self.read(PurePosixPath(FILES_LIST)) if (self.root / FILES_LIST).is_file() else None

    def read(self, path: PurePosixPath) -> bytes:
        """The bytes of a file. Raises Invalid with the reason when it is too large or cannot be read."""
        place = self.root / path
        try:
            size = place.stat().st_size
            kind = next((kind for kind, other in self.taken if other == path), None)
            most = kind.most_bytes if kind else MOST_BYTES
            if size > most:
                hint = f" {kind.too_large}" if kind and kind.too_large else ""
                sentence = f"the file has {size / 1e6:.1f} MB; at most {most / 1e6:.0f} MB are read.{hint}"
                raise Invalid(sentence, problems=(Problem(str(path), sentence),))
            return place.read_bytes()
        except OSError as error:
            sentence = f"the file cannot be read: {error.strerror}."
            raise Invalid(sentence, problems=(Problem(str(path), sentence),)) from error


def scan(root: Path) -> Found:
    """Walk the folder. Raises Invalid when it is none, has no project.yaml, or holds too many files."""
    if not root.is_dir():
        what = "is a file" if root.exists() else "does not exist"
        raise Invalid(f"{root} {what}; expected a project folder. “firstlight init {root}” writes one.")
    if not (root / PROJECT_FILE).is_file():
        raise Invalid(f"{root} has no {PROJECT_FILE}; “firstlight init {root}” writes one.")
    homes = {PurePosixPath(sheet.stem).parent for _, sheet in sheets.items()} | {PurePosixPath()}
    packs: list[PurePosixPath] = []
    spreadsheets: list[PurePosixPath] = []
    taken: list[tuple[FileKind, PurePosixPath]] = []
    ignored: list[Ignored] = []
    for number, path in enumerate(sorted(_files(root, ignored)), 1):
        if number > MOST_FILES:
            raise Invalid(f"{root} holds more than {MOST_FILES:,} files; a project folder holds some dozens.")
        kind = next((kind for _, kind in file_kinds.items() if kind.matches(path)), None)
        if str(path) in (PROJECT_FILE, FILES_LIST):
            continue
        if reason := _passed_over(path):
            ignored.append(Ignored(str(path), reason))
        elif kind:
            taken.append((kind, path))
        elif path.parts[0] == "packs" and path.suffix in (".yaml", ".yml"):
            packs.append(path)
        elif path.suffix.lower() in SPREADSHEETS and path.parent in homes:
            spreadsheets.append(path)
        else:
            ignored.append(Ignored(str(path), _why_not(path)))
    return Found(root, tuple(packs), tuple(spreadsheets), tuple(taken), tuple(ignored))


def _files(root: Path, ignored: list[Ignored]) -> Iterator[PurePosixPath]:
    """Every file below the root. Links are not followed: they may lead anywhere."""
    for folder, below, names in os.walk(root, followlinks=False):
        here = Path(folder)
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in [*names, *[one for one in below if (here / one).is_symlink()]]:
            path = PurePosixPath((here / name).relative_to(root).as_posix())
            if (here / name).is_symlink():
                ignored.append(Ignored(str(path), "It is a link; only files in the folder itself are read."))
            elif (here / name).is_file():
                yield path


def _passed_over(path: PurePosixPath) -> str:
    if path.name.startswith("~$"):
        return "A lock file of Excel: the workbook is open somewhere; save and close it."
    if path.name.startswith("."):
        return "A hidden file."
    return ""


def _why_not(path: PurePosixPath) -> str:
    first = path.parts[0]
    if path.suffix.lower() in _NOTES:
        return "A note for people; it is not data."
    if first in _WITHOUT_READER:
        return f"Firstlight does not read {_WITHOUT_READER[first]} yet; attest the checks they would prove."
    if path.suffix.lower() in SPREADSHEETS:
        return "Lists are read beside project.yaml, in tests and in cutover; this one lies elsewhere."
    return "Nothing here reads this kind of file; put it into evidence if it proves something."
