"""The first slide: the verdict, its sentence, the dates, and every accepted risk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstlight.reporting.decision_pack import slide_room, words
from firstlight.reporting.decision_pack.colours import OF_VERDICT
from firstlight.reporting.decision_pack.deck import Column, Deck, Row, Words, header_height
from firstlight.reporting.decision_pack.slide_template import BOTTOM, TOP
from firstlight.reporting.decision_pack.summary import AcceptedRisk, Summary

_RISKS_AT = 308.0
_SIZE = 12.0
#: Until which length a risk's reason stands on the first slide, the longest first that leaves room for all.
_LEDES = (20.0, 17.0, 14.0, 11.0)
_REASONS = (260, 140, 80, 0)


def add_verdict(deck: Deck, summary: Summary) -> None:
    """The slide, and where the accepted risks do not fit on it, as many more as they need."""
    wears = OF_VERDICT[summary.verdict]
    slide = deck.slide(summary.aloud)
    _say_word(deck, slide, summary, wears)
    _say_facts(deck, slide, summary)
    count = len(summary.accepted)
    heading = "Accepted risks" if count else "No risk has been accepted."
    deck.text(slide, (44, 280, 872, 20), (Words(heading, bold=bool(count)),), 14)
    if count:
        _say_risks(deck, slide, summary)


def _say_word(deck: Deck, slide: Any, summary: Summary, wears: str) -> None:
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.enum.text import MSO_ANCHOR

    from firstlight.reporting.decision_pack.deck import rgb

    shapes = {"no-go": MSO_SHAPE.OCTAGON, "conditional": MSO_SHAPE.DIAMOND, "go": MSO_SHAPE.OVAL}
    names = {"no-go": "Octagon", "conditional": "Diamond", "go": "Disc"}
    deck.drawn(slide, MSO_SHAPE.RECTANGLE, (44, 56, 560, 204), f"{wears}-tint", "")
    deck.drawn(
        slide,
        shapes[summary.verdict],
        (64, 78, 54, 54),
        f"{wears}-glyph",
        f"{names[summary.verdict]}: {summary.aloud}",
        {"no-go": "✕", "conditional": "!", "go": "✓"}[summary.verdict],
    )
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = deck.canvas.box((132, 76, 452, 58))
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    run = title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.color.rgb = deck.points(44), rgb(wears)
    name = f"{summary.organisation} · {summary.project}" if summary.organisation else summary.project
    deck.text(slide, (44, 26, 872, 20), (Words(words.cut(name, 120), ink="text-2"),), 13)
    sizes = (
        size
        for size in _LEDES
        if slide_room.lines(summary.lede, 520 / deck.canvas.wider, size) * size * slide_room.LEADING <= 106
    )
    deck.text(slide, (64, 146, 520, 106), (Words(summary.lede),), next(sizes, _LEDES[-1]))


def _say_facts(deck: Deck, slide: Any, summary: Summary) -> None:
    lines: list[Words] = []
    for fact in summary.facts:
        note = f" {fact.note}" if fact.note else ""
        lines += [Words(fact.label, ink="text-3"), Words(f"{fact.value or 'not set'}{note}", bold=bool(fact.value))]
    shape = deck.text(slide, (630, 56, 286, 204), lines, 12.5)
    for paragraph in shape.text_frame.paragraphs[2::2]:
        paragraph.space_before = deck.points(6)


def risk_rows(summary: Summary, longest: int) -> tuple[Sequence[Column], list[Row]]:
    """The accepted risks as a table; with `longest` 0 without their reasons."""
    columns = [Column("Status", 90), Column("Risk", 288), Column("Accepted by", 168), Column("Until", 92)]
    if longest:
        columns[1:3] = Column("Risk", 250), Column("Accepted by", 150)
        columns.append(Column("Reason, in their words", 290))
    else:
        columns[1] = Column("Risk", 522)
    return columns, [_risk(one, longest) for one in summary.accepted]


def _risk(one: AcceptedRisk, longest: int) -> Row:
    ink = "text-3" if one.mark == "not-applicable" else one.mark
    job = (Words(words.cut(one.job, 60), ink="text-2"),) if one.job and longest else ()
    until = (Words("before go-live", ink="text-2"),) if one.ends_early and longest else ()
    row: Row = (
        (Words(f"{words.GLYPHS[one.mark]} {words.word(one.mark)}", bold=True, ink=ink),),
        (Words(words.cut(one.title, 140 if longest else 90), bold=True),),
        (Words(words.cut(one.person, 80 if longest else 30)), *job),
        (Words(words.day(one.expires)), *until),
    )
    return (*row, (Words(f"“{words.cut(one.reason, longest)}”"),)) if longest else row


def _say_risks(deck: Deck, slide: Any, summary: Summary) -> None:
    """Shorter reasons rather than a second slide; a second slide rather than a risk left out."""
    room = BOTTOM - _RISKS_AT - header_height(_SIZE)
    for longest in _REASONS:
        columns, rows = risk_rows(summary, longest)
        heights = [deck.row_height(row, columns, _SIZE) for row in rows]
        if sum(heights) <= room:
            break
    counts = slide_room.pages(heights, BOTTOM - TOP - header_height(_SIZE), room)
    meaning = "Accepted risks with person and expiry"
    deck.table_on(slide, _RISKS_AT, columns, rows[: counts[0]], meaning=meaning, size=_SIZE)
    start = counts[0]
    for number, count in enumerate(counts[1:], 2):
        part = f"Accepted risks ({number} of {len(counts)})"
        more = deck.slide(part)
        deck.table_on(more, TOP, columns, rows[start : start + count], meaning=part, size=_SIZE)
        start += count
