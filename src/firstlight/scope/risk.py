"""The facts of a project for its go-live risk profile, and its thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Count, Max, Q

from firstlight.engines.riskprofile import DEFAULTS, Facts, Thresholds, thresholds
from firstlight.scope.models import Integration, Process, RiskSetting, Rollout, SolutionPart
from firstlight.workspace.models import Project

#: The thresholds as they are where the project sets none.
DEFAULT_VALUES = {one.ref: one.default for one in DEFAULTS}


def risk_facts(project: Project) -> Facts:
    """What goes live on the first day. Four queries.

    The first rollout is the one with the earliest date. Its users count where the project names none itself. In a
    project that goes live all at once, all rollouts are the first day.
    """
    first, later, places = _rollouts(project)
    parts = SolutionPart.objects.filter(project_id=project.pk, in_scope=True)
    own = Q(kind=SolutionPart.Kind.CUSTOMISATION)
    sizes = {size.value: Count("pk", filter=own & Q(size=size)) for size in SolutionPart.Size}
    counted = parts.aggregate(
        **sizes, unsized=Count("pk", filter=own & Q(size="")), isv=Count("pk", filter=Q(kind=SolutionPart.Kind.ISV))
    )
    lines = Integration.objects.filter(project_id=project.pk, in_scope=True).aggregate(
        integrations=Count("pk"),
        critical=Count("pk", filter=Q(criticality=Integration.Criticality.HIGH)),
        most=Max("peak_an_hour"),
        without_peak=Count("pk", filter=Q(peak_an_hour=None)),
    )
    most = lines.pop("most")
    processes = Process.objects.filter(project_id=project.pk, in_scope=True, level=Process.Level.PROCESS)
    elsewhere = Q(rollout__in=[one.pk for one in later])
    facts = Facts(
        approach=project.approach,
        processes=processes.exclude(elsewhere).count() if later else processes.count(),
        peak=most or 0,
        users=project.users_at_go_live if project.users_at_go_live is not None else (first.users if first else None),
        later_rollouts=len(later),
        partner_support=project.profile.get("partner_support"),
        **counted,
        **lines,
    )
    return replace(facts, **places)  # type: ignore[arg-type]  # all of them are counts


def _rollouts(project: Project) -> tuple[Rollout | None, list[Rollout], dict[str, int]]:
    """The first rollout, those after it, and the places in which the first day happens."""
    rows = [row for row in Rollout.objects.filter(project_id=project.pk, in_scope=True) if row.go_live]
    rows.sort(key=lambda row: (row.go_live, row.ref))
    at_once = rows if project.approach == Project.Approach.BIG_BANG else rows[:1]
    names = ("countries", "legal_entities", "time_zones", "languages")
    places = {name: len({value for row in at_once for value in getattr(row, name)}) for name in names}
    return (rows[0] if rows else None), rows[len(at_once) :], places


def risk_thresholds(project: Project) -> Thresholds:
    """The thresholds in force: our defaults, and what the project set itself. One query."""
    return thresholds(dict(RiskSetting.objects.filter(project_id=project.pk).values_list("ref", "value")))


def settings_problem(own: Mapping[str, int]) -> str:
    """Why these thresholds cannot be, as a sentence; "" where they can."""
    try:
        thresholds(own)
    except ValueError as error:
        return str(error)
    return ""
