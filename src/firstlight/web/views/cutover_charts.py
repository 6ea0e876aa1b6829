"""The plan over time, and who is busy when."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.cutover.policies import MAY_PLAN
from firstlight.cutover.rules.facts import Step
from firstlight.cutover.stores import CUTOVER
from firstlight.web.addresses import place, row_address
from firstlight.web.figures import day
from firstlight.web.pages import plan_chart as page
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.cutover import all_seen, plan_seen, way
from firstlight.workspace.policies import MAY_VIEW_CUTOVER

#: Steps on one page of the chart: more cannot be told apart, and cost the browser time.
SIZE = 120


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def gantt(viewing: Viewing) -> HttpResponse:
    """The steps over time, page by page; `critical=yes` only those that decide the end, `plan` another plan."""
    asked, slug = viewing.request.GET, viewing.project.slug
    plans = [(known, plan.facts.title) for known, plan in all_seen(viewing).items()]
    ref = asked["plan"] if asked.get("plan") in {known for known, _title in plans} else CUTOVER
    plan, critical = plan_seen(viewing, ref), asked.get("critical") == "yes"
    steps = [step for step in plan.facts.steps if not critical or _is_critical(viewing, ref, step)]
    number, pages = page_of(asked.get("page", ""), len(steps), SIZE)
    part = steps[(number - 1) * SIZE : number * SIZE]
    own = {"plan": ref} if ref != CUTOVER else {}
    kept = {**own, "critical": "yes"} if critical else own
    return show(
        viewing, "cutover_gantt.html", _("Chart of the plan"), way(viewing),
        chart=page.step_chart(plan, part, _address(viewing), viewing.context.now) if part else None,
        computed=plan.timetable.computed, critical=critical,
        plans=[(title, _url(slug, {"plan": known}), known == ref) for known, title in plans if len(plans) > 1],
        toggle=_url(slug, own if critical else {**own, "critical": "yes"}),
        table_url=place("cutover-tasks", slug) + ("?critical=yes" if critical else ""),
        number=number, pages=pages, total=len(steps),
        before=_url(slug, {**kept, "page": str(number - 1)}), after=_url(slug, {**kept, "page": str(number + 1)}),
    )  # fmt: skip


def page_of(asked: str, rows: int, size: int) -> tuple[int, int]:
    """Which page is asked for, and how many there are; what makes no sense is the first."""
    pages = max(1, -(-rows // size))
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    return max(1, min(number, pages)), pages


def _is_critical(viewing: Viewing, ref: str, step: Step) -> bool:
    times = plan_seen(viewing, ref).timetable.times.get(step.ref)
    return times is not None and times.critical


def _url(slug: str, asked: dict[str, str]) -> str:
    query = urlencode(asked)
    return place("cutover-gantt", slug) + (f"?{query}" if query else "")


def _address(viewing: Viewing) -> page.Address:
    """Where a step leads: to its row for who may change it, else to its line."""
    slug = viewing.project.slug
    if MAY_PLAN.allows(viewing.context):
        return lambda ref: row_address(slug, "cutover.tasks", ref, place("cutover-gantt", slug))
    return lambda ref: f"{place('cutover-tasks', slug)}?{urlencode({'ref': ref})}"


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def people(viewing: Viewing) -> HttpResponse:
    """Who is busy when, with their shifts, and what runs in each hour of a day."""
    slug, plan = viewing.project.slug, plan_seen(viewing)
    steps = place("cutover-tasks", slug)
    chart, lines = page.people_chart(plan, lambda name: f"{steps}?{urlencode({'owner': name})}", viewing.context.now)
    days = page.days_of(plan)
    on = _day(viewing.request.GET.get("day", ""), days)
    return show(
        viewing,
        "cutover_people.html",
        _("People of the cutover"),
        way(viewing),
        chart=chart if lines else None,
        lines=lines,
        days=[(day(one), f"{place('cutover-people', slug)}?day={one.isoformat()}#hours", one == on) for one in days],
        on=day(on) if on else "",
        hours=page.hour_lines(plan, on, _address(viewing)) if on else [],
        shifts_url=reverse("list", args=[slug, "cutover.shifts"]),
    )  # fmt: skip


def _day(asked: str, days: list[date]) -> date | None:
    return next((one for one in days if one.isoformat() == asked), days[0] if days else None)
