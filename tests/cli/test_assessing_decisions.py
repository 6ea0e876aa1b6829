"""A project with a review and a decision goes out as a folder, and the command judges it as the workspace does."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstlight.intake.folder import give_folder
from firstlight.intake.folder.archives import write_files
from firstlight.kernel.context import Context
from firstlight.readiness.actions import assess_project
from firstlight.readiness.queries import body_of
from firstlight.workspace.roles import FOLDER_READER
from tests.cast import NOW, Cast
from tests.cli.conftest import Run
from tests.readiness.gates import decided_conditionally, finding, in_review


@pytest.mark.requirement("RDY-13")
def test_a_folder_with_a_review_and_a_decision_has_the_same_verdict_and_reasons(
    cast: Cast, firstlight: Run, tmp_path: Path
) -> None:
    finding(cast, in_review(cast), "issue")
    decided_conditionally(cast)
    here = body_of(assess_project(cast.machine))
    folder = tmp_path / "away"
    write_files(folder, give_folder(Context(FOLDER_READER, NOW, cast.project)))
    told = firstlight("assess", folder, "--json", "--as-of", NOW.isoformat())
    there = told.document
    assert here["verdict"] == there["verdict"] == "conditional"
    assert there["reasons"] == here["reasons"]
    assert there["decision"] == here["decision"]
    assert told.code == 1
