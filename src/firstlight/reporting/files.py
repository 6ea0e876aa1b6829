"""records.json and template.pptx of a project folder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath

from firstlight.assurance import evidence
from firstlight.contracts.tables import Problem
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid
from firstlight.kernel.folders import FileFacts, FileKind, Given, register_file_kind
from firstlight.reporting.actions import bring_in_records, keep_template
from firstlight.reporting.queries import template_of
from firstlight.reporting.records.writing import records_of, text_of
from firstlight.workspace.queries import here

RECORDS_FILE = "records.json"
TEMPLATE_FILE = "template.pptx"


def _is_records(path: PurePosixPath) -> bool:
    return str(path) == RECORDS_FILE


def _take(context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None) -> tuple[str, ...]:
    if not bring_in_records.allowed(context):
        return ("It was left aside: what was asked and decided elsewhere comes in only with a new project.",)
    try:
        bring_in_records(context, data)
    except Conflict as conflict:
        return (conflict.sentence,)
    except Invalid as error:
        raise Invalid(error.sentence, problems=(Problem(str(path), error.sentence),)) from error
    return ()


def _give(project: ProjectLike) -> Iterator[Given]:
    data = text_of(records_of(project)).encode()
    yield Given(PurePosixPath(RECORDS_FILE), sha256(data).hexdigest(), partial(bytes, data))


def _is_template(path: PurePosixPath) -> bool:
    return str(path) == TEMPLATE_FILE


def _take_template(
    context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None
) -> tuple[str, ...]:
    """Keep the template. That it takes the place of another one is said."""
    known, before = facts or FileFacts(), template_of(here(context))
    try:
        made = keep_template(context, data, name=known.name or TEMPLATE_FILE, kept=known.kept, kept_by=known.kept_by)
    except Invalid as error:
        raise Invalid(error.sentence, problems=(Problem(str(path), error.sentence),)) from error
    if before is None or made.digest == before.digest:
        return ()
    return (f"Slides are drawn into it from now on, no longer into “{before.name}”.",)


def _give_template(project: ProjectLike) -> Iterator[Given]:
    if found := template_of(project):
        facts = FileFacts(found.name, kept=found.kept, kept_by=found.kept_by)
        yield Given(PurePosixPath(TEMPLATE_FILE), found.digest, partial(evidence.content, found.digest), facts)


RECORDS = register_file_kind(FileKind("records", _is_records, _take, "after sheets", _give))
TEMPLATE = register_file_kind(
    FileKind(
        "slide-template", _is_template, _take_template, "before sheets", _give_template, ("reporting.SlideTemplate",)
    )
)
