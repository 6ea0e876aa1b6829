"""A rehearsal begins anew, or is run once more: first it is said what goes and what stays, then it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstlight.cutover.actions import clone_run, reset_run
from firstlight.cutover.live.queries import run_named
from firstlight.cutover.policies import MAY_RUN
from firstlight.web.forms.answering import shown, tried
from firstlight.web.forms.opening_runs import CloneRunForm
from firstlight.web.pages import run_again as page
from firstlight.web.saying import back_to
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.run_reports import run_way


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_RUN)
def anew(viewing: Viewing, ref: str) -> HttpResponse:
    """Begin a rehearsal anew."""
    run = run_named(viewing.project, ref)
    if viewing.request.method == "POST":
        reset_run(viewing.context, run)
        return back_to(viewing, "cutover-run", ref, said=_("The rehearsal begins anew. Start it when it begins."))
    return show(
        viewing, "cutover_run_anew.html", _("Begin anew"), *run_way(viewing, ref, run.title), run=run,
        lost=page.lost(run), hindrance=page.no_reset(run),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_RUN)
def once_more(viewing: Viewing, ref: str) -> HttpResponse:
    """Open another rehearsal with the people that this run had."""
    run = run_named(viewing.project, ref)
    form, made = CloneRunForm(sent(viewing)), list[Any]()
    if tried(form, lambda said: made.append(clone_run(viewing.context, run, **said))):
        return back_to(viewing, "cutover-run", made[0].ref, said=_("The run is prepared. Start it when it begins."))
    answer = show(
        viewing, "cutover_run_once_more.html", _("Run it once more"), *run_way(viewing, ref, run.title), run=run,
        form=form, people=page.own_people(run), hindrance=page.no_clone(run),
    )  # fmt: skip
    return shown(answer, form)
