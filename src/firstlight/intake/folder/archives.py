"""Project folders as zip files: out as the same bytes for the same content, in as from a stranger.

The table of contents is judged before anything is unpacked; then no file gives more than it declared. What is unpacked
are ordinary files with ordinary names below a folder of their own.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO

from firstlight.intake.folder.giving import Piece
from firstlight.intake.folder.scanning import MOST_BYTES, MOST_FILES, PROJECT_FILE
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import file_kinds

#: A zip file of more bytes is refused before it is opened.
MOST_PACKED = 30 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
#: Workbooks of lists pack to an eighth; what packs a hundred times smaller was made to hurt. Small files may.
MOST_RATIO, RATIO_FROM = 100, 20 * 1024 * 1024

#: Every zip file is made at this time, so that the same content has the same bytes.
_MADE = (2026, 1, 1, 0, 0, 0)
#: What file managers put beside the files.
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def write_zip(out: BinaryIO, top: str, pieces: Iterable[Piece]) -> int:
    """Write the files into a zip below the folder `top`; how many there are. One file is in memory at a time."""
    count = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, read in pieces:
            info = zipfile.ZipInfo(str(PurePosixPath(top, path)), _MADE)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(info, read())
            count += 1
    return count


def write_files(folder: Path, pieces: Iterable[Piece]) -> int:
    """Write the files into a folder, which is made; how many there are. Invalid for one that holds something."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid(f"{folder} is there already and not empty; name a folder that is new.")
    count = 0
    for path, read in pieces:
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(read())
        count += 1
    return count


def check_size(size: int, name: str) -> None:
    """Raises Invalid for a zip file that is too large to be opened."""
    if size > MOST_PACKED:
        raise Invalid(
            f"“{name}” has {size / 1e6:.0f} MB; a project folder of at most {MOST_PACKED / 1e6:.0f} MB is taken. "
            "Leave large evidence out and link it, or load the folder on the server with: firstlight load FOLDER",
            code="too-large",
        )


@contextmanager
def unpacked(file: BinaryIO, name: str) -> Iterator[Path]:
    """The project folder in a zip file, for as long as the block runs. Raises Invalid for anything that is amiss."""
    with TemporaryDirectory(prefix="firstlight-folder-") as place:
        try:
            with zipfile.ZipFile(file) as archive:
                root = _unpack(archive, Path(place), name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
            raise Invalid(f"“{name}” is no zip file, or it is damaged. Pack the project folder again.") from None
        yield root


def _unpack(archive: zipfile.ZipFile, place: Path, name: str) -> Path:
    entries = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
    _check(entries, name)
    paths = {info.filename: _path(info, name) for info in entries}
    if len({str(path).casefold() for path in paths.values()}) != len(entries):
        raise Invalid(f"“{name}” holds two files of one name; capitals do not tell them apart.")
    top = _top(paths.values(), name)
    for info in entries:
        target = place / paths[info.filename]
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as packed, target.open("xb") as out:
            while block := packed.read(1024 * 1024):
                out.write(block)
    return place / top


def _check(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MOST_FILES:
        raise Invalid(f"“{name}” holds {len(entries):,} files; at most {MOST_FILES:,} are taken.")
    whole = sum(info.file_size for info in entries)
    if whole > MOST_UNPACKED:
        most = MOST_UNPACKED / 1e6
        raise Invalid(f"“{name}” unpacks to {whole / 1e6:,.0f} MB; at most {most:,.0f} MB are taken.")
    packed = sum(info.compress_size for info in entries)
    if whole > RATIO_FROM and whole > MOST_RATIO * max(packed, 1):
        raise Invalid(f"“{name}” unpacks to {whole // max(packed, 1):,} times its size; that is no project folder.")
    for info in entries:
        if info.flag_bits & 0x1:
            raise Invalid(f"“{name}” is encrypted; pack the folder without a password.")
        if info.file_size > MOST_BYTES and info.file_size > (most := _most(info)):
            size = info.file_size / 1e6
            raise Invalid(f"“{info.filename}” has {size:.0f} MB; at most {most / 1e6:.0f} MB are read.")


def _most(info: zipfile.ZipInfo) -> int:
    """How large a file of its kind may be, in a folder that stands in the zip by itself or below its name."""
    path = PurePosixPath(info.filename)
    places = (path, PurePosixPath(*path.parts[1:]))
    return max((kind.most_bytes for _, kind in file_kinds.items() if any(map(kind.matches, places))),
               default=MOST_BYTES)  # fmt: skip


def _path(info: zipfile.ZipInfo, name: str) -> PurePosixPath:
    """Where a file goes: below the folder, whatever its name tries."""
    path = PurePosixPath(info.filename)
    wrong = path.is_absolute() or not path.parts or ".." in path.parts or "\\" in info.filename
    wrong = wrong or any(":" in part or len(part.encode()) > 250 or not part.isprintable() for part in path.parts)
    if wrong or len(path.parts) > 20:
        raise Invalid(f"“{name}” holds a file under a name that leads elsewhere or that no disk takes.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise Invalid(f"“{info.filename}” in “{name}” is a link or a device; only files are taken.")
    return path


def _top(paths: Iterable[PurePosixPath], name: str) -> PurePosixPath:
    """The folder that project.yaml lies in: the zip itself, or the one folder in it."""
    found = sorted((path.parent for path in paths if path.name == PROJECT_FILE), key=lambda path: len(path.parts))
    if not found or len(found[0].parts) > 1:
        raise Invalid(f"“{name}” holds no {PROJECT_FILE}, neither at its top nor in the one folder there.")
    return found[0]


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER[0]) or PurePosixPath(name).name in _LITTER[1:]
