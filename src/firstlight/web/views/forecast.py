"""How likely the plan fits and how that is computed, and until when one can turn back."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstlight.cutover.forecasting import kept_of, make
from firstlight.cutover.policies import MAY_PLAN
from firstlight.web.pages import forecast as page
from firstlight.web.pages.plan_findings import finding_lines
from firstlight.web.saying import SeeOther
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.cutover import plan_seen, way
from firstlight.web.working import safe_next
from firstlight.workspace.policies import MAY_VIEW_CUTOVER

#: Findings that are about the way back.
_TURNING = frozenset({"rollback", "triggers", "no-return", "way-back"})


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_VIEW_CUTOVER)
def forecast(viewing: Viewing) -> HttpResponse:
    """The chance of ending inside the window, what drives it, and how it is computed; sent, it is computed now."""
    if viewing.request.method == "POST":
        make(viewing.project, viewing.context.now)
        return SeeOther(safe_next(viewing.request, viewing.request.path))
    slug, plan = viewing.project.slug, plan_seen(viewing)
    kept = kept_of(viewing.project, plan)
    return show(
        viewing, "cutover_forecast.html", _("Forecast"), way(viewing),
        outlook=page.outlook_of(kept, plan, slug),
        computed=page.computed_of(kept.told, plan, slug) if kept and kept.told else None,
        turning=page.turning_of(kept, plan, slug), window=plan.facts.window,
        age=page.age_of(kept, plan),
    )  # fmt: skip


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def rollback(viewing: Viewing) -> HttpResponse:
    """The way back: until when, what makes people turn back, by which plan, and what is missing."""
    slug, plan, may_plan = viewing.project.slug, plan_seen(viewing), MAY_PLAN.allows(viewing.context)
    found, kept = [one for one in plan.findings if one.kind in _TURNING], kept_of(viewing.project, plan)
    return show(
        viewing, "cutover_rollback.html", _("Rollback"), way(viewing),
        age=page.age_of(kept, plan), turning=page.turning_of(kept, plan, slug), triggers=plan.facts.triggers,
        may_plan=may_plan,
        findings=finding_lines(found, plan, slug, edits=may_plan),
        back_lines=finding_lines(plan.back.findings, plan.back, slug, edits=may_plan) if plan.back else [],
        triggers_url=reverse("list", args=[slug, "cutover.triggers"]),
        plan_url=reverse("row", args=[slug, "cutover.plans"]), plans_url=reverse("list", args=[slug, "cutover.plans"]),
    )  # fmt: skip
