"""Evidence in a project folder: whatever lies in `evidence/`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath

from firstlight.assurance.actions import keep_evidence
from firstlight.contracts.rendering import read_rendering
from firstlight.contracts.tables import Problem
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import FileKind, register_file_kind

FOLDER = "evidence"
SIGNED = "signed"


def _is_evidence(path: PurePosixPath) -> bool:
    return path.parts[0] == FOLDER and len(path.parts) > 1


def _take(context: Context, path: PurePosixPath, data: bytes) -> tuple[str, ...]:
    """Keep a file; one in evidence/signed must be the content that its name is the digest of."""
    name = "/".join(path.parts[1:])
    if path.parts[1] == SIGNED:
        _check_signed(path, data)
    if not data:
        raise Invalid("Empty evidence.", problems=(Problem(str(path), "It is empty; evidence has to show something."),))
    effective = _instant_in(path.name) or context.now
    try:
        keep_evidence(context, data, name=name, effective=min(effective, context.now))
    except Invalid as error:
        raise Invalid(error.sentence, problems=(Problem(str(path), error.sentence),)) from error
    return ()


def _check_signed(path: PurePosixPath, data: bytes) -> None:
    try:
        found = read_rendering(data.decode())
    except (UnicodeDecodeError, ValueError) as error:
        sentence = f"It is no signed content ({error}); “firstlight sign” writes these files."
        raise Invalid(sentence, problems=(Problem(str(path), sentence),)) from error
    if found.digest() != path.stem or found.canonical().encode() != data:
        sentence = f"It was changed after it was signed: its digest is {found.digest()}, its name says {path.stem}."
        raise Invalid(sentence, problems=(Problem(str(path), sentence),))


def _instant_in(name: str) -> datetime | None:
    """The day that a file name begins with, as in "2026-11-12 minutes.pdf"."""
    try:
        return datetime.strptime(name[:10], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None


EVIDENCE = register_file_kind(FileKind("evidence", _is_evidence, _take, "before sheets"))
