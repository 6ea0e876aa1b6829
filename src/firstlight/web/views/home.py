"""The home of a project: the verdict, what changed, what waits, the areas."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_POST, require_safe

from firstlight.assurance.queries import open_actions
from firstlight.packs.queries import areas_of, pins_of
from firstlight.readiness.actions import assess_project
from firstlight.readiness.comparing import compare
from firstlight.readiness.models import Assessment, Decision
from firstlight.readiness.policies import MAY_ASSESS
from firstlight.readiness.queries import assessment_numbered, body_of, latest_assessment, newest, trends
from firstlight.readiness.queries.decisions import standing_decision
from firstlight.reporting.decision_pack.summary import summarise
from firstlight.web.pages import dates, horizon, matrix, reasons, waiting
from firstlight.web.pages.decisions import on_home
from firstlight.web.pages.tour import step_shown
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_DECISIONS, MAY_VIEW_READINESS
from firstlight.workspace.queries import zone_of

#: So many reasons, differences and waiting things are shown at once.
MOST = 6


@require_safe
@project_page()
def home(viewing: Viewing) -> HttpResponse:
    """Where the project stands, in one page."""
    project, now = viewing.project, viewing.context.now
    zone = zone_of(project)
    go_live = project.go_live.astimezone(zone).date() if project.go_live else None
    if not MAY_VIEW_READINESS.allows(viewing.context):
        return show(viewing, "home_of_a_guest_party.html", project.name, dates=dates.dates(project, now, zone))
    kept = newest(project, 2)
    context = {
        "horizon": horizon.horizon(list(project.phases.all()), go_live, now.astimezone(zone).date()),
        "dates": dates.dates(project, now, zone),
        "packs": [f"{pin.pack.title} {pin.pack.version}" for pin in pins_of(project)],
        "may_assess": assess_project.allowed(viewing.context),
        "latest": kept[0] if kept else None,
        **on_home(project, viewing.context),
        **step_shown(viewing),
    }
    if kept:
        context |= _judged(viewing, kept)
    return show(viewing, "home.html", project.name, **context)


def _judged(viewing: Viewing, kept: list[Assessment]) -> dict[str, object]:
    """What can be shown once there is an assessment."""
    project, now, zone = viewing.project, viewing.context.now, zone_of(viewing.project)
    document, actions = body_of(kept[0]), open_actions(project)
    why = reasons.reason_lines(document, reasons.promised(actions), now.astimezone(zone).date())
    trend = trends(project)
    rows = matrix.matrix(document, trend, now, zone)
    before, decided = _before(viewing, kept)
    changes = compare(body_of(before), document) if before else ()
    todo = waiting.waiting(viewing.person, document, areas_of(project), actions, now, zone)
    first, rest = waiting.split(todo, MOST)
    return {
        "lede": summarise(document).lede,
        "reasons": reasons.foremost(why, MOST),
        "reasons_count": len(why),
        "previous": before,
        "decided": decided,
        "changes": changes[:MOST],
        "changes_more": max(0, len(changes) - MOST),
        "waiting": first,
        "waiting_more": rest,
        "areas": rows,
        "areas_heading": matrix.heading(rows),
        "areas_top": matrix.highest(rows),
        "areas_assessments": matrix.assessments_of(trend),
        "areas_marks": matrix.marks(rows),
        "checks_count": sum(len(row.checks) for row in rows),
    }


def _before(viewing: Viewing, kept: list[Assessment]) -> tuple[Assessment | None, Decision | None]:
    """What the newest assessment is compared with: the one that was last decided on, else the one before."""
    earlier = kept[1] if len(kept) > 1 else None
    if not MAY_VIEW_DECISIONS.allows(viewing.context):
        return earlier, None
    decided = standing_decision(viewing.project, viewing.context.now)
    number = decided.assessment_number if decided else None
    if number is None or number >= kept[0].number:
        return earlier, None
    if earlier and number == earlier.number:
        return earlier, decided
    return assessment_numbered(viewing.project, number), decided


@require_POST
@project_page(MAY_ASSESS)
def assess(viewing: Viewing) -> HttpResponse:
    """Judge again, unless somebody has since the page was loaded: a second press does not judge twice."""
    latest = latest_assessment(viewing.project)
    given = viewing.request.POST
    if given.get("after", "") == str(latest.number if latest else 0):
        assess_project(viewing.context)
    home_url, back = reverse("home", args=[viewing.project.slug]), given.get("back", "")
    return HttpResponseRedirect(iri_to_uri(back) if back.startswith(home_url) else home_url)
