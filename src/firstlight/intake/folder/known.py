"""files.csv: what the bytes of a folder's files do not say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from firstlight.contracts.tables import Problem, Unreadable
from firstlight.intake.folder.scanning import FILES_LIST
from firstlight.intake.parsing import parse
from firstlight.intake.reading import read_tables
from firstlight.intake.recognising import Recognised, recognise
from firstlight.intake.writing import write_csv
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.folders import FileFacts
from firstlight.kernel.sheets import Identity, Row, RowChange, Sheet, instant, text


class _Nowhere:
    """The list of files is of the folder, not of the workspace: nothing keeps it."""

    def current(self, project: ProjectLike) -> Mapping[Identity, Row]:
        """No rows."""
        return {}


def _apply(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> int:
    return 0


#: Not registered: it is no list of a project.
_SHEET = Sheet(
    ref="folder.files",
    stem="files",
    title="Files",
    about="What the bytes of the files in this folder do not say of them. Written by the export.",
    columns=(
        text("file", "File", "Where it lies in the folder.", most=1000, required=True),
        text("digest", "SHA-256", "Of the bytes that the other columns speak of.", most=64, required=True),
        text("name", "Name", "How it is called in the workspace.", most=300),
        text("part_of", "Part of", "The test cycle, for a file of results.", most=200),
        instant("effective", "Effective", "When what it shows was true."),
        instant("expires", "Expires", "When it is no longer to be believed."),
        instant("kept", "Kept", "When it came in."),
        text("kept_by", "Kept by", "Who brought it in.", most=200),
    ),
    store=_Nowhere(),
    apply=_apply,
    order=0,
    identity=("file",),
)


@dataclass(slots=True)
class KnownFiles:
    """What files.csv says, by path, in its order."""

    by_path: dict[str, tuple[int, str, FileFacts]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, path: PurePosixPath) -> tuple[int, str]:
        """What sorts files in the order in which they came in; unlisted ones come last, by name."""
        found = self.by_path.get(str(path))
        return (found[0] if found else len(self.by_path), str(path))

    def facts(self, path: PurePosixPath, data: bytes) -> FileFacts | None:
        """What is known of these bytes; of a file that was changed since, nothing."""
        found = self.by_path.get(str(path))
        return found[2] if found and found[1] == sha256(data).hexdigest() else None


def read_known(data: bytes | None, zone: ZoneInfo) -> KnownFiles:
    """What the list says. Without one nothing is known, which is the usual case of a folder that people made."""
    if data is None:
        return KnownFiles()
    try:
        table = read_tables(data, FILES_LIST)[0]
    except Unreadable as error:
        return KnownFiles(problems=(error.problem,))
    found = recognise(table, [_SHEET])
    if not isinstance(found, Recognised):
        return KnownFiles(problems=(Problem(FILES_LIST, found.reason),))
    parsed = parse(found, zone)
    by_path = {row.identity[0]: (number, row.values["digest"], _facts(row)) for number, row in enumerate(parsed.rows)}
    return KnownFiles(by_path, parsed.problems)


def write_known(lines: Sequence[tuple[PurePosixPath, str, FileFacts]], zone: ZoneInfo) -> bytes:
    """The list as CSV."""
    rows = [
        Row(
            (str(path),),
            {
                "file": str(path),
                "digest": digest,
                "name": facts.name,
                "part_of": facts.part_of,
                "effective": facts.effective,
                "expires": facts.expires,
                "kept": facts.kept,
                "kept_by": facts.kept_by,
            },
        )
        for path, digest, facts in lines
    ]
    return write_csv(_SHEET, rows, zone)


def _facts(row: Row) -> FileFacts:
    values = row.values
    return FileFacts(
        values["name"], values["part_of"], values["effective"], values["expires"], values["kept"], values["kept_by"]
    )
