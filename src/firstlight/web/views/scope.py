"""The scope: processes as a tree, and its lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from firstlight.kernel.errors import NotFound
from firstlight.kernel.sheets import Sheet
from firstlight.readiness.queries import body_of, latest_assessment
from firstlight.scope import sheets
from firstlight.scope.baselines import baselines
from firstlight.scope.comparing import gaps, standing_tree, totals_by_kind
from firstlight.scope.models import Integration, Requirement, Rollout, ScopeRow, SolutionPart
from firstlight.scope.queries import process_tree, rows_of, totals
from firstlight.testing.queries import cases_by_process
from firstlight.web import wording
from firstlight.web.listing import Asked, Listed, Window
from firstlight.web.opening import addresses_for
from firstlight.web.pages import delivered as delivered_page
from firstlight.web.pages import lists, registers, tree
from firstlight.web.pages import process as process_page
from firstlight.web.pages.delivered import way_to, whole
from firstlight.web.pages.waits import Beside, beside, waits
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.worklists import ListPage, register_list
from firstlight.workspace.policies import MAY_VIEW_SCOPE
from firstlight.workspace.queries import zone_of

#: Requirements that the page of a process shows; the list has all.
REQUIREMENTS = 25
#: Gaps that it shows; the page of gaps has all.
GAPS = 10


@require_safe
@project_page(MAY_VIEW_SCOPE)
def scope(viewing: Viewing) -> HttpResponse:
    """The tree of processes with its totals."""
    project = viewing.project
    kept = baselines(project)[:1]
    return show(
        viewing, "scope.html", _("Scope"), nodes=tree.nodes(process_tree(project)), totals=totals(project),
        delivered=wording.said(whole(totals_by_kind(project)).sentence()),
        baseline=str(kept[0]) if kept else _("None is kept yet"),
    )  # fmt: skip


@require_safe
@project_page(MAY_VIEW_SCOPE)
def process(viewing: Viewing, ref: str) -> HttpResponse:
    """One process: what stands below it, and what it needs from the solution."""
    project, slug = viewing.project, viewing.project.slug
    way = tree.way_to(process_tree(project), ref)
    if not way:
        raise NotFound(_("There is no such process."))
    branch = way[-1]
    rows = rows_of(project, Requirement).filter(process__ref=ref)
    spec = registers.requirements(addresses_for(viewing.context, slug))
    ask = Asked(reverse("requirements", args=[slug]), {"process": ref})
    part = Window(list(spec.read(rows.order_by("ref"))[:REQUIREMENTS]), rows.count(), 1, 1)
    shown = lists.shown(_("Requirements"), spec, ask, part)
    standing = way_to(standing_tree(project)[0], ref)
    latest = latest_assessment(project)
    facts = process_page.facts(standing, cases_by_process(project), body_of(latest) if latest else None)
    steps = [(one.title, reverse("process", args=[slug, one.ref])) for one in way[:-1]]
    return show(
        viewing, "process.html", branch.title, (_("Scope"), reverse("scope", args=[slug])), *steps,
        node=tree.nodes([branch])[0], listed=shown, all_url=ask.url(), facts=facts,
        gaps=gap_rows(viewing, set(standing[-1].refs())), waits=waits(viewing, "process", ref),
    )  # fmt: skip


def gap_rows(viewing: Viewing, refs: set[str]) -> lists.Shown | None:
    """The heaviest gaps of these processes; None where there is none."""
    slug = viewing.project.slug
    today = viewing.context.now.astimezone(zone_of(viewing.project)).date()
    found = [one for one in gaps(viewing.project, today) if one.process in refs]
    spec = delivered_page.listed(lambda one: reverse("delivered-item", args=[slug, one.kind, one.ref]), gaps_only=True)
    part = Window(found[:GAPS], len(found), 1, 1)
    return lists.shown(_("Gaps"), spec, Asked(reverse("delivered", args=[slug])), part) if found else None


def _list(
    name: str,
    title: str,
    model: type[ScopeRow],
    sheet: Sheet,
    spec: Callable[[Callable[[str, str], str], Beside], Listed[Any]],
    kind: str,
) -> ListPage:
    """A list of the scope: where it is kept and how it is shown."""
    return register_list(
        ListPage(
            name,
            title,
            sheet,
            lambda viewing: spec(addresses_for(viewing.context, viewing.project.slug), beside(viewing, kind)),
            lambda viewing: rows_of(viewing.project, model),
            way=(gettext_noop("Scope"), "scope"),
        )
    )


LISTS = (
    _list("requirements", "Requirements", Requirement, sheets.REQUIREMENTS, registers.requirements, "requirement"),
    _list("integrations", "Integrations", Integration, sheets.INTEGRATIONS, registers.integrations, "integration"),
    _list("parts", "Solution parts", SolutionPart, sheets.PARTS, registers.parts, "solution-part"),
    _list("rollouts", "Rollouts", Rollout, sheets.ROLLOUTS, registers.rollouts, "rollout"),
)
