"""The rows of a list as HTML. A page has thousands of cells, and a template takes ten times as long for each.

Every text passes `escape`; what is put together here are tags and the classes of the stylesheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape

from django.template.loader import render_to_string
from django.utils.dateformat import format as date_text
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from firstlight.web import states
from firstlight.web.listing import Cell
from firstlight.web.pages.lists import Head, RowButton, Shown


@dataclass(frozen=True, slots=True)
class Clock:
    """The project's zone, and the year in which it is: times of another year name theirs."""

    zone: tzinfo
    year: str


def lines(shown: Shown, clock: Clock) -> SafeString:
    """All rows, with the headings of their groups."""
    return mark_safe("\n".join(_lines(shown, clock)))  # noqa: S308  (every text in it is escaped)


def _lines(shown: Shown, clock: Clock) -> Iterator[str]:
    opened = [_opened(head, _edits(shown, number)) for number, head in enumerate(shown.heads)]
    wide = len(opened) + (2 if shown.work and shown.work.may_edit else 0)
    group = ""
    for number, row in enumerate(shown.rows):
        if shown.groups and (not number or shown.groups[number] != group):
            group = shown.groups[number]
            yield f'<tr class="group"><th colspan="{wide}" scope="rowgroup">{escape(group)}</th></tr>'
        yield line(shown, number, [cell for _, cell in row], opened, clock)


def line(shown: Shown, number: int, cells: list[Cell], opened: list[str], clock: Clock) -> str:
    """One row."""
    first = cells[0]
    parts = [_first(first, _edits(shown, 0))]
    parts += [
        f"{start}{_inner(cell, clock, head.title)}</td>"
        for start, cell, head in zip(opened[1:], cells[1:], shown.heads[1:], strict=True)
    ]
    work = shown.work
    if work is None or not work.may_edit:
        return f"<tr>{''.join(parts)}</tr>"
    key = escape(work.keys[number])
    pick = _("Select %(row)s") % {"row": work.keys[number]}
    return (
        f'<tr data-row="{key}"><td class="fl-pick"><input type="checkbox" form="bulk" name="row" value="{key}" '
        f'aria-label="{escape(pick)}"></td>{"".join(parts)}'
        f'<td class="fl-do">{_button(work.row, key, work.buttons[number] if work.buttons else None)}'
        f'<a href="{work.row}?row={_in_address(work.keys[number])}" aria-label="{escape(_("Edit"))} {key}">'
        f"{escape(_('Edit'))}</a></td></tr>"
    )


def _in_address(key: str) -> str:
    from urllib.parse import quote

    return quote(key, safe="")


def _button(address: str, key: str, button: RowButton | None) -> str:
    if button is None:
        return ""
    return (
        f'<button class="btn btn-quiet btn-sm" form="quick" formaction="{address}?row={_in_address(key)}" '
        f'name="{escape(button.column)}" value="{escape(button.value)}">{escape(button.words)}'
        f'<span class="visually-hidden"> {key}</span></button>'
    )


def _edits(shown: Shown, number: int) -> str:
    return shown.work.edits[number] if shown.work and shown.work.may_edit else ""


def _opened(head: Head, edits: str) -> str:
    figure = ' class="figure"' if head.figure else ""
    edit = f' data-edit="{escape(edits)}"' if edits else ""
    return f'<td{edit} data-th="{escape(head.title)}"{figure}>'


def _first(cell: Cell, edits: str) -> str:
    edit = f' data-edit="{escape(edits)}"' if edits else ""
    text = escape(cell.text)
    if cell.url:
        text = f'<a class="open" href="{escape(cell.url)}">{text}</a>'
    cut = " cut" if cell.url else ""
    return f'<th scope="row" class="wide{cut}"{edit}>{text}{_sub(cell)}</th>'


def _inner(cell: Cell, clock: Clock, title: str) -> str:
    text = escape(cell.text)
    if len(cell.line) > 1:
        text = f"{_drawn_line(cell, title)} {text}"
    if cell.state:
        style = states.class_of(cell.state)
        text = f'<span class="fl-status bare {style}">{states.glyph_of(cell.state)}{text}</span>'
    elif cell.at:
        text = moment(cell.at, clock)
        text = f'<span class="fl-late">{text}</span>' if cell.late else text
    elif cell.url:
        text = f'<a href="{escape(cell.url)}">{text}</a>'
    elif cell.late:
        text = f'<span class="fl-late">{text}</span>'
    return text + _sub(cell)


def _drawn_line(cell: Cell, title: str) -> str:
    """Its figures as a small line; few lists have one, so a template draws it."""
    return render_to_string("firstlight/parts/cell_line.html", {"cell": cell, "title": title}).strip()


def _sub(cell: Cell) -> str:
    late = " fl-late" if cell.late else ""
    return f'<span class="sub{late}">{escape(cell.sub)}</span>' if cell.sub else ""


def moment(at: datetime, clock: Clock) -> SafeString:
    """A moment in the project's zone, as c-instant writes it with `brief`."""
    here = at.astimezone(clock.zone)
    words = date_text(here, "D j M, H:i T" if str(here.year) == clock.year else "D j M Y, H:i T")
    return format_html('<span class="fl-instant"><time datetime="{}">{}</time></span>', here.isoformat(), words)
