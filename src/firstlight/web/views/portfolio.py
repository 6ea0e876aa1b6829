"""The projects of a person: where each stands, and what is due next."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.identity.models import User
from firstlight.reporting.portfolio import PortfolioLine, portfolio
from firstlight.web.addresses import place
from firstlight.web.exporting import table_file
from firstlight.web.founding import may_found
from firstlight.web.listing import Listed, asked, chosen, window
from firstlight.web.pages import lists
from firstlight.web.pages import portfolio as page
from firstlight.web.surroundings import viewer_zone


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """All of them, filtered and sorted as the address says."""
    spec, lines = _spec(), _lines(request)
    ask = asked(request, spec)
    part = window(chosen(lines, spec, ask), ask)
    shown = lists.shown(_("Projects"), spec, ask, part, f"{reverse('projects')}list.")
    zone = viewer_zone(request) or ZoneInfo("UTC")
    context = {"title": _("Your projects"), "listed": shown, "projects": lines, "project_zone": zone}
    if isinstance(request.user, User):
        context |= {"may_found": may_found(request.user, timezone.now()), "email": request.user.email}
    return render(request, "firstlight/projects.html", {**context, "viewer_zone": zone})


@require_safe
def projects_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same rows as a file."""
    spec = _spec()
    rows = [spec.cells(line) for line in chosen(_lines(request), spec, asked(request, spec))]
    zone = viewer_zone(request) or ZoneInfo("UTC")
    return table_file([column.title for column in spec.columns], rows, form, zone, "projects")


def _lines(request: HttpRequest) -> list[PortfolioLine]:
    user = request.user
    return portfolio(user, timezone.now()) if isinstance(user, User) else []


def _spec() -> Listed[PortfolioLine]:
    return page.listed(lambda slug: place("home", slug))
