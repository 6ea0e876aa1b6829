"""A run over time, team by team: planned against what happened and what is expected, drawn and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from firstlight.cutover.live.queries import board, clock_of
from firstlight.cutover.live.rows import BLOCKED, DONE, LATE, Board, Row
from firstlight.cutover.models import Run
from firstlight.cutover.rules import running
from firstlight.cutover.rules.findings.people import merged
from firstlight.web.addresses import place
from firstlight.web.figures import weekday_and_time
from firstlight.web.live.fragments import team_of
from firstlight.web.live.notices import way_back_of
from firstlight.web.pages.gantt import Chart, ChartRow, Scale, Shade, Tick, height_of, stacked

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in words: its steps, how many of them are over, late, blocked, and its times; None where there is none."""

    team: str
    url: str
    steps: int
    over: int
    late: int
    blocked: int
    planned: Stretch
    began: datetime | None
    ends: datetime | None
    critical: bool


@dataclass(frozen=True, slots=True)
class GateLine:
    """A checkpoint: when it was planned and when it is expected, or was decided; None where nobody will."""

    ref: str
    title: str
    url: str
    planned: datetime
    at: datetime | None
    over: bool

    @property
    def drawn(self) -> datetime:
        """Where it stands on the line."""
        return self.at or self.planned


@dataclass(frozen=True, slots=True)
class Weekend:
    """The drawing and the same in words. `over`: nothing more is expected of the run."""

    chart: Chart
    teams: tuple[TeamLine, ...]
    over: bool
    gates: tuple[GateLine, ...]


def weekend_of(run: Run, slug: str, now: datetime) -> Weekend:
    """A run over time as it stands now. Of one that is closed, or left for its way back, nothing more is expected."""
    shown = board(run, now)
    over = run.closed is not None or way_back_of(run) is not None
    teams = _teams(shown, run, slug, over)
    gates = tuple(_gate(row, run.ref, slug, over) for row in shown.rows if row.kind == "checkpoint")
    scale = Scale.around(_edges(shown, over), ZoneInfo(run.time_zone))
    by_team = _by_team(shown)
    rows = [_drawn(line, by_team[line.team], scale, number, now, over) for number, line in enumerate(teams)]
    if gates:
        bars = tuple(scale.bar(one.drawn, one.drawn, len(rows), "mark") for one in gates)
        said = ", ".join(f"{one.title} {weekday_and_time(one.drawn.astimezone(scale.zone))}" for one in gates)
        rows.append(ChartRow(_("Checkpoints"), "", said, bars=bars))
    marks = stacked(_marks(shown, scale, now, over))
    chart = Chart(
        tuple(rows), scale.ticks(), marks, tuple(_shades(run, scale, now)), (), height_of(rows, marks),
        _("Planned, done and expected over time, by team"),
    )  # fmt: skip
    return Weekend(chart, teams, over, gates)


def _by_team(shown: Board) -> dict[str, list[Row]]:
    """Work by team, the team that begins first first. What a rehearsal left out before it began is no part of it."""
    found: dict[str, list[Row]] = {}
    for row in sorted(shown.rows, key=lambda row: row.planned_start):
        if row.kind not in ("checkpoint", "milestone", "group") and row.planned_end >= shown.facts.begins:
            found.setdefault(team_of(row), []).append(row)
    return found


def _teams(shown: Board, run: Run, slug: str, over: bool) -> tuple[TeamLine, ...]:
    return tuple(_team(team, rows, run.ref, slug, over) for team, rows in _by_team(shown).items())


def _team(team: str, rows: Sequence[Row], run: str, slug: str, over: bool) -> TeamLine:
    ends = [row.ended if over else row.ended or row.expected_end for row in rows]
    return TeamLine(
        team, place("cutover-run", slug, run), len(rows), sum(row.lane == DONE for row in rows),
        sum(row.lane == LATE for row in rows), sum(row.lane == BLOCKED for row in rows),
        (min(row.planned_start for row in rows), max(row.planned_end for row in rows)),
        min((row.started for row in rows if row.started), default=None),
        None if None in ends else max(one for one in ends if one), any(row.critical for row in rows),
    )  # fmt: skip


def _gate(row: Row, run: str, slug: str, over: bool) -> GateLine:
    at = row.ended or (None if over else row.expected_start)
    return GateLine(row.ref, row.title, place("cutover-run-step", slug, run, row.ref), row.planned_start, at,
                    row.ended is not None)  # fmt: skip


def _edges(shown: Board, over: bool) -> Iterator[datetime]:
    facts = shown.facts
    yield from (facts.started or facts.begins, facts.planned_finish, shown.minute)
    if not over:
        yield facts.expected_finish
    yield from (at for at in (facts.window_start, facts.window_end) if at and facts.started and at >= facts.started)


def _drawn(line: TeamLine, rows: Sequence[Row], scale: Scale, number: int, now: datetime, over: bool) -> ChartRow:
    bars = [scale.bar(start, end, number, "meant") for start, end in merged(_planned(rows))]
    for kind, stretches in (
        ("plan", _expected(rows, over)), ("done", _done(rows)), ("run", _running(rows, now, over)),
        ("late", _late(rows, now, over)), ("stuck", _stuck(rows, now)),
    ):  # fmt: skip
        bars += [scale.bar(start, end, number, kind) for start, end in merged(stretches)]
    decides = merged(_expected((row for row in rows if row.critical), over))
    bars += [scale.bar(start, end, number, "plan", critical=True) for start, end in decides]
    return ChartRow(line.team or _("no team"), "", _in_words(line, scale.zone), bars=tuple(bars),
                    critical=line.critical)  # fmt: skip


def _planned(rows: Iterable[Row]) -> Iterator[Stretch]:
    return ((row.planned_start, row.planned_end) for row in rows)


def _done(rows: Iterable[Row]) -> Iterator[Stretch]:
    return ((row.started, row.ended) for row in rows if row.started and row.ended)


def _running(rows: Iterable[Row], now: datetime, over: bool) -> Iterator[Stretch]:
    """What runs, until it is expected to end; until now where nothing is expected any more."""
    for row in rows:
        if row.started and row.state == running.RUNNING:
            yield (
                row.started,
                max(row.expected_end or now, now) if row.lane != LATE and not over else max(row.started, now),
            )


def _late(rows: Iterable[Row], now: datetime, over: bool) -> Iterator[Stretch]:
    """What is late: from when it was to be over until it is expected to be."""
    for row in rows:
        if row.lane == LATE:
            yield min(row.planned_end, now), now if over else max(row.expected_end or now, now)


def _stuck(rows: Iterable[Row], now: datetime) -> Iterator[Stretch]:
    return ((min(row.blocked_since, now), now) for row in rows if row.blocked_since)


def _expected(rows: Iterable[Row], over: bool) -> Iterator[Stretch]:
    """What has not begun, at the times that are expected now."""
    return (
        (row.expected_start, row.expected_end) for row in rows
        if row.state == running.WAITING and row.expected_end and not over
    )  # fmt: skip


def _marks(shown: Board, scale: Scale, now: datetime, over: bool) -> Iterator[Tick]:
    facts = shown.facts
    decide = facts.outlook.last_decision if facts.outlook and not over else None
    for when, words, side in (
        (now, _("now"), "middle"), (decide, _("latest rollback decision"), "end"),
        (facts.window_end, _("window closes"), "start"),
    ):  # fmt: skip
        if when and scale.start <= when <= scale.end and not facts.closed:
            yield Tick(scale.x(when), words, side=side)


def _shades(run: Run, scale: Scale, now: datetime) -> Iterator[Shade]:
    clock = clock_of(run, now)
    for begins, ends, reason in run.blackouts:
        start, end = (clock.to_wall(datetime.fromisoformat(at)) for at in (begins, ends))
        if end > scale.start and start < scale.end:
            left, right = float(scale.x(start)), float(scale.x(end))
            yield Shade(f"{left:.2f}", f"{right - left:.2f}", reason)


def _in_words(line: TeamLine, zone: ZoneInfo) -> str:
    start, end = (weekday_and_time(at.astimezone(zone)) for at in line.planned)
    return _("planned %(start)s – %(end)s, %(over)s of %(steps)s steps over") % {
        "start": start, "end": end, "over": line.over, "steps": line.steps,
    }  # fmt: skip
