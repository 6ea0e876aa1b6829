"""Go and no-go: the checkpoints of the cutover, and saying so."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstlight.cutover.actions import decide_checkpoint
from firstlight.cutover.models import Task
from firstlight.cutover.policies import MAY_DECIDE, MAY_PLAN
from firstlight.cutover.rules.checkpoints import Gate
from firstlight.kernel.errors import NotFound
from firstlight.web.forms.answering import in_project_zone, show_form, tried
from firstlight.web.forms.checkpoints import DecideForm
from firstlight.web.pages import checkpoints as page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.cutover import all_seen, way
from firstlight.web.views.cutover_charts import page_of
from firstlight.workspace.policies import MAY_VIEW_CUTOVER


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def checkpoints(viewing: Viewing) -> HttpResponse:
    """The checkpoints of all plans, page by page: who says go by what, what was said, what waits."""
    slug, plans = viewing.project.slug, list(all_seen(viewing).values())
    may_plan, decides = MAY_PLAN.allows(viewing.context), MAY_DECIDE.allows(viewing.context)
    total, asked = sum(len(plan.gates) for plan in plans), viewing.request.GET.get("page", "")
    number, pages = page_of(asked, total, page.SIZE)
    parts = [
        {"title": plan.facts.title, "lines": page.gate_lines(plan, gates, slug, decides=decides, edits=may_plan)}
        for plan, gates in page.gates_of_page(plans, number)
    ]
    address = reverse("cutover-checkpoints", args=[slug])
    return show(
        viewing, "cutover_checkpoints.html", _("Checkpoints"), way(viewing), parts=parts, may_plan=may_plan,
        steps_url=reverse("cutover-tasks", args=[slug]), number=number, pages=pages,
        before=f"{address}?page={number - 1}", after=f"{address}?page={number + 1}",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_DECIDE)
@in_project_zone
def decide(viewing: Viewing, ref: str) -> HttpResponse:
    """Say go or no-go at a checkpoint, or write down what those who are named said."""
    gate = _gate(viewing, ref)
    speaks = page.speaks_at(viewing.person, gate)
    form = DecideForm(sent(viewing), criteria=gate.criteria, speaks=speaks, known=len(gate.said))
    task = get_object_or_404(Task, project=viewing.project, ref=ref)
    if tried(form, lambda said: decide_checkpoint(viewing.context, task, form.said())):
        back = form.cleaned_data["outcome"] == "rollback"
        said = _("It is decided to turn back.") if back else _("The decision is recorded.")
        return back_to(viewing, "cutover-rollback" if back else "cutover-checkpoints", said=said)
    step = _("Checkpoints"), reverse("cutover-checkpoints", args=[viewing.project.slug])
    lede = _("%(title)s. Go or no-go is said here by %(who)s.") % {
        "title": gate.step.title, "who": ", ".join(gate.deciders) or _("nobody yet"),
    }  # fmt: skip
    return show_form(viewing, _("Go or no-go"), form, way(viewing), step, lede=lede, verb=_("Record the decision"))


def _gate(viewing: Viewing, ref: str) -> Gate:
    for plan in all_seen(viewing).values():
        for gate in plan.gates:
            if gate.step.ref == ref:
                return gate
    raise NotFound(_("There is no such checkpoint."))
