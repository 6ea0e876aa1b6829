"""A project as a folder: everything it holds, so that it comes in again elsewhere without a difference.

The same project as of the same time gives the same bytes: lists are sorted by what identifies their rows, files of
evidence come in the order in which they were kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from firstlight.intake.folder.known import write_known
from firstlight.intake.folder.scanning import FILES_LIST, PROJECT_FILE
from firstlight.intake.writing import write_workbook
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import FileFacts, FileKind, Given, file_kinds
from firstlight.kernel.sheets import Row, Sheet, sheets
from firstlight.packs.queries import pins_of, source_of
from firstlight.workspace.models import Project
from firstlight.workspace.policies import MAY_EXPORT_PROJECT
from firstlight.workspace.queries import here
from firstlight.workspace.stated import profile_of, profile_yaml

#: A file of the folder: where it lies, and what gives its bytes. One is in memory at a time.
Piece = tuple[PurePosixPath, Callable[[], bytes]]

#: Names that Windows keeps for itself.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]+')
_LONGEST = 120


def give_folder(context: Context) -> Iterator[Piece]:
    """All files of the folder of the project of the context, project.yaml first.

    Raises Refused without the right, Invalid where evidence is missing from the store or is not what it was.
    """
    project = here(context)
    MAY_EXPORT_PROJECT.check(context)
    return _pieces(project, context.now)


def _pieces(project: Project, now: datetime) -> Iterator[Piece]:
    zone = ZoneInfo(project.time_zone)
    pins = pins_of(project)
    as_of = now if project.clock_offset else None
    profile = profile_of(project, packs=[str(pin.pack) for pin in pins], as_of=as_of)
    yield PurePosixPath(PROJECT_FILE), lambda: profile_yaml(profile).encode()
    for pin in pins:
        source = source_of(pin.pack)
        if source is None:
            raise Invalid(f"The file of the pack {pin.pack} is not here; load it again with: firstlight packs load")
        yield PurePosixPath("packs", f"{pin.ref} {pin.pack.version}.yaml"), lambda source=source: source  # type: ignore[misc]
    for stem, listed in _workbooks().items():
        yield PurePosixPath(f"{stem}.xlsx"), lambda listed=listed: _workbook(project, listed, zone)  # type: ignore[misc]
    laying = _Laying()
    for kind, given in _given(project):
        yield laying.lay(kind, given), given.read
    yield PurePosixPath(FILES_LIST), lambda: write_known(laying.lines, zone)


def _workbooks() -> Mapping[str, list[Sheet]]:
    """The lists by the workbook they stand in, in the order in which they are applied."""
    found: dict[str, list[Sheet]] = {}
    for sheet in sorted((sheet for _, sheet in sheets.items()), key=lambda sheet: (sheet.order, sheet.ref)):
        found.setdefault(sheet.stem, []).append(sheet)
    return found


def _workbook(project: Project, listed: Iterable[Sheet], zone: ZoneInfo) -> bytes:
    return write_workbook([(sheet, _rows_of(project, sheet)) for sheet in listed], zone)


def _rows_of(project: Project, sheet: Sheet) -> list[Row]:
    rows = sheet.store.current(project).values()
    return [_settled(row) for row in rows] if sheet.in_order else sorted_rows(rows)


def sorted_rows(rows: Iterable[Row]) -> list[Row]:
    """Rows by their identity, as people sort: R-2 before R-10. Extra columns in the order of their headings."""
    ordered = sorted(rows, key=lambda row: (*([*map(_natural, row.identity)]), row.identity))
    return [_settled(row) for row in ordered]


def _settled(row: Row) -> Row:
    return Row(row.identity, row.values, dict(sorted(row.extras.items())), row.origin)


def _natural(words: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.findall(r"[0-9]+|[^0-9]+", words)
    return tuple((0, int(part), "") if part[0] in "0123456789" else (1, 0, part.casefold()) for part in parts)


def _given(project: Project) -> Iterator[tuple[FileKind, Given]]:
    """What all kinds give. What a file comes to be besides, when it comes in, is not given once more."""
    kinds = [kind for _, kind in file_kinds.items()]
    found = {kind.name: list(kind.give(project)) for kind in kinds}
    besides = {(other, _key(given)) for kind in kinds for other in kind.keeps for given in found[kind.name]}
    for kind in kinds:
        yield from ((kind, given) for given in found[kind.name] if (kind.name, _key(given)) not in besides)


def _key(given: Given) -> tuple[str, str]:
    return (given.facts.name if given.facts else str(given.path), given.digest)


@dataclass(slots=True)
class _Laying:
    """Finds each file a place that every disk takes and no other file has, and notes what is known of it."""

    taken: set[str] = field(default_factory=set)
    lines: list[tuple[PurePosixPath, str, FileFacts]] = field(default_factory=list)

    def lay(self, kind: FileKind, given: Given) -> PurePosixPath:
        path = PurePosixPath(*map(safe_part, given.path.parts))
        if str(path).casefold() in self.taken:
            path = path.with_name(safe_part(f"{given.digest[:12]} {path.name}"))
        number = 1
        while str(path).casefold() in self.taken:
            number += 1
            path = path.with_name(safe_part(f"{given.digest[:12]}-{number} {given.path.name}"))
        if not kind.matches(path):
            raise Invalid(f"“{given.path}” has no place in a project folder.")
        self.taken.add(str(path).casefold())
        if given.facts:
            self.lines.append((path, given.digest, given.facts))
        return path


def safe_part(name: str) -> str:
    """A name of a file or folder that Windows, macOS and Linux take, and that is neither hidden nor a lock file."""
    plain = _REFUSED.sub(" ", unicodedata.normalize("NFC", name))
    plain = "".join(sign for sign in plain if unicodedata.category(sign)[0] != "C").strip().rstrip(". ")
    if len(plain) > _LONGEST:
        stem, dot, suffix = plain.rpartition(".")
        short = f".{suffix}" if dot and len(suffix) <= 10 else ""
        plain = (stem if short else plain)[: _LONGEST - len(short)].rstrip(". ") + short
    if not plain or plain.startswith((".", "~$")) or _RESERVED.match(plain):
        plain = f"_{plain}"
    return plain
