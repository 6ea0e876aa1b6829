"""Changing the register of external dependencies, and what was agreed with providers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from firstlight.contracts.events import DependencySlipped
from firstlight.contracts.tables import Problem
from firstlight.dependencies import audit, policies, stores
from firstlight.dependencies.hits import hits_of
from firstlight.dependencies.models import Dependency
from firstlight.dependencies.queries import go_live_day
from firstlight.dependencies.rules.scope import Hit, digest_of
from firstlight.dependencies.rules.standing import Promise, slipped
from firstlight.kernel.actions import Done, action
from firstlight.kernel.context import Context, ProjectLike
from firstlight.kernel.errors import Invalid
from firstlight.kernel.reaching import amiss_in_address
from firstlight.kernel.sheets import Identity, Row, RowChange
from firstlight.scope.models import Rollout


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.DEPENDENCIES_CHANGED)
def change_dependencies(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove dependencies as a sheet says.

    What is said of how a delivery fits the scope is bound to both as they are now: it counts until either changes.
    Publishes `DependencySlipped` for each one that was there before and whose promise moved past its need. Invalid for
    a health address that may not be asked.
    """
    problems = [problem for change in changes if change.after for problem in _amiss(change.after)]
    if problems:
        raise Invalid("Some dependencies cannot be kept like that.", problems=tuple(problems))
    register = _Register(project)
    seen = register.compared(changes)
    recorded = stores.dependencies.write(project, changes, own=seen)
    return Done(len(changes), recorded, tuple(register.slips(changes)))


@action(policy=policies.MAY_EDIT_DEPENDENCIES, record=audit.REQUIREMENTS_CHANGED)
def change_requirements(context: Context, project: ProjectLike, changes: Sequence[RowChange]) -> Done[int]:
    """Add, change and remove what was agreed with providers. Invalid for one that is dropped without saying why."""
    problems = [
        change.after.problem("say in the notes why it is no longer wanted.", column="dropped", value="yes")
        for change in changes
        if change.after and change.after.values["dropped"] and not change.after.values["notes"]
    ]
    if problems:
        raise Invalid("Some requirements cannot be kept like that.", problems=tuple(problems))
    return Done(len(changes), stores.requirements.write(project, changes))


def _amiss(row: Row) -> Iterator[Problem]:
    address = row.values["health_address"]
    sentence = amiss_in_address(address, private=settings.HEALTH_PRIVATE) if address else ""
    if sentence:
        yield row.problem(sentence, column="health_address", value=address[:200])


def slip_of(project: ProjectLike, row: Dependency, needed_by: date, hits: Sequence[Hit]) -> DependencySlipped:
    """The event of a promise that moved past the need."""
    if row.promised is None:
        raise ValueError("a promise that slipped has a day")
    return DependencySlipped(
        project=project.uid,
        dependency=row.ref,
        name=row.title,
        needed_by=needed_by.isoformat(),
        promised=row.promised.isoformat(),
        owner=row.owner,
        holds_up=tuple(f"{hit.kind}:{hit.ref}" for hit in hits if hit.in_scope),
    )


class _Register:
    """What the rows of a change are about, as the project stands now."""

    def __init__(self, project: ProjectLike) -> None:
        self.project = project
        self.go_live = go_live_day(project)
        self._rollouts: dict[str, Rollout] | None = None

    def rollout(self, ref: str) -> Rollout | None:
        """The rollout of that ref. One query, the first time that one is named."""
        if not ref:
            return None
        if self._rollouts is None:
            self._rollouts = {one.ref: one for one in Rollout.objects.filter(project_id=self.project.pk)}
        return self._rollouts.get(ref)

    def hits(self, rows: Mapping[int, Mapping[str, Any]]) -> dict[int, tuple[Hit, ...]]:
        """What waits for these rows, which need not be stored."""
        stand_ins = []
        for number, values in rows.items():
            rollout = self.rollout(values["rollout"])
            refs = list(values["scope_refs"])
            stand_ins.append(Dependency(pk=number, scope_refs=refs, rollout_id=rollout.pk if rollout else None))
        return hits_of(self.project, stand_ins, self.go_live)

    def compared(self, changes: Sequence[RowChange]) -> dict[Identity, dict[str, str]]:
        """For rows whose comparison with the scope is new: the digest of what was compared."""
        rows = [change.after for change in changes if change.after and _compared_anew(change)]
        asked = {number: row.values for number, row in enumerate(rows, 1) if row.values["scope_match"]}
        hits = self.hits(asked) if asked else {}
        return {
            row.identity: {"scope_seen": _digest(row.values, hits[number]) if number in asked else ""}
            for number, row in enumerate(rows, 1)
        }

    def slips(self, changes: Sequence[RowChange]) -> Iterator[DependencySlipped]:
        """An event for each promise that moved past its need."""
        late = {}
        for number, change in enumerate(changes, 1):
            if change.before and change.after:
                after = self.promise(change.after.values)
                if slipped(self.promise(change.before.values), after):
                    late[number] = (change.after.values, after)
        hits = self.hits({number: values for number, (values, _) in late.items()}) if late else {}
        for number, (values, promise) in late.items():
            row = Dependency(**{name: values[name] for name in ("ref", "title", "promised", "owner")})
            if promise.needed_by:
                yield slip_of(self.project, row, promise.needed_by, hits[number])

    def promise(self, values: Mapping[str, Any]) -> Promise:
        """What is promised by a row of the sheet."""
        rollout = None if values["needed_by"] else self.rollout(values["rollout"])
        needed = values["needed_by"] or (rollout.go_live if rollout else None) or self.go_live
        return Promise(values["promised"], needed, values["in_scope"] and values["delivered_on"] is None)


def _compared_anew(change: RowChange) -> bool:
    if change.before is None or change.after is None:
        return True
    before, after = change.before.values, change.after.values
    return any(before[key] != after[key] for key in ("scope_match", "scope_compared_on"))


def _digest(values: Mapping[str, Any], hits: Sequence[Hit]) -> str:
    return digest_of(values["title"], values["commitment"], hits)
