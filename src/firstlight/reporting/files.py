"""records.json of a project folder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath

from firstlight.contracts.tables import Problem
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid
from firstlight.kernel.folders import FileFacts, FileKind, Given, register_file_kind
from firstlight.reporting.actions import bring_in_records
from firstlight.reporting.records.writing import records_of, text_of

RECORDS_FILE = "records.json"


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


RECORDS = register_file_kind(FileKind("records", _is_records, _take, "after sheets", _give))
