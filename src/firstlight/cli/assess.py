"""`firstlight assess FOLDER`: files in, verdict out."""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from firstlight.cli.showing import print_json, say
from firstlight.cli.verdict_text import show_verdict

EXIT = {"go": 0, "conditional": 1, "no-go": 2}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("folder", type=Path, help="the project folder")
    parser.add_argument("--as-of", metavar="TIME", help="judge as of this time, such as 2026-11-20T09:40+01:00")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the decision pack and assessment.json there")
    parser.add_argument(
        "--template", type=Path, metavar="FILE",
        help="draw the slides into this .pptx; without it into template.pptx of the folder, if there is one",
    )  # fmt: skip
    parser.add_argument("--since", type=Path, metavar="FILE", help="an earlier assessment.json: say what changed since")
    parser.add_argument("--json", action="store_true", help="print the assessment as JSON")


def run(options: argparse.Namespace) -> int:
    """Read, judge, show. 0 go, 1 conditional, 2 no-go; bad input is refused as a whole."""
    from firstlight.cli.preparing import open_scratch
    from firstlight.cli.times import time_given

    as_of = time_given(options.as_of) if options.as_of else None
    template = template_at(options.template) if options.template else None
    open_scratch()
    from django.utils import timezone

    from firstlight.assurance.evidence import content
    from firstlight.intake.folder import load_folder
    from firstlight.kernel.context import Context
    from firstlight.readiness.actions import assess_project
    from firstlight.readiness.queries import body_of
    from firstlight.reporting.queries import template_of
    from firstlight.workspace.roles import FOLDER_READER

    loaded = load_folder(Context(FOLDER_READER, timezone.now()), options.folder, as_of=as_of)
    made = assess_project(Context(FOLDER_READER, loaded.as_of, loaded.project))
    aside = [{"file": one.file, "reason": one.reason} for one in loaded.ignored]
    document = {**body_of(made), "ignored": aside}
    since = earlier(options.since) if options.since else None
    if options.json:
        print_json("assessment", {key: value for key, value in document.items() if key != "schema"})
    else:
        show_verdict(document, loaded, since)
    if options.out:
        own = template_of(loaded.project)
        write(document, since, options.out, template or (content(own.digest) if own else None))
    return EXIT[document["verdict"]]


def earlier(path: Path) -> dict[str, Any]:
    """An assessment.json of before. Raises Invalid for anything else."""
    from firstlight.kernel.errors import Invalid
    from firstlight.readiness.documents import SCHEMA

    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA:
            raise ValueError(f"its schema is {document['schema']!r}, expected {SCHEMA!r}")
        datetime.fromisoformat(document["as_of"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(f"{path} is not an assessment.json: {error}.") from error
    return dict(document)


def template_at(path: Path) -> bytes:
    """The presentation into which slides are drawn. Raises Invalid, naming it, where it cannot be one."""
    from firstlight.kernel.errors import Invalid
    from firstlight.reporting.decision_pack.own_template import check_template

    try:
        data = path.read_bytes()
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {error.strerror}.") from error
    try:
        check_template(data)
    except Invalid as error:
        raise Invalid(f"{path}: {error}") from error
    return data


def write(document: dict[str, Any], since: dict[str, Any] | None, folder: Path, template: bytes | None = None) -> None:
    """The decision pack beside the frozen assessment."""
    from firstlight.kernel.errors import Invalid
    from firstlight.readiness.comparing import compare
    from firstlight.reporting.decision_pack import write_pack

    try:
        folder.mkdir(parents=True, exist_ok=True)
        changes = compare(since, document) if since else None
        as_of = since["as_of"] if since else None
        written = write_pack(document, folder, since=changes, since_as_of=as_of, template=template)
    except OSError as error:
        raise Invalid(f"The decision pack cannot be written to {folder}: {error.strerror}.") from error
    say(f"Written to {folder}: {', '.join(path.name for path in written)}")
