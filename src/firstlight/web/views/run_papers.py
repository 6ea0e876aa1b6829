"""A run on paper: its whole state now, run sheets for each of its people, and what was printed every half hour."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from firstlight.assurance import evidence
from firstlight.cutover.live.queries import board, run_named
from firstlight.cutover.live.report import paper_of, papers_of
from firstlight.reporting.run_sheets_now import run_sheet_now, sheets_of
from firstlight.reporting.speaking import language_for, speech
from firstlight.web.exporting import attached
from firstlight.web.pages import run_papers as page
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.run_reports import run_way
from firstlight.workspace.policies import MAY_VIEW_CUTOVER, MAY_VIEW_PEOPLE


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def papers(viewing: Viewing, ref: str) -> HttpResponse:
    """What can be printed now, and what is kept."""
    run, slug = run_named(viewing.project, ref), viewing.project.slug
    return show(
        viewing, "cutover_run_papers.html", _("On paper"), *run_way(viewing, ref, run.title), run=run,
        sheets=page.sheet_lines(sheets_of(board(run, viewing.context.now)), ref, slug),
        papers=page.paper_lines(papers_of(run), ref, slug), project_zone=ZoneInfo(run.time_zone),
        sees_people=MAY_VIEW_PEOPLE.allows(viewing.context),
    )  # fmt: skip


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def run_sheet(viewing: Viewing, ref: str) -> HttpResponse:
    """What is left to do, for everyone; with `owner` for one person, in their language."""
    run, owner = run_named(viewing.project, ref), viewing.request.GET.get("owner", "").strip()[:200]
    here = reverse("cutover-run-step", args=[viewing.project.slug, ref, "CODE"])
    base = viewing.request.build_absolute_uri(here)
    with override(language_for(viewing.project, owner)):
        data = run_sheet_now(
            run, viewing.context.now, owner=owner, speech=speech(),
            address=lambda step: base.replace("/CODE/", f"/{step}/"),
        )  # fmt: skip
    return attached(data, f"{viewing.project.slug} {ref} run sheet {owner}.pdf".replace(" .", "."), "pdf")


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def paper(viewing: Viewing, ref: str, number: int, form: str) -> HttpResponse:
    """What was printed of a run at some time, byte by byte. It has contacts, so it is for who may see the people."""
    MAY_VIEW_PEOPLE.check(viewing.context)
    kept = paper_of(run_named(viewing.project, ref), number)
    name = f"{viewing.project.slug} {ref} {kept.made.astimezone(ZoneInfo(kept.run.time_zone)):%Y-%m-%d %H%M}.{form}"
    return attached(evidence.content(kept.pdf if form == "pdf" else kept.xlsx), name, form)
