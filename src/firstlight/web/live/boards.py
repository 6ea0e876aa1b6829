"""A board as it is shown, whole or what changed of it. The page, the stream and its plain address say the same."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstlight.cutover.live.queries import board, delta
from firstlight.cutover.live.rows import BLOCKED, DONE, NEXT, WAITING, Board, Row
from firstlight.cutover.models import Run
from firstlight.web.live.fragments import GLYPHS, LANES, Saying, lane_words, placed, rows_said
from firstlight.web.live.standing import standing_of
from firstlight.web.live.streams import Seen
from firstlight.web.states import class_of, glyph_of

#: Columns of the table.
COLUMNS = 8
#: Lanes of which the board shows rows without being asked for all.
OPEN = tuple(lane for lane in LANES if lane not in (WAITING, DONE))
#: Whole tables and parts that are kept as they were said.
_KEPT = 48

_MINUTE = timedelta(minutes=1)

_tables: OrderedDict[tuple[Saying, Seen, tuple[str, ...]], str] = OrderedDict()
_parts: OrderedDict[tuple[Saying, Seen], tuple[str, str]] = OrderedDict()

Fits = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Shown:
    """A board as an audience sees it. `seen` is how far it is: what comes later is asked for after that."""

    run: Run
    board: Board
    saying: Saying
    seen: Seen
    now: datetime

    def table(self, lanes: tuple[str, ...], fits: Fits | None = None) -> SafeString:
        """The bodies of the table, one for each lane. Whole ones are kept; `fits` leaves rows out."""
        if fits is not None:
            return mark_safe(self._written(lanes, fits))  # noqa: S308  (every text in it is escaped)
        key = (self.saying, self.seen, lanes)
        found = _tables.get(key)
        if found is None:
            found = _keep(_tables, key, self._written(lanes, lambda row: True))
        return mark_safe(found)  # noqa: S308  (every text in it is escaped)

    def _written(self, lanes: tuple[str, ...], fits: Fits) -> str:
        said = rows_said(self.saying)
        found: dict[str, list[tuple[int, str]]] = {lane: [] for lane in lanes}
        for lane, order, row in placed(self.board):
            if lane in found and fits(row):
                found[lane].append((order, said.html(row, order)))
        words = lane_words()
        return "".join(_body(lane, words[lane], sorted(rows)) for lane, rows in found.items())

    def counts(self) -> dict[str, int]:
        """How many rows each lane has."""
        found = dict.fromkeys(LANES, 0)
        for lane, _order, _row in placed(self.board):
            found[lane] += 1
        return found

    def parts(self) -> tuple[str, str]:
        """What stands above the table, and what beside it."""
        key = (self.saying, self.seen)
        found = _parts.get(key)
        if found is None:
            context = {
                "standing": standing_of(self.run, self.board, self.now, self.saying),
                "project_zone": ZoneInfo(self.saying.zone),
                "viewer_zone": ZoneInfo(self.saying.viewer) if self.saying.viewer else None,
                "this_year": str(self.now.year),
            }
            found = _keep(_parts, key, (
                render_to_string("firstlight/parts/command_top.html", context),
                render_to_string("firstlight/parts/command_side.html", context),
            ))  # fmt: skip
        return found


def _keep(kept: OrderedDict[Any, Any], key: Any, made: Any) -> Any:
    kept[key] = made
    while len(kept) > _KEPT:
        kept.popitem(last=False)
    return made


def _body(lane: str, words: str, rows: list[tuple[int, str]]) -> str:
    note = {BLOCKED: _("nobody can go on with these"), NEXT: _("ready, or to begin in the next 30 minutes")}.get(
        lane, ""
    )
    said = f'<span class="fl-lane-note">{escape(note)}</span>' if note else ""
    return (
        f'<tbody data-lane="{lane}"{"" if rows else " hidden"}>'
        f'<tr class="fl-lane"><th colspan="{COLUMNS}" scope="rowgroup">'
        f'<span class="{class_of(GLYPHS[lane])}">{glyph_of(GLYPHS[lane])}</span>{escape(words)} '
        f'<span class="fl-lane-count">{len(rows)}</span>{said}</th></tr>'
        f"{''.join(html for _order, html in rows)}</tbody>"
    )


def minute_of(now: datetime) -> int:
    """The minute of a moment, counted since 1970."""
    return int(now.timestamp()) // 60


def shown(run: Run, saying: Saying, now: datetime) -> Shown:
    """The whole board."""
    found = board(run, now)
    return Shown(run, found, saying, _seen(run, found), now)


def _seen(run: Run, found: Board) -> Seen:
    outlook = found.facts.outlook
    return Seen(run.version, minute_of(found.minute), outlook.version if outlook else 0)


def changes(run: Run, saying: Saying, before: Seen, now: datetime) -> tuple[Seen, str] | None:
    """What changed since then, as one line of JSON; None where nothing did. Only what differs is in it.

    `rows` are ref, lane, place within the lane and HTML; with `whole` they are all there are. `top` and `side` stand
    above and beside the table.
    """
    at = datetime.fromtimestamp(before.minute * 60, UTC)
    changed = delta(run, now, before.version, at)
    with override(saying.language):
        now_shown = shown(run, saying, now)
        if now_shown.seen == before:
            return None
        refs = {row.ref for row in changed.rows}
        said = rows_said(saying)
        rows = [
            (row.ref, lane, order, said.html(row, order))
            for lane, order, row in placed(now_shown.board)
            if row.ref in refs
        ]  # fmt: skip
        told: dict[str, Any] = {"id": str(now_shown.seen), "counts": now_shown.counts(), "rows": rows}
        if changed.whole:
            told["whole"] = True
        told |= _differing(now_shown, _parts.get((saying, before)))
    return now_shown.seen, json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _differing(found: Shown, before: tuple[str, str] | None) -> dict[str, str]:
    names = ("top", "side")
    parts = found.parts()
    return {name: part for name, part, old in zip(names, parts, before or ("", ""), strict=True) if part != old}


def fitting(rows: Iterable[Row], fits: Fits) -> int:
    """How many rows fit."""
    return sum(1 for row in rows if fits(row))
