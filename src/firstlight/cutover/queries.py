"""Reading plans: as plain facts, with the times that follow from them and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from firstlight.cutover.kept import drawn_in
from firstlight.cutover.models import Blackout, Plan, Rehearsal, Shift, Task, Timing
from firstlight.cutover.rules.drawn import Drawn
from firstlight.cutover.rules.facts import Closed, PlanFacts, Presence, Step
from firstlight.cutover.rules.findings import Finding, findings_of
from firstlight.cutover.rules.timing import Timetable, chance_of, timetable_of
from firstlight.cutover.stores import CUTOVER
from firstlight.engines.scheduling import Window
from firstlight.engines.scheduling.chance import Chance
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.ledger.queries import head_of
from firstlight.workspace.models import Project
from firstlight.workspace.queries import zone_of

#: Plans that are kept in memory as they were computed, until something of their project changes.
_KEPT = 16
#: How long before go-live a cutover begins where neither a window nor a start is known.
_USUAL = timedelta(hours=48)

_FIELDS = (
    "ref", "title", "kind", "group", "area", "environment", "system", "predecessors", "minutes", "shortest",
    "longest", "dry_run_minutes", "start", "end", "fixed", "owner", "backup", "verifier", "skill", "instruction",
    "verification", "documents", "risky", "rollback", "percent", "actual_start", "actual_end",
)  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """A plan with everything that follows from it. What takes time is computed where somebody asks, and kept."""

    ref: str
    facts: PlanFacts

    @cached_property
    def timetable(self) -> Timetable:
        """When everything happens."""
        return timetable_of(self.facts)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it."""
        return findings_of(self.facts, self.timetable)

    @cached_property
    def chances(self) -> dict[timedelta | None, Chance | None]:
        """What `chance` has found."""
        return {}

    def chance(self, way_back: timedelta | None = None) -> Chance | None:
        """The chance of finishing inside the window, and until when one can turn back if that takes so long."""
        if way_back not in self.chances:
            self.chances[way_back] = chance_of(self.facts, way_back)
        return self.chances[way_back]

    @cached_property
    def by_ref(self) -> Mapping[str, Step]:
        """Its steps by ref."""
        return {step.ref: step for step in self.facts.steps}


_planned: dict[tuple[str, str, str], Planned] = {}


def plans_of(project: ProjectLike) -> list[Plan]:
    """All plans, the cutover first."""
    return sorted(Plan.objects.filter(project_id=project.pk), key=lambda plan: (plan.kind != "cutover", plan.ref))


def plan_named(project: ProjectLike, ref: str) -> Plan:
    """The plan of that ref. NotFound where there is none."""
    found = Plan.objects.filter(project_id=project.pk, ref=ref).first()
    if found is None:
        raise NotFound("There is no such plan.")
    return found


def planned(project: Project, now: datetime, ref: str = CUTOVER) -> Planned:
    """A plan as it stands, empty where nobody began it. One query while nothing of the project changes, else six."""
    key = (project.uid, ref, head_of(project).digest)
    found = _planned.get(key)
    if found is None:
        found = Planned(ref, _facts(project, ref, now))
        for old in [one for one in _planned if one[:2] == key[:2]]:
            del _planned[old]
        while len(_planned) >= _KEPT:
            del _planned[next(iter(_planned))]
        _planned[key] = found
    return found


def way_back(project: Project, now: datetime) -> timedelta | None:
    """How long the rollback takes by its own plan, where there is one that can be computed."""
    for plan in plans_of(project):
        if plan.kind == Plan.Kind.ROLLBACK:
            table = planned(project, now, plan.ref).timetable
            return table.finish - table.start if table.finish and table.start else None
    return None


def _facts(project: Project, ref: str, now: datetime) -> PlanFacts:
    stored = Plan.objects.filter(project_id=project.pk, ref=ref).select_related("project_file").first()
    plan = stored or Plan(ref=ref, title="Cutover")
    rows = Task.objects.filter(plan=plan).values_list(*_FIELDS).order_by("position", "pk") if plan.pk else []
    steps = tuple(_step(row) for row in rows)
    zone = ZoneInfo(plan.time_zone) if plan.time_zone else zone_of(project)
    shifts = Shift.objects.filter(project_id=project.pk).values_list("person", "start", "end", "skills")
    closed = Blackout.objects.filter(plan=plan).values_list("start", "end", "reason") if plan.pk else []
    return PlanFacts(
        title=plan.title,
        zone=zone,
        begins=_begins(project, steps, now),
        steps=steps,
        window=window_of(project, plan),
        presences=tuple(Presence(person, start, end, tuple(skills)) for person, start, end, skills in shifts),
        closed=tuple(Closed(*one) for one in closed),
        measured=measured(project, ref),
        is_rollback=plan.kind == Plan.Kind.ROLLBACK,
        drawn=_drawn(stored),
    )


def _drawn(plan: Plan | None) -> Drawn | None:
    kept = getattr(plan, "project_file", None)
    return drawn_in(kept.digest, kept.zone) if kept else None


def _step(row: Iterable[Any]) -> Step:
    values = dict(zip(_FIELDS, row, strict=True))
    values["dry_run"] = values.pop("dry_run_minutes")
    values["predecessors"] = tuple(values["predecessors"])
    values["documents"] = tuple(values["documents"])
    return Step(**values)


def _begins(project: Project, steps: Iterable[Step], now: datetime) -> datetime:
    earliest = min((step.start for step in steps if step.start), default=None)
    return earliest or (project.go_live - _USUAL if project.go_live else now)


def window_of(project: Project, plan: Plan) -> Window | None:
    """When the plan may run: its own window, else that of the project."""
    start, end = (plan.window_start, plan.window_end) if plan.window_end else (project.window_start, project.window_end)
    return Window(start, end) if start and end else None


def timings_of(project: ProjectLike, ref: str = CUTOVER) -> dict[tuple[str, str], int]:
    """The minutes that steps took where they were done, by rehearsal and step, the oldest rehearsal first."""
    rows = (
        Timing.objects.filter(rehearsal__project_id=project.pk, rehearsal__plan__ref=ref, outcome=Timing.Outcome.DONE)
        .exclude(ended=None)
        .order_by("rehearsal__started", "rehearsal__ref")
        .values_list("rehearsal__ref", "task", "started", "ended")
    )
    return {
        (rehearsal, task): max(0, round((ended - started).total_seconds() / 60))
        for rehearsal, task, started, ended in rows
        if started and ended
    }


def measured(project: ProjectLike, ref: str = CUTOVER) -> dict[str, tuple[int, ...]]:
    """For each step the minutes that it took in the rehearsals of the plan, oldest first."""
    found: dict[str, tuple[int, ...]] = {}
    for (_rehearsal, task), minutes in timings_of(project, ref).items():
        found[task] = (*found.get(task, ()), minutes)
    return found


def rehearsals_of(project: ProjectLike, ref: str = CUTOVER) -> list[Rehearsal]:
    """The rehearsals of a plan, oldest first."""
    return list(Rehearsal.objects.filter(project_id=project.pk, plan__ref=ref).order_by("started", "ref"))
