"""Reading runs: the board, what changed of it, and single steps."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.cutover.kept import drawn_in
from firstlight.cutover.live.clock import RunClock
from firstlight.cutover.live.computing import Made, Moment, moment_of, rows_of, stand_in_plan
from firstlight.cutover.live.rows import Board, ClockStep, Delta, Outlook, Row, RunFacts, counted
from firstlight.cutover.live.structure import Stand, Structure
from firstlight.cutover.models import Run, RunForecast, RunStep
from firstlight.cutover.rules.facts import Closed, PlanFacts, Step
from firstlight.engines.scheduling import Window
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.kernel.transactions import within_a_change

#: Copies of plans, and boards as they were, that a process keeps in memory: of large ones fewer, to so many rows.
_COPIES, _BOARDS, _ROWS = 16, 48, 50_000

_COPIED = (
    "ref", "title", "kind", "group", "area", "environment", "system", "predecessors", "minutes", "shortest", "longest",
    "not_before", "until", "fixed", "owner", "backup", "verifier", "skill", "instruction", "verification", "documents",
    "risky", "rollback", "final", "deciders", "criteria",
)  # fmt: skip
_SAID = (
    "ref", "title", "kind", "group", "area", "system", "owner", "backup", "verifier", "minutes", "risky", "final",
    "state", "planned_start", "planned_end", "started", "ended", "blocked_since", "entered_late", "started_by",
    "ended_by", "verified_by", "overridden", "reason", "note", "evidence", "warning", "changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Seen:
    """A board as it was at a version and a minute."""

    rows: Mapping[str, Row]
    finish: datetime


_copies: OrderedDict[str, Structure] = OrderedDict()
_stored: OrderedDict[str, tuple[int, dict[str, dict[str, Any]]]] = OrderedDict()
_boards: OrderedDict[tuple[str, int, datetime], _Seen] = OrderedDict()
_made: OrderedDict[str, dict[str, Made]] = OrderedDict()


def runs_of(project: ProjectLike, plan: str = "") -> list[Run]:
    """The runs of a project, or of one of its plans, the newest first."""
    rows = Run.objects.filter(project_id=project.pk).select_related("plan", "rehearsal")
    return list((rows.filter(plan__ref=plan) if plan else rows).order_by("-opened", "-pk"))


def run_named(project: ProjectLike, ref: str) -> Run:
    """The run of that ref. NotFound where there is none."""
    found = Run.objects.filter(project_id=project.pk, ref=ref).select_related("plan", "rehearsal").first()
    if found is None:
        raise NotFound("There is no such run.")
    return found


def step_of_run(run: Run, ref: str) -> RunStep:
    """A step of a run, with everything in it. NotFound where there is none."""
    found = RunStep.objects.filter(run=run, ref=ref).first()
    if found is None:
        raise NotFound("There is no such step in this run.")
    return found


def clock_of(run: Run, now: datetime) -> RunClock:
    """The clock of a run, as it is now."""
    return RunClock.of(run.shift, run.pauses, now, stops=run.mode == Run.Mode.REHEARSAL)


def structure_of(run: Run) -> Structure:
    """What of a run does not change. One query, once a process; none after it."""
    found = _copies.get(run.edition)
    if found is None:
        found = Structure.of(facts_of(run, RunStep.objects.filter(run=run).order_by("position", "pk")))
        keep_structure(run, found)
    return found


def keep_structure(run: Run, structure: Structure) -> None:
    """Keep the structure of a copy that was just made."""
    _copies[run.edition] = structure
    while len(_copies) > _COPIES:
        _copies.popitem(last=False)


def facts_of(run: Run, steps: Iterable[RunStep]) -> PlanFacts:
    """The copy of the plan as plain values, in times of the plan and as if nothing had happened yet."""
    window = Window(run.window_start, run.window_end) if run.window_start and run.window_end else None
    closed = tuple(
        Closed(datetime.fromisoformat(start), datetime.fromisoformat(end), reason)
        for start, end, reason in run.blackouts
    )
    rows = tuple(_step(step) for step in steps)
    return PlanFacts(
        title=run.title,
        zone=ZoneInfo(run.time_zone),
        begins=run.begins,
        steps=rows,
        window=window,
        closed=closed,
        drawn=drawn_in(run.drawn_digest, run.drawn_zone) if run.drawn_digest else None,
    )


def _step(step: RunStep) -> Step:
    values = {name: getattr(step, name) for name in _COPIED}
    values |= {"start": values.pop("not_before"), "end": values.pop("until")}
    for name in ("predecessors", "documents", "deciders", "criteria"):
        values[name] = tuple(values[name])
    return Step(**values)


def stands_of(run: Run, clock: RunClock) -> dict[str, Stand]:
    """Where the steps of a run stand, in times of the plan. One query."""
    rows = RunStep.objects.filter(run=run).order_by("position", "pk")
    return {ref: stand_in_plan(clock, *row) for ref, *row in rows.values_list(*_STANDS)}


_STANDS = ("ref", "state", "started", "ended", "blocked_since")


def moment(run: Run, now: datetime) -> Moment:
    """A run at a moment, for who asks what is ready."""
    clock = clock_of(run, now)
    return moment_of(structure_of(run), clock, now, run.state, stands_of(run, clock))


def board(run: Run, now: datetime) -> Board:
    """The whole board. At most three queries whatever its size; one while nothing changes within a minute."""
    seen, minute = _seen(run, now)
    rows = tuple(seen.rows.values())
    return Board(_facts(run, seen, rows, now), minute, rows)


def is_kept(run: Run, now: datetime) -> bool:
    """Whether the board of this moment was made already in this process."""
    return (run.edition, run.version, _minute(run, now)) in _boards


def delta(run: Run, now: datetime, since: int, at: datetime | None = None) -> Delta:
    """What changed of a board since a version and, as far as time alone changes it, since the `minute` of it.

    Where nobody remembers that board any more, it is all that is not over and what changed since; after a pause, and
    for a version that is yet to come, all rows.
    """
    seen, minute = _seen(run, now)
    rows = tuple(seen.rows.values())
    facts = _facts(run, seen, rows, now)
    if since == run.version and at == minute:
        return Delta(facts, minute, ())
    before = _boards.get((run.edition, since, at)) if at else None
    if before is not None:
        changed = (row for row in rows if row.changed > since or before.rows.get(row.ref) != row)
        return Delta(facts, minute, tuple(changed))
    if since > run.version or since < 1 or run.pauses:
        return Delta(facts, minute, rows, whole=True)
    return Delta(facts, minute, tuple(row for row in rows if row.changed > since or row.lane != "done"))


def _seen(run: Run, now: datetime) -> tuple[_Seen, datetime]:
    """The board at the version of the run and the minute of now, computed once a process."""
    minute = _minute(run, now)
    found = _boards.get((run.edition, run.version, minute))
    if found is not None:
        return found, minute
    said = _said(run)
    if any(one["changed"] > run.version for one in said.values()):  # somebody wrote since the run was read
        run.refresh_from_db()
        return _seen(run, now)
    clock = clock_of(run, minute)
    stands = {
        ref: stand_in_plan(clock, one["state"], one["started"], one["ended"], one["blocked_since"])
        for ref, one in said.items()
    }
    before = _made.get(run.edition, {})
    made, finish = rows_of(moment_of(structure_of(run), clock, minute, run.state, stands), said, before)
    found = _Seen({ref: one.row for ref, one in made.items()}, finish)
    if within_a_change():
        return found, minute
    _boards[run.edition, run.version, minute] = found
    _stored[run.edition] = (run.version, said)
    _made[run.edition] = made
    boards = max(min(_BOARDS, _ROWS // max(len(made), 1)), 4)
    for kept, most in ((_boards, boards), (_stored, _COPIES), (_made, _COPIES)):
        while len(kept) > most:
            kept.popitem(last=False)
    return found, minute


def _minute(run: Run, now: datetime) -> datetime:
    return (run.closed or now).replace(second=0, microsecond=0)


def _said(run: Run) -> dict[str, dict[str, Any]]:
    """What is stored of the steps. Of those that are known from before only what changed since is read."""
    version, known = _stored.get(run.edition, (0, {}))
    rows = RunStep.objects.filter(run=run, changed__gt=version).order_by("position", "pk").values_list(*_SAID)
    return {**known, **{row[0]: dict(zip(_SAID, row, strict=True)) for row in rows}}


def _facts(run: Run, seen: _Seen, rows: tuple[Row, ...], now: datetime) -> RunFacts:
    clock = clock_of(run, now)
    paused = sum((_length(pair, now) for pair in run.pauses), timedelta())
    open_since = run.pauses[-1][0] if run.state == Run.State.PAUSED and run.pauses else None
    return RunFacts(
        ref=run.ref,
        title=run.title,
        plan=run.plan.ref,
        mode=run.mode,
        state=run.state,
        version=run.version,
        time_zone=run.time_zone,
        opened=run.opened,
        started=run.started,
        closed=run.closed,
        paused_since=datetime.fromisoformat(open_since) if open_since else None,
        paused=paused,
        begins=clock.to_wall(run.begins),
        planned_finish=clock.to_wall(run.ends),
        expected_finish=max((row.ended for row in rows if row.ended), default=seen.finish)
        if all(row.lane == "done" for row in rows) else seen.finish,
        window_start=clock.to_wall(run.window_start) if run.window_start else None,
        window_end=clock.to_wall(run.window_end) if run.window_end else None,
        rehearsal=run.rehearsal.ref if run.rehearsal else "",
        counts=counted(rows),
        to_verify=sum(row.to_verify for row in rows),
        outlook=outlook_of(run),
        clock_steps=tuple(
            ClockStep(datetime.fromisoformat(at), timedelta(seconds=seconds)) for at, seconds in run.clock_steps
        ),
    )  # fmt: skip


def _length(pair: list[str | None], now: datetime) -> timedelta:
    start, end = (datetime.fromisoformat(at) if at else now for at in pair)
    return max(end - start, timedelta())


def outlook_of(run: Run) -> Outlook | None:
    """The forecast that is kept for a run. One query."""
    found = RunForecast.objects.filter(run=run).first()
    if found is None:
        return None
    return Outlook(**{name: getattr(found, name) for name in Outlook.__dataclass_fields__})
