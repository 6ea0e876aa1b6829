"""Times of rehearsals in cutover/rehearsals of a project folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from firstlight.cutover.models import Rehearsal, Timing
from firstlight.cutover.queries import measured
from firstlight.intake.folder import load_folder
from firstlight.intake.folder.archives import write_files
from firstlight.kernel.context import Context
from firstlight.kernel.errors import Invalid
from firstlight.workspace.roles import FOLDER_READER
from tests.cutover.conftest import Cutover
from tests.cutover.mspdi_files import project, task
from tests.web.conftest import Stage
from tests.web.test_folder_round_trip import elsewhere, files_of

TIMES = b"Step,Started,Ended,Note\n1,2026-11-07 08:00,2026-11-07 09:30,Slow\n2,2026-11-07 09:30,2026-11-07 10:00,\n"


def _folder(stage: Stage, files: dict[str, bytes], place: Path) -> object:
    Cutover(stage.project, stage.inside).add({"ref": "1"}, {"ref": "2"})
    return elsewhere({**files_of(stage.project, stage.inside.now), **files}, place, stage.inside.now)


def test_a_list_of_times_is_a_rehearsal_and_goes_out_and_in_without_a_difference(stage: Stage, tmp_path: Path) -> None:
    other = _folder(stage, {"cutover/rehearsals/R1.csv": TIMES}, tmp_path / "out")
    assert measured(other) == {"1": (90,), "2": (30,)}  # type: ignore[arg-type]
    made = Rehearsal.objects.get(ref="R1")
    assert (made.title, made.started.hour, made.ended.hour) == ("R1", 7, 9)  # type: ignore[union-attr]
    files = files_of(other, stage.inside.now)
    write_files(tmp_path / "again", [(PurePosixPath(name), partial(bytes, data)) for name, data in files.items()])
    loaded = load_folder(Context(FOLDER_READER, stage.inside.now), tmp_path / "again", into=other)  # type: ignore[arg-type]
    assert [one for one in loaded.differences if one.changes] == []
    assert Timing.objects.filter(project=other, note="Slow").count() == 1


def test_a_plan_of_project_with_what_happened_is_a_rehearsal_too(stage: Stage, tmp_path: Path) -> None:
    dates = {"ActualStart": "2026-11-07T08:00:00", "ActualFinish": "2026-11-07T10:00:00", "PercentComplete": 100}
    data = project(task(1, "Stop", 2, **dates), task(2, "Load", 8))
    other = _folder(stage, {"cutover/rehearsals/R2.xml": data}, tmp_path / "out")
    assert measured(other) == {"1": (120,)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Step,Started,Ended\n1,soon,2026-11-07 09:30\n", "column “Started”: “soon” is not accepted"),
        (b"Name,Colour\nx,y\n", "No table of it has a step and when it started or ended."),
        (b"Step,Started,Ended\n1,2026-11-07 09:30,2026-11-07 09:00\n", "it ends before it begins"),
    ],
)
def test_what_cannot_be_is_named_with_its_file(stage: Stage, tmp_path: Path, data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        _folder(stage, {"cutover/rehearsals/R1.csv": data}, tmp_path / "out")
    told = [str(one) for one in refused.value.problems]
    assert any("cutover/rehearsals/R1.csv" in one and sentence in one for one in told), told
    assert not Timing.objects.exists()
