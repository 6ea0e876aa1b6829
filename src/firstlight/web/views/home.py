"""The home of a project: the verdict, what changed, what waits, the areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_POST, require_safe

from firstlight.assurance.models import ActionItem
from firstlight.assurance.queries import open_actions
from firstlight.packs.content import Area, Pack
from firstlight.packs.queries import areas_of, packs_of
from firstlight.readiness.actions import assess_project
from firstlight.readiness.comparing import compare
from firstlight.readiness.models import Assessment, Decision
from firstlight.readiness.moved import moved_since
from firstlight.readiness.policies import MAY_ASSESS
from firstlight.readiness.queries import assessment_kept, body_of, latest_assessment, newest, trends
from firstlight.reporting.decision_pack.summary import summarise
from firstlight.web import wording
from firstlight.web.keeping import kept
from firstlight.web.pages import dates, horizon, matrix, reasons, waiting
from firstlight.web.pages.decisions import on_home
from firstlight.web.pages.forecast import kept_forecast
from firstlight.web.pages.tour import step_shown
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.models import Project
from firstlight.workspace.policies import MAY_VIEW_CUTOVER, MAY_VIEW_READINESS
from firstlight.workspace.queries import zone_of

#: So many reasons, differences and waiting things are shown at once.
MOST = 6

Document = Mapping[str, Any]


@require_safe
@project_page()
def home(viewing: Viewing) -> HttpResponse:
    """Where the project stands, in one page."""
    project, now = viewing.project, viewing.context.now
    zone = zone_of(project)
    go_live = project.go_live.astimezone(zone).date() if project.go_live else None
    if not MAY_VIEW_READINESS.allows(viewing.context):
        return show(viewing, "home_of_a_guest_party.html", project.name, dates=dates.dates(project, now, zone))
    return show(
        viewing, "home.html", project.name,
        may_assess=assess_project.allowed(viewing.context),
        forecast=kept_forecast(project) if MAY_VIEW_CUTOVER.allows(viewing.context) else None,
        **step_shown(viewing), **kept(viewing, "home", lambda: _found(viewing, go_live)),
    )  # fmt: skip


def _found(viewing: Viewing, go_live: date | None) -> dict[str, Any]:
    """What is known of the project, for this reader."""
    project, now = viewing.project, viewing.context.now
    zone, newest_two, packs = zone_of(project), newest(project, 2), packs_of(project)
    context: dict[str, Any] = {
        "horizon": horizon.horizon(list(project.phases.all()), go_live, now.astimezone(zone).date()),
        "dates": dates.dates(project, now, zone),
        "packs": packs,
        "latest": newest_two[0] if newest_two else None,
        **on_home(project, viewing.context),
    }
    if newest_two:
        context |= _judged(viewing, newest_two, packs, context.get("decided"))
    return context


def _judged(
    viewing: Viewing, newest_two: list[Assessment], packs: list[Pack], decided: Decision | None
) -> dict[str, object]:
    """What can be shown once there is an assessment."""
    project, now, zone = viewing.project, viewing.context.now, zone_of(viewing.project)
    document, actions, areas = body_of(newest_two[0]), open_actions(project), areas_of(project)
    checks = [check for area in areas for check in area.checks]
    why = reasons.reason_lines(document, reasons.promised(actions), now.astimezone(zone).date())
    return {
        "lede": wording.said(summarise(document).lede),
        "moved": moved_since(project, document, checks, now),
        "reasons": reasons.foremost(why, MOST),
        "reasons_count": len(why),
        **_changed(viewing.project, newest_two, decided),
        **_waiting(viewing, document, areas, actions),
        **matrix.shown(matrix.matrix(document, trend := trends(project), now, zone), trend, packs, document),
    }


def _changed(project: Project, newest_two: list[Assessment], decided: Decision | None) -> dict[str, object]:
    """What is different since the assessment that was last decided on, else since the one before."""
    before = newest_two[1] if len(newest_two) > 1 else None
    number = decided.assessment_number if decided else None
    if number is None or number >= newest_two[0].number:
        decided = None
    elif before is None or before.number != number:
        # A decision that came from another workspace may name an assessment that did not come along.
        known = assessment_kept(project, number)
        before, decided = (known, decided) if known else (before, None)
    changes = compare(body_of(before), body_of(newest_two[0])) if before else ()
    more = max(0, len(changes) - MOST)
    return {"previous": before, "decided_since": decided, "changes": changes[:MOST], "changes_more": more}


def _waiting(
    viewing: Viewing, document: Document, areas: Iterable[Area], actions: list[ActionItem]
) -> dict[str, object]:
    """What waits for the person who looks."""
    looker = waiting.looking(viewing.person, viewing.context, document)
    first, rest = waiting.split(waiting.waiting(looker, document, areas, actions), MOST)
    return {"waiting": first, "waiting_more": rest}


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
