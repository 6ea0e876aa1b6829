"""What of the scope waits for which dependency. Two queries, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from firstlight.dependencies.models import Dependency
from firstlight.dependencies.rules.scope import Hit
from firstlight.kernel.context import ProjectLike
from firstlight.scope.models import Integration, Process, Requirement, Rollout, ScopeRow, SolutionPart

#: Lists of the scope, by the kind under which their records are known, with the fields that a comparison looks at.
_LISTS: Mapping[str, tuple[type[ScopeRow], tuple[str, ...]]] = {
    "integration": (Integration, ("kind", "pattern", "system", "volume_a_day", "peak_an_hour")),
    "solution-part": (SolutionPart, ("kind", "version")),
    "process": (Process, ("level",)),
    "requirement": (Requirement, ("kind", "regulation")),
}


def hits_of(project: ProjectLike, rows: Iterable[Dependency], go_live: date | None) -> dict[int, tuple[Hit, ...]]:
    """By the key of a dependency: what waits for it, the items that it names and the rollout that it is for.

    One without a rollout of its own is for the rollout that goes live with the project, where there is just one.
    """
    found = list(rows)
    items = _items(project, {ref for row in found for ref in row.scope_refs})
    rollouts = {one.pk: one for one in Rollout.objects.filter(project_id=project.pk)}
    own = [one for one in rollouts.values() if go_live and one.go_live == go_live]
    usual = own[0].pk if len(own) == 1 else 0
    hits = {}
    for row in found:
        named = [hit for ref in row.scope_refs for hit in items.get(ref, ())]
        rollout = rollouts.get(row.rollout_id or usual)
        hits[row.pk] = (*named, *([_rollout(rollout)] if rollout else []))
    return hits


def waiting_on(rows: Iterable[Dependency], hits: Mapping[int, tuple[Hit, ...]]) -> dict[tuple[str, str], list[str]]:
    """The other way round: by kind and ref of what waits, the refs of the dependencies that it waits for."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for hit in hits.get(row.pk, ()):
            found.setdefault((hit.kind, hit.ref), []).append(row.ref)
    return found


def without_dependency(project: ProjectLike) -> list[tuple[str, str]]:
    """ISV solutions in scope that no dependency names, by ref and title. Two queries."""
    named = {
        ref
        for refs in Dependency.objects.filter(project_id=project.pk).values_list("scope_refs", flat=True)
        for ref in refs
    }
    parts = SolutionPart.objects.filter(project_id=project.pk, in_scope=True, kind=SolutionPart.Kind.ISV)
    return [(ref, title) for ref, title in parts.order_by("ref").values_list("ref", "title") if ref not in named]


def _items(project: ProjectLike, refs: set[str]) -> dict[str, list[Hit]]:
    """The rows of these refs, out of all lists at once: a ref may be one of several."""
    parts = [_part(kind, model, project, refs, fields) for kind, (model, fields) in _LISTS.items()]
    found: dict[str, list[Hit]] = {}
    for kind, ref, title, in_scope, facts in parts[0].union(*parts[1:], all=True):
        found.setdefault(ref, []).append(Hit(kind, ref, title, bool(in_scope), facts))
    return found


def _part(
    kind: str, model: type[ScopeRow], project: ProjectLike, refs: set[str], fields: tuple[str, ...]
) -> QuerySet[Any, tuple[str, str, str, bool, str]]:
    texts = [Coalesce(Cast(F(name), TextField()), Value("")) for name in fields]
    joined = Concat(Value(""), *(part for text in texts for part in (text, Value("|"))), output_field=TextField())
    rows = model._default_manager.filter(project_id=project.pk, ref__in=sorted(refs)).order_by()
    return rows.annotate(found_kind=Value(kind, CharField()), found_facts=joined).values_list(
        "found_kind", "ref", "title", "in_scope", "found_facts"
    )


def _rollout(one: Rollout) -> Hit:
    facts = [one.go_live.isoformat() if one.go_live else "", str(one.users or ""), ", ".join(one.countries)]
    return Hit("rollout", one.ref, one.title, one.in_scope, "|".join(facts))
