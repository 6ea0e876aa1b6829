"""A plan as plain values, as the rules look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from firstlight.cutover.rules.drawn import Drawn
from firstlight.engines.scheduling import Window

TASK, LOAD, MILESTONE, CHECKPOINT, COMMUNICATION, GROUP = (
    "task", "load", "milestone", "checkpoint", "communication", "group",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a plan. `predecessors` are links as they are written; durations are minutes, None where nobody said."""

    ref: str
    title: str = ""
    kind: str = TASK
    group: str = ""
    area: str = ""
    environment: str = ""
    system: str = ""
    predecessors: tuple[str, ...] = ()
    minutes: int | None = None
    shortest: int | None = None
    longest: int | None = None
    dry_run: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    fixed: bool = False
    owner: str = ""
    backup: str = ""
    verifier: str = ""
    skill: str = ""
    instruction: str = ""
    verification: str = ""
    documents: tuple[str, ...] = ()
    risky: bool = False
    rollback: str = ""
    final: bool = False
    deciders: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    percent: int = 0
    actual_start: datetime | None = None
    actual_end: datetime | None = None

    @property
    def is_work(self) -> bool:
        """Whether somebody does something: not a mark, not a group of others."""
        return self.kind not in (MILESTONE, GROUP)

    @property
    def is_final(self) -> bool:
        """Whether there is no way back after it: as said, or because it cannot be repeated and says no way back."""
        return self.final or (self.risky and not self.rollback)

    @property
    def takes(self) -> int | None:
        """How many minutes it is planned to take: as said, or from its start to its end."""
        if self.minutes is not None:
            return self.minutes
        if self.start and self.end:
            return round((self.end - self.start).total_seconds() / 60)
        return None


@dataclass(frozen=True, slots=True)
class Presence:
    """When somebody is there."""

    person: str
    start: datetime
    end: datetime
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """A black-out: nothing may start or end."""

    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What was said at a checkpoint, whose ref is `task`. `follows` is what is done after a no-go."""

    task: str
    outcome: str
    follows: str
    decided_by: str
    at: datetime
    reason: str
    dissent: str = ""
    unmet: tuple[str, ...] = ()
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class TurnsBack:
    """What makes people turn back: what is seen, from which threshold on, who says so."""

    ref: str
    seen: str
    threshold: str = ""
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class WayBack:
    """The rollback of a plan: its ref and name, and how long it takes as planned, None where nobody can tell."""

    ref: str
    title: str
    takes: timedelta | None = None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Everything that is said of one plan. `measured` are the minutes that steps took in rehearsals, oldest first.

    `begins` is when the first step may start where there is no window. `drawn` is the plan of the file that the steps
    came in with from a planning tool. `way_back` is its rollback, where there is one with steps.
    """

    title: str
    zone: ZoneInfo
    begins: datetime
    steps: tuple[Step, ...]
    window: Window | None = None
    presences: tuple[Presence, ...] = ()
    closed: tuple[Closed, ...] = ()
    measured: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    is_rollback: bool = False
    drawn: Drawn | None = None
    decisions: tuple[Decided, ...] = ()
    triggers: tuple[TurnsBack, ...] = ()
    way_back: WayBack | None = None
