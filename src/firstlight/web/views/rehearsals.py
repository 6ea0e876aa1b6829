"""Rehearsals side by side with the plan, and taking over how long steps took."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstlight.cutover.actions import take_duration
from firstlight.cutover.models import Task
from firstlight.cutover.policies import MAY_PLAN
from firstlight.cutover.queries import rehearsals_of, timings_of
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.learning import compared
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.web.pages import rehearsals as page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.cutover import plan_seen, way
from firstlight.workspace.policies import MAY_VIEW_CUTOVER


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def rehearsals(viewing: Viewing) -> HttpResponse:
    """What was planned, what each rehearsal took, and what durations follow."""
    slug, rows = viewing.project.slug, rehearsals_of(viewing.project)
    found = compared(plan_seen(viewing).facts.steps, [one.ref for one in rows], timings_of(viewing.project))
    return show(
        viewing,
        "cutover_rehearsals.html",
        _("Rehearsals"),
        way(viewing),
        rehearsals=page.rehearsal_lines(rows),
        lines=page.compared_lines(found),
        may_plan=MAY_PLAN.allows(viewing.context),
        add_url=reverse("list", args=[slug, "cutover.rehearsals"]),
        times_url=reverse("list-import", args=[slug, "cutover.timings"]),
    )


@require_POST
@project_page(MAY_PLAN)
def take(viewing: Viewing, ref: str) -> HttpResponse:
    """Plan a step with the duration that rehearsals propose."""
    task = Task.objects.filter(project=viewing.project, ref=ref).first()
    if task is None:
        raise NotFound(_("There is no such step."))
    minutes, seen = (viewing.request.POST.get(name, "") for name in ("minutes", "seen"))
    if not minutes.isdecimal() or len(minutes) > 7 or not (seen == "" or seen.isdecimal()):
        raise Invalid(_("A duration in minutes was expected."))
    take_duration(viewing.context, task, minutes=int(minutes), seen=int(seen) if seen else None)
    said = _("Step %(ref)s is planned with %(duration)s now.") % {"ref": ref, "duration": written(int(minutes))}
    return back_to(viewing, "cutover-rehearsals", said=said)
