"""Rehearsals side by side with the plan, and taking over how long steps took."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.assurance.actions import open_action
from firstlight.assurance.policies import MAY_ACT
from firstlight.cutover.actions import take_duration
from firstlight.cutover.models import Rehearsal, Task
from firstlight.cutover.policies import MAY_PLAN
from firstlight.cutover.queries import rehearsals_of, timings_of
from firstlight.cutover.rules.durations import written
from firstlight.cutover.rules.learning import compared
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.web.addresses import place
from firstlight.web.forms.answering import in_project_zone, show_form, tried
from firstlight.web.forms.vouching import MitigateForm
from firstlight.web.pages import rehearsals as page
from firstlight.web.pages.vouching import owners
from firstlight.web.saying import SeeOther, back_to, say
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.cutover import plan_seen, way
from firstlight.web.views.cutover_charts import page_of
from firstlight.web.working import safe_next
from firstlight.workspace.policies import MAY_VIEW_CUTOVER

#: Steps on one page.
SIZE = 60


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def rehearsals(viewing: Viewing) -> HttpResponse:
    """What was planned, what each rehearsal took, and what durations follow."""
    slug, rows = viewing.project.slug, rehearsals_of(viewing.project)
    refs = [one.ref for one in rows]
    plan, timings = plan_seen(viewing), timings_of(viewing.project)
    found = compared(plan.facts.steps, refs, timings)
    lines = page.compared_lines(found, refs)
    number, pages = page_of(viewing.request.GET.get("page", ""), len(lines), SIZE)
    address = reverse("cutover-rehearsals", args=[slug])
    return show(
        viewing,
        "cutover_rehearsals.html",
        _("Rehearsals"),
        way(viewing),
        rehearsals=page.rehearsal_lines(rows),
        strays=page.strays(timings, plan.by_ref, place("list", slug, "cutover.timings")),
        lines=lines[(number - 1) * SIZE : number * SIZE],
        number=number,
        pages=pages,
        before=f"{address}?page={number - 1}#compared",
        after=f"{address}?page={number + 1}#compared",
        may_act=MAY_ACT.allows(viewing.context),
        may_plan=MAY_PLAN.allows(viewing.context),
        add_url=reverse("list", args=[slug, "cutover.rehearsals"]),
        times_url=reverse("list-import", args=[slug, "cutover.timings"]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_ACT)
@in_project_zone
def learn(viewing: Viewing, ref: str) -> HttpResponse:
    """Make an action of what a rehearsal taught."""
    rehearsal = get_object_or_404(Rehearsal, project=viewing.project, ref=ref)
    form = MitigateForm(sent(viewing), owners=owners(viewing.project))
    form.initial["title"] = rehearsal.lessons.strip().partition("\n")[0][:300]
    source = _("Rehearsal %(title)s") % {"title": f"{rehearsal.ref} {rehearsal.title}"[:150]}
    if tried(form, lambda said: open_action(viewing.context, source=source, **said)):
        return back_to(viewing, "cutover-rehearsals", said=_("The lesson stands in the list of actions."))
    step = _("Rehearsals"), reverse("cutover-rehearsals", args=[viewing.project.slug])
    return show_form(
        viewing, _("Act on a lesson"), form, way(viewing), step, lede=rehearsal.lessons, verb=_("Add action")
    )  # fmt: skip


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
    say(viewing.request, said, state="met")
    return SeeOther(safe_next(viewing.request, reverse("cutover-rehearsals", args=[viewing.project.slug])))
