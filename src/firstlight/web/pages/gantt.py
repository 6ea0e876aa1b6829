"""A chart over time: rows of bars on a common line, with marks, shaded times and links. Positions are per cent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from firstlight.web.figures import short_day, weekday_and_time

#: Height of a row, and of the head with the times, in pixels.
ROW, HEAD = 28, 26
#: Height of a further line of words below it, and about how much of its width a letter takes, in per cent.
LINE, _LETTER = 16, 0.8
#: At most so many times stand above the chart.
_TICKS = 9
_STEPS = tuple(timedelta(hours=hours) for hours in (1, 2, 3, 6, 12, 24, 48, 168, 336, 720, 2160, 8760))


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a row: `kind` is a class of the chart. A mark has no width."""

    x: str
    width: str
    y: int
    kind: str
    critical: bool = False

    @property
    def below(self) -> int:
        """Where the line of the critical path runs."""
        return self.y + 14

    @property
    def above(self) -> int:
        """Where the line of what was planned runs."""
        return self.y - 5

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + 6


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row: its title, where it leads, what it says besides, its bars. A heading begins a group of rows."""

    title: str
    url: str = ""
    said: str = ""
    code: str = ""
    bars: tuple[Bar, ...] = ()
    critical: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A time above the chart, or below it. `side` is where its words run where there is room: start, end or middle.

    `row` counts from the lowest line of words: those that would lie over each other stand below each other.
    """

    x: str
    words: str
    strong: bool = False
    side: str = "middle"
    row: int = 0

    @property
    def anchor(self) -> str:
        """Towards which side its words run, so that none are cut off at an edge."""
        return "start" if float(self.x) < 8 else "end" if float(self.x) > 92 else self.side

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where its words run, about, on a chart as wide as a desk shows it."""
        width, at = len(self.words) * _LETTER, float(self.x)
        before = {"start": 0.0, "end": width, "middle": width / 2}[self.anchor]
        return at - before, at - before + width


@dataclass(frozen=True, slots=True)
class Shade:
    """A time that is set off, such as a black-out."""

    x: str
    width: str
    words: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A link: down from one bar, then along to the other."""

    x: str
    top: int
    to: str
    bottom: int
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn. `height` is in pixels, `words` say what it shows."""

    rows: tuple[ChartRow, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    shades: tuple[Shade, ...]
    ties: tuple[Tie, ...]
    height: int
    words: str

    @property
    def foot(self) -> int:
        """Where the rows end."""
        return self.height - 22 - LINE * max((one.row for one in self.marks), default=0)

    @property
    def written(self) -> tuple[tuple[Tick, int], ...]:
        """The marks, each with how far down its words stand."""
        return tuple((one, self.height - 6 - LINE * one.row) for one in self.marks)


@dataclass(frozen=True, slots=True)
class Scale:
    """From times to positions on one line."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    @classmethod
    def around(cls, times: Iterable[datetime], zone: ZoneInfo) -> Scale:
        """A line on which all of these have room."""
        known = sorted(times)
        start, end = (known[0], known[-1]) if known else (datetime(2000, 1, 1, tzinfo=UTC),) * 2
        margin = max((end - start) / 60, timedelta(minutes=10))
        return cls(start - margin, end + margin, zone)

    def at(self, when: datetime) -> float:
        """Where a time is, in per cent."""
        return 100 * ((when - self.start) / (self.end - self.start))

    def x(self, when: datetime) -> str:
        """The same as it is written, kept on the line."""
        return f"{min(100.0, max(0.0, self.at(when))):.2f}"

    def bar(self, start: datetime, end: datetime, row: int, kind: str, *, critical: bool = False) -> Bar:
        """A stretch in the row of that number; one that takes no time is a mark."""
        left, right = float(self.x(start)), float(self.x(end))
        width = max(right - left, 0.15) if end > start else 0.0
        return Bar(f"{left:.2f}", f"{width:.2f}", top_of(row), kind, critical)

    def ticks(self) -> tuple[Tick, ...]:
        """Round times by the clock of the zone; a day where one begins."""
        span = self.end - self.start
        step = next((one for one in _STEPS if span / one <= _TICKS), span / _TICKS)
        local = self.start.astimezone(self.zone).replace(tzinfo=None, minute=0, second=0, microsecond=0)
        at, found = local.replace(hour=0), []
        last = self.end.astimezone(self.zone).replace(tzinfo=None)
        while at <= last:
            when = at.replace(tzinfo=self.zone)
            if self.start <= when <= self.end:
                found.append(Tick(self.x(when), self._words(at, step), at.hour == 0))
            at += step
        return tuple(found)

    @staticmethod
    def _words(at: datetime, step: timedelta) -> str:
        if step >= timedelta(days=1):
            return short_day(at)
        return weekday_and_time(at) if at.hour == 0 else f"{at:%H:%M}"


def stacked(marks: Iterable[Tick]) -> tuple[Tick, ...]:
    """Marks whose words lie over none of each other."""
    found: list[Tick] = []
    for one in sorted(marks, key=lambda one: float(one.x)):
        (left, right), row = one.reach, 0
        while any(other.row == row and left < other.reach[1] and other.reach[0] < right for other in found):
            row += 1
        found.append(replace(one, row=row))
    return tuple(found)


def top_of(row: int) -> int:
    """Where the bar of a row begins."""
    return HEAD + row * ROW + 7


def height_of(rows: Sequence[object], marks: Sequence[Tick] = ()) -> int:
    """How high a chart of these rows is, with the words below it."""
    return HEAD + len(rows) * ROW + 24 + LINE * max((one.row for one in marks), default=0)
