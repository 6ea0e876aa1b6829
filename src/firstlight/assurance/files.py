"""Evidence in a project folder: whatever lies in `evidence/`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath

from firstlight.assurance import evidence
from firstlight.assurance.actions import keep_evidence
from firstlight.assurance.models import EvidenceFile, Signature
from firstlight.contracts.rendering import read_rendering
from firstlight.contracts.tables import Problem
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import FileFacts, FileKind, Given, register_file_kind
from firstlight.kernel.travelling import made_anew, travels

FOLDER = "evidence"
SIGNED = "signed"


def _is_evidence(path: PurePosixPath) -> bool:
    return path.parts[0] == FOLDER and len(path.parts) > 1


def _take(context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None) -> tuple[str, ...]:
    """Keep a file; one in evidence/signed must be the content that its name is the digest of."""
    known = facts or FileFacts()
    name = known.name or "/".join(path.parts[1:])
    if path.parts[1] == SIGNED:
        _check_signed(path, data)
    if not data:
        raise Invalid("Empty evidence.", problems=(Problem(str(path), "It is empty; evidence has to show something."),))
    effective = known.effective or _instant_in(path.name) or context.now
    try:
        keep_evidence(
            context,
            data,
            name=name,
            effective=min(effective, context.now),
            expires=known.expires,
            kept=known.kept,
            kept_by=known.kept_by,
        )
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


def _give(project: ProjectLike) -> Iterator[Given]:
    """Every file, and the content of every signature under its digest."""
    signed: dict[str, str] = {}
    for digest, text in Signature.objects.filter(project_id=project.pk).values_list("digest", "rendering"):
        if digest:
            signed[f"{SIGNED}/{digest}.json"] = text
    for name, text in sorted(signed.items()):
        data = text.encode()
        yield Given(PurePosixPath(FOLDER, name), evidence.digest_of(data), partial(bytes, data))
    for row in EvidenceFile.objects.filter(project_id=project.pk).order_by("name", "digest"):
        if row.name in signed:
            continue
        facts = FileFacts(row.name, "", row.effective, row.expires, row.kept, row.kept_by)
        read = partial(evidence.content, row.digest)
        yield Given(PurePosixPath(FOLDER, *_parts(row.name)), row.digest, read, facts)


def _parts(name: str) -> list[str]:
    """The name as a path below the folder. One that would be taken for signed content lies deeper."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")] or ["file"]
    return ["kept", *parts] if parts[0] == SIGNED else parts


EVIDENCE = register_file_kind(
    FileKind("evidence", _is_evidence, _take, "before sheets", _give, ("assurance.EvidenceFile",))
)

travels(
    "assurance.Delegation",
    "assurance.SigningRefusal",
    "assurance.SignatureRequest",
    "assurance.RequestStep",
    "assurance.AskedSigner",
)
made_anew("assurance.Attestation", "recorded")
made_anew("assurance.Signature", "recorded", "rendering")
