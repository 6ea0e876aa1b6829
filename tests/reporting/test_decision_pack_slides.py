"""The PowerPoint file: native, readable, and the same numbers."""

from __future__ import annotations

from typing import Any

import pytest

from firstlight.readiness.comparing import compare
from firstlight.reporting.decision_pack import pptx, words
from tests.reporting import variants
from tests.reporting.reading_back import slides_of, words_on
from tests.reporting.sample import CONDITIONAL, DIRE, GO, NO_GO, document


@pytest.fixture(scope="module")
def dire() -> dict[str, Any]:
    return document(DIRE)


@pytest.fixture(scope="module")
def slides(dire: dict[str, Any]) -> list[Any]:
    return slides_of(pptx(dire))


def titled(slides: list[Any], start: str) -> list[Any]:
    return [slide for slide in slides if slide.shapes.title.text_frame.text.startswith(start)]


@pytest.mark.parametrize(("mix", "aloud"), [(GO, "Go"), (CONDITIONAL, "Conditional go"), (NO_GO, "No-go")])
def test_the_first_slide_says_the_verdict_and_every_accepted_risk(mix: Any, aloud: str) -> None:
    made = document(mix)
    first = slides_of(pptx(made))[0]
    assert first.shapes.title.text_frame.text == aloud
    text = words_on(first)
    assert "in 17 days" in text
    for risk in made["accepted_risks"]:
        assert risk["title"] in text
        assert risk["person"] in text
        assert words.day(risk["expires"]) in text
    assert ("No risk has been accepted." in text) is (not made["accepted_risks"])


def test_accepted_risks_that_do_not_fit_go_on_right_after_the_verdict() -> None:
    made = variants.with_risks(document(DIRE), 30)
    slides = slides_of(pptx(made))
    before = slides.index(titled(slides, "What stands in the way")[0])
    text = "\n".join(words_on(slide) for slide in slides[:before])
    assert all(f"Person {number}\n" in text for number in range(30))


def test_every_reason_stands_on_a_slide_with_the_right_count(dire: dict[str, Any], slides: list[Any]) -> None:
    blocking = [one for one in dire["reasons"] if one["blocks"]]
    reasons = titled(slides, "What stands in the way")
    assert reasons[0].shapes.title.text_frame.text.startswith(f"What stands in the way: {len(blocking)} checks (1 of")
    text = "\n".join(words_on(slide) for slide in reasons)
    assert all(one["title"] in text for one in blocking)


def test_table_and_chart_of_the_areas_tell_the_numbers_of_the_document(dire: dict[str, Any], slides: list[Any]) -> None:
    slide = titled(slides, "The areas")[0]
    text = words_on(slide)
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    series = {one.name: list(one.values) for one in chart.plots[0].series}
    for number, area in enumerate(dire["areas"]):
        counted = [check for check in area["checks"] if check["status"] != "not-applicable"]
        assert f"{sum(check['mark'] == 'met' for check in counted)} of {len(counted)}" in text
        for mark in ("met", "partly", "stale", "unknown", "unmet"):
            assert series[words.word(mark)][number] == sum(check["mark"] == mark for check in area["checks"])
    assert next(iter(chart.plots[0].categories)) == "Readiness"


def test_signatures_actions_and_changes_have_their_slides() -> None:
    new = document(NO_GO)
    old = variants.earlier(new)
    slides = slides_of(pptx(new, since=compare(old, new), since_as_of=old["as_of"]))
    signed = "\n".join(words_on(slide) for slide in titled(slides, "Signatures: 18 valid, 1 stale and 2 missing"))
    assert "Bank file in CAMT.053" in signed
    actions = "\n".join(words_on(slide) for slide in titled(slides, "Actions: 14 open, 3 overdue"))
    assert all(one["ref"] in actions for one in new["actions"])
    assert titled(slides, "What changed since Fri 6 Nov 2026, 09:40 CET")


@pytest.mark.parametrize("made", [document(DIRE), variants.hostile(), variants.bare()], ids=["dire", "hostile", "bare"])
def test_nothing_leaves_a_slide_and_everything_has_a_name(made: dict[str, Any]) -> None:
    slides = slides_of(pptx(made))
    for slide in slides:
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            assert shape.top + shape.height <= 540 * 12700
            assert shape.left + shape.width <= 960 * 12700
            if shape.has_table or shape.has_chart or shape.shape_type == 1:
                known = shape._element.xpath(".//p:cNvPr")[0]
                assert known.get("descr") or "decorative" in str(known.xpath(".//*")[-1].tag)


def test_every_slide_has_the_digest_and_its_number(slides: list[Any]) -> None:
    for slide in slides:
        assert "Assessment digest" in words_on(slide)
        assert slide._element.xpath('.//a:fld[@type="slidenum"]')


def test_texts_stay_texts() -> None:
    text = "\n".join(words_on(slide) for slide in slides_of(pptx(variants.hostile())))
    assert variants.MARKUP in text
    assert variants.FORMULA in text
    assert "_x0000_" not in text


def test_the_deck_brings_one_layout_and_no_picture_of_another() -> None:
    import zipfile
    from io import BytesIO

    names = zipfile.ZipFile(BytesIO(pptx(document(GO)))).namelist()
    assert sum(name.startswith("ppt/slideLayouts/slideLayout") for name in names) == 1
    assert not [name for name in names if "thumbnail" in name or "printer" in name]
