"""Frozen assessments in a project folder: `assessments/7.json` is the seventh, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from firstlight.contracts.tables import Problem
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid
from firstlight.kernel.folders import FileFacts, FileKind, Given, register_file_kind
from firstlight.readiness.actions import record_assessment
from firstlight.readiness.models import Assessment

FOLDER = "assessments"


def _is_assessment(path: PurePosixPath) -> bool:
    return len(path.parts) == 2 and path.parts[0] == FOLDER and path.suffix == ".json" and _numbered(path)


def _numbered(path: PurePosixPath) -> bool:
    return path.stem.isdecimal() and path.stem.isascii() and 0 < len(path.stem) < 8


def _take(context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None) -> tuple[str, ...]:
    """Keep an assessment that was made elsewhere. One that is here under its number stays, and that is said."""
    if not record_assessment.allowed(context):
        return ("It was left aside: assessments of another workspace come in only with a new project.",)
    made_by = facts.kept_by if facts and facts.kept_by else context.actor.name
    try:
        record_assessment(context, data, number=int(path.stem), made_by=made_by)
    except Conflict as conflict:
        return (conflict.sentence,)
    except Invalid as error:
        raise Invalid(error.sentence, problems=(Problem(str(path), error.sentence),)) from error
    return ()


def _give(project: ProjectLike) -> Iterator[Given]:
    rows = Assessment.objects.filter(project_id=project.pk).order_by("number")
    for number, digest, made_by in rows.values_list("number", "digest", "made_by"):
        facts = FileFacts(f"Assessment {number}", kept_by=made_by)
        yield Given(PurePosixPath(FOLDER, f"{number}.json"), digest, partial(_read, project.pk, number), facts)


def _read(project: int, number: int) -> bytes:
    body: str = Assessment.objects.values_list("body", flat=True).get(project_id=project, number=number)
    return body.encode()


ASSESSMENTS = register_file_kind(
    FileKind(
        "assessments",
        _is_assessment,
        _take,
        "before sheets",
        _give,
        ("readiness.Assessment", "readiness.AreaStanding"),
    )
)
