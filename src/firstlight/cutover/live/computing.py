"""From where the steps stand to what the board shows. Linear in steps and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from firstlight.cutover.live.clock import ZERO, RunClock
from firstlight.cutover.live.rows import (
    BLOCKED,
    DONE,
    GRACE,
    LATE,
    NEXT,
    NOW,
    SOON,
    WAITING,
    Row,
)
from firstlight.cutover.live.structure import Held, Stand, Structure
from firstlight.cutover.rules import running
from firstlight.cutover.rules.facts import CHECKPOINT, GROUP, MILESTONE
from firstlight.engines.scheduling import Delay, Network, Progress, Schedule, delays, schedule_of

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A run at a moment: `now` in times of the plan, the state of the run, and where its steps stand."""

    structure: Structure
    clock: RunClock
    now: datetime
    run_state: str
    stands: Mapping[str, Stand]

    def schedule(self) -> Schedule:
        """The plan with what has happened, and the rest of it from now on."""
        return forecast_of(self.structure, self.stands, self.now)


def moment_of(
    structure: Structure, clock: RunClock, at: datetime, run_state: str, stands: Mapping[str, Stand]
) -> Moment:
    """The run at a time of the clock. A rehearsal that has not started waits at its beginning."""
    now = clock.to_plan(at)
    if run_state == running.PREPARED:
        now = min(now, structure.planned.start)
    return Moment(structure, clock, now, run_state, stands)


def stand_in_plan(
    clock: RunClock,
    state: str,
    started: datetime | None,
    ended: datetime | None,
    since: datetime | None = None,
) -> Stand:
    """Where a step stands, in times of the plan."""
    return Stand(state, *(clock.to_plan(at) if at else None for at in (started, ended, since)))


def forecast_of(structure: Structure, stands: Mapping[str, Stand], now: datetime) -> Schedule:
    """The schedule from now on, given what has happened."""
    return schedule_of(with_progress(structure, stands, now))


def with_progress(structure: Structure, stands: Mapping[str, Stand], now: datetime) -> Network:
    """The network of a plan with what has happened until now."""
    network = structure.network
    progress = {
        ref: _progress(stand, timedelta(minutes=structure.steps[ref].takes or 0), now)
        for ref, stand in stands.items()
        if stand.state != running.WAITING and ref in network.number
    }
    return network.with_progress({ref: one for ref, one in progress.items() if one is not None}, now)


def _progress(stand: Stand, takes: timedelta, now: datetime) -> Progress | None:
    """What the engine is told. A step that is blocked has as much before it as when it was stopped."""
    if stand.over and stand.ended:
        return Progress(stand.started or stand.ended, stand.ended, 100.0)
    if stand.started is None:
        return None
    until = stand.since or now
    return Progress(stand.started, remaining=max(takes - max(until - stand.started, ZERO), ZERO), resume=now)


@dataclass(frozen=True, slots=True)
class Made:
    """A row as it was made: from what is stored, and from what was computed. Of the same two it is the same row."""

    said: Mapping[str, Any]
    computed: tuple[Any, ...]
    row: Row


def rows_of(
    moment: Moment, said: Mapping[str, Mapping[str, Any]], before: Mapping[str, Made]
) -> tuple[dict[str, Made], datetime]:
    """The rows of a board by ref, in the order of the plan, and when the run is expected to end.

    `said` is what is stored. Rows that are no others than in `before` are the very same.
    """
    schedule = moment.schedule()
    late = delays(moment.structure.planned, schedule) if moment.run_state != running.PREPARED else {}
    made: dict[str, Made] = {}
    for ref, step in moment.structure.steps.items():
        if step.kind == GROUP or ref not in said:
            continue
        computed = _computed(moment, ref, said[ref], schedule, late.get(ref))
        known = before.get(ref)
        if known is None or known.said is not said[ref] or known.computed != computed:
            known = Made(said[ref], computed, _row(moment, said[ref], *computed))
        made[ref] = known
    return made, rounded(moment.clock.to_wall(schedule.finish))


def _computed(
    moment: Moment, ref: str, said: Mapping[str, Any], schedule: Schedule, late: Delay | None
) -> tuple[Any, ...]:
    """What of a row is not stored, and cheap to compare: what `_row` takes."""
    structure, stand = moment.structure, moment.stands[ref]
    number = schedule.network.number[ref]
    start, end = schedule.starts[number], schedule.finishes[number]
    held = structure.held_start(ref, moment.stands, moment.now) if _unbegun(stand) else ()
    stuck = stand.state == running.BLOCKED or _stuck(held, moment.stands)
    planned_start, planned_end = said["planned_start"], said["planned_end"]
    since = max(filter(None, (planned_start, structure.ready_since(ref, moment.stands))))
    over = _over(stand, not held, planned_end, since, moment.now)
    return (
        moment.clock,
        start,
        end,
        held,
        stuck,
        stand.state == running.WAITING and not held and moment.run_state == running.RUNNING,
        _lane(moment, stand, held, stuck, over, _at(start), planned_start),
        max(int(over / _MINUTE), 0),
        _used(stand, timedelta(minutes=structure.steps[ref].takes or 0), moment.now),
        schedule.total[number],
        schedule.is_critical(number) and not stand.over,
        (late.total, late.inherited, late.own) if late else (ZERO, ZERO, ZERO),
    )


def _row(
    moment: Moment,
    said: Mapping[str, Any],
    clock: RunClock,
    start: int,
    end: int,
    held: tuple[Held, ...],
    stuck: bool,
    ready: bool,
    lane: str,
    minutes_over: int,
    used: int,
    slack: int,
    critical: bool,
    late: tuple[timedelta, timedelta, timedelta],
) -> Row:
    group = moment.structure.steps.get(said["group"])
    delayed, inherited, originates = (round(one / _MINUTE) for one in late)
    return Row(
        **{key: value for key, value in said.items() if key not in ("planned_start", "planned_end")},
        group_title=group.title if group else said["group"],
        lane=lane,
        ready=ready,
        waits_for=tuple(replace(one, until=clock.to_wall(one.until)) if one.until else one for one in held),
        planned_start=clock.to_wall(said["planned_start"]),
        planned_end=clock.to_wall(said["planned_end"]),
        expected_start=said["started"] or rounded(clock.to_wall(_at(start))),
        expected_end=None if stuck else said["ended"] or rounded(clock.to_wall(_at(end))),
        slack=timedelta(seconds=slack),
        critical=critical,
        minutes_over=minutes_over,
        used=used,
        delayed=delayed,
        inherited=inherited,
        originates=originates,
        to_verify=said["state"] == running.DONE
        and bool(said["verifier"])
        and said["kind"] not in (CHECKPOINT, MILESTONE),
    )


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _unbegun(stand: Stand) -> bool:
    return not stand.over and stand.started is None


def _stuck(held: Iterable[Held], stands: Mapping[str, Stand]) -> bool:
    """Whether a step waits for one that is blocked."""
    return any(one.by in stands and stands[one.by].state == running.BLOCKED for one in held)


def _over(stand: Stand, free: bool, planned_end: datetime, since: datetime, now: datetime) -> timedelta:
    """How long over its time it is: running longer than planned, or standing ready and not begun."""
    if stand.over:
        return ZERO
    if stand.started is not None:
        return now - planned_end
    return now - since if free else ZERO


def _lane(
    moment: Moment,
    stand: Stand,
    held: tuple[Held, ...],
    stuck: bool,
    over: timedelta,
    start: datetime,
    planned_start: datetime,
) -> str:
    soon = moment.now + SOON
    if stand.over:
        return DONE
    if stand.state == running.BLOCKED or (stuck and planned_start <= soon):
        return BLOCKED
    if stand.state == running.RUNNING:
        return LATE if over > ZERO else NOW
    if not held:
        return LATE if over > GRACE else NEXT
    return NEXT if start <= soon and not stuck else WAITING


def _used(stand: Stand, takes: timedelta, now: datetime) -> int:
    if stand.started is None or not takes:
        return 100 if stand.over else 0
    passed = (stand.ended or stand.since or now) - stand.started
    return min(max(int(100 * passed / takes), 0), 100)


def rounded(at: datetime) -> datetime:
    """To the nearest minute, so that seconds of somebody's click move no times on other people's boards."""
    return (at + timedelta(seconds=30)).replace(second=0, microsecond=0)
