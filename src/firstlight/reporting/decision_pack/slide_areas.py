"""The areas as a table, with a chart of their checks beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstlight.reporting.decision_pack import words
from firstlight.reporting.decision_pack.deck import Column, Deck, Row, Words, about, rgb
from firstlight.reporting.decision_pack.slide_template import BOTTOM, FONT, TOP
from firstlight.reporting.decision_pack.summary import AreaLine, Summary

#: Rows of the table beside one chart.
MOST = 15
#: From what is done to what is not; the same five as everywhere.
SERIES = ("met", "partly", "stale", "unknown", "unmet")


def add_areas(deck: Deck, summary: Summary) -> None:
    """As many slides as there are areas for."""
    areas = summary.areas
    parts = [areas[start : start + MOST] for start in range(0, len(areas), MOST)]
    for number, part in enumerate(parts, 1):
        suffix = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
        slide = deck.slide(f"The areas{suffix}")
        columns = (Column("Area", 212), Column("Status", 98), Column("Checks met", 84))
        deck.table_on(slide, TOP, columns, [_row(one) for one in part], meaning=f"Areas with status{suffix}")
        _add_chart(deck, slide, part)


def _row(one: AreaLine) -> Row:
    quiet = one.mark in ("met", "not-applicable")
    ink = "text-3" if one.mark == "not-applicable" else one.mark
    return (
        (Words(words.cut(one.title, 60), bold=not quiet),),
        (Words(f"{words.GLYPHS[one.mark]} {words.word(one.mark)}", bold=not quiet, ink=ink),),
        (Words(f"{one.met} of {one.counted}"),),
    )


def _add_chart(deck: Deck, slide: Any, areas: Sequence[AreaLine]) -> None:
    from pptx.chart import data as chart_data
    from pptx.enum.chart import XL_CHART_TYPE

    category_chart_data: Any = chart_data.CategoryChartData
    data = category_chart_data(number_format="0")
    data.categories = [words.cut(one.short, 28) for one in areas]
    for mark in SERIES:
        data.add_series(words.word(mark), [one.counts[mark] for one in areas])
    box = (450, TOP - 6, 466, BOTTOM - TOP + 6)
    shape = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *deck.canvas.box(box), data)
    about(shape, _in_words(areas))
    _dress(deck, shape.chart)


def _in_words(areas: Sequence[AreaLine]) -> str:
    told = (f"{one.title}: {words.counts({mark: one.counts[mark] for mark in SERIES}) or 'none'}" for one in areas)
    return f"Stacked bars, checks by status. {'; '.join(told)}."


def _dress(deck: Deck, chart: Any) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_MARK
    from pptx.enum.dml import MSO_PATTERN

    chart.has_title = False
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _letter(deck, chart)
    chart.category_axis.reverse_order = True
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    chart.category_axis.format.line.color.rgb = rgb("line-strong")
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for mark, series in zip(SERIES, plot.series, strict=True):
        fill = series.format.fill
        if mark == "unknown":  # drawn as absence: hatched, never mistaken for a pass
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.rgb, fill.back_color.rgb = rgb("unknown-line"), rgb("surface")
        else:
            fill.solid()
            fill.fore_color.rgb = rgb(f"{mark}-glyph")
        series.format.line.color.rgb = rgb("unknown-line" if mark == "unknown" else "surface")
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0;;;", False
        labels.font.size, labels.font.bold = deck.points(9), True
        labels.font.color.rgb = rgb("text" if mark == "unknown" else "inverse")


def _letter(deck: Deck, chart: Any) -> None:
    """Type and colour of the words of the chart: in an own template, those of its theme."""
    from pptx.enum.dml import MSO_THEME_COLOR

    chart.font.size = deck.points(10)
    if deck.canvas.own:
        chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    else:
        chart.font.name, chart.font.color.rgb = FONT, rgb("text-2")
