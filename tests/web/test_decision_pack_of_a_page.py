"""The decision pack as the committee gets it: three files of one frozen assessment, saying what the page says."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.reporting.reading_back import pages_of, slides_of, squeezed, words_on, workbook_of
from tests.web.conftest import Stage


@pytest.fixture
def accepted(stage: Stage) -> Stage:
    """The sponsor has accepted a risk before the last assessment."""
    from firstlight.packs.actions import accept_risk

    now = stage.inside.now
    accept_risk(stage.cast.context("es"), check_ref="scope.agreed", reason="The board knows.",
                person=stage.cast.people["es"], expires=now + timedelta(days=30))  # fmt: skip
    stage.assess()
    return stage


def words_of(stage: Stage, folder: Path) -> dict[str, tuple[str, str]]:
    """The first page and all words of each file of assessment 3."""
    files = {form: stage.get(f"assessments/3/decision-pack.{form}").content for form in ("pdf", "pptx", "xlsx")}
    pages = [squeezed(page) for page in pages_of(files["pdf"], folder)]
    slides = [squeezed(words_on(slide)) for slide in slides_of(files["pptx"])]
    book = workbook_of(files["xlsx"])
    sheets = [squeezed(" ".join(_cells(sheet))) for sheet in book.worksheets]
    return {
        "pdf": (pages[0], " ".join(pages)),
        "pptx": (slides[0], " ".join(slides)),
        "xlsx": (" ".join(sheets), " ".join(sheets)),
    }


def _cells(sheet: Any) -> list[str]:
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


@pytest.mark.requirement("RDY-12")
def test_all_three_say_what_the_page_says(accepted: Stage, tmp_path: Path) -> None:
    from firstlight.readiness.queries import assessment_numbered, body_of

    assessment = assessment_numbered(accepted.project, 3)
    document = body_of(assessment)
    page = accepted.text("assessments/3/")
    blocking = [one for one in document["reasons"] if one["blocks"]]
    lede = f"{len(blocking)} mandatory checks stand in the way"
    assert lede in page
    assert assessment.digest in page
    for form, (first, everything) in words_of(accepted, tmp_path).items():
        assert squeezed("No-go") in first, form
        assert squeezed(lede) in first, form
        assert squeezed("The board knows.") in first, form  # an accepted risk stands on page one
        assert assessment.digest[:8] in everything, form
        for reason in blocking:
            assert squeezed(reason["title"]) in everything, (form, reason["title"])
        for area in document["areas"]:
            assert squeezed(area["title"]) in everything, (form, area["title"])


def test_each_page_and_slide_names_the_assessment_by_its_digest(accepted: Stage, tmp_path: Path) -> None:
    from firstlight.readiness.queries import assessment_numbered

    digest = assessment_numbered(accepted.project, 3).digest[:8]
    pdf = accepted.get("assessments/3/decision-pack.pdf").content
    assert all(digest in page for page in pages_of(pdf, tmp_path))
    pptx = accepted.get("assessments/3/decision-pack.pptx").content
    assert all(digest in words_on(slide) for slide in slides_of(pptx))


def test_the_pack_of_a_small_project_takes_seconds(accepted: Stage) -> None:
    began = time.monotonic()
    for form in ("pdf", "pptx", "xlsx"):
        assert accepted.get(f"assessments/3/decision-pack.{form}").status_code == 200
    assert time.monotonic() - began < 10
