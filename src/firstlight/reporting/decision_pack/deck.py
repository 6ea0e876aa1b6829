"""The parts slides are made of: a plain 16:9 deck, titles, texts, tables that go on where they do not fit."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from firstlight.reporting.decision_pack import own_template, slide_room
from firstlight.reporting.decision_pack.colours import LIGHT
from firstlight.reporting.decision_pack.slide_template import (
    BOTTOM,
    EDGE,
    FONT,
    MAIN,
    PRESENTATION,
    TOP,
    Canvas,
    blank,
    fill,
    kind_of,
    tag,
)
from firstlight.reporting.decision_pack.words import cut

#: The type size of tables.
SIZE = 12.0
#: Inks that follow the colour of text of an own template; those of states say something and stay.
_PLAIN = frozenset({"text", "text-2", "text-3"})
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_CELL_SIDE, _CELL_TOP = 5.0, 3.5
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text of one look. `ink` names a colour."""

    text: str
    bold: bool = False
    ink: str = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its width in points."""

    heading: str
    width: float


#: Left, top, width, height.
Box = tuple[float, float, float, float]
#: A cell: lines, each of one look. A row: as many cells as there are columns.
Cell = Sequence[Words]
Row = Sequence[Cell]


class Deck:
    """A deck under construction. Every slide has a title, the footer and its number."""

    def __init__(self, title: str, footer: str, template: bytes | None = None) -> None:
        self.canvas = Canvas()
        if template is None:
            self.file, self.layout = blank()
        else:
            self.file, self.layout, self.canvas = own_template.opened(template)
        self.footer = footer
        properties = self.file.core_properties
        properties.title, properties.author, properties.last_modified_by = cut(title, 240), "Firstlight", "Firstlight"
        properties.language, properties.revision = "en", 1

    def slide(self, title: str) -> Any:
        """A new slide with its title, the footer and its number."""
        slide = self.file.slides.add_slide(self.layout)
        slide.shapes.title.text_frame.text = title
        if self.canvas.own:
            self._settle(slide)
        for shape in self.layout.placeholders:
            if kind_of(shape) in ("ftr", "sldNum"):
                slide.shapes._spTree.append(copy.deepcopy(shape._element))
        for shape in slide.placeholders:
            if kind_of(shape) == "ftr":
                shape.text_frame.text = self.footer
        if not any(kind_of(shape) == "ftr" for shape in self.layout.placeholders):
            self.text(slide, (EDGE, BOTTOM + 6, 700, 14), (Words(self.footer, ink="text-3"),), 9)
        return slide

    def _settle(self, slide: Any) -> None:
        """On a slide of an own template: no empty place besides the title, and a title that stays on one line."""
        for shape in list(slide.placeholders):
            if shape._element is not slide.shapes.title._element:
                shape._element.getparent().remove(shape._element)
        for run in slide.shapes.title.text_frame.paragraphs[0].runs:
            run.font.size = self.points(24)

    def points(self, size: float) -> Any:
        """A type size of the drawing as it is on the slide."""
        from pptx.util import Pt

        return Pt(round(size * self.canvas.scale, 1))

    def row_height(self, row: Row, columns: Sequence[Column], size: float) -> float:
        """How high a row becomes at most, in the type of this deck."""
        return row_height(row, columns, size, self.canvas.wider)

    def text(self, slide: Any, box: Box, lines: Sequence[Words], size: float) -> Any:
        """A text box of lines at (left, top, width, height)."""
        shape = slide.shapes.add_textbox(*self.canvas.box(box))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        _write(frame, lines, size, self.canvas)
        return shape

    def drawn(self, slide: Any, kind: Any, box: Box, ink: str, meaning: str, sign: str = "") -> Any:
        """A native shape without line, with a sign in it. `meaning` is its alternative text; empty for decoration."""
        from lxml import etree

        shape = slide.shapes.add_shape(kind, *self.canvas.box(box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(ink)
        shape.line.fill.background()
        style = shape._element.find(tag("style", PRESENTATION))
        shape._element.remove(style)  # the theme's shadow comes with it
        about(shape, meaning)
        if sign:
            _write(shape.text_frame, (Words(sign, bold=True, ink="inverse"),), box[3] * 0.5, self.canvas)
            _centre(shape.text_frame)
        if not meaning:
            shape._element.nvSpPr.cNvPr.append(etree.fromstring(_DECORATIVE))
            tree = shape._element.getparent()
            tree.remove(shape._element)
            tree.insert(2, shape._element)  # behind everything
        return shape

    def table(
        self, title: str, columns: Sequence[Column], rows: Sequence[Row], *, meaning: str, size: float = SIZE
    ) -> None:
        """A table with a slide of its own, and as many more as its rows need."""
        heights = [self.row_height(row, columns, size) for row in rows]
        counts = slide_room.even_pages(heights, BOTTOM - TOP - header_height(size))
        start = 0
        for number, count in enumerate(counts, 1):
            part = f" ({number} of {len(counts)})" if len(counts) > 1 else ""
            slide = self.slide(f"{title}{part}")
            self.table_on(slide, TOP, columns, rows[start : start + count], meaning=f"{meaning}{part}", size=size)
            start += count

    def table_on(
        self,
        slide: Any,
        top: float,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        meaning: str,
        size: float = SIZE,
        left: float = EDGE,
    ) -> None:
        """A table on that slide, for rows that are known to fit."""
        from pptx.util import Pt

        canvas = self.canvas
        heights = [header_height(size), *(self.row_height(row, columns, size) for row in rows)]
        wide = sum(column.width for column in columns)
        box = (left, top, wide, sum(heights))
        shape = slide.shapes.add_table(len(rows) + 1, len(columns), *canvas.box(box))
        about(shape, meaning)
        table = shape.table
        shape._element.graphic.graphicData.tbl.tblPr.find(tag("tableStyleId")).text = _NO_STYLE
        table.horz_banding = False
        for number, column in enumerate(columns):
            table.columns[number].width = Pt(column.width * canvas.scale)
            _fill_cell(table.cell(0, number), (Words(column.heading, ink="text-3"),), size - 2, "line-strong", canvas)
        for row_number, row in enumerate(rows, 1):
            for number, cell in enumerate(row):
                _fill_cell(table.cell(row_number, number), cell, size, "line", canvas)
        for number, height in enumerate(heights):
            table.rows[number].height = Pt(height * canvas.scale)


def rgb(name: str) -> Any:
    """A colour by its name, or a value such as #ffffff."""
    from pptx.dml import color

    colour: Any = color.RGBColor
    return colour.from_string(LIGHT.get(name, name)[1:].upper())


def about(shape: Any, meaning: str) -> None:
    """The alternative text of a shape."""
    for found in shape._element.iter(tag("cNvPr", PRESENTATION)):
        found.set("descr", meaning)


def header_height(size: float) -> float:
    """How high the heading of a table is."""
    return (size - 2) * slide_room.LEADING + 2 * _CELL_TOP


def row_height(row: Row, columns: Sequence[Column], size: float, wider: float = 1.0) -> float:
    """How high a row becomes at most, in a type that is so much wider than our own."""
    count = 1
    for cell, column in zip(row, columns, strict=True):
        room = (column.width - 2 * _CELL_SIDE) / wider
        count = max(count, sum(slide_room.lines(one.text, room, size, bold=one.bold) for one in cell))
    return count * size * slide_room.LEADING + 2 * _CELL_TOP


def _write(frame: Any, lines: Sequence[Words], size: float, canvas: Canvas) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    for number, one in enumerate(lines or (Words(""),)):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        for part_number, part in enumerate(one.text.split("\n")):
            if part_number:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = part
            run.font.size, run.font.bold = Pt(round(size * canvas.scale, 1)), one.bold
            if not canvas.own:
                run.font.name = FONT
            if canvas.own and one.ink in _PLAIN:
                run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            else:
                run.font.color.rgb = rgb(one.ink)


def _centre(frame: Any) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, False
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _fill_cell(cell: Any, lines: Sequence[Words], size: float, line: str, canvas: Canvas) -> None:
    from lxml import etree
    from pptx.util import Pt

    cell.margin_left = cell.margin_right = Pt(_CELL_SIDE * canvas.scale)
    cell.margin_top = cell.margin_bottom = Pt(_CELL_TOP * canvas.scale)
    _write(cell.text_frame, lines, size, canvas)
    edge = etree.fromstring(f'<a:lnB xmlns:a="{MAIN}" w="6350"/>')
    edge.append(fill(line))
    cell._tc.get_or_add_tcPr().insert(0, edge)
