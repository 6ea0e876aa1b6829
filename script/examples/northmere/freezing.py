"""The assessment that the committee decided on, judged once and kept: as it was at 16:05, after the signatures."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from unittest import mock

from northmere import committee
from northmere.folders import Notary, baselines, with_signatures, write
from northmere.state import files_at


def freeze() -> None:
    """Judge anew and replace what is kept. Only when the story changes: what was frozen is not made again."""
    from django.db import transaction

    from firstlight.intake.folder import load_folder
    from firstlight.kernel.context import Context
    from firstlight.readiness.actions import assess_project
    from firstlight.workspace.roles import FOLDER_READER

    before, notary = committee.OPENED - timedelta(minutes=1), Notary()
    committee.FROZEN.unlink(missing_ok=True)
    files = with_signatures(files_at(before), before, notary) | baselines(before, notary)
    with tempfile.TemporaryDirectory() as name, transaction.atomic(), mock.patch("secrets.token_hex", _named):
        write(files, Path(name))
        context = Context(FOLDER_READER, committee.OPENED, request_id="committee")
        project = load_folder(context, Path(name), as_of=committee.OPENED).project
        made = assess_project(Context(FOLDER_READER, committee.OPENED, project, request_id="committee"))
        transaction.set_rollback(True)
    committee.FROZEN.parent.mkdir(parents=True, exist_ok=True)
    committee.FROZEN.write_bytes(made.body.encode())


def _named(size: int) -> str:
    """In place of chance: the same project gives the same ledger."""
    return "4e" * size
