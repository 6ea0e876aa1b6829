"""Rows of a board as HTML, each made once: kept until the step, or what time makes of it, is another.

Every text passes `escape`; what is put together here are tags and the classes of the stylesheet.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from firstlight.cutover.live.rows import BLOCKED, DONE, LATE, NEXT, NOW, WAITING, Board, Row
from firstlight.cutover.live.structure import Held
from firstlight.kernel import clocks
from firstlight.web.addresses import place
from firstlight.web.pages.spans import duration, over_words
from firstlight.web.states import glyph_of

#: What is done and waits for somebody to verify it, among the lanes of the board.
VERIFY = "verify"
#: The lanes of a board in their order, and what those wear.
LANES = (BLOCKED, LATE, NOW, VERIFY, NEXT, WAITING, DONE)
GLYPHS = {
    BLOCKED: "blocked", LATE: "late", NOW: "running", VERIFY: "partly", NEXT: "next", WAITING: "waiting", DONE: "met",
}  # fmt: skip
#: So many of what a step waits for are named.
_NAMED = 3
#: Where a cell begins, and what of the head of a row says where it stands.
_CELL, _PLACE = re.compile(r"(?=<t[dh][ >])"), re.compile(r' data-(?:lane|order)="[^"]*"')
#: Boards of which rows are kept: a few runs in a few languages and zones.
_KEPT = 64
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Saying:
    """How a board is said: in which language, with which zone beside that of the cutover, and whether one may act."""

    slug: str
    run: str
    zone: str
    viewer: str
    language: str
    acts: bool


@dataclass(slots=True)
class Rows:
    """The rows of one board as they are said to one audience. Those of the same row are made once."""

    saying: Saying
    kept: dict[str, tuple[Row, int, str]] = field(default_factory=dict)

    def html(self, row: Row, order: int) -> str:
        """One row of the table; `order` is its place within its lane."""
        known = self.kept.get(row.ref)
        if known is not None and known[1] == order and (known[0] is row or known[0] == row):
            return known[2]
        made = _row(row, order, self.saying)
        self.kept[row.ref] = (row, order, made)
        return made


_rows: OrderedDict[Saying, Rows] = OrderedDict()


def rows_said(saying: Saying) -> Rows:
    """The rows that are kept for an audience; those of the audience that was longest away are let go."""
    found = _rows.get(saying)
    if found is None:
        found = _rows[saying] = Rows(saying)
        while len(_rows) > _KEPT:
            _rows.popitem(last=False)
    return found


def forget_rows() -> None:
    """Let go of the rows of all audiences."""
    _rows.clear()


def lane_of(row: Row) -> str:
    """The lane in which a row is shown."""
    return VERIFY if row.to_verify else row.lane


def placed(board: Board) -> Iterator[tuple[str, int, Row]]:
    """Lane, place within it, and row: in the order of the plan, what waits by when it begins, the newest done first."""
    for number, row in enumerate(board.rows):
        lane = lane_of(row)
        if lane == WAITING:
            yield lane, int(row.expected_start.timestamp()), row
        elif lane == DONE:
            yield lane, -int((row.ended or row.planned_end).timestamp()), row
        else:
            yield lane, number, row


def lane_words() -> dict[str, str]:
    """The heading of each lane."""
    return {
        BLOCKED: _("Blocked"), LATE: _("Late"), NOW: _("Now"), VERIFY: _("To verify"), NEXT: _("Next"),
        WAITING: _("Waiting"), DONE: _("Done or skipped"),
    }  # fmt: skip


def _row(row: Row, order: int, saying: Saying) -> str:
    ref, lane = escape(row.ref), lane_of(row)
    step = place("cutover-run-step", saying.slug, saying.run, row.ref)
    own, other = ZoneInfo(saying.zone), ZoneInfo(saying.viewer) if saying.viewer else None
    planned, expected = _("Planned"), _("Expected")
    # With its version: the page of the step is told of evidence and votes, too, which the row itself does not show.
    return (
        f'<tr id="s-{ref}" data-lane="{lane}" data-order="{order}" data-version="{row.changed}" data-who="{_who(row)}"'
        f' data-team="{escape(team_of(row))}"'
        f"{' data-critical' if row.critical else ''}>"
        f'<td class="fl-code">{ref}</td>'
        f'<th scope="row"><a class="open" href="{step}">{escape(row.title)}</a>{_below(row)}</th>'
        f"<td>{escape(row.owner) or '–'}</td>"
        f'<td class="num" data-th="{planned}">{_span(row.planned_start, row.planned_end, own)}'
        f"{_from(row.planned_start, other)}</td>"
        f'<td class="num" data-th="{expected}">{_expected(row, own, other)}</td>'
        f'<td class="num nowrap" data-th="{_("Float")}">{_slack(row)}</td>'
        f"<td>{_used(row)}</td>"
        f'<td class="fl-act">{_act(row, step) if saying.acts else ""}</td></tr>'
    )


def cells_of(html: str) -> tuple[str, list[str]]:
    """A row taken apart: its head without lane and place, and its cells. Nothing typed is a tag in it."""
    head, *cells = _CELL.split(html.removesuffix("</tr>"))
    return _PLACE.sub("", head), cells


def team_of(row: Row) -> str:
    """The team of a step: its area, else the part of the plan that it stands in."""
    return row.area or row.group_title


def _who(row: Row) -> str:
    return escape("|".join(dict.fromkeys(one for one in (row.owner, row.backup, row.verifier) if one)))


def _below(row: Row) -> str:
    said = []
    if row.state == "blocked" and row.reason:
        said.append(row.reason)
    elif row.waits_for:
        said.append(_("Waits for %(what)s") % {"what": waits(row.waits_for)})
    if row.state == "skipped":
        said.append(_("Skipped: %(why)s") % {"why": row.reason})
    if row.overridden:
        said.append(_("Begun before its turn: %(why)s") % {"why": row.reason})
    if row.entered_late:
        said.append(_("entered late"))
    said += [text for text in (row.note, row.warning) if text]
    return f'<span class="sub">{escape(" · ".join(said))}</span>' if said else ""


def waits(held: Iterable[Held]) -> str:
    """What a step waits for: step 214, the go at checkpoint 300; the first three, and how many more there are.

    A checkpoint that is also a predecessor is named once.
    """
    found = list(dict.fromkeys(held))
    gates = {one.by for one in found if one.kind == "checkpoint"}
    found = [one for one in found if one.kind != "step" or one.by not in gates]
    said = []
    for one in found[:_NAMED]:
        if one.kind == "checkpoint":
            said.append(_("the go at checkpoint %(ref)s") % {"ref": one.by})
        elif one.kind == "verification":
            said.append(_("the verification of step %(ref)s") % {"ref": one.by})
        elif one.kind == "time":
            said.append(_("its time"))
        else:
            said.append(_("step %(ref)s") % {"ref": one.by})
    more = len(found) - _NAMED
    if more > 0:
        said.append(_("and %(count)s more") % {"count": more})
    return ", ".join(dict.fromkeys(said))


def _expected(row: Row, own: ZoneInfo, other: ZoneInfo | None) -> str:
    if row.expected_end is None:
        return _("not known")
    at = row.expected_end
    sub = f'<span class="sub">{_named(at.astimezone(other))}</span>' if other else ""
    return f"<time>{_at(at, own)}</time>{sub}"


def _span(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """From when to when. Of another day, or another time of the clock, the end says which."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.utcoffset() != last.utcoffset():
        return f"<time>{_named(first)} – {_named(last)}</time>"
    return f"<time>{_at(start, zone)} – {_at(end, zone) if end - start >= _DAY else clocks.shown(last)}</time>"


def _named(there: datetime) -> str:
    return f"{_weekday(there.weekday(), get_language() or 'en')} {there:%H:%M} {clocks.zone_name(there)}"


def _from(start: datetime, zone: ZoneInfo | None) -> str:
    if zone is None:
        return ""
    said = _("from %(time)s") % {"time": f"{start.astimezone(zone):%H:%M} {clocks.zone_name(start.astimezone(zone))}"}
    return f'<span class="sub">{escape(said)}</span>'


def _at(at: datetime, zone: ZoneInfo) -> str:
    there = at.astimezone(zone)
    return f"{_weekday(there.weekday(), get_language() or 'en')} {clocks.shown(there)}"


@lru_cache(maxsize=64)
def _weekday(number: int, language: str) -> str:
    return format_date(datetime(2024, 1, 1 + number), "D")  # noqa: DTZ001  (a Monday and what follows)


def _slack(row: Row) -> str:
    if row.lane == DONE:
        return "–"
    if row.critical:
        return f'<span class="fl-crit">{glyph_of("critical")}{_("critical")}</span>'
    return duration(row.planned_start, row.planned_start + row.slack) if row.slack.total_seconds() > 0 else "0"


def _used(row: Row) -> str:
    lane = lane_of(row)
    if lane == BLOCKED:
        return f'<span class="fl-status bare is-unmet">{glyph_of("blocked")}{_("Blocked")}</span>'
    if row.started and not row.ended:
        label = _("%(share)s %% of the expected time has passed") % {"share": row.used}
        state = "is-partly" if lane == LATE else "is-running"
        bar = (
            f'<svg class="fl-bar {state}" role="img" aria-label="{escape(label)}">'
            f'<rect width="{row.used}%" height="100%"/></svg>'
        )
        return bar + (_over(row) if lane == LATE else "")
    if lane == LATE:
        return _over(row)
    if lane == VERIFY:
        return f'<span class="sub">{_("done by %(who)s") % {"who": escape(row.ended_by)}}</span>'
    if lane == DONE:
        word = _("Skipped") if row.state == "skipped" else _("Verified") if row.state == "verified" else _("Done")
        return f'<span class="fl-status bare is-met">{glyph_of("met")}{word}</span>'
    if row.ready:
        return f'<span class="fl-status bare is-running">{glyph_of("next")}{_("ready")}</span>'
    return ""


def _over(row: Row) -> str:
    return f'<span class="sub fl-late">{over_words(row.minutes_over)}</span>'


def _act(row: Row, step: str) -> str:
    """One button: what comes next for this step. What needs words of its own leads to the page of the step."""
    if row.kind == "checkpoint" and row.state in ("waiting", "running"):
        return _leads(row, step, _("Decide"))
    if row.state == "blocked":
        return _leads(row, step, pgettext("a button", "Answer"))
    if row.state == "running":
        return _button(row, "finish", _("Done"))
    if row.state == "waiting" and row.ready:
        if row.kind == "milestone":
            return _button(row, "finish", _("Reached"))
        return _button(row, "start", pgettext("a button", "Start"))
    if row.to_verify:
        return _leads(row, step, _("Verify"))
    return ""


def _button(row: Row, event: str, words: str) -> str:
    ref = escape(row.ref)
    return (
        f'<button class="btn btn-quiet btn-sm" form="act" name="act" value="{event} {ref}">{words}'
        f'<span class="visually-hidden"> {ref}</span></button>'
    )


def _leads(row: Row, step: str, words: str) -> str:
    unseen = f'<span class="visually-hidden"> {escape(row.ref)}</span>'
    return f'<a class="btn btn-quiet btn-sm" href="{step}">{words}{unseen}</a>'
