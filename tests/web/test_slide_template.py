"""The template of the slides: checked, kept, used, replaced, removed, and taken along in the folder."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pptx import Presentation

from firstlight.assurance.evidence import path_of
from firstlight.intake.folder import load_folder
from firstlight.intake.folder.archives import write_files
from firstlight.kernel.context import Context
from firstlight.ledger.models import Entry
from firstlight.reporting.models import SlideTemplate
from firstlight.reporting.queries import template_of
from firstlight.workspace.roles import FOLDER_READER
from tests.api.conftest import program
from tests.reporting.test_own_template import template, with_part
from tests.web.conftest import Stage
from tests.web.test_folder_round_trip import elsewhere, files_of

WIDE, NARROW = template(13.333), template(10.0)


def upload(stage: Stage, data: bytes, name: str = "Example Foods.pptx", ref: str = "pl") -> Any:
    return stage.post("settings/template/", ref, file=SimpleUploadedFile(name, data))


def width_of(data: bytes) -> int | None:
    return Presentation(BytesIO(data)).slide_width


def slides(stage: Stage, number: int = 2) -> bytes:
    answer = stage.get(f"assessments/{number}/decision-pack.pptx")
    assert answer.status_code == 200
    return bytes(answer.content)


@pytest.mark.requirement("RDY-12")
def test_slides_are_drawn_into_the_template_until_it_is_replaced_or_removed(stage: Stage) -> None:
    plain = slides(stage)
    assert upload(stage, WIDE).status_code == 303
    page = stage.text("settings/template/")
    assert "Example Foods.pptx" in page
    assert "Paula Ortiz" in page or "Programme lead" in page
    assert "20 Nov, 09:40" in page
    assert width_of(slides(stage)) == width_of(WIDE) != width_of(NARROW)
    assert "They are drawn into “Example Foods.pptx”." in stage.text("settings/")
    assert "PowerPoint is drawn into “Example Foods.pptx”." in stage.text("assessments/2/", "au")
    assert bytes(stage.get("settings/template/template.pptx").content) == WIDE
    assert upload(stage, NARROW, "Narrow.pptx").status_code == 303
    assert width_of(slides(stage)) == width_of(NARROW)
    assert SlideTemplate.objects.count() == 1
    assert stage.post("settings/template/remove/").status_code == 303
    assert slides(stage) == plain
    codes = Entry.objects.filter(stream=stage.project.uid, action__startswith="reporting.template")
    assert [one.action.rpartition(".")[2] for one in codes.order_by("sequence")] == ["kept", "kept", "removed"]


def test_number_and_digest_stand_on_each_slide_of_a_pack_from_a_page(stage: Stage) -> None:
    text = [shape.text_frame.text for slide in Presentation(BytesIO(slides(stage))).slides for shape in slide.shapes
            if shape.has_text_frame]  # fmt: skip
    assert sum("Assessment 2, digest" in words for words in text) >= 3


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "Empty.pptx", "This file is empty."),
        (b"%PDF-1.7", "Report.pptx", "it is no .pptx, or it is damaged or locked by a password."),
        (with_part(WIDE, "ppt/vbaProject.bin", b"x"), "Macros.pptx", "it holds macros."),
        (with_part(WIDE, "ppt/bomb.xml", b"0" * 60_000_000), "Bomb.pptx", "far more than its size tells."),
    ],
)
def test_a_bad_file_gets_a_sentence_beside_the_field_and_what_was_there_stays(
    stage: Stage, data: bytes, name: str, words: str
) -> None:
    upload(stage, WIDE)
    before = Entry.objects.count()
    answer = upload(stage, data, name)
    assert answer.status_code == 422
    page = answer.content.decode()
    at = page.index(words)
    assert 'id="id_file_error"' in page[at - 700 : at]
    assert "Example Foods.pptx" in page
    assert Entry.objects.count() == before
    assert width_of(slides(stage)) == width_of(WIDE)


def test_the_same_file_again_changes_nothing(stage: Stage) -> None:
    upload(stage, WIDE)
    before = Entry.objects.count()
    upload(stage, WIDE)
    assert Entry.objects.count() == before


def test_only_who_may_change_the_profile_comes_near_it(stage: Stage) -> None:
    for who in ("wo", "au", "es"):
        assert upload(stage, WIDE, ref=who).status_code == 403
        assert stage.get("settings/template/", who).status_code == 403
    assert template_of(stage.project) is None
    for address in ("settings/template/", "settings/template/template.pptx", "settings/template/remove/"):
        assert stage.outsider().post(f"/p/{stage.project.slug}/{address}").status_code in (404, 405)
        assert stage.outsider().get(f"/p/{stage.project.slug}/{address}").status_code in (404, 405)
    assert "settings/template/" not in stage.text("assessments/2/", "au")


def test_a_template_that_the_store_lost_is_said_and_the_other_files_still_come(stage: Stage) -> None:
    upload(stage, WIDE)
    path_of(SlideTemplate.objects.get().digest).unlink()
    answer = stage.get("assessments/2/decision-pack.pptx")
    assert answer.status_code == 422
    assert "is missing from the store" in answer.content.decode()
    assert stage.get("assessments/2/decision-pack.pdf").status_code == 200
    assert upload(stage, WIDE, "Again.pptx").status_code == 303
    assert width_of(slides(stage)) == width_of(WIDE)


def test_it_goes_along_in_the_folder_and_comes_in_elsewhere(stage: Stage, tmp_path: Path) -> None:
    upload(stage, WIDE)
    stage.evidence(WIDE, "Example Foods.pptx")
    now = stage.inside.now
    files = files_of(stage.project, now)
    assert files["template.pptx"] == WIDE
    assert files["evidence/Example Foods.pptx"] == WIDE
    other = elsewhere(files, tmp_path / "out", now)
    mine, theirs = template_of(stage.project), template_of(other)
    assert mine is not None
    assert theirs is not None
    for name in ("name", "digest", "size", "kept", "kept_by"):
        assert getattr(mine, name) == getattr(theirs, name)
    assert files_of(other, now)["template.pptx"] == WIDE


def test_a_folder_brought_in_says_that_it_replaces_the_template(stage: Stage, tmp_path: Path) -> None:
    upload(stage, WIDE)
    now = stage.inside.now
    files = {**files_of(stage.project, now), "template.pptx": NARROW}
    write_files(tmp_path / "in", [(Path(name), lambda data=data: data) for name, data in files.items()])  # type: ignore[misc]
    loaded = load_folder(Context(FOLDER_READER, now), tmp_path / "in", into=stage.project)
    assert any("no longer into “Example Foods.pptx”" in note for note in loaded.notes)
    assert width_of(slides(stage)) == width_of(NARROW)


@pytest.mark.requirement("PLT-03")
def test_a_program_does_the_same(stage: Stage) -> None:
    lead = program(stage)
    assert lead.get("slide-template").status_code == 404
    told = lead.upload("slide-template", WIDE, "Example Foods.pptx")
    assert told.status_code == 200
    assert (told.json()["name"], told.json()["size"]) == ("Example Foods.pptx", len(WIDE))
    assert lead.get("slide-template").json() == told.json()
    assert bytes(lead.get("slide-template/file").content) == WIDE
    assert width_of(lead.get("assessments/2/decision-pack.pptx").content) == width_of(WIDE)
    refused = lead.upload("slide-template", b"text", "Other.pptx")
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, "application/problem+json")
    assert "it is no .pptx" in refused.json()["detail"]
    assert lead.send("DELETE", "slide-template").status_code == 204
    assert lead.get("slide-template").status_code == 404
    for who in ("wo", "au"):
        assert program(stage, who).upload("slide-template", WIDE, "Mine.pptx").status_code == 403


def test_a_template_costs_a_page_no_more_than_one_query(stage: Stage) -> None:
    client = stage.client()

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/p/{stage.project.slug}/assessments/2/")
        return len(seen)

    count()
    without = count()
    upload(stage, WIDE)
    count()
    assert count() == without
