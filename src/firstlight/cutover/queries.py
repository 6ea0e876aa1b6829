"""Reading plans: as plain facts, with the times that follow from them and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from firstlight.cutover.kept import drawn_in
from firstlight.cutover.models import Blackout, Decision, Plan, Rehearsal, Shift, Task, Timing, Trigger
from firstlight.cutover.rules.checkpoints import Gate, gates_of, held_by
from firstlight.cutover.rules.drawn import Drawn
from firstlight.cutover.rules.facts import Closed, Decided, PlanFacts, Presence, Step, TurnsBack, WayBack
from firstlight.cutover.rules.findings import Finding, findings_of
from firstlight.cutover.rules.timing import Timetable, chance_of, timetable_of
from firstlight.cutover.stores import CUTOVER
from firstlight.engines.scheduling import ThreePoint, Window
from firstlight.engines.scheduling.chance import Chance
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.errors import NotFound
from firstlight.ledger.keeping import kept
from firstlight.ledger.queries import head_of
from firstlight.workspace.models import Project
from firstlight.workspace.queries import zone_of

#: How long before go-live a cutover begins where neither a window nor a start is known.
_USUAL = timedelta(hours=48)

_FIELDS = (
    "ref", "title", "kind", "group", "area", "environment", "system", "predecessors", "minutes", "shortest",
    "longest", "dry_run_minutes", "start", "end", "fixed", "owner", "backup", "verifier", "skill", "instruction",
    "verification", "documents", "risky", "rollback", "final", "deciders", "criteria", "percent", "actual_start",
    "actual_end",
)  # fmt: skip
_SAID = ("task", "outcome", "follows", "decided_by", "at", "reason", "dissent", "unmet", "recorded_by")


@dataclass(frozen=True)
class Planned:
    """A plan with everything that follows from it; `back` is its rollback.

    What takes time is computed where somebody asks, and kept.
    """

    ref: str
    facts: PlanFacts
    back: Planned | None = None

    @cached_property
    def timetable(self) -> Timetable:
        """When everything happens."""
        return timetable_of(self.facts)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it."""
        return findings_of(self.facts, self.timetable)

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """Its checkpoints."""
        return gates_of(self.facts)

    @cached_property
    def held(self) -> Mapping[str, Gate]:
        """The steps that wait for a checkpoint, with the first that is not a go."""
        return held_by(self.gates)

    @cached_property
    def way_back(self) -> ThreePoint | None:
        """How long going back takes: at best, half of the time, at worst. None where nobody can tell."""
        found = self.back.chance if self.back else None
        start = self.back.timetable.start if self.back else None
        if found is None or start is None:
            return None
        return ThreePoint(
            *(max(at - start, timedelta()) for at in (found.quantiles[0], found.finish.p50, found.quantiles[-1]))
        )

    @cached_property
    def chance(self) -> Chance | None:
        """The chance of finishing inside the window, and until when one can turn back."""
        return chance_of(self.facts, self.way_back)

    @cached_property
    def rests_on(self) -> str:
        """The digest of everything that its chance is made from."""
        return sha256(repr((self.facts, self.back.facts if self.back else None)).encode()).hexdigest()

    @cached_property
    def by_ref(self) -> Mapping[str, Step]:
        """Its steps by ref."""
        return {step.ref: step for step in self.facts.steps}


def plans_of(project: ProjectLike) -> list[Plan]:
    """All plans, the cutover first."""
    return _ordered(Plan.objects.filter(project_id=project.pk))


def _ordered(plans: Iterable[Plan]) -> list[Plan]:
    return sorted(plans, key=lambda plan: (plan.kind != "cutover", plan.ref))


def plan_named(project: ProjectLike, ref: str) -> Plan:
    """The plan of that ref. NotFound where there is none."""
    found = Plan.objects.filter(project_id=project.pk, ref=ref).first()
    if found is None:
        raise NotFound("There is no such plan.")
    return found


def planned(project: Project, now: datetime, ref: str = CUTOVER) -> Planned:
    """A plan as it stands, empty where nobody began it."""
    return all_planned(project, now).get(ref) or Planned(
        ref, PlanFacts("Cutover", zone_of(project), _begins(project, (), now), (), window_of(project, Plan(ref=ref)))
    )


def all_planned(project: Project, now: datetime) -> Mapping[str, Planned]:
    """All plans by ref, the cutover first. One query while nothing of the project changes, else eight."""
    head = head_of(project).digest
    return kept(project, head, "plans", lambda: _joined(_facts(project, now)))


def _joined(facts: Mapping[Plan, PlanFacts]) -> dict[str, Planned]:
    """The plans, each with its rollback: the first one that has steps."""
    refs = {plan.pk: plan.ref for plan in facts}
    plain = {plan.ref: Planned(plan.ref, one) for plan, one in facts.items()}
    backs: dict[str, Planned] = {}
    for plan, one in facts.items():
        if one.is_rollback and one.steps:
            backs.setdefault(refs[plan.back_from_id] if plan.back_from_id else CUTOVER, plain[plan.ref])
    return {ref: _with_way_back(one, backs.get(ref)) for ref, one in plain.items()}


def _with_way_back(one: Planned, back: Planned | None) -> Planned:
    """The plan that knows how long going back takes as planned."""
    if back is None:
        return one
    table = back.timetable
    takes = table.finish - table.start if table.finish and table.start else None
    return Planned(one.ref, replace(one.facts, way_back=WayBack(back.ref, back.facts.title, takes)), back)


def _facts(project: Project, now: datetime) -> dict[Plan, PlanFacts]:
    """Everything that is said of all plans, in seven queries."""
    plans = _ordered(Plan.objects.filter(project_id=project.pk).select_related("project_file"))
    mine = {"project_id": project.pk}
    steps = _grouped(Task.objects.filter(**mine).order_by("position", "pk").values_list("plan_id", *_FIELDS))
    closed = _grouped(Blackout.objects.filter(**mine).values_list("plan_id", "start", "end", "reason"))
    said = _grouped(Decision.objects.filter(**mine).order_by("at", "pk").values_list("plan_id", *_SAID))
    triggers = _grouped(Trigger.objects.filter(**mine).values_list("plan_id", "ref", "seen", "threshold", "said_by"))
    shifts = Shift.objects.filter(**mine).values_list("person", "start", "end", "skills")
    present = tuple(Presence(person, start, end, tuple(skills)) for person, start, end, skills in shifts)
    taken = _measured(project)
    found = {}
    for plan in plans:
        rows = tuple(_step(row) for row in steps.get(plan.pk, ()))
        found[plan] = PlanFacts(
            title=plan.title,
            zone=ZoneInfo(plan.time_zone) if plan.time_zone else zone_of(project),
            begins=_begins(project, rows, now),
            steps=rows,
            window=window_of(project, plan),
            presences=present,
            closed=tuple(Closed(*one) for one in closed.get(plan.pk, ())),
            measured=taken.get(plan.ref, {}),
            is_rollback=plan.kind == Plan.Kind.ROLLBACK,
            decisions=tuple(_decided(row) for row in said.get(plan.pk, ())),
            triggers=tuple(TurnsBack(*row) for row in triggers.get(plan.pk, ())),
            drawn=_drawn(plan),
        )
    return found


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """Rows by their first field, without it."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for plan, *row in rows:
        found.setdefault(plan, []).append(tuple(row))
    return found


def _decided(row: Iterable[Any]) -> Decided:
    values = dict(zip(_SAID, row, strict=True))
    return Decided(**{**values, "unmet": tuple(values["unmet"])})


def _drawn(plan: Plan | None) -> Drawn | None:
    kept = getattr(plan, "project_file", None)
    return drawn_in(kept.digest, kept.zone) if kept else None


def _step(row: Iterable[Any]) -> Step:
    values = dict(zip(_FIELDS, row, strict=True))
    values["dry_run"] = values.pop("dry_run_minutes")
    values["predecessors"] = tuple(values["predecessors"])
    for name in ("documents", "deciders", "criteria"):
        values[name] = tuple(values[name])
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
    return {(rehearsal, task): taken for plan, rehearsal, task, taken in _timed(project) if plan == ref}


def _timed(project: ProjectLike) -> Iterator[tuple[str, str, str, int]]:
    """Plan, rehearsal, step and minutes, the oldest rehearsal first."""
    rows = (
        Timing.objects.filter(rehearsal__project_id=project.pk, outcome=Timing.Outcome.DONE)
        .exclude(ended=None)
        .order_by(F("rehearsal__started").asc(nulls_last=True), "rehearsal__ref")
        .values_list("rehearsal__plan__ref", "rehearsal__ref", "task", "started", "ended")
    )
    for plan, rehearsal, task, started, ended in rows:
        if started and ended:
            yield plan, rehearsal, task, max(0, round((ended - started).total_seconds() / 60))


def measured(project: ProjectLike, ref: str = CUTOVER) -> dict[str, tuple[int, ...]]:
    """For each step the minutes that it took in the rehearsals of the plan, oldest first."""
    return _measured(project).get(ref, {})


def _measured(project: ProjectLike) -> dict[str, dict[str, tuple[int, ...]]]:
    """The same for all plans, by their refs."""
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for plan, _rehearsal, task, minutes in _timed(project):
        steps = found.setdefault(plan, {})
        steps[task] = (*steps.get(task, ()), minutes)
    return found


def rehearsals_of(project: ProjectLike, ref: str = CUTOVER) -> list[Rehearsal]:
    """The rehearsals of a plan, oldest first, those that have not begun last."""
    rows = Rehearsal.objects.filter(project_id=project.pk, plan__ref=ref)
    return list(rows.order_by(F("started").asc(nulls_last=True), "ref"))
