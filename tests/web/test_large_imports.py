"""Imports that take long: asked for once, done by the background loop, with a page that says how far it is."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from firstlight.assurance.models import ActionItem
from firstlight.intake import beside
from firstlight.intake.models import ListChange, Offer
from firstlight.web.views import offers
from firstlight.web.wording import changed_rows
from tests.web.conftest import Stage

ROWS = "Ref,What will be done\nA-7,Seven\nA-8,Eight\nA-9,Nine\n"
LIST, IMPORTS = "actions/", "lists/assurance.actions/import/"
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture(autouse=True)
def soon_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are applied at once, three are not."""
    monkeypatch.setattr(offers, "APPLIED_AT_ONCE", 2)


def _offered(stage: Stage, rows: str = ROWS) -> str:
    sent = SimpleUploadedFile("many.csv", rows.encode())
    response = stage.post("lists/assurance.actions/import/", file=sent)
    assert response.status_code == 303, response.content.decode()
    return str(response.headers["Location"]).removeprefix(f"/p/{stage.project.slug}/")


def _loop(stage: Stage) -> int:
    return beside.do_due(lambda: stage.inside.now, "w1")


def _mark(stage: Stage, address: str) -> str:
    return str(json.loads(stage.get(address, **JSON).content)["mark"])


def _waiting_since(by: timedelta) -> None:
    offer = Offer.objects.get()
    assert offer.asked
    Offer.objects.update(asked=offer.asked - by)


def _refs() -> set[str]:
    return set(ActionItem.objects.values_list("ref", flat=True))


def test_many_rows_wait_for_the_background_loop_and_the_page_says_how_far_they_are(stage: Stage) -> None:
    preview = _offered(stage)
    assert "applied in the background" in stage.text(preview)
    asked = stage.post(preview, do="apply")
    assert asked.status_code == 303
    page = stage.text(preview)
    assert "many.csv is being applied" in page
    assert "store 3 rows" in page
    assert not {"A-7", "A-8", "A-9"} & _refs()
    before = _mark(stage, preview)
    assert _mark(stage, preview) == before
    assert _loop(stage) == 1
    assert _mark(stage, preview) != before
    page = stage.text(preview)
    assert "many.csv is applied" in page
    assert "3 rows of actions: 3 added." in page
    assert "/undo/" in page or "changes/" in page
    assert {"A-7", "A-8", "A-9"} <= _refs()


def test_figures_of_rows_are_grouped_as_the_language_of_the_page_does_it(stage: Stage) -> None:
    rows = "".join(f"B-{number},Done\n" for number in range(1200))
    preview = _offered(stage, f"Ref,What will be done\n{rows}")
    page = stage.text(preview)
    assert "Apply 1,200 rows" in page
    assert "<b>1,200</b>" in page
    assert "1,200 ticked" in page
    with override("en"):
        assert changed_rows("actions", ["added"] * 50_000) == "50,000 rows of actions: 50,000 added."
    with override("de"):
        assert "50.000 Zeilen" in changed_rows("actions", ["added"] * 50_000)
        assert "50.000 hinzugekommen" in changed_rows("actions", ["added"] * 50_000)


def test_few_rows_are_applied_at_once(stage: Stage) -> None:
    preview = _offered(stage, "Ref,What will be done\nA-7,Seven\nA-8,Eight\n")
    assert "applied in the background" not in stage.text(preview)
    stage.post(preview, do="apply")
    assert {"A-7", "A-8"} <= _refs()
    assert not beside.waits(stage.inside.now)


def test_the_same_click_twice_applies_them_once(stage: Stage) -> None:
    preview = _offered(stage)
    for _ in range(2):
        assert stage.post(preview, do="apply").status_code == 303
    assert _loop(stage) == 1
    assert _loop(stage) == 0
    assert stage.post(preview, do="apply").status_code == 409
    assert ListChange.objects.filter(sheet="assurance.actions").count() == 1


def test_while_they_wait_nothing_else_is_decided_about_them(stage: Stage) -> None:
    preview = _offered(stage)
    stage.post(preview, do="apply")
    stage.post(preview, do="none:added")
    stage.post(preview, do="discard")
    assert _loop(stage) == 1
    assert {"A-7", "A-8", "A-9"} <= _refs()


def test_they_can_be_called_back_before_anybody_is_at_it(stage: Stage) -> None:
    preview = _offered(stage)
    stage.post(preview, do="apply")
    stage.post(preview, do="stop")
    assert "nothing is applied yet" in stage.text(preview)
    assert _loop(stage) == 0


def test_without_a_background_loop_the_page_says_so_and_does_it_at_once(stage: Stage) -> None:
    preview = _offered(stage)
    stage.post(preview, do="apply")
    assert "Nobody has taken this up yet" not in stage.text(preview)
    _waiting_since(timedelta(seconds=20))
    page = stage.text(preview)
    assert "Nobody has taken this up yet" in page
    assert "firstlight worker" in page
    assert "Do it here at once" in page
    assert stage.post(preview, do="here").status_code == 303
    assert {"A-7", "A-8", "A-9"} <= _refs()
    assert "3 rows of actions: 3 added." in stage.text(preview)
    assert _loop(stage) == 0


def test_a_list_that_moved_in_between_is_told_on_the_preview(stage: Stage) -> None:
    preview = _offered(stage, "Ref,What will be done\nA-1,Something else\nA-7,Seven\nA-8,Eight\n")
    stage.post("lists/assurance.actions/row/?row=A-1", "wo", title="Done otherwise")
    stage.post(preview, do="apply")
    assert _loop(stage) == 1
    page = stage.text(preview)
    assert "The list changed since these rows were offered: A-1" in page
    assert "Done otherwise" in page
    assert "A-7" not in _refs()
    stage.post(preview, do="apply")
    assert _loop(stage) == 1
    assert ActionItem.objects.get(ref="A-1").title == "Something else"
    assert "The list changed" not in stage.text(preview)


def test_rows_that_are_refused_are_named_on_the_preview(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from firstlight.contracts.tables import Problem
    from firstlight.kernel.errors import Invalid

    def refused(*given: Any) -> None:
        problem = Problem("many.csv", "Nobody knows eight.", row=3, column="Ref", value="A-8")
        raise Invalid("Nothing was stored: there is 1 problem to correct first.", problems=(problem,))

    preview = _offered(stage)
    stage.post(preview, do="apply")
    with monkeypatch.context() as broken:
        broken.setattr(beside, "apply_offer", refused)
        assert _loop(stage) == 1
    page = stage.text(preview)
    assert "there is 1 problem to correct first" in page
    assert "Nobody knows eight." in page


def test_a_large_file_is_read_in_the_background_before_its_preview(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "READ_AT_ONCE", 10)
    preview = _offered(stage)
    assert "many.csv is being read" in stage.text(preview)
    assert _loop(stage) == 1
    page = stage.text(preview)
    assert "nothing is applied yet" in page
    assert "Apply 3 rows" in page


def test_a_large_file_that_cannot_be_read_is_refused_there(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "READ_AT_ONCE", 10)
    preview = _offered(stage, "<html><body>no list at all</body></html>")
    assert _loop(stage) == 1
    page = stage.text(preview)
    assert "many.csv could not be read" in page
    assert "Give another file" in page


def test_nobody_sees_the_rows_of_another(stage: Stage) -> None:
    preview = _offered(stage)
    stage.post(preview, do="apply")
    assert stage.get(preview, "wo").status_code == 404
    assert stage.get(preview, "wo", **JSON).status_code == 404
    assert stage.client("wo").post(f"/p/{stage.project.slug}/{preview}", {"do": "here"}).status_code == 404


def test_whoever_left_the_page_finds_an_import_again_on_the_list_and_on_the_page_of_its_imports(stage: Stage) -> None:
    preview = _offered(stage)
    pages = (LIST, IMPORTS)
    assert not any("Imports in the background" in stage.text(page) for page in pages)
    stage.post(preview, do="apply")
    for page in pages:
        assert "An import of 3 rows is under way, from many.csv." in stage.text(page)
        assert f"/p/{stage.project.slug}/{preview}" in stage.text(page)
    _waiting_since(timedelta(seconds=20))
    assert "nobody has taken it up yet" in stage.text(LIST)
    assert _loop(stage) == 1
    for page in pages:
        assert "An import of 3 rows was applied, from many.csv." in stage.text(page)
    Offer.objects.update(applied=stage.inside.now - timedelta(hours=2))
    assert "Imports in the background" not in stage.text(LIST)
    assert "was applied, from many.csv" in stage.text(IMPORTS)


def test_an_import_that_failed_says_so_where_one_looks_for_it(stage: Stage) -> None:
    preview = _offered(stage, "Ref,What will be done\nA-1,Something else\nA-7,Seven\nA-8,Eight\n")
    stage.post("lists/assurance.actions/row/?row=A-1", "wo", title="Done otherwise")
    stage.post(preview, do="apply")
    assert _loop(stage) == 1
    for page in (LIST, IMPORTS):
        assert "An import of 3 rows failed, from many.csv; nothing of it is in the list." in stage.text(page)


def test_a_large_file_is_found_again_while_it_is_read_and_when_it_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "READ_AT_ONCE", 10)
    preview = _offered(stage)
    assert "many.csv is being read; nothing of it is in the list yet." in stage.text(LIST)
    assert _loop(stage) == 1
    assert "many.csv was read; 3 rows of it wait to be applied." in stage.text(IMPORTS)
    stage.post(preview, do="discard")
    _offered(stage, "<html><body>no list at all</body></html>")
    assert _loop(stage) == 1
    assert "many.csv could not be read; nothing of it is in the list." in stage.text(LIST)


def test_an_import_is_found_by_whoever_gave_it_and_costs_one_question(stage: Stage) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            stage.text(LIST)
        return len([one for one in asked if "intake_offer" in one["sql"]])

    preview = _offered(stage)
    stage.post(preview, do="apply")
    assert "many.csv" not in stage.text(LIST, "wo")
    assert "many.csv" not in stage.text(IMPORTS, "wo")
    assert questions() == 1
    stage.post(_offered(stage, ROWS.replace("A-", "B-")), do="apply")
    assert stage.text(LIST).count("is under way") == 2
    assert questions() == 1


def test_a_large_file_of_a_planning_tool_is_read_once_and_its_preview_comes_from_what_was_read(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cutover.test_large_project_files import _file, _task

    monkeypatch.setattr(offers, "READ_AT_ONCE", 10)
    sent = SimpleUploadedFile("plan.xml", _file(_task(1) + _task(2) + _task(3)))
    answer = stage.post("lists/cutover.tasks/import/", file=sent)
    preview = str(answer.headers["Location"]).removeprefix(f"/p/{stage.project.slug}/")
    assert _loop(stage) == 1
    times: list[str] = []

    def read(*given: Any) -> None:
        times.append("read again")
        raise AssertionError

    monkeypatch.setattr("firstlight.cutover.sheets.projects.read_mspdi", read)
    monkeypatch.setattr("firstlight.cutover.actions.project_files.read_mspdi", read)
    assert "Apply 3 rows" in stage.text(preview)
    stage.post(preview, do="apply")
    assert _loop(stage) == 1
    assert not times
    assert "plan.xml is applied" in stage.text(preview)


def test_a_file_of_a_planning_tool_that_is_too_large_names_the_command_that_takes_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from firstlight.cutover.sheets import TASKS

    small = replace(TASKS.other_files[0], most_bytes=1_000)
    monkeypatch.setattr("firstlight.kernel.sheets.sheet.Sheet.other_file", lambda sheet, name: small)
    answer = stage.post("lists/cutover.tasks/import/", file=SimpleUploadedFile("plan.xml", b"<Project>" * 1_000))
    assert answer.status_code == 422
    assert "makes a workbook of it" in answer.content.decode()
    assert small.command in answer.content.decode()
