"""The plan over time, and who is busy when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.cutover.policies import MAY_PLAN
from firstlight.cutover.queries import Planned
from firstlight.cutover.rules.facts import Step
from firstlight.cutover.stores import CUTOVER
from firstlight.web.addresses import place, row_address
from firstlight.web.figures import day
from firstlight.web.pages import plan_chart, plan_people
from firstlight.web.pages.zoom import HOURS, zoom_of
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.cutover import all_seen, plan_seen, way
from firstlight.workspace.policies import MAY_VIEW_CUTOVER

#: Steps on one page of the chart: more cannot be told apart, and cost the browser time.
SIZE = 120


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def gantt(viewing: Viewing) -> HttpResponse:
    """The steps over time, page by page; `critical=yes` only those that decide the end, `plan` another plan.

    `zoom` and `at` say which part of the time.
    """
    asked, slug = viewing.request.GET, viewing.project.slug
    plans = [(known, plan.facts.title) for known, plan in all_seen(viewing).items()]
    ref = asked["plan"] if asked.get("plan") in {known for known, _title in plans} else CUTOVER
    plan, critical = plan_seen(viewing, ref), asked.get("critical") == "yes"
    own = {"plan": ref} if ref != CUTOVER else {}
    kept = {**own, "critical": "yes"} if critical else own
    zoom = zoom_of(plan, asked.dict(), lambda parts: _url(slug, {**kept, **parts}))
    steps = [step for step in plan.facts.steps if not critical or _is_critical(plan, step)]
    shown = [step for step in steps if zoom.shows(plan.timetable.times.get(step.ref))]
    paged = _paged(asked.get("page", ""), len(shown), SIZE, lambda page: _url(slug, {**kept, **zoom.asked, **page}))
    part = shown[(paged["number"] - 1) * SIZE : paged["number"] * SIZE]
    return show(
        viewing, "cutover_gantt.html", _("Chart of the plan"), way(viewing),
        chart=plan_chart.step_chart(plan, part, _address(viewing), viewing.context.now, zoom) if part else None,
        computed=plan.timetable.computed, critical=critical, zoom=zoom, none=not steps,
        plans=[(title, _url(slug, {"plan": known}), known == ref) for known, title in plans if len(plans) > 1],
        toggle=_url(slug, {**own, **zoom.asked} if critical else {**own, **zoom.asked, "critical": "yes"}),
        table_url=_url(slug, {**({"plan": ref} if len(plans) > 1 else {}), **({"critical": "yes"} if critical else {})},
                       "cutover-tasks"),
        shown=len(shown), total=len(steps), **paged,
    )  # fmt: skip


def page_of(asked: str, rows: int, size: int) -> tuple[int, int]:
    """Which page is asked for, and how many there are; what makes no sense is the first."""
    pages = max(1, -(-rows // size))
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    return max(1, min(number, pages)), pages


def _paged(asked: str, rows: int, size: int, url: Any) -> dict[str, Any]:
    """The same for a template, with the addresses of the pages beside it."""
    number, pages = page_of(asked, rows, size)
    before, after = (url({"page": str(beside)}) for beside in (number - 1, number + 1))
    return {"number": number, "pages": pages, "before": before, "after": after}


def _is_critical(plan: Planned, step: Step) -> bool:
    times = plan.timetable.times.get(step.ref)
    return times is not None and times.critical


def _url(slug: str, asked: Mapping[str, str], name: str = "cutover-gantt") -> str:
    query = urlencode(asked)
    return place(name, slug) + (f"?{query}" if query else "")


def _address(viewing: Viewing) -> plan_chart.Address:
    """Where a step leads: to its row for who may change it, else to its line."""
    slug = viewing.project.slug
    if MAY_PLAN.allows(viewing.context):
        return lambda ref: row_address(slug, "cutover.tasks", ref, viewing.request.get_full_path())
    return lambda ref: f"{place('cutover-tasks', slug)}?{urlencode({'ref': ref})}"


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def people(viewing: Viewing) -> HttpResponse:
    """Who is busy when, with their shifts, and what runs in each hour of a day."""
    slug, asked, now = viewing.project.slug, viewing.request.GET, viewing.context.now
    plan, steps = plan_seen(viewing), place("cutover-tasks", slug)
    zoom = zoom_of(plan, asked.dict(), lambda parts: _url(slug, parts, "cutover-people"))
    everybody = plan_people.person_lines(plan, lambda name: f"{steps}?{urlencode({'owner': name})}")
    paged = _paged(asked.get("page", ""), len(everybody), plan_people.SIZE,
                   lambda page: _url(slug, {**zoom.asked, **page}, "cutover-people"))  # fmt: skip
    lines = everybody[(paged["number"] - 1) * plan_people.SIZE :][: plan_people.SIZE]
    return show(
        viewing, "cutover_people.html", _("People of the cutover"), way(viewing),
        chart=plan_people.people_chart(plan, lines, now, zoom) if lines else None,
        lines=lines, zoom=zoom, total=len(everybody), shifts_url=reverse("list", args=[slug, "cutover.shifts"]),
        **paged, **_hours(viewing, plan),
    )  # fmt: skip


def _hours(viewing: Viewing, plan: Planned) -> dict[str, Any]:
    """What runs in each hour of the day that is asked for, and the days beside it."""
    slug, days = viewing.project.slug, plan_people.days_of(plan)
    on = plan_people.day_chosen(plan, days, viewing.request.GET.get("day", ""), viewing.context.now)
    hours = plan_people.hour_lines(plan, on, _address(viewing)) if on else []
    return {
        "days": [
            (day(one), _url(slug, {"day": one.isoformat()}, "cutover-people") + "#hours", one == on)
            for one in plan_people.days_near(days, on)
        ],
        "on": day(on) if on else "",
        "hours": [(one, _url(slug, {"zoom": HOURS, "at": one.at})) for one in hours],
    }
