"""What waits for what, as a graph."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.cutover.stores import CUTOVER
from firstlight.web.addresses import place
from firstlight.web.pages import plan_graph as page
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.cutover import all_seen, plan_seen, way
from firstlight.workspace.policies import MAY_VIEW_CUTOVER

#: How many links around a step are shown where nobody said.
USUAL = 2


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def graph(viewing: Viewing) -> HttpResponse:
    """The links of a plan; `focus` a step with what lies `around` it, `plan` another plan."""
    asked, slug = viewing.request.GET, viewing.project.slug
    plans = [(known, plan.facts.title) for known, plan in all_seen(viewing).items()]
    ref = asked["plan"] if asked.get("plan") in {known for known, _title in plans} else CUTOVER
    own, plan = {"plan": ref} if ref != CUTOVER else {}, plan_seen(viewing, ref)
    wanted, given = asked.get("focus", "").strip()[:60], asked.get("around", "")
    links = int(given) if given in map(str, page.LINKS) else USUAL
    focus = page.focus_of(plan, wanted) if plan.facts.steps else ""
    drawn = page.graph_of(
        plan, focus, links, lambda one: _url(slug, {**own, "focus": one, "around": str(links)}),
        lambda one: f"{place('cutover-tasks', slug)}?{urlencode({'ref': one})}",
    )  # fmt: skip
    return show(
        viewing, "cutover_graph.html", _("Graph of the plan"), way(viewing),
        graph=drawn, plan=ref, links=links, missing=wanted if wanted and wanted not in plan.by_ref else "",
        focused=plan.by_ref.get(focus), too_many=drawn.total > page.WHOLE, limit=page.WHOLE,
        plans=[(title, _url(slug, {"plan": known}), known == ref) for known, title in plans if len(plans) > 1],
        reaches=[
            (count, _url(slug, {**own, "focus": focus, "around": str(count)}), count == links) for count in page.LINKS
        ],
        all_url=_url(slug, own), computed=plan.timetable.computed,
    )  # fmt: skip


def _url(slug: str, asked: dict[str, str]) -> str:
    query = urlencode(asked)
    return place("cutover-graph", slug) + (f"?{query}" if query else "")
