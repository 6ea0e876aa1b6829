"""What of the scope waits for which dependency. One query, whatever their number."""

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

#: The same of rollouts; the day comes first.
_OF_ROLLOUT = ("go_live", "users", "countries")


def hits_of(project: ProjectLike, rows: Iterable[Dependency], go_live: date | None) -> dict[int, tuple[Hit, ...]]:
    """By the key of a dependency: what waits for it, the items that it names and the rollout that it is for.

    One without a rollout of its own is for the rollout that goes live with the project, where there is just one.
    """
    found = list(rows)
    items, rollouts = _items(project, {ref for row in found for ref in row.scope_refs})
    own = [pk for pk, (day, _) in rollouts.items() if go_live and day == go_live.isoformat()]
    usual = own[0] if len(own) == 1 else 0
    hits = {}
    for row in found:
        named = [hit for ref in row.scope_refs for hit in items.get(ref, ())]
        _day, rollout = rollouts.get(row.rollout_id or usual, ("", None))
        hits[row.pk] = (*named, *([rollout] if rollout else []))
    return hits


def usual_rollout(project: ProjectLike, go_live: date | None) -> str:
    """The ref of the one rollout that goes live with the project; "" where there is none, or several. One query."""
    refs = list(Rollout.objects.filter(project_id=project.pk, go_live=go_live).values_list("ref", flat=True)[:2])
    return refs[0] if go_live and len(refs) == 1 else ""


def without_dependency(project: ProjectLike) -> list[tuple[str, str]]:
    """ISV solutions in scope that no dependency names, by ref and title. Two queries."""
    named = {
        ref
        for refs in Dependency.objects.filter(project_id=project.pk).values_list("scope_refs", flat=True)
        for ref in refs
    }
    parts = SolutionPart.objects.filter(project_id=project.pk, in_scope=True, kind=SolutionPart.Kind.ISV)
    return [(ref, title) for ref, title in parts.order_by("ref").values_list("ref", "title") if ref not in named]


def _items(project: ProjectLike, refs: set[str]) -> tuple[dict[str, list[Hit]], dict[int, tuple[str, Hit]]]:
    """The rows of these refs, out of all lists at once, since a ref may be one of several; and all rollouts by key."""
    parts = [
        _part(kind, model.objects.filter(project_id=project.pk, ref__in=sorted(refs)), fields)  # type: ignore[attr-defined]
        for kind, (model, fields) in _LISTS.items()
    ]
    items: dict[str, list[Hit]] = {}
    rollouts: dict[int, tuple[str, Hit]] = {}
    every = _part("rollout", Rollout.objects.filter(project_id=project.pk), _OF_ROLLOUT)
    for pk, kind, ref, title, in_scope, facts in every.union(*parts, all=True):
        hit = Hit(kind, ref, title, bool(in_scope), facts)
        if kind == "rollout":
            rollouts[pk] = (facts.partition("|")[0], hit)
        else:
            items.setdefault(ref, []).append(hit)
    return items, rollouts


def _part(kind: str, rows: QuerySet[Any], fields: tuple[str, ...]) -> QuerySet[Any, Any]:
    """The rows of one list as all lists have them; what a comparison looks at in one text."""
    texts = [Coalesce(Cast(F(name), TextField()), Value("", TextField())) for name in fields]
    joined = Concat(
        Value("", TextField()),
        *(part for text in texts for part in (text, Value("|", TextField()))),
        output_field=TextField(),
    )
    named = rows.order_by().annotate(found_kind=Value(kind, CharField()), found_facts=joined)
    found: QuerySet[Any, Any] = named.values_list("pk", "found_kind", "ref", "title", "in_scope", "found_facts")
    return found
