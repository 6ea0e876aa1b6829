"""What a board shows of a run: plain values, in times of the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstlight.cutover.live.structure import Held

#: The groups of a board, in their order.
BLOCKED, LATE, NOW, NEXT, WAITING, DONE = "blocked", "late", "now", "next", "waiting", "done"
LANES = (BLOCKED, LATE, NOW, NEXT, WAITING, DONE)
#: What begins so soon is next.
SOON = timedelta(minutes=30)
#: A step that is ready is late when nobody has begun it after so long.
GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Row:
    """A step on the board. `waits_for` is why it cannot begin yet, `ready` that it can.

    `expected_start` and `expected_end` are what the actual times so far make of the plan; None for the end of what is
    blocked, which nobody knows. `slack` is how far it can slip without moving the end. `minutes_over` is how much
    longer it runs, or stands ready, than planned; `used` the share of its time that has passed, in per cent.
    `delayed` minutes late in all, of which `inherited` from what it waits for and `originates` from itself.
    `to_verify`: it is done, and somebody is named who has to verify it. `changed` is the version of the run at which
    it last changed.
    """

    ref: str
    title: str
    kind: str
    group: str
    group_title: str
    area: str
    system: str
    owner: str
    backup: str
    verifier: str
    minutes: int | None
    risky: bool
    final: bool
    state: str
    lane: str
    ready: bool
    waits_for: tuple[Held, ...]
    planned_start: datetime
    planned_end: datetime
    expected_start: datetime
    expected_end: datetime | None
    started: datetime | None
    ended: datetime | None
    blocked_since: datetime | None
    entered_late: datetime | None
    started_by: str
    ended_by: str
    verified_by: str
    slack: timedelta
    critical: bool
    minutes_over: int
    used: int
    delayed: int
    inherited: int
    originates: int
    to_verify: bool
    overridden: bool
    reason: str
    note: str
    evidence: str
    warning: str
    changed: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What many runs with drawn durations said, as the run stood at `version`. See cutover.models.RunForecast."""

    version: int
    made: datetime
    runs: int
    early: datetime
    likely: datetime
    late: datetime
    chance: float | None
    last_decision: datetime | None
    no_return: datetime | None


@dataclass(frozen=True, slots=True)
class ClockStep:
    """The clock of the server was set `by` so much, back where it is negative; `at` is the time right after."""

    at: datetime
    by: timedelta


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The run itself. `planned_finish` is that of the plan as the run has it, `expected_finish` what became of it.

    `outlook` is as old as its version says, None before the first. `counts` are the steps by lane, marks included.
    """

    ref: str
    title: str
    plan: str
    mode: str
    state: str
    version: int
    time_zone: str
    opened: datetime
    started: datetime | None
    closed: datetime | None
    paused_since: datetime | None
    paused: timedelta
    begins: datetime
    planned_finish: datetime
    expected_finish: datetime
    window_start: datetime | None
    window_end: datetime | None
    rehearsal: str
    counts: Mapping[str, int]
    to_verify: int
    outlook: Outlook | None
    clock_steps: tuple[ClockStep, ...] = ()

    @property
    def is_rehearsal(self) -> bool:
        """Whether it is one: the banner says so."""
        return self.mode == "rehearsal"


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board: its rows in the order of the plan. `minute` is the moment for which times were computed."""

    facts: RunFacts
    minute: datetime
    rows: tuple[Row, ...]

    def lanes(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """The rows by lane, all lanes in their order. In a lane by when they begin, what is done the newest first."""
        found: dict[str, list[Row]] = {lane: [] for lane in LANES}
        for row in self.rows:
            found[row.lane].append(row)
        for lane, rows in found.items():
            if lane == DONE:
                rows.sort(key=lambda row: row.ended or row.planned_end, reverse=True)
            elif lane == WAITING:
                rows.sort(key=lambda row: row.expected_start)
        return tuple((lane, tuple(rows)) for lane, rows in found.items())


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed since a version and a minute. `rows` are whole rows that replace those of the same ref.

    `whole`: these are all rows, as after a new start. Nothing changed where `rows` is empty and the version the same.
    """

    facts: RunFacts
    minute: datetime
    rows: tuple[Row, ...]
    whole: bool = False


def counted(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows each lane has."""
    found = dict.fromkeys(LANES, 0)
    for row in rows:
        found[row.lane] += 1
    return found
