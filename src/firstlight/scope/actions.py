"""Changing the scope, list by list; comparing it with what is delivered; keeping baselines of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from firstlight.contracts.events import ProcessMoved, RequirementChanged
from firstlight.contracts.rendering import Rendering, read_rendering
from firstlight.kernel import renderings
from firstlight.kernel.actions import Changed, Done, Subject, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Conflict, Invalid, NotFound
from firstlight.kernel.sheets import RowChange
from firstlight.scope import audit, policies, stores
from firstlight.scope.baselines import SIGNED, baseline_numbered, compared, content_of, today
from firstlight.scope.changes import CHANGED, declared_immaterial, noted
from firstlight.scope.comparing import KINDS, item_row
from firstlight.scope.models import Baseline, ComparedRow, Requirement, RiskSetting, ScopeChange
from firstlight.scope.risk import DEFAULT_VALUES, settings_problem
from firstlight.scope.rules import DELIVERED, STATES, UNKNOWN, WEIGHTS, Comparison
from firstlight.workspace.models import Project
from firstlight.workspace.queries import here, zone_of

#: What the ledger calls an item of a kind, where it is not the kind itself.
_SUBJECTS = {"part": "solution-part"}
#: Columns of a requirement that say what is wanted: when one changes, it has to be tested again.
MATERIAL = frozenset({"title", "regulation"})
#: Columns of a process that say where it stands.
MOVES = frozenset({"parent", "in_scope"})


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.ROLLOUTS_CHANGED)
def change_rollouts(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove rollouts as a sheet says."""
    return Done(len(changes), stores.rollouts.write(project, changes))


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.PROCESSES_CHANGED)
def change_processes(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove processes as a sheet says. Publishes `ProcessMoved` for those that stand elsewhere now."""
    recorded = stores.processes.write(project, changes)
    moved = [one.row.identity[0] for one in changes if one.kind == "removed" or MOVES & set(one.fields())]
    events = [ProcessMoved(project.uid, tuple(moved))] if moved else []
    return Done(len(changes), recorded, tuple(events))


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.REQUIREMENTS_CHANGED)
def change_requirements(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove requirements as a sheet says.

    Publishes `RequirementChanged` for those that have to be tested anew. Invalid where
    a list takes a change back; that is for `declare_requirement_immaterial`, with a reason.
    """
    refs = [change.row.identity[0] for change in changes if change.kind == "changed"]
    told, own = noted(changes, MATERIAL, context.now, _earlier_changes(project, refs))
    recorded = stores.requirements.write(project, told, own=own)
    moved = [change.row.identity[0] for change in told if change.kind == "removed" or CHANGED in change.fields()]
    events = [RequirementChanged(project.uid, tuple(moved))] if moved else []
    return Done(len(changes), recorded, tuple(events))


def _earlier_changes(project: ProjectLike, refs: Sequence[str]) -> dict[str, list[str]]:
    rows = Requirement.objects.filter(project_id=project.pk).exclude(earlier_changes=[])
    return dict(rows.values_list("ref", "earlier_changes")) if refs else {}


@action(policy=policies.MAY_DECLARE_IMMATERIAL, record=audit.CHANGE_IMMATERIAL)
def declare_requirement_immaterial(context: Context, *, requirement: str, reason: str) -> Done[Requirement]:
    """Say that the newest change of a requirement does not matter: what passed before it counts again.

    Invalid without a reason, and for a requirement that has not changed. Publishes `RequirementChanged`.
    """
    project = here(context)
    row = Requirement.objects.filter(project=project, ref=requirement).first()
    if row is None:
        raise NotFound(f"There is no requirement “{requirement}”.")
    before, fields = row.changed, declared_immaterial(row.changed, row.earlier_changes, reason)
    Requirement.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    after = {"changed": row.changed, "because": reason.strip()}
    events = [RequirementChanged(project.uid, (row.ref,))]
    subject = Subject("requirement", row.ref, row.title)
    return Done.one(row, subject, before={"changed": before}, after=after, events=events)


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.PARTS_CHANGED)
def change_parts(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove solution parts as a sheet says."""
    return Done(len(changes), stores.parts.write(project, changes))


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.INTEGRATIONS_CHANGED)
def change_integrations(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove integrations as a sheet says."""
    return Done(len(changes), stores.integrations.write(project, changes))


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.ITEM_COMPARED)
def compare_item(
    context: Context, *, kind: str, ref: str, outcome: Comparison, before: Comparison
) -> Done[ComparedRow]:
    """Say how an item stands against what is delivered. A gap may still lack something; it is named until it is there.

    Conflict when it is no longer as it was `before`; Invalid for a state or a weight that there is not. What only a
    gap has goes away when the item is delivered; the ledger keeps it.
    """
    row = item_row(here(context), kind, ref)
    _check_comparison(outcome)
    outcome = outcome.settled()
    if outcome == before:
        return Done.nothing(row)
    same = {name: getattr(before, name) for name in stores.COMPARED}
    new = {name: getattr(outcome, name) for name in stores.COMPARED}
    if type(row)._default_manager.filter(pk=row.pk, **same).update(**new) != 1:
        raise Conflict(f"“{row.ref}” was compared by somebody else in the meantime. Look at it again.")
    differing = [name for name in new if same[name] != new[name]]
    row.refresh_from_db()
    return Done.one(
        row,
        Subject(_SUBJECTS.get(kind, kind), row.ref, row.title),
        before={name: same[name] for name in differing},
        after={name: new[name] for name in differing},
    )


def _check_comparison(one: Comparison) -> None:
    if one.delivered not in STATES:
        raise Invalid(f"“{one.delivered}” is no state of delivery; expected delivered, partial or missing.")
    for weight in (one.gap_priority, one.gap_risk):
        if weight and weight not in WEIGHTS:
            raise Invalid(f"“{weight}” is no priority and no level of risk; expected high, medium or low.")
    if len(one.gap_owner) > 200 or len(one.action) > 60:
        raise Invalid("An owner has at most 200 characters, the ref of an action 60.")


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.PROPOSALS_TAKEN)
def take_proposals(context: Context, *, proposed: Mapping[tuple[str, str], str]) -> Done[int]:
    """Count as delivered what evidence proposes, by kind and ref, with the evidence in words.

    Only items that nobody has compared yet are touched; how many that were is returned.
    """
    project = here(context)
    day = context.now.astimezone(zone_of(project)).date()
    changes: list[Changed] = []
    for kind, (model, _, _) in KINDS.items():
        refs = [ref for (one, ref) in proposed if one == kind]
        rows = model._default_manager.filter(project_id=project.pk, delivered=UNKNOWN, in_scope=True, ref__in=refs)
        titles = dict(rows.order_by("ref").values_list("ref", "title"))
        rows.update(delivered=DELIVERED, compared_on=day)
        for ref, title in titles.items():
            facts = {"delivered": DELIVERED, "compared_on": day, "because": proposed[kind, ref]}
            changes.append(Changed(Subject(_SUBJECTS.get(kind, kind), ref, title), {"delivered": UNKNOWN}, facts))
    return Done(len(changes), tuple(changes))


@action(policy=policies.MAY_KEEP_BASELINES, record=audit.BASELINE_KEPT)
def keep_baseline(context: Context, *, name: str, reason: str = "") -> Done[Baseline]:
    """Freeze the scope as it is under the next number. Refused without a name, for an empty scope, and twice the same.

    Numbers have no holes: the runner lets no two baselines of a project be made at once.
    """
    project = here(context)
    found = renderings.render(project, SIGNED, context.now)
    if found is None:
        raise Invalid("Nothing is in scope yet, so there is nothing to freeze.")
    newest = Baseline.objects.filter(project=project).order_by("-number").defer("content").first()
    if newest and newest.digest == found.digest():
        raise Invalid(f"Nothing has changed since baseline {newest.number}, “{newest.name}”.")
    number = (Baseline.objects.filter(project=project).aggregate(most=Max("number"))["most"] or 0) + 1
    return _kept(project, found, number, name, reason, context.now, context.actor.name)


def _kept(
    project: Project, content: Rendering, number: int, name: str, reason: str, made: datetime, made_by: str
) -> Done[Baseline]:
    if not name.strip() or len(name.strip()) > 200:
        raise Invalid("A baseline needs a name of at most 200 characters, such as “Scope of wave 1 as agreed”.")
    row = Baseline.objects.create(
        project=project,
        number=number,
        name=name.strip(),
        reason=reason.strip(),
        made=made,
        made_by=made_by[:200],
        digest=content.digest(),
        content=content.canonical(),
    )
    facts = {"name": row.name, "reason": row.reason, "digest": row.digest, "lines": len(content.lines)}
    return Done.one(row, Subject("baseline", str(number), row.name), after=facts)


@action(policy=policies.MAY_KEEP_BASELINES, record=audit.BASELINE_RECORDED)
def record_baseline(
    context: Context, *, number: int, name: str, reason: str, made: datetime, made_by: str, content: str
) -> Done[Baseline]:
    """A baseline that a project folder carries. One that is there with the same content stays as it is.

    Invalid where another content stands under that number: what was frozen is never changed.
    """
    project = here(context)
    try:
        rendering = read_rendering(content)
    except ValueError as error:
        raise Invalid(f"Baseline {number} holds no frozen scope ({error}).") from error
    if rendering.kind != SIGNED or number < 1 or made > context.now:
        raise Invalid(f"Baseline {number} is no frozen scope of the past.")
    there = Baseline.objects.filter(project=project, number=number).first()
    if there is None:
        return _kept(project, rendering, number, name, reason, made, made_by)
    if there.digest != rendering.digest():
        raise Invalid(f"Baseline {number} is kept already with another content; a baseline never changes.")
    return Done.nothing(there)


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.CHANGE_EXPLAINED)
def explain_change(
    context: Context,
    *,
    baseline: int,
    item: str,
    covers: str,
    reason: str,
    agreed_by: str = "",
    agreed_on: date | None = None,
) -> Done[ScopeChange]:
    """Say why an item differs from a baseline, and who agreed to that.

    Conflict when the item is no longer different in the way that was looked at (`covers`).
    """
    project = here(context)
    if not reason.strip():
        raise Invalid("A change needs a sentence that says why.")
    frozen = baseline_numbered(project, baseline)
    found = {one.key: one for one in compared(content_of(frozen), today(project, context.now))}
    if item not in found or found[item].covers != covers:
        raise Conflict("This item changed again in the meantime. Look at the difference before you explain it.")
    there = ScopeChange.objects.filter(baseline=frozen, item=item).first()
    keys = ("covers", "reason", "agreed_by", "agreed_on")
    before = {key: getattr(there, key) for key in keys} if there else None
    after: dict[str, Any] = {"covers": covers, "reason": reason.strip(), "agreed_by": agreed_by.strip()[:200]}
    after["agreed_on"] = agreed_on
    if after == before and there:
        return Done.nothing(there)
    row, _ = ScopeChange.objects.update_or_create(baseline=frozen, item=item, defaults={**after, "project": project})
    return Done.one(row, Subject("scope-change", f"{baseline}/{item}", found[item].title), before=before, after=after)


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.CHANGES_RECORDED)
def change_scope_changes(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove the reasons of scope changes as a sheet says."""
    return Done(len(changes), stores.scope_changes.write(project, changes))


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.RISK_SETTINGS_CHANGED)
def change_risk_settings(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove thresholds of the risk profile. Invalid for thresholds that contradict each other."""
    recorded = stores.risk_settings.write(project, changes)
    problem = settings_problem({row.values["ref"]: row.values["value"] for row in _settings(project)})
    if problem:
        raise Invalid(problem)
    return Done(len(changes), recorded)


@action(policy=policies.MAY_EDIT_SCOPE, record=audit.THRESHOLD_SET)
def set_threshold(context: Context, *, ref: str, value: int | None, reason: str = "") -> Done[int]:
    """Let another number count for a threshold of the risk profile; without one the default counts again.

    Invalid for a threshold that there is not, or one that contradicts the others. The number in force is returned.
    """
    project = here(context)
    rows = dict(RiskSetting.objects.filter(project=project).values_list("ref", "value"))
    before = {"value": rows.get(ref)}
    rows = {key: number for key, number in rows.items() if key != ref} | ({ref: value} if value is not None else {})
    if ref not in DEFAULT_VALUES or (problem := settings_problem(rows)):
        raise Invalid(problem if ref in DEFAULT_VALUES else f"“{ref}” is no threshold of the risk profile.")
    if value is None:
        RiskSetting.objects.filter(project=project, ref=ref).delete()
    else:
        RiskSetting.objects.update_or_create(project=project, ref=ref, defaults={"value": value, "reason": reason})
    after = {"value": value, "reason": reason.strip()}
    return Done.one(value or DEFAULT_VALUES[ref], Subject("risk-setting", ref, ref), before=before, after=after)


def _settings(project: ProjectLike) -> list[Any]:
    return list(stores.risk_settings.current(project).values())
