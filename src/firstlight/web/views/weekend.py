"""A run over time: a page of its own, and the part of the board that is drawn again when something changed."""

from __future__ import annotations

from collections import OrderedDict
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.cutover.live.queries import run_named
from firstlight.web.pages.weekend import weekend_of
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.run_reports import run_way
from firstlight.workspace.policies import MAY_VIEW_CUTOVER

#: Drawings that are kept: everybody who looks at a run in a minute sees the same.
_KEPT = 32
_drawings: OrderedDict[tuple[object, ...], str] = OrderedDict()


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def weekend(viewing: Viewing, ref: str) -> HttpResponse:
    """Planned, done and expected over time. With `part` only the drawing, for the board."""
    run, now = run_named(viewing.project, ref), viewing.context.now
    minute = (run.closed or now).replace(second=0, microsecond=0)
    if "part" in viewing.request.GET:
        key = (run.edition, run.version, minute, get_language())
        found = _drawings.get(key)
        if found is None:
            chart = weekend_of(run, viewing.project.slug, minute).chart
            found = _drawings[key] = render_to_string("firstlight/parts/chart.html", {"chart": chart})
            while len(_drawings) > _KEPT:
                _drawings.popitem(last=False)
        return HttpResponse(found)
    found_now = weekend_of(run, viewing.project.slug, minute)
    return show(
        viewing, "cutover_run_weekend.html", _("Over time"), *run_way(viewing, ref, run.title), run=run,
        chart=found_now.chart, teams=found_now.teams, over=found_now.over, gates=found_now.gates,
        project_zone=ZoneInfo(run.time_zone),
    )  # fmt: skip
