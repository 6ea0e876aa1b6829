"""A presentation of one's own as the template of the slides: kept in type and colour, emptied, never overflowing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from firstlight.kernel.errors import Invalid
from firstlight.reporting.decision_pack import own_template, pptx
from firstlight.reporting.decision_pack.own_template import check_template
from firstlight.reporting.decision_pack.slide_template import tag
from tests.reporting import variants
from tests.reporting.reading_back import slides_of, words_on
from tests.reporting.sample import DIRE, document


def template(wide: float = 10.0, high: float = 7.5, change: Callable[[Any], None] | None = None) -> bytes:
    """A presentation with a slide of its own, such as an office program saves one."""
    file = Presentation()
    file.slide_width, file.slide_height = Inches(wide), Inches(high)
    for holder in (file.slide_master, *file.slide_layouts):
        for place in holder._element.iter(tag("xfrm")):
            for part, across, down in ((place.off, "x", "y"), (place.ext, "cx", "cy")):
                part.set(across, str(round(int(part.get(across)) * wide / 10)))
                part.set(down, str(round(int(part.get(down)) * high / 7.5)))
    slide = file.slides.add_slide(file.slide_layouts[0])
    slide.shapes.title.text_frame.text = "How to use this template"
    if change is not None:
        change(file)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part more, or another in its place."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in given.namelist():
            if one != name:
                made.writestr(one, given.read(one))
        made.writestr(name, content)
    return out.getvalue()


@pytest.mark.requirement("RDY-12")
@pytest.mark.parametrize("size", [(10.0, 7.5), (13.333, 7.5), (10.0, 5.625), (11.69, 8.27)])
def test_nothing_leaves_the_slide_whatever_its_size_and_the_template_s_own_slides_are_gone(
    size: tuple[float, float],
) -> None:
    made = pptx(variants.with_risks(document(DIRE), 12), template=template(*size))
    file = Presentation(BytesIO(made))
    width, height = file.slide_width, file.slide_height
    assert (width, height) == (Inches(size[0]), Inches(size[1]))
    for slide in file.slides:
        assert "How to use this template" not in words_on(slide)
        for shape in slide.shapes:
            assert shape.left >= 0, shape.name
            assert shape.top >= 0, shape.name
            assert shape.left + shape.width <= width, shape.name
            assert shape.top + shape.height <= height, shape.name
            if shape.has_table:
                rows = sum(row.height for row in shape.table.rows)
                assert shape.top + rows <= height
                title = slide.shapes.title
                assert title.top + title.height <= shape.top


def test_the_slides_say_the_same_as_without_a_template() -> None:
    made = document(DIRE)
    plain, own = slides_of(pptx(made)), slides_of(pptx(made, template=template()))

    def said(slides: list[Any]) -> set[str]:
        text = "\n".join(words_on(slide) for slide in slides)
        return {line for line in text.splitlines() if " of " not in line}

    assert said(plain) <= said(own)
    assert any(shape.has_chart for slide in own for shape in slide.shapes)
    assert any(shape.has_table for slide in own for shape in slide.shapes)


def test_type_and_colour_of_the_template_are_kept() -> None:
    given = template()
    made = pptx(document(DIRE), template=given)
    with zipfile.ZipFile(BytesIO(given)) as before, zipfile.ZipFile(BytesIO(made)) as after:
        assert after.read("ppt/theme/theme1.xml") == before.read("ppt/theme/theme1.xml")
        slides = b"".join(after.read(name) for name in after.namelist() if name.startswith("ppt/slides/slide"))
    assert b'typeface="Arial"' not in slides
    assert b'schemeClr val="tx1"' in slides


def test_every_slide_carries_number_and_digest_even_where_the_template_has_no_footer() -> None:
    def without_footer(file: Any) -> None:
        for layout in file.slide_layouts:
            for shape in list(layout.placeholders):
                if shape._element.ph.get("type") in ("ftr", "sldNum", "dt"):
                    shape._element.getparent().remove(shape._element)

    for data in (template(), template(change=without_footer)):
        for slide in slides_of(pptx(document(DIRE), template=data, number=12)):
            assert "Assessment 12, digest " in words_on(slide)


def test_the_same_template_gives_the_same_bytes() -> None:
    given, made = template(), document(DIRE)
    assert pptx(made, template=given) == pptx(made, template=given)


def without_title(file: Any) -> None:
    for layout in file.slide_layouts:
        for shape in list(layout.placeholders):
            if shape._element.ph.get("type") in ("title", "ctrTitle"):
                shape._element.getparent().remove(shape._element)


def linked(file: Any) -> None:
    run = file.slides[0].shapes.title.text_frame.paragraphs[0].runs[0]
    run.hyperlink.address = "https://elsewhere.example/"


def no_title_only(file: Any) -> None:
    for layout in list(file.slide_layouts):
        if layout.name in ("Title Only", "Blank"):
            file.slide_layouts.remove(layout)


BOMB = with_part(template(), "ppt/media/image.bin", b"\0" * 60_000_000)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not a presentation", "it is no .pptx, or it is damaged"),
        (with_part(template(), "ppt/vbaProject.bin", b"Sub"), "it holds macros"),
        (with_part(template(), "ppt/embeddings/oleObject1.bin", b"x"), "it holds an embedded program"),
        (with_part(template(), "ppt/slides/other.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "declares entities"),
        (with_part(template(), "[Content_Types].xml", b"<Types/>"), "it cannot be opened as a presentation"),
        (template(change=linked), "it links to something outside of itself"),
        (template(change=without_title), "none of its layouts has a title"),
        (template(change=no_title_only), "none of its layouts has only a title"),
        (template(10.0, 1.0), "too little room"),
        (BOMB, "far more than its size tells"),
        (b"x" * (own_template.MOST_BYTES + 1), "at most 20 MB are accepted"),
    ],
)
def test_what_cannot_be_a_template_is_refused_with_what_is_wrong(data: bytes, said: str) -> None:
    with pytest.raises(Invalid, match="cannot be the template of the decision pack") as refused:
        check_template(data)
    assert said in str(refused.value)
