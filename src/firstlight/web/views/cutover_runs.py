"""Runs of the cutover: which there are, opening one, starting, pausing and closing it; and one step on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstlight.cutover import actions
from firstlight.cutover.live.queries import board, run_named, runs_of
from firstlight.cutover.live.said import issues_of
from firstlight.cutover.policies import MAY_RUN, MAY_WORK
from firstlight.cutover.queries import plan_named, plans_of
from firstlight.kernel.errors import Invalid, NotFound
from firstlight.web.forms.answering import in_project_zone, show_form, tried
from firstlight.web.forms.opening_runs import OpenRunForm
from firstlight.web.live import editions
from firstlight.web.live.notices import way_back_of
from firstlight.web.pages import run_list as page
from firstlight.web.pages import run_step as step_page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.surroundings import viewer_zone
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.cutover import way
from firstlight.web.views.run_reports import run_way
from firstlight.workspace.policies import MAY_VIEW_CUTOVER

#: What may happen to a run as a whole.
_MOVES: dict[str, Callable[..., Any]] = {
    "start": actions.start_run, "pause": actions.pause_run, "resume": actions.resume_run, "close": actions.close_run,
    "back": actions.turn_back,
}  # fmt: skip


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def runs(viewing: Viewing) -> HttpResponse:
    """All runs, the newest first."""
    lines = page.run_lines(runs_of(viewing.project), viewing.project.slug)
    return show(
        viewing, "cutover_runs.html", _("Runs"), way(viewing), lines=lines, leads=MAY_RUN.allows(viewing.context)
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_RUN)
@in_project_zone
def open_one(viewing: Viewing) -> HttpResponse:
    """Prepare a run of a plan."""
    plans = [(plan.ref, plan.title) for plan in plans_of(viewing.project)]
    form = OpenRunForm(sent(viewing), plans=plans)
    made: list[Any] = []

    def do(said: dict[str, Any]) -> None:
        plan = plan_named(viewing.project, said.pop("plan"))
        made.append(actions.open_run(viewing.context, plan, **said))

    if tried(form, do):
        return back_to(viewing, "cutover-run", made[0].ref, said=_("The run is prepared. Start it when it begins."))
    step = _("Runs"), reverse("cutover-runs", args=[viewing.project.slug])
    lede = _("A copy of the plan is made; what happens in the run changes no plan.")
    return show_form(viewing, _("Open a run"), form, way(viewing), step, lede=lede, verb=_("Open the run"))


@require_POST
@project_page(MAY_RUN)
def move(viewing: Viewing, ref: str) -> HttpResponse:
    """Start, pause, resume or close a run, or open its way back after a no-go that leads back."""
    run, event = run_named(viewing.project, ref), viewing.request.POST.get("move", "")
    if event not in _MOVES:
        raise Invalid(_("Start, pause, resume or close the run."))
    reason = viewing.request.POST.get("reason", "")
    said = {"reason": reason} if event in ("pause", "close") else {}
    moved = _MOVES[event](viewing.context, run, **said)
    to = moved.ref if event == "back" else ref
    return back_to(viewing, "cutover-run", to, said=page.moved(event))


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def step(viewing: Viewing, ref: str, step: str) -> HttpResponse:
    """One step: what to do, where it stands, and what can be entered; made for a telephone in one hand."""
    run = run_named(viewing.project, ref)
    found = board(run, viewing.context.now)
    row = next((one for one in found.rows if one.ref == step), None)
    if row is None:
        raise NotFound(_("There is no such step."))
    zone = viewer_zone(viewing.request)
    leads, works = (rule.allows(viewing.context) for rule in (MAY_RUN, MAY_WORK))
    shown = step_page.step_shown(run, row, viewing.context.now, viewing.person, leads=leads, works=works)
    return render(viewing.request, "firstlight/run_step.html", {
        "title": row.title, "run": run, "row": row, "step": shown, "viewer_zone": zone, "back": way_back_of(run),
        "edition": editions.edition(),
        "act_url": reverse("cutover-run-act", args=[viewing.project.slug, ref]),
        "board_url": reverse("cutover-run", args=[viewing.project.slug, ref]),
        "stream_url": reverse("cutover-run-stream", args=[viewing.project.slug, ref]),
        "changes_url": reverse("cutover-run-changes", args=[viewing.project.slug, ref]),
        "here": reverse("cutover-run-step", args=[viewing.project.slug, ref, step]),
    })  # fmt: skip


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def issues(viewing: Viewing, ref: str) -> HttpResponse:
    """What went wrong in a run: reported, left until later by named people, resolved."""
    run = run_named(viewing.project, ref)
    return show(
        viewing, "cutover_run_issues.html", _("Issues"), *run_way(viewing, ref, run.title), run=run,
        issues=issues_of(run), works=MAY_WORK.allows(viewing.context) and run.closed is None,
        act_url=reverse("cutover-run-act", args=[viewing.project.slug, ref]),
        here=reverse("cutover-run-issues", args=[viewing.project.slug, ref]),
    )  # fmt: skip
