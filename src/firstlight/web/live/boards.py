"""A board as it is shown, whole or what changed of it. The page, the stream and its plain address say the same."""

from __future__ import annotations

import gzip
import json
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Container
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from threading import RLock
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstlight.cutover.live.queries import board, delta, is_kept
from firstlight.cutover.live.rows import BLOCKED, DONE, NEXT, WAITING, Board, Row
from firstlight.cutover.models import Run
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.questions import Question
from firstlight.web.live.fragments import GLYPHS, LANES, Saying, cells_of, forget_rows, lane_words, placed, rows_said
from firstlight.web.live.newest import TOGETHER, Newest
from firstlight.web.live.standing import standing_of
from firstlight.web.live.streams import Seen
from firstlight.web.states import class_of, glyph_of

#: Columns of the table.
COLUMNS = 8
#: Lanes of which the board shows rows without being asked for all.
OPEN = tuple(lane for lane in LANES if lane not in (WAITING, DONE))
#: What changed, rows by ref and parts that are kept as they were said: so many of each, and in all to so many rows,
#: letters or bytes, whatever the sizes of those among them.
_KEPT, _ROWS, _BYTES = 160, 100_000, 10_000_000
_lines: OrderedDict[tuple[Saying, Seen], dict[str, Line]] = OrderedDict()
_tables: OrderedDict[tuple[Saying, Seen, tuple[str, ...]], str] = OrderedDict()
_parts: OrderedDict[tuple[Saying, Seen], tuple[str, str]] = OrderedDict()
_told: OrderedDict[tuple[Saying, bool, Seen, Seen], bytes] = OrderedDict()
newest = Newest()
#: Threads wait for the one that makes a board, instead of each making the same.
_making, _telling, _keeping = RLock(), RLock(), RLock()
#: Makes boards that take long, while everybody is shown the one before.
_beside = ThreadPoolExecutor(1, thread_name_prefix="boards")

Fits = Callable[[Row], bool]
#: A row as it is said: its lane, its place within it, its HTML.
Line = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A board as an audience sees it. `seen` is how far it is: what comes later is asked for after that."""

    run: Run
    board: Board
    saying: Saying
    seen: Seen
    now: datetime

    def lines(self) -> dict[str, Line]:
        """All rows as they are said, by ref. A row that did not change is the very same text as before."""
        found = _lines.get((self.saying, self.seen))
        if found is not None:
            return found
        with _making:
            found = _lines.get((self.saying, self.seen))
            if found is None:
                said = rows_said(self.saying)
                made = {row.ref: (lane, order, said.html(row, order)) for lane, order, row in placed(self.board)}
                found = _keep(_lines, (self.saying, self.seen), made, _ROWS)
            return found

    def table(self, lanes: tuple[str, ...], fits: Fits | None = None) -> SafeString:
        """The bodies of the table, one for each lane. Whole ones are kept; `fits` leaves rows out."""
        if fits is not None:
            refs = {row.ref for row in self.board.rows if fits(row)}
            return mark_safe(self._written(lanes, refs))  # noqa: S308  (every text in it is escaped)
        key = (self.saying, self.seen, lanes)
        found = _tables.get(key)
        if found is None:
            made = self._written(lanes, self.lines())
            found = _keep(_tables, key, made)
        return mark_safe(found)  # noqa: S308  (every text in it is escaped)

    def _written(self, lanes: tuple[str, ...], refs: Container[str]) -> str:
        found: dict[str, list[tuple[int, str]]] = {lane: [] for lane in lanes}
        for ref, (lane, order, html) in self.lines().items():
            if lane in found and ref in refs:
                found[lane].append((order, html))
        words = lane_words()
        return "".join(_body(lane, words[lane], sorted(rows)) for lane, rows in found.items())

    def counts(self) -> dict[str, int]:
        """How many rows each lane has."""
        return dict.fromkeys(LANES, 0) | Counter(lane for lane, _order, _html in self.lines().values())

    def parts(self) -> tuple[str, str]:
        """What stands above the table, and what beside it."""
        key = (self.saying, self.seen)
        found = _parts.get(key)
        if found is not None:
            return found
        with _making:
            found = _parts.get(key)
            if found is None:
                context = {
                    "standing": standing_of(self.run, self.board, self.now, self.saying),
                    "project_zone": ZoneInfo(self.saying.zone),
                    "viewer_zone": ZoneInfo(self.saying.viewer) if self.saying.viewer else None,
                    "this_year": str(self.now.year),
                }
                names = ("command_top", "command_side")
                top, side = (render_to_string(f"firstlight/parts/{name}.html", context) for name in names)
                found = _keep(_parts, key, (top, side))
            return found


def _keep(kept: OrderedDict[Any, Any], key: Any, made: Any, most: int = _BYTES) -> Any:
    with _keeping:
        kept[key] = made
        whole = sum(map(len, kept.values()))
        while len(kept) > 4 and (len(kept) > _KEPT or whole > most):
            whole -= len(kept.popitem(last=False)[1])
    return made


def forget() -> None:
    """Let go of every board that is kept, as a program does that starts anew."""
    newest.clear()
    with _keeping:
        for kept in (_lines, _tables, _parts, _told):
            kept.clear()
    forget_rows()


def _body(lane: str, words: str, rows: list[tuple[int, str]]) -> str:
    note = {BLOCKED: _("nobody can go on with these"), NEXT: _("ready, or to begin in the next 30 minutes")}.get(lane)
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
    """The whole board. Where it was made already nobody waits for who is making another."""
    if is_kept(run, now):
        return _shown(run, saying, now)
    with _making:
        newest.begin(run.pk)
        try:
            begun = time.thread_time()  # of the processor: a busy machine makes no board a slow one
            made = _shown(run, saying, now)
            made.lines()
            made.parts()
            newest.made(run, now, made.seen, time.thread_time() - begun)
        finally:
            newest.end(run.pk)
        return made


def _shown(run: Run, saying: Saying, now: datetime) -> Shown:
    found = board(run, now)
    outlook = found.facts.outlook
    seen = Seen(run.version, minute_of(found.minute), outlook.version if outlook else 0)
    return Shown(run, found, saying, seen, now)


@dataclass(frozen=True, slots=True)
class Stands:
    """How far a run is, and what has to be known of it to say so to somebody."""

    pk: int
    time_zone: str
    closed: datetime | None
    seen: Seen


_STANDS = Question(
    lambda project, ref: Run.objects.filter(project_id=project, ref=ref).order_by().values_list(
        "pk", "time_zone", "closed", "version", "forecast__version"
    ),
    project=int,
    ref=str,
)  # fmt: skip


def stands_at(project: ProjectLike, ref: str, now: datetime) -> Stands | None:
    """How far a run is; None where there is none. One query, for those who ask again and again."""
    found = _STANDS.first(project=project.pk, ref=ref)
    if found is None:
        return None
    pk, zone, closed, version, forecast = found
    return Stands(pk, zone, closed, Seen(version, minute_of(closed or now), forecast or 0))


def told_to(stands: Stands, before: Seen) -> Seen:
    """How far somebody is told who has seen as much as `before`: to where the run is, or to a board of a moment ago."""
    made = newest.instead(stands.pk, stands.seen.version, before)
    return made.seen if made else stands.seen


def told_lately(saying: Saying, before: Seen, to: Seen, *, whole: bool) -> bytes | None:
    """What was told to somebody who had seen the same, as `packed` made it; None where nobody was.

    Many ask from the same position at the same time: for all but the first there is nothing to read or to make.
    """
    return _told.get((saying, whole, before, to))


def lately(
    run: Run, now: datetime, least: Seen, *, together: float = TOGETHER, beside: Saying | None = None
) -> tuple[Run, datetime]:
    """The run and the moment that are shown: those of a board of a moment ago, if it is one; else as given.

    With `beside`, how it is said, a board that takes long is made by a thread of its own, and the one before is shown.
    """
    made = newest.instead(run.pk, run.version, least, together=together)
    if made is None and beside is not None:
        made = newest.before_a_slow_one(run.pk, run.version, least)
        if made:
            newest.begin(run.pk)
            _beside.submit(_make, run, beside, now)
    return (made.run, made.now) if made else (run, now)


def _make(run: Run, saying: Saying, now: datetime) -> None:
    try:
        with override(saying.language):
            shown(run, saying, now)
    finally:
        newest.end(run.pk)
        connections.close_all()


def changes(run: Run, saying: Saying, before: Seen, now: datetime, *, whole: bool = True) -> tuple[Seen, str] | None:
    """What changed since then, as one line of JSON; None where nothing did. Only what differs is in it.

    `rows` are ref, lane, place within the lane, and HTML or the cells that differ; with `whole` they are all there are.
    `top` and `side` stand above and beside the table. Not `whole`: only rows that are or were at hand, by their lane.
    """
    with override(saying.language):
        found = shown(run, saying, now)
        if found.seen == before:
            return None
        known = _lines.get((saying, before))
        everything, refs = (False, None) if known is not None else _forgotten(run, before, now)
        if refs is not None and not whole and not everything:
            # Which of hundreds of waiting rows were at hand before nobody knows here: what is at hand now is all of it.
            everything, refs = True, {ref for ref, line in found.lines().items() if line[0] in OPEN}
        rows = [
            (ref, *line[:2], differing(known.get(ref) if known else None, line, whole))
            for ref, line in found.lines().items()
            if (known is not None and _moved(known.get(ref), line, whole)) or (refs is not None and ref in refs)
        ]
        told: dict[str, Any] = {"id": str(found.seen), "counts": found.counts(), "rows": rows}
        if everything:
            told["whole"] = True
        told |= _differing(found, _parts.get((saying, before)))
    return found.seen, json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _moved(before: Line | None, line: Line, whole: bool) -> bool:
    """Whether a row is another than before, for who sees all rows or only what is at hand."""
    return before != line and (whole or before is None or line[0] in OPEN or before[0] in OPEN)


def differing(before: Line | None, line: Line, whole: bool) -> str | dict[int, str]:
    """The HTML of a row; for who has the row before them only the cells that differ, by number, as when times move.

    Whoever leaves rows out, by team or person, has one or not by what its head says, which must be the same.
    """
    if before is None or not (whole or (line[0] in OPEN and before[0] in OPEN)):
        return line[2]
    (old_head, old), (head, cells) = cells_of(before[2]), cells_of(line[2])
    if old_head != head or len(old) != len(cells):
        return line[2]
    found = {at: cell for at, cell in enumerate(cells) if cell != old[at]}
    return found if sum(map(len, found.values())) < len(line[2]) / 2 else line[2]


def packed(run: Run, saying: Saying, before: Seen, now: datetime, *, whole: bool) -> bytes | None:
    """The same, compressed, and kept: many ask from the same position at the same time."""
    there = shown(run, saying, now)
    if there.seen == before:
        return None
    with _telling:
        found = _told.get((saying, whole, before, there.seen))
        if found is None:
            told = changes(run, saying, before, now, whole=whole)
            if told is None:
                return None
            made = gzip.compress(told[1].encode(), 4, mtime=0)
            found = _keep(_told, (saying, whole, before, told[0]), made)
        return found


def _forgotten(run: Run, before: Seen, now: datetime) -> tuple[bool, set[str]]:
    """What changed of a board that nobody remembers as it was said, as after a new start. First: whether it is all."""
    changed = delta(run, now, before.version, datetime.fromtimestamp(before.minute * 60, UTC))
    return changed.whole, {row.ref for row in changed.rows}


def _differing(found: Shown, before: tuple[str, str] | None) -> dict[str, str]:
    names = ("top", "side")
    parts = found.parts()
    return {name: part for name, part, old in zip(names, parts, before or ("", ""), strict=True) if part != old}
