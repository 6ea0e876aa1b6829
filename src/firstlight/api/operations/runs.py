"""Runs of the cutover: which there are, their board whole or what changed of it, and one step with all its words."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from firstlight.api.doors import visit
from firstlight.api.shapes import Moment, Slug, Told, file_of, reading
from firstlight.cutover.live.queries import board, delta, run_named, runs_of, step_of_run
from firstlight.cutover.live.report import report_of
from firstlight.cutover.live.rows import LANES, Delta, Row, RunFacts
from firstlight.cutover.live.said import checkpoints_of, issues_of
from firstlight.reporting.run_annex import annex_of
from firstlight.reporting.run_report import run_file
from firstlight.workspace.policies import MAY_VIEW_CUTOVER, MAY_VIEW_PEOPLE

router = Router()

RunRef = Annotated[str, Path(max_length=60, description="The ref of the run.")]
Since = Annotated[
    int | None, Query(ge=0, le=2_147_483_647, description="The `version` of the board that is there; without it, all.")
]
AtMinute = Annotated[Moment | None, Query(description="The `minute` of that board.")]
_MINUTE = timedelta(minutes=1)
MEDIA = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PAPERS = file_of(*MEDIA.values())
_Lane: Any = Literal[LANES]


class CutoverRunLine(Told):
    """A run in a list."""

    ref: str
    title: str
    plan: str
    mode: str
    state: str
    version: int
    opened: datetime
    started: datetime | None
    closed: datetime | None


class RunOutlookTold(Told):
    """What many runs with drawn durations said, as the run stood at `version`. `chance` is from 0 to 1."""

    version: int
    made: datetime
    runs: int
    early: datetime
    likely: datetime
    late: datetime
    chance: float | None
    last_decision: datetime | None
    no_return: datetime | None


class CutoverRunTold(Told):
    """The run itself. `counts` are its steps by lane, `paused_minutes` how long it was paused in all."""

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
    paused_minutes: int
    begins: datetime
    planned_finish: datetime
    expected_finish: datetime
    window_start: datetime | None
    window_end: datetime | None
    rehearsal: str
    counts: dict[str, int]
    to_verify: int
    outlook: RunOutlookTold | None


class WaitsForTold(Told):
    """Why a step cannot begin: `by` is the step or checkpoint, "" for a time, which is `until`."""

    kind: str
    by: str
    until: datetime | None


class RunRowTold(Told):
    """A step on the board. `expected_end` is null where nobody can know it; `slack_minutes` is its float."""

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
    lane: _Lane
    ready: bool
    waits_for: list[WaitsForTold]
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
    slack_minutes: int
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


class RunBoardTold(Told):
    """The board, or what changed of it: `rows` take the place of those of the same ref; `whole`: these are all.

    Send `version` as `since` and `minute` as `at` to get what changes after it.
    """

    run: CutoverRunTold
    minute: datetime
    whole: bool
    rows: list[RunRowTold]


class RunStepTold(Told):
    """A step with all its words. `touched` says of each field that people write who did so last, when, and in which
    version of the run.
    """

    ref: str
    title: str
    kind: str
    state: str
    owner: str
    backup: str
    verifier: str
    instruction: str
    verification: str
    documents: list[str]
    predecessors: list[str]
    criteria: list[str]
    deciders: list[str]
    rollback: str
    started: datetime | None
    ended: datetime | None
    entered_late: datetime | None
    reason: str
    note: str
    evidence: str
    warning: str
    verified: datetime | None
    verified_by: str
    touched: dict[str, dict[str, Any]]
    changed: int


@router.get("/projects/{slug}/cutover/runs", response=reading(list[CutoverRunLine]))
def list_runs(request: HttpRequest, slug: Slug) -> Any:
    """The runs of the cutover's plans, the newest first."""
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    return [
        {**{name: getattr(run, name) for name in CutoverRunLine.model_fields if name != "plan"}, "plan": run.plan.ref}
        for run in runs_of(here.project)
    ]


@router.get("/projects/{slug}/cutover/runs/{run}/board", response=reading(RunBoardTold))
def read_board(request: HttpRequest, slug: Slug, run: RunRef, since: Since = None, at: AtMinute = None) -> Any:
    """The board of a run, or with `since` what changed of it."""
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    found, now = run_named(here.project, run), here.context.now
    if since is not None:
        return _board(delta(found, now, since, at))
    whole = board(found, now)
    return _board(Delta(whole.facts, whole.minute, whole.rows, whole=True))


@router.get("/projects/{slug}/cutover/runs/{run}/steps/{step}", response=reading(RunStepTold))
def read_run_step(
    request: HttpRequest, slug: Slug, run: RunRef, step: Annotated[str, Path(max_length=60, description="Its ref.")]
) -> Any:
    """A step of a run with its instruction, and what was written of it."""
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    found = step_of_run(run_named(here.project, run), step)
    return {name: getattr(found, name) for name in RunStepTold.model_fields}


class SeatTold(Told):
    """Who is named at a checkpoint, and what was said for them; nothing yet where `person` is ""."""

    named: str
    person: str
    outcome: str
    reason: str
    at: datetime | None


class RunDecidedTold(Told):
    """What was decided in a round. `votes` are seat, person, outcome and reason."""

    outcome: str
    follows: str
    reason: str
    at: datetime
    recorded_by: str
    unmet: list[str]
    votes: list[tuple[str, str, str, str]]


class RunCheckpointTold(Told):
    """A checkpoint: `state` is open, go, again (decide again) or back (turn back); `followers` wait for its go."""

    ref: str
    title: str
    state: str
    ready: bool
    planned_start: datetime
    expected_start: datetime
    criteria: list[str]
    seats: list[SeatTold]
    quorum: int
    leaning: str
    decisions: list[RunDecidedTold]
    followers: list[str]


class RunIssueTold(Told):
    """An issue of a run: which steps it stops, whose it is, and how it was settled."""

    number: int
    title: str
    detail: str
    stops: list[str]
    owner: str
    due: datetime | None
    state: str
    raised: datetime
    raised_by: str
    decided: datetime | None
    agreed_by: list[str]
    decision: str
    resolved: datetime | None
    resolved_by: str
    resolution: str
    changed: int


@router.get("/projects/{slug}/cutover/runs/{run}/checkpoints", response=reading(list[RunCheckpointTold]))
def list_run_checkpoints(request: HttpRequest, slug: Slug, run: RunRef) -> Any:
    """The checkpoints of a run: who is named, what they said, what was decided."""
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    found = checkpoints_of(run_named(here.project, run), here.context.now)
    of_row = ("ref", "title", "ready", "planned_start", "expected_start")
    own = [name for name in RunCheckpointTold.model_fields if name not in of_row]
    return [
        {**{name: getattr(one.row, name) for name in of_row}, **{name: getattr(one, name) for name in own}}
        for one in found
    ]


@router.get("/projects/{slug}/cutover/runs/{run}/issues", response=reading(list[RunIssueTold]))
def list_run_issues(
    request: HttpRequest, slug: Slug, run: RunRef,
    since: Annotated[int, Query(ge=0, le=2_147_483_647, description="Only what changed after this version.")] = 0,
) -> Any:  # fmt: skip
    """The issues of a run, open ones first."""
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    found = issues_of(run_named(here.project, run), since=since)
    return [{name: getattr(one, name) for name in RunIssueTold.model_fields} for one in found]


@router.get("/projects/{slug}/cutover/runs/{run}/report.{form}", response=reading(None), openapi_extra=_PAPERS)
def get_run_report(request: HttpRequest, slug: Slug, run: RunRef, form: Literal["pdf", "xlsx"]) -> HttpResponse:
    """A run on paper or as a workbook, with where the ledger ends: its whole state, with its runbook and, for who may
    see the people, its contacts; or when it is closed its report.
    """
    here = visit(request, slug, MAY_VIEW_CUTOVER)
    kept = run_named(here.project, run)
    found = report_of(kept, here.context.now)
    annex = annex_of(kept, found, people=MAY_VIEW_PEOPLE.allows(here.context))
    headers = {"Content-Disposition": f'attachment; filename="run.{form}"'}
    return HttpResponse(run_file(here.project, found, form, annex), content_type=MEDIA[form], headers=headers)


def _board(found: Delta) -> dict[str, Any]:
    return {
        "run": _run(found.facts),
        "minute": found.minute,
        "whole": found.whole,
        "rows": [_row(row) for row in found.rows],
    }


def _run(facts: RunFacts) -> dict[str, Any]:
    told = {one.name: getattr(facts, one.name) for one in dataclasses.fields(facts)}
    return {**told, "paused_minutes": int(told.pop("paused") / _MINUTE)}


def _row(row: Row) -> dict[str, Any]:
    told = {one.name: getattr(row, one.name) for one in dataclasses.fields(row)}
    return {**told, "slack_minutes": int(told.pop("slack") / _MINUTE)}
