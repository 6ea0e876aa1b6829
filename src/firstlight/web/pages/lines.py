"""The rows of a list as HTML. A page has thousands of cells, and a template takes ten times as long for each.

Every text passes `escape`; what is put together here are tags and the classes of the stylesheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from html import escape
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from firstlight.kernel import clocks
from firstlight.web import states
from firstlight.web.figures import weekday_of
from firstlight.web.listing import Cell
from firstlight.web.pages.lists import Head, RowButton, Shown


@dataclass(frozen=True, slots=True)
class Clock:
    """The project's zone, and the year in which it is: times of another year name theirs. `viewer`: the viewer's."""

    zone: tzinfo
    year: str
    viewer: tzinfo | None = None


def lines(shown: Shown, clock: Clock) -> SafeString:
    """All rows, with the headings of their groups."""
    return mark_safe("\n".join(_Lines(shown, clock).all()))  # noqa: S308  (every text in it is escaped)


class _Lines:
    """Writes the rows of a list; what they have in common is made once for all of them."""

    def __init__(self, shown: Shown, clock: Clock) -> None:
        self.shown, self.clock = shown, clock
        self.work = shown.work if shown.work and shown.work.may_edit else None
        edits = self.work.edits if self.work else ("",) * len(shown.heads)
        self.first_edit = f' data-edit="{escape(edits[0])}"' if edits and edits[0] else ""
        self.rest = [(head.title, _opened(head, edit)) for head, edit in zip(shown.heads[1:], edits[1:], strict=True)]
        self.pick, self.edit = _("Select %(row)s"), escape(_("Edit"))

    def all(self) -> Iterator[str]:
        wide = len(self.shown.heads) + (2 if self.work else 0)
        group = None
        for number, row in enumerate(self.shown.rows):
            if self.shown.groups and self.shown.groups[number] != group:
                group = self.shown.groups[number]
                yield f'<tr class="group"><th colspan="{wide}" scope="rowgroup">{escape(group)}</th></tr>'
            yield self.line(number, row)

    def line(self, number: int, row: tuple[Cell, ...]) -> str:
        """One row."""
        cells = _first(row[0], self.first_edit) + "".join([
            f"{start}{_inner(cell, self.clock, title)}</td>"
            for (title, start), cell in zip(self.rest, row[1:], strict=True)
        ])  # fmt: skip
        work = self.work
        if work is None:
            return f"<tr>{cells}</tr>"
        key, address = escape(work.keys[number]), f"{work.row}?row={quote(work.keys[number], safe='')}"
        pick = escape(self.pick % {"row": work.keys[number]})
        return (
            f'<tr data-row="{key}"><td class="fl-pick"><input type="checkbox" form="bulk" name="row" value="{key}" '
            f'aria-label="{pick}"></td>{cells}'
            f'<td class="fl-do">{_button(work.buttons[number] if work.buttons else None, address, key)}'
            f'<a href="{address}" aria-label="{self.edit} {key}">{self.edit}</a></td></tr>'
        )


def _button(button: RowButton | None, address: str, key: str) -> str:
    """One click on a row; `address` is that of the row, `key` its name as it is written in a page."""
    if button is None:
        return ""
    return (
        f'<button class="btn btn-quiet btn-sm" form="quick" formaction="{address}" name="{escape(button.column)}" '
        f'value="{escape(button.value)}">{escape(button.words)}<span class="visually-hidden"> {key}</span></button>'
    )


def _opened(head: Head, edits: str) -> str:
    style = f' class="{head.style}"' if head.style else ""
    edit = f' data-edit="{escape(edits)}"' if edits else ""
    return f'<td{edit} data-th="{escape(head.title)}"{style}>'


def _first(cell: Cell, edit: str) -> str:
    text = escape(cell.text)
    if cell.url:
        text = f'<a class="open" href="{escape(cell.url)}">{text}</a>'
    cut = " cut" if cell.url else ""
    return f'<th scope="row" class="wide{cut}"{edit}>{text}{_sub(cell)}</th>'


def _inner(cell: Cell, clock: Clock, title: str) -> str:
    text = escape(cell.text)
    if len(cell.line) > 1:
        text = f"{drawn_line(cell.line, cell.top, title, 'running')} {text}"
    if cell.state:
        text = f"{_status(cell.state)}{text}</span>"
    elif cell.at:
        text = moment_beside(cell.at, clock) if cell.both else moment(cell.at, clock)
        text = f'<span class="fl-late">{text}</span>' if cell.late else text
    elif cell.url:
        text = f'<a href="{escape(cell.url)}">{text}</a>'
    elif cell.late:
        text = f'<span class="fl-late">{text}</span>'
    return text + _sub(cell)


@lru_cache(maxsize=64)
def _status(state: str) -> str:
    """How a status begins: its class and its drawing."""
    return f'<span class="fl-status bare {states.class_of(state)}">{states.glyph_of(state)}'


def _sub(cell: Cell) -> str:
    late = " fl-late" if cell.late else ""
    return f'<span class="sub{late}">{escape(cell.sub)}</span>' if cell.sub else ""


def moment(at: datetime, clock: Clock, beside: str = "") -> SafeString:
    """A moment in the project's zone with the name of the zone; the year only when it is not this one."""
    here = at.astimezone(clock.zone)
    day = weekday_of(int(clock.year), here.date())
    words = escape(f"{day}, {here:%H:%M} {clocks.zone_name(here)}")
    # What is put together is escaped, and so is what stands beside it.
    said = f'<span class="fl-instant"><time datetime="{here.isoformat()}">{words}</time>{beside}</span>'
    return SafeString(said)


def moment_of(at: datetime, clock: Clock, viewer: tzinfo | None, *, inline: bool = False) -> SafeString:
    """The same, and below it (or after it) the viewer's own time where that differs."""
    here, there = at.astimezone(clock.zone), at.astimezone(viewer or clock.zone)
    if here.utcoffset() == there.utcoffset():
        return moment(at, clock)
    theirs = _("%(time)s your time (%(zone)s)") % {"time": f"{there:%H:%M}", "zone": clocks.zone_name(there)}
    day = f"{weekday_of(there.year, there.date())}, " if here.day != there.day else ""
    style, dot = ("fl-text-3", " · ") if inline else ("viewer", "")
    return moment(at, clock, f'<span class="{style}">{dot}{escape(day + theirs)}</span>')


def moment_beside(at: datetime, clock: Clock) -> SafeString:
    """The same in few words, for tables: below it only the viewer's time and the name of its zone."""
    here, there = at.astimezone(clock.zone), at.astimezone(clock.viewer or clock.zone)
    if here.utcoffset() == there.utcoffset():
        return moment(at, clock)
    day = f"{weekday_of(there.year, there.date())}, " if here.day != there.day else ""
    return moment(at, clock, f'<span class="viewer">{escape(f"{day}{there:%H:%M} {clocks.zone_name(there)}")}</span>')


def drawn_line(values: Sequence[int], top: int, label: str, state: str) -> SafeString:
    """Figures as a small line; nothing for a single one. The same figures must stand in a table somewhere."""
    if len(values) < 2:
        return SafeString("")
    last, end = len(values) - 1, values[-1]
    points = "".join(f"{number},-{value} " for number, value in enumerate(values))
    figures = ", ".join(map(str, values))
    said = (
        f'<svg class="fl-spark {states.class_of(state)}" viewBox="0 -{top} {last} {top}" preserveAspectRatio="none" '
        f'role="img" aria-label="{escape(label)}: {figures}"><path class="floor" d="M0 0H{last}"/>'
        f'<polyline points="{points}"/><path class="last" d="M{last} -{end}h0"/></svg>'
    )
    return SafeString(said)
