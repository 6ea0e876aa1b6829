"""Baselines in a project folder: `baselines/1.json` holds baseline 1 whole, with the scope that it froze."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from firstlight.contracts.rendering import read_rendering
from firstlight.contracts.tables import Problem
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.folders import FileFacts, FileKind, Given, register_file_kind
from firstlight.scope.actions import record_baseline
from firstlight.scope.models import Baseline

FOLDER = "baselines"
SCHEMA = "firstlight/baseline/1"
_KEYS = {"schema", "number", "name", "reason", "made", "made_by", "content"}


def baseline_file(
    *, number: int, name: str, reason: str, made: datetime, made_by: str, content: str
) -> tuple[str, bytes]:
    """The place of a baseline in a project folder, and its bytes: the same for the same baseline."""
    body = {
        "schema": SCHEMA,
        "number": number,
        "name": name,
        "reason": reason,
        "made": made.isoformat(),
        "made_by": made_by,
        "content": json.loads(content),
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{FOLDER}/{number}.json", f"{text}\n".encode()


def baseline_files(project: ProjectLike) -> dict[str, bytes]:
    """All baselines of a project as files, by their places."""
    return dict(
        baseline_file(
            number=row.number,
            name=row.name,
            reason=row.reason,
            made=row.made,
            made_by=row.made_by,
            content=row.content,
        )
        for row in Baseline.objects.filter(project_id=project.pk).order_by("number")
    )


def _is_baseline(path: PurePosixPath) -> bool:
    return len(path.parts) == 2 and path.parts[0] == FOLDER and path.suffix == ".json"


def _take(context: Context, path: PurePosixPath, data: bytes, facts: FileFacts | None = None) -> tuple[str, ...]:
    if not record_baseline.allowed(context):
        return ("It was left aside: baselines of another workspace come in only with a new project.",)
    try:
        body = _read(data)
        content = read_rendering(json.dumps(body.pop("content"))).canonical()
        record_baseline(context, **body, content=content)
    except (ValueError, KeyError, TypeError) as error:
        sentence = f"It is no baseline ({error}); expected {SCHEMA} with {', '.join(sorted(_KEYS))}."
        raise Invalid(sentence, problems=(Problem(str(path), sentence),)) from error
    except Invalid as error:
        raise Invalid(error.sentence, problems=(Problem(str(path), error.sentence),)) from error
    return ()


def _read(data: bytes) -> dict[str, Any]:
    body = json.loads(data.decode())
    if not isinstance(body, dict) or set(body) != _KEYS:
        raise ValueError("its keys are others")
    if body.pop("schema") != SCHEMA:
        raise ValueError("its schema is another")
    if not isinstance(body["number"], int) or isinstance(body["number"], bool):
        raise TypeError(f"number is {body['number']!r}")
    for key in ("name", "reason", "made_by"):
        if not isinstance(body[key], str) or "\x00" in body[key]:
            raise TypeError(f"{key} is {body[key]!r}")
    made = datetime.fromisoformat(body["made"])
    if made.tzinfo is None:
        raise ValueError("made has no offset")
    return {**body, "made": made}


def _give(project: ProjectLike) -> Iterator[Given]:
    for place, data in baseline_files(project).items():
        yield Given(PurePosixPath(place), sha256(data).hexdigest(), partial(bytes, data))


BASELINES = register_file_kind(FileKind("baseline", _is_baseline, _take, "before sheets", _give, ("scope.Baseline",)))
