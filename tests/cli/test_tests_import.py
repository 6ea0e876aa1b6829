"""`firstlight tests import`: files of results into a project of the workspace, as a pipeline does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.testing.room import junit


@pytest.mark.requirement("PLT-03")
def test_results_are_looked_at_and_brought_in_once(firstlight: Run, folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert firstlight("load", folder, data=data).code == 0
    results = tmp_path / "results.xml"
    results.write_bytes(junit([("TC-1 deposit", "passed"), ("stray", "failed")]))
    bring = ("tests", "import", "wave-1", "SIT-9", results)
    dry = firstlight(*bring, "--dry-run", data=data)
    assert (dry.code, "Nothing was brought in: 1 of 1 files would be new in SIT-9." in dry.err) == (0, True)
    document = firstlight(*bring, "--json", data=data).document
    assert (document["schema"], document["project"], document["cycle"]) == (
        "firstlight/tests-import/1",
        "wave-1",
        "SIT-9",
    )
    (told,) = document["files"]
    assert (told["format"], told["tests"], told["failed"], told["known"], told["new"]) == ("junit", 2, 1, False, 2)
    assert len(document["batch"]) == 24
    again = firstlight(*bring, data=data)
    assert (again.code, "This very file is in already" in again.out, "All of it was in already." in again.err) == (
        0, True, True,
    )  # fmt: skip


def test_one_file_that_cannot_be_read_keeps_all_out(firstlight: Run, folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert firstlight("load", folder, data=data).code == 0
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(junit([("TC-1", "passed")]))
    bad.write_text("<testsuite><testcase")
    answer = firstlight("tests", "import", "wave-1", "SIT-9", good, bad, tmp_path / "missing.xml", "--json", data=data)
    assert (answer.code, answer.out) == (3, "")
    assert "bad.xml" in answer.err
    assert "missing.xml: It cannot be read" in answer.err
    assert "Nothing was brought in." in answer.err
    assert (
        "1 of 1 files would be new"
        in firstlight("tests", "import", "wave-1", "SIT-9", good, "--dry-run", data=data).err
    )
    assert firstlight("tests", "import", "nobody", "SIT-9", good, data=data).code == 3
