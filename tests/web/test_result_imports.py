"""Files of test results come in through the browser: chosen, looked at, brought in as one, taken back as one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from firstlight.ledger.models import Entry
from firstlight.testing.models import Cycle, Result, ResultImport
from tests.testing.result_files import HOSTILE_RESULTS, ODD_RESULTS, ODD_SENTENCES
from tests.testing.room import TUESDAY, junit
from tests.web.conftest import Stage

AT = "testing/results/import/"


def _send(stage: Stage, *files: tuple[str, bytes], cycle: str = "UAT-1", who: str = "wo", **more: Any) -> Any:
    given = [SimpleUploadedFile(name, data) for name, data in files]
    return stage.post(AT, who, results=given, cycle=cycle, **more)


def _preview(stage: Stage, *files: tuple[str, bytes], **more: Any) -> str:
    """The address of the preview below the project."""
    response = _send(stage, *files, **more)
    assert response.status_code == 303, response.content.decode()
    return str(response.headers["Location"]).removeprefix(f"/p/{stage.project.slug}/")


def _words(page: str) -> str:
    """What one reads of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.find("<main") :]))


def _counting() -> dict[str, str]:
    return dict(Result.objects.filter(latest=True, cycle__ref="UAT-1").values_list("name", "outcome"))


@pytest.mark.requirement("UAT-07")
def test_results_are_looked_at_brought_in_once_and_taken_back(stage: Stage) -> None:
    before, files = _counting(), ResultImport.objects.count()
    results = junit([("TC-1 deposit", "failed"), ("TC-2 weight", "passed"), ("stray", "passed")], TUESDAY)
    preview = _preview(stage, ("monday.xml", results))
    words = _words(stage.text(preview, "wo"))
    assert "2 results belong to a case 2 by the ref in their name" in words
    assert "1 result belongs to no case Kept all the same" in words
    assert _counting() == before

    done = stage.post(preview, "wo")
    assert done.status_code == 303
    assert _counting()["TC-1 deposit"] == "failed"
    assert ResultImport.objects.count() == files + 1
    again = _preview(stage, ("copy.xml", results))
    page = stage.text(again, "wo")
    assert "This very file is in this cycle already. It changes nothing." in page
    assert "Bring in" not in page
    assert stage.post(again, "wo").status_code == 303
    assert ResultImport.objects.count() == files + 1

    batch = ResultImport.objects.get(digest__isnull=False, file="monday.xml").batch
    assert f"testing/results/{batch}/undo/" in stage.text("testing/", "wo")
    assert "monday.xml" in stage.text(f"testing/results/{batch}/undo/", "wo")
    assert stage.post(f"testing/results/{batch}/undo/", "wo").status_code == 303
    assert _counting() == before
    assert Entry.objects.filter(action="testing.results.withdrawn").count() == 1
    assert stage.get(f"testing/results/{batch}/undo/", "wo").status_code == 404


def test_a_preview_says_what_would_be_new_changed_same_and_older(stage: Stage) -> None:
    first = junit([("a", "passed"), ("b", "passed"), ("c", "failed")], TUESDAY)
    stage.post(_preview(stage, ("first.xml", first)), "wo")
    older = junit([("a", "passed"), ("b", "failed"), ("c", "failed"), ("d", "passed")])
    words = _words(stage.text(_preview(stage, ("older.xml", older)), "wo"))
    assert "New 1 Changed 0 Same 2 Older 1" in words
    newer = junit([("a", "passed"), ("b", "failed"), ("c", "passed")], TUESDAY.replace(hour=12))
    words = _words(stage.text(_preview(stage, ("newer.xml", newer)), "wo"))
    assert "New 0 Changed 2 Same 1 Older 0" in words
    assert "b orders Passed Failed" in words
    assert "c orders Failed Passed" in words


def test_files_of_several_tools_come_in_as_one_and_go_as_one(stage: Stage) -> None:
    test = '<test name="Price"><tag>TC-1</tag><status status="PASS"/></test>'
    robot = f'<robot><suite name="Orders">{test}</suite></robot>'.encode()
    listed = b"Test case id,Outcome\nTC-2,Failed\n"
    preview = _preview(stage, ("output.xml", robot), ("list.csv", listed), cycle="*", named="UAT-9")
    words = _words(stage.text(preview, "wo"))
    assert "This cycle is new. It is made as: User acceptance test." in words
    assert "1 by a property or tag" in words
    assert stage.post(preview, "wo").status_code == 303
    imports = list(ResultImport.objects.filter(cycle__ref="UAT-9"))
    assert len({one.batch for one in imports}) == 1
    assert sorted(Result.objects.filter(cycle__ref="UAT-9").values_list("case__ref", "outcome")) == [
        ("TC-1", "passed"), ("TC-2", "failed"),
    ]  # fmt: skip
    assert stage.post(f"testing/results/{imports[0].batch}/undo/", "wo").status_code == 303
    assert not Cycle.objects.filter(ref="UAT-9").exists()


def test_counts_that_a_file_declares_otherwise_are_told(stage: Stage) -> None:
    data = b'<testsuite name="s" tests="7" failures="2"><testcase classname="c" name="TC-1"/></testsuite>'
    assert "The file declares otherwise: 7 tests, 2 failed." in stage.text(_preview(stage, ("a.xml", data)), "wo")


@pytest.mark.parametrize(("name", "data", "sentence"), HOSTILE_RESULTS)
def test_what_cannot_be_read_is_told_and_nothing_comes_in(stage: Stage, name: str, data: bytes, sentence: str) -> None:
    before = ResultImport.objects.count()
    good = ("good.xml", junit([("TC-1", "passed")], TUESDAY))
    preview = _preview(stage, good, (name, data))
    page = stage.text(preview, "wo")
    assert sentence in page
    assert "Nothing can be brought in while a file cannot be read." in page
    assert "Bring in" not in page
    assert stage.post(preview, "wo").status_code == 422
    assert ResultImport.objects.count() == before


def test_a_name_twice_a_negative_and_a_local_time_are_told_and_a_failure_counts(stage: Stage) -> None:
    preview = _preview(stage, ("odd.xml", ODD_RESULTS))
    words = _words(stage.text(preview, "wo"))
    assert "Tests 3 Passed 2 Failed 1" in words
    assert all(sentence in words for sentence in ODD_SENTENCES)
    assert stage.post(preview, "wo").status_code == 303
    kept = {one.name: one for one in Result.objects.filter(latest=True, source__file="odd.xml")}
    assert {name: one.outcome for name, one in kept.items()} == {"TC-1": "failed", "TC-2": "passed"}
    assert kept["TC-2"].seconds == 1234.5


def test_too_much_at_once_is_refused_before_it_is_read(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstlight.testing.formats.MOST_AT_ONCE", 1024 * 1024)

    def never(*_: Any) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr("firstlight.web.views.results.hold", never)
    response = _send(stage, ("big.xml", b"x" * (2 * 1024 * 1024)))
    assert response.status_code == 422
    page = response.content.decode()
    assert "“big.xml” has 2.0 MB; at most 1 MB are taken at once." in page
    assert "“firstlight tests import”" in page
    several = _send(stage, *((f"{number}.xml", b"x" * 700_000) for number in range(2)))
    assert "These 2 files have 1.3 MB together; at most 1 MB are taken at once." in several.content.decode()


def test_a_cycle_has_to_be_named_and_files_chosen(stage: Stage) -> None:
    for cycle in ("", "*"):
        assert "Choose a cycle, or name a new one." in _send(stage, ("a.xml", b"<x/>"), cycle=cycle).content.decode()
    assert "(optional)" not in stage.text(AT, "wo").split("Or a new cycle")[0]
    assert "Choose a file." in stage.post(AT, "wo", cycle="UAT-1").content.decode()


def test_others_neither_look_nor_bring_in(stage: Stage) -> None:
    data = junit([("TC-1", "passed")], TUESDAY)
    preview = _preview(stage, ("a.xml", data))
    assert stage.get(preview, "pl").status_code == 404
    assert stage.get(AT, "au").status_code == 403
    assert stage.outsider().get(f"/p/wave-1/{preview}").status_code == 404
    assert stage.outsider().post(f"/p/wave-1/{AT}", {"cycle": "UAT-1"}).status_code == 404
