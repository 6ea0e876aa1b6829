"""What this layer tells readiness."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Count

from firstlight.assurance.queries import signatures_of, standings_on
from firstlight.assurance.rules import SignatureState
from firstlight.contracts.reading import Figure, Reading, RecordLink, unknown
from firstlight.contracts.standing import Status
from firstlight.cutover import queries
from firstlight.cutover.carried import carried, issues_of
from firstlight.cutover.forecasting import told_today
from firstlight.cutover.models import Timing
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules import closing, judging
from firstlight.cutover.rules.judging import Judged, Rehearsed
from firstlight.cutover.stores import CUTOVER
from firstlight.kernel.context import ProjectLike
from firstlight.readiness.registry import measure
from firstlight.readiness.rules import stale_sentence
from firstlight.workspace.models import Project

_STEPS = "steps"
_NONE = "There is no cutover plan yet: paste the sheet on the page Cutover, or put it into cutover/plan.xlsx."
#: Sentences and records of one reading.
_TOLD = 5
_LINKED = 50


@measure("cutover.plan.sequence", title="Cutover steps in order and in time", unit=_STEPS)
def sequence(project: ProjectLike, now: datetime) -> Reading:
    """Steps of a plan that is computed, ends inside its window, and in which each says when it is and how long.

    No better than partly where somebody signed the plan as it no longer is.
    """
    plan = _plan(project, now)
    judged = judging.sequence(plan.facts, plan.timetable, plan.findings)
    return _reading(plan, _as_signed(judged, project, "cutover", now), now)


@measure("cutover.plan.fits", title="Chance that the cutover ends inside its window", unit="%", strict=True)
def fits(project: ProjectLike, now: datetime) -> Reading:
    """The share of many runs with durations that vary, as people said and rehearsals took, that end in the window.

    Never met while most durations were not measured. What chance is asked for is a matter of the thresholds.
    """
    plan = _plan(project, now)
    told = told_today(project, plan) if isinstance(project, Project) else None
    return _reading(plan, judging.fits(plan.facts, told), now, unit="%")


@measure("cutover.plan.roles", title="Cutover steps with an owner and a backup who are there", unit=_STEPS)
def roles(project: ProjectLike, now: datetime) -> Reading:
    """Steps that have an owner and somebody who steps in, one of whom is on shift while they run."""
    plan = _plan(project, now)
    return _reading(plan, judging.roles(plan.facts, plan.findings), now)


@measure("cutover.plan.instructions", title="Cutover steps with instruction and verification", unit=_STEPS)
def instructions(project: ProjectLike, now: datetime) -> Reading:
    """Steps that say how they are done and how one sees that they worked.

    No better than partly where somebody signed the scripts as they no longer are.
    """
    plan = _plan(project, now)
    return _reading(plan, _as_signed(judging.instructions(plan.facts), project, "cutover-scripts", now), now)


@measure("cutover.plan.checkpoint", title="Checkpoints of the cutover with people and criteria", unit="checkpoints")
def checkpoint(project: ProjectLike, now: datetime) -> Reading:
    """Checkpoints that name who says go or no-go and by which criteria, and for which something waits."""
    plan = _plan(project, now)
    return _reading(plan, judging.checkpoint(plan.facts), now, unit="checkpoints")


@measure("cutover.loads.measured", title="Data loads planned with the time they took", unit="loads")
def loads(project: ProjectLike, now: datetime) -> Reading:
    """Data loads of the plan that were measured, and are planned with at least what they took last."""
    plan = _plan(project, now)
    return _reading(plan, judging.loads(plan.facts), now, unit="loads")


@measure("cutover.rehearsal", title="Steps timed in the newest mock cutover", unit=_STEPS)
def rehearsal(project: ProjectLike, now: datetime) -> Reading:
    """Steps that were timed in the newest rehearsal, which ran the plan and met its exit criteria."""
    plan = _plan(project, now)
    rows = _rehearsed(project, now)
    return _reading(plan, judging.mock(plan.facts, rows), rows[-1].ended if rows else None)


@measure("cutover.carried-out", title="Cutover steps due by now that are done", unit=_STEPS)
def carried_out(project: ProjectLike, now: datetime) -> Reading:
    """Steps whose time has passed that are done, none of them before what it waits for."""
    plan = _plan(project, now)
    return _reading(plan, judging.carried_out(plan.facts, plan.timetable, now), now)


@measure("cutover.done.sequence", title="Cutover steps done, in their order", unit=_STEPS)
def done_sequence(project: ProjectLike, now: datetime) -> Reading:
    """Steps of the cutover that really were done, none before what it waits for. Unknown before it begins."""
    plan = _plan(project, now)
    return _reading(plan, closing.done_in_order(carried(project, plan), plan.gates, now), now)


@measure("cutover.done.window", title="Cutover steps done inside the window", unit=_STEPS)
def done_window(project: ProjectLike, now: datetime) -> Reading:
    """Steps of the cutover that really ended before its window closed. Unknown while it runs."""
    plan = _plan(project, now)
    return _reading(plan, closing.done_in_window(carried(project, plan), now), now)


@measure("cutover.done.issues", title="Issues of the cutover that are settled or put off by agreement", unit="issues")
def done_issues(project: ProjectLike, now: datetime) -> Reading:
    """Issues of the live run that are resolved or were put off by agreement. Does not apply without a live run."""
    plan, found = _plan(project, now), issues_of(project, CUTOVER)
    if found is None:
        return Reading(Status.NOT_APPLICABLE, ("There is no live run with a list of issues.",))
    return _reading(plan, closing.issues_settled(found[0], found[1], over=found[2]), now, unit="issues")


@measure("cutover.done.decisions", title="Checkpoints of the cutover that are a go", unit="checkpoints")
def done_decisions(project: ProjectLike, now: datetime) -> Reading:
    """Checkpoints at which those who decide said go. Unknown before the first decision."""
    plan = _plan(project, now)
    return _reading(plan, closing.decided(plan.facts, plan.gates), now, unit="checkpoints")


def _as_signed(judged: Judged, project: ProjectLike, on: str, now: datetime) -> Judged:
    """The same, held down by signatures that no longer cover what is there. Nobody has to have signed."""
    if not signatures_of(project, now, on=on):
        return judged
    stale = [one for one in standings_on(project, on, now) if one.state is SignatureState.STALE]
    if not stale:
        return judged
    sentence = stale_sentence(stale, stale[0].title)
    if judged.status is Status.MET:
        return replace(judged, status=Status.PARTLY, sentences=(sentence, *judged.sentences))
    return replace(judged, sentences=(*judged.sentences, sentence))


def _plan(project: ProjectLike, now: datetime) -> Planned:
    if not isinstance(project, Project):
        raise TypeError("a cutover is planned in a project of the workspace")
    return queries.planned(project, now)


def _rehearsed(project: ProjectLike, now: datetime) -> list[Rehearsed]:
    """The rehearsals that have ended, oldest first, each with how many steps were done in it."""
    timed = dict(
        Timing.objects.filter(rehearsal__project_id=project.pk, outcome=Timing.Outcome.DONE)
        .values("rehearsal_id").annotate(count=Count("pk")).values_list("rehearsal_id", "count")
    )  # fmt: skip
    rows = queries.rehearsals_of(project)
    ended = [Rehearsed(row.title, row.ended, row.outcome, timed.get(row.pk, 0)) for row in rows if row.ended]
    return sorted((one for one in ended if one.ended <= now), key=lambda one: one.ended)


def _reading(plan: Planned, judged: Judged, at: datetime | None, *, unit: str = _STEPS) -> Reading:
    if not plan.facts.steps:
        return unknown(_NONE)
    whole = None if unit == "%" else Decimal(judged.whole)
    figure = Figure(Decimal(judged.good), unit, whole) if judged.whole else None
    links = tuple(
        RecordLink("cutover-task", ref, f"{ref} {plan.by_ref[ref].title}") for ref in judged.steps if ref in plan.by_ref
    )
    sentences = judged.sentences
    if len(sentences) > _TOLD:
        sentences = (*sentences[:_TOLD], f"{len(sentences) - _TOLD:,} more findings stand on the page of the cutover.")
    rests = None if judged.status is Status.UNKNOWN else at
    return Reading(judged.status, sentences, figure, links[:_LINKED], rests)
