"""The cutover: whether it fits, what is wrong with its plan, and its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from firstlight.assurance.queries import signatures_of, standings_on
from firstlight.cutover.carried import began_at
from firstlight.cutover.forecasting import kept_of
from firstlight.cutover.formats.calendar import write_calendar
from firstlight.cutover.models import Task
from firstlight.cutover.policies import MAY_PLAN
from firstlight.cutover.queries import Planned, all_planned, planned
from firstlight.cutover.sheets import TASKS
from firstlight.cutover.stores import CUTOVER
from firstlight.kernel.errors import Conflict
from firstlight.readiness.criteria import criteria_of
from firstlight.web import wording
from firstlight.web.exporting import attached
from firstlight.web.keeping import kept
from firstlight.web.listing import Listed
from firstlight.web.opening import may_open
from firstlight.web.pages import cutover as page
from firstlight.web.pages import plan_steps
from firstlight.web.pages.criteria import criterion_lines
from firstlight.web.pages.forecast import age_of, outlook_of
from firstlight.web.pages.plan_findings import finding_lines
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.worklists import file_view, list_view
from firstlight.web.worklists import ListPage, register_list
from firstlight.workspace.policies import MAY_VIEW_CUTOVER, MAY_VIEW_READINESS
from firstlight.workspace.queries import zone_of

#: So many findings stand on the page of the cutover; the rest have a page.
FIRST = 6


def all_seen(viewing: Viewing) -> Mapping[str, Planned]:
    """All plans of the project by ref, read once a page."""
    read: dict[str, Mapping[str, Planned]] = viewing.request.__dict__
    if "plans" not in read:
        read["plans"] = all_planned(viewing.project, viewing.context.now)
    return read["plans"]


def plan_seen(viewing: Viewing, ref: str = CUTOVER) -> Planned:
    """One of them, empty where nobody began it."""
    return all_seen(viewing).get(ref) or planned(viewing.project, viewing.context.now, ref)


def way(viewing: Viewing) -> Step:
    """The step to the page of the cutover."""
    return _("Cutover"), reverse("cutover", args=[viewing.project.slug])


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def cutover(viewing: Viewing) -> HttpResponse:
    """Whether the plan fits its window, the findings that matter most, and what to do next."""
    slug, plan = viewing.project.slug, plan_seen(viewing)
    may_plan = MAY_PLAN.allows(viewing.context)
    lines = finding_lines(plan.findings[:FIRST], plan, slug, edits=may_plan)
    forecast = kept_of(viewing.project, plan)
    return show(
        viewing,
        "cutover.html",
        _("Cutover"),
        empty=not plan.facts.steps,
        may_plan=may_plan,
        paste_url=reverse("list-import", args=[slug, "cutover.tasks"]),
        fit=page.fit_of(plan),
        outlook=outlook_of(forecast, plan, slug),
        age=age_of(forecast, plan),
        next_step=page.next_step(plan),
        totals=page.totals(plan, slug),
        findings=lines,
        more=len(plan.findings) - len(lines),
        shifts_known=bool(plan.facts.presences),
        ways=page.ways(slug, signs=may_open(viewing.context, "sign")),
        signed=_signed(viewing),
        **_criteria(viewing, plan),
    )


def _signed(viewing: Viewing) -> list[page.SignedLine]:
    """How the plan and its scripts stand signed, found once while nothing changes."""
    project, now = viewing.project, viewing.context.now

    def find() -> list[page.SignedLine]:
        given = {one.on for one in signatures_of(project, now)}
        found = [(on, standings_on(project, on, now) if on in given else []) for on in ("cutover", "cutover-scripts")]
        return page.signed_lines(found, project.slug, signs=may_open(viewing.context, "sign"))

    return kept(viewing, "signed cutover", find)


def _criteria(viewing: Viewing, plan: Planned) -> dict[str, Any]:
    """By what it is entered and left, for who may see how the project stands."""
    if not MAY_VIEW_READINESS.allows(viewing.context):
        return {}
    found, slug = (
        criteria_of(viewing.project, viewing.context.now, began_at(viewing.project, plan)),
        viewing.project.slug,
    )
    judged = _("as assessment %(number)s judged it") % {"number": found.assessment} if found.assessment else ""
    return {
        "entrance": criterion_lines(found.entrance, slug), "leaving": criterion_lines(found.exit, slug),
        "judged": judged,
    }  # fmt: skip


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def calendar(viewing: Viewing) -> HttpResponse:
    """The steps of the cutover as a calendar; `owner` only those that this person does or steps in for."""
    plan, owner = plan_seen(viewing), viewing.request.GET.get("owner", "")[:200]
    if plan.facts.steps and not plan.timetable.computed:
        why = " ".join(wording.said(one.sentence) for one in plan.timetable.problems if one.blocking)
        raise Conflict(_("A calendar needs times, and none can be computed. %(why)s") % {"why": why})
    data = write_calendar(
        plan.facts, plan.timetable, f"{viewing.project.uid}-{plan.ref}", viewing.context.now, owner=owner,
        said=wording.said,
    )  # fmt: skip
    name = f"{viewing.project.slug} cutover {owner}".strip()
    return attached(data, f"{name}.ics", "ics")


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def findings(viewing: Viewing) -> HttpResponse:
    """Everything that is wrong with the plan of the cutover, and with that of the way back."""
    may_plan, slug = MAY_PLAN.allows(viewing.context), viewing.project.slug
    parts = []
    for plan in all_seen(viewing).values():
        lines = finding_lines(plan.findings, plan, slug, edits=may_plan)
        parts.append({"title": plan.facts.title, "lines": lines})
    return show(viewing, "cutover_findings.html", _("Findings of the plan"), way(viewing), parts=parts)


def _steps(viewing: Viewing) -> Listed[Any]:
    return plan_steps.tasks(all_seen(viewing), zone_of(viewing.project), viewing.request.GET.get("columns", ""))


def _rows(viewing: Viewing) -> Any:
    return Task.objects.filter(project=viewing.project).select_related("plan")


def _warning(viewing: Viewing) -> str:
    """Why no step has a time, where that is so: with the way to what stops the plan."""
    plans = all_planned(viewing.project, viewing.context.now).values()
    if not any(plan.facts.steps and not plan.timetable.computed for plan in plans):
        return ""
    words = _("The plan cannot be computed yet, so steps have no times."), _("See what stops it")
    url = reverse("cutover-findings", args=[viewing.project.slug])
    return format_html('{} <a href="{}">{}</a>', words[0], url, words[1])


TASK_LIST = register_list(
    ListPage("cutover-tasks", "Cutover tasks", TASKS, _steps, _rows, way=(gettext_noop("Cutover"), "cutover"),
             warns=_warning)
)  # fmt: skip
tasks, tasks_file = list_view(TASK_LIST), file_view(TASK_LIST)
