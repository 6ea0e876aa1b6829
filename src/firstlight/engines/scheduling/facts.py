"""What a plan is made of: tasks, links, people. Frozen, checked when they are made; a refusal names the task."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

ZERO = timedelta(0)


class LinkKind(StrEnum):
    """What of the predecessor must be before what of the successor: FS is “finish before start”."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagKind(StrEnum):
    """In what a lag is counted: working time of the successor, time of the clock, or a share of the predecessor."""

    WORKING = "working"
    ELAPSED = "elapsed"
    PERCENT = "percent"
    ELAPSED_PERCENT = "elapsed-percent"


@dataclass(frozen=True, slots=True)
class Lag:
    """How long after (negative: before) what a link waits for. See docs/algorithms/scheduling.md.

    `WORKING` and `ELAPSED` use `time`; the others `percent` of the predecessor's duration, counted in working time or
    by the clock.
    """

    kind: LagKind = LagKind.WORKING
    time: timedelta = ZERO
    percent: float = 0.0

    def __post_init__(self) -> None:
        in_percent = self.kind in (LagKind.PERCENT, LagKind.ELAPSED_PERCENT)
        if (self.time and in_percent) or (self.percent and not in_percent):
            raise ValueError(f"a lag is a time or a percentage, not both: {self.time} and {self.percent} %")

    @classmethod
    def working(cls, **parts: float) -> Lag:
        """Working time: `Lag.working(hours=-4)`."""
        return cls(LagKind.WORKING, timedelta(**parts))

    @classmethod
    def elapsed(cls, **parts: float) -> Lag:
        """Time of the clock: `Lag.elapsed(days=2)`."""
        return cls(LagKind.ELAPSED, timedelta(**parts))

    @classmethod
    def of_predecessor(cls, percent: float) -> Lag:
        """Percent of the predecessor's duration, as working time: −50 starts when half of it is done."""
        return cls(LagKind.PERCENT, percent=percent)

    def __bool__(self) -> bool:
        return bool(self.time or self.percent)


@dataclass(frozen=True, slots=True)
class Link:
    """The successor waits for the predecessor. A summary stands for all that is in it."""

    predecessor: str
    successor: str
    kind: LinkKind = LinkKind.FS
    lag: Lag = field(default_factory=Lag)


class ConstraintKind(StrEnum):
    """The eight of MS Project, in the order of its file format."""

    AS_SOON_AS_POSSIBLE = "as-soon-as-possible"
    AS_LATE_AS_POSSIBLE = "as-late-as-possible"
    MUST_START_ON = "must-start-on"
    MUST_FINISH_ON = "must-finish-on"
    START_NO_EARLIER_THAN = "start-no-earlier-than"
    START_NO_LATER_THAN = "start-no-later-than"
    FINISH_NO_EARLIER_THAN = "finish-no-earlier-than"
    FINISH_NO_LATER_THAN = "finish-no-later-than"


_UNDATED = (ConstraintKind.AS_SOON_AS_POSSIBLE, ConstraintKind.AS_LATE_AS_POSSIBLE)


@dataclass(frozen=True, slots=True)
class Constraint:
    """When a task may be, besides its links. `at` is an instant; the first two kinds have none."""

    kind: ConstraintKind = ConstraintKind.AS_SOON_AS_POSSIBLE
    at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.at is None) is not (self.kind in _UNDATED):
            raise ValueError(f"“{self.kind}” {'takes no' if self.at else 'needs a'} date")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError(f"“{self.kind}” {self.at}: an instant carries its zone")


@dataclass(frozen=True, slots=True)
class ThreePoint:
    """How long it takes at best, most likely, at worst; in the same kind of time as the duration it belongs to."""

    low: timedelta
    likely: timedelta
    high: timedelta

    def __post_init__(self) -> None:
        if not ZERO <= self.low <= self.likely <= self.high:
            raise ValueError(
                f"an estimate of {self.low}, {self.likely}, {self.high} is not in order: best, most likely, worst"
            )

    @property
    def mean(self) -> timedelta:
        """Of the distribution that is drawn from (PERT): a sixth of best and worst each, two thirds of the likely."""
        return (self.low + 4 * self.likely + self.high) / 6


@dataclass(frozen=True, slots=True)
class Progress:
    """What really happened. `percent` is of the duration; `remaining` and `resume`, where known, count before it.

    A task is done when it has an `actual_finish`, and under way when it has an `actual_start` and no finish.
    `resume` is when the rest of it goes on; without it, right after the part that is done.
    """

    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    percent: float = 0.0
    remaining: timedelta | None = None
    resume: datetime | None = None

    def __post_init__(self) -> None:
        for at in (self.actual_start, self.actual_finish, self.resume):
            if at is not None and at.tzinfo is None:
                raise ValueError(f"{at}: an instant carries its zone")
        if self.actual_finish and not self.actual_start:
            raise ValueError(f"it finished at {self.actual_finish} and never started")
        if self.actual_start and self.actual_finish and self.actual_finish < self.actual_start:
            raise ValueError(f"it finished at {self.actual_finish}, before it started at {self.actual_start}")
        if not 0 <= self.percent <= 100:
            raise ValueError(f"it is {self.percent} % done; expected 0 to 100")
        if self.remaining is not None and self.remaining < ZERO:
            raise ValueError(f"{self.remaining} remain; expected no less than nothing")

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self.actual_finish is not None

    @property
    def under_way(self) -> bool:
        """Whether it has started and not ended."""
        return self.actual_start is not None and self.actual_finish is None


@dataclass(frozen=True, slots=True)
class Need:
    """Who is needed: one named resource, or anybody with a skill or of a team (or both). `units` of 1 is one person.

    Without a resource, so many different people with that skill are taken as `units` says.
    """

    resource: str = ""
    skill: str = ""
    team: str = ""
    units: float = 1.0

    def __post_init__(self) -> None:
        if not (self.resource or self.skill or self.team):
            raise ValueError("a need names a resource, a skill or a team")
        if self.resource and (self.skill or self.team):
            raise ValueError(f"a need of resource “{self.resource}” names no skill or team besides")
        if not 0 <= self.units < float("inf"):
            raise ValueError(f"{self.units} units cannot be needed")


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a plan.

    `duration` is working time of its calendar, or time of the clock where `elapsed`. `calendar` names one of the
    plan's; None is the plan's own. `parent` makes the parent a summary, whose dates come from what is in it.
    A `milestone` is a mark; a `checkpoint` is one at which people decide whether to go on, so what follows waits.
    `fixed_start` holds it at that instant whatever its links say; the schedule tells where they disagree. Once a plan
    says until when progress is known, one that has not begun starts no earlier than that, nor than its links say.
    `team` is who share one fortune: durations within a team vary together. `undo` is how long taking it back takes;
    after an `irreversible` one has started there is no way back. `priority` (0 to 1000) decides who waits for people.
    `active` off leaves it out. `delay` is what levelling put before it, by the clock.
    Raises ValueError, naming the task, for what cannot be.
    """

    id: str
    name: str = ""
    duration: timedelta = ZERO
    estimate: ThreePoint | None = None
    elapsed: bool = False
    calendar: str | None = None
    parent: str | None = None
    milestone: bool = False
    checkpoint: bool = False
    constraint: Constraint = field(default_factory=Constraint)
    fixed_start: datetime | None = None
    deadline: datetime | None = None
    progress: Progress = field(default_factory=Progress)
    needs: tuple[Need, ...] = ()
    ignores_resource_calendars: bool = False
    team: str = ""
    undo: ThreePoint | None = None
    irreversible: bool = False
    priority: int = 500
    active: bool = True
    delay: timedelta = ZERO

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError(f"the task “{self.name}” has no id")
        if self.duration < ZERO:
            raise ValueError(f"{self.called} has a duration of {self.duration}; expected nothing or more")
        if self.delay < ZERO:
            raise ValueError(f"{self.called} has a delay of {self.delay}; expected nothing or more")
        if not 0 <= self.priority <= 1000:
            raise ValueError(f"{self.called} has the priority {self.priority}; expected 0 to 1000")
        for what, at in (("fixed start", self.fixed_start), ("deadline", self.deadline)):
            if at is not None and at.tzinfo is None:
                raise ValueError(f"{self.called}: the {what} {at} carries no zone")

    @property
    def called(self) -> str:
        """How sentences call it: the name in quotes with its id, or the id alone."""
        return f"“{self.name}” ({self.id})" if self.name and self.name != self.id else f"“{self.id}”"

    @property
    def expected(self) -> timedelta:
        """The duration to plan with: as planned, or the most likely of an estimate where none was planned."""
        return self.duration or (self.estimate.likely if self.estimate else ZERO)


@dataclass(frozen=True, slots=True)
class Rest:
    """Rules of rest: no more than `longest` on duty without `least` off duty before the next."""

    longest: timedelta = timedelta(hours=12)
    least: timedelta = timedelta(hours=11)

    def __post_init__(self) -> None:
        if self.longest <= ZERO or self.least <= ZERO:
            raise ValueError(f"a rest of {self.least} after {self.longest} is no rule")


@dataclass(frozen=True, slots=True)
class Resource:
    """A person, a group or a machine. `units` is how many there are: 1 is one person, 0.5 half of their time."""

    id: str
    name: str = ""
    team: str = ""
    skills: frozenset[str] = frozenset()
    calendar: str | None = None
    units: float = 1.0
    rest: Rest | None = None

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError(f"the resource “{self.name}” has no id")
        if not 0 <= self.units < float("inf"):
            raise ValueError(f"resource “{self.name or self.id}” has {self.units} units; expected 0 or more")


@dataclass(frozen=True, slots=True)
class Team:
    """People who work together: a limited resource themselves, and one common fortune of their tasks."""

    id: str
    name: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError(f"the team “{self.name}” has no id")


@dataclass(frozen=True, slots=True)
class Window:
    """When the cutover may run: it starts no earlier, and has to be through, or rolled back, by its end."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"the window from {self.start} to {self.end}: an instant carries its zone")
        if self.end <= self.start:
            raise ValueError(f"the window ends at {self.end}, which is not after its start at {self.start}")
