"""The interfaces of the scope with what was tried of them, and their volumes in the form that is signed."""

from __future__ import annotations

from datetime import datetime

from firstlight.contracts.rendering import Line, Rendering
from firstlight.kernel.context import ProjectLike
from firstlight.kernel.renderings import signable
from firstlight.scope.models import Integration
from firstlight.testing.models import Cycle, Interface
from firstlight.testing.rules.interfaces import OUTAGE, InterfaceFacts, Tried
from firstlight.testing.rules.wording import day

#: Part of what is signed: a new way of rendering gets a new number, so that old signatures stay what they were.
VERSION = 1
VOLUMES = "volumes"


def interfaces_of(project: ProjectLike, *, only: str = "") -> list[InterfaceFacts]:
    """The integrations in scope by ref, with what was tried; or the one of that ref, in scope or not. One query."""
    rows = Integration.objects.filter(project_id=project.pk).select_related("tried__cycle").order_by("ref")
    return [facts_of(row) for row in (rows.filter(ref=only) if only else rows.filter(in_scope=True))]


def facts_of(row: Integration) -> InterfaceFacts:
    """One integration as it is judged."""
    tried: Interface | None = getattr(row, "tried", None)
    return InterfaceFacts(
        row.ref,
        row.title,
        row.system,
        row.pattern,
        row.peak_an_hour,
        row.criticality == Integration.Criticality.HIGH,
        row.owner,
        _tried(tried) if tried else Tried(),
    )


def _tried(row: Interface) -> Tried:
    return Tried(
        row.review,
        row.reviewed_by,
        row.reviewed_on,
        row.reviewed_pattern,
        row.review_result,
        row.peak_reached,
        row.peak_on,
        row.outage_on,
        {key: getattr(row, f"outage_{key}").strip() for key in OUTAGE},
        row.cycle.ref if row.cycle else "",
        row.cycle is not None and row.cycle.environment_kind == Cycle.Environment.PRODUCTION,
    )


@signable("interfaces", "Interfaces with the volumes that were run")
def interfaces(project: ProjectLike, ref: str, now: datetime) -> Rendering | None:
    """“interfaces:volumes”: each interface in scope, its peak, what was run and when. None before anything was run."""
    found = interfaces_of(project) if ref == VOLUMES else []
    if not any(one.tried.peak_reached is not None for one in found):
        return None
    lines = tuple(Line(f"interface:{one.ref}", one.text, _volume(one)) for one in found)
    return Rendering(f"interfaces:{ref}", VERSION, f"Volumes of the interfaces of {project.name}", lines)


def _volume(one: InterfaceFacts) -> str:
    expected = "no peak stated" if one.peak is None else f"peak {one.peak} an hour" if one.peak else "without a peak"
    tried = one.tried
    if tried.peak_reached is None:
        return f"{expected}; nothing was run"
    when = day(tried.peak_on) if tried.peak_on else "on a day that is not stated"
    return f"{expected}; run {tried.peak_reached} an hour, {when}" + (f", in {tried.cycle}" if tried.cycle else "")
