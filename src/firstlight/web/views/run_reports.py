"""The report of a run: planned against actual, what was decided and went wrong; and its files."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstlight.cutover.actions import write_lessons
from firstlight.cutover.live.queries import run_named
from firstlight.cutover.live.report import report_of
from firstlight.cutover.policies import MAY_RUN
from firstlight.reporting.run_annex import annex_of
from firstlight.reporting.run_report import run_file
from firstlight.web.exporting import attached
from firstlight.web.listing import asked, chosen, window
from firstlight.web.live.notices import way_back_of
from firstlight.web.pages import lists
from firstlight.web.pages import run_report as page
from firstlight.web.pages.clock_words import clock_words
from firstlight.web.saying import back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.cutover import way
from firstlight.workspace.policies import MAY_VIEW_CUTOVER, MAY_VIEW_PEOPLE


def run_way(viewing: Viewing, ref: str, title: str) -> tuple[Step, Step, Step]:
    """The steps to a page of a run."""
    slug = viewing.project.slug
    return way(viewing), (_("Runs"), reverse("cutover-runs", args=[slug])), (
        title, reverse("cutover-run", args=[slug, ref])
    )  # fmt: skip


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def report(viewing: Viewing, ref: str) -> HttpResponse:
    """Planned against actual, decisions, issues, lessons: of a run that is open as of now."""
    run, slug = run_named(viewing.project, ref), viewing.project.slug
    found = report_of(run, viewing.context.now)
    spec = page.steps(found, slug)
    ask = asked(viewing.request, spec)
    part = window(chosen(found.lines, spec, ask), ask)
    zone, back = ZoneInfo(run.time_zone), way_back_of(run)
    return show(
        viewing, "cutover_run_report.html", _("Report"), *run_way(viewing, ref, run.title),
        run=run, report=found, back=back, project_zone=zone,
        figures=page.figures(found, left=back is not None and not run.closed),
        clock=[clock_words(one, zone) for one in found.facts.clock_steps],
        listed=lists.shown(_("Planned against actual"), spec, ask, part),
        drivers=page.step_lines(found.late, ref, slug), turns=page.step_lines(found.out_of_turn, ref, slug),
        may_write=MAY_RUN.allows(viewing.context),
        late=page.step_lines(found.from_paper, ref, slug),
    )  # fmt: skip


@require_POST
@project_page(MAY_RUN)
def lessons(viewing: Viewing, ref: str) -> HttpResponse:
    """Write the lessons of a run down."""
    run, given = run_named(viewing.project, ref), viewing.request.POST
    write_lessons(viewing.context, run, lessons=given.get("lessons", ""), seen=given.get("seen"))
    return back_to(viewing, "cutover-run-report", ref, said=_("The lessons are kept."))


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def report_file(viewing: Viewing, ref: str, form: str) -> HttpResponse:
    """The same on paper or as a workbook, as it is now; contacts only for who may see the people."""
    run = run_named(viewing.project, ref)
    found = report_of(run, viewing.context.now)
    annex = annex_of(run, found, people=MAY_VIEW_PEOPLE.allows(viewing.context))
    return attached(run_file(viewing.project, found, form, annex), f"{viewing.project.slug} {ref}.{form}", form)
