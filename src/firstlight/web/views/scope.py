"""The scope: processes as a tree, and its lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from firstlight.kernel.errors import NotFound
from firstlight.kernel.sheets import Sheet
from firstlight.scope import sheets
from firstlight.scope.models import Integration, Requirement, Rollout, ScopeRow, SolutionPart
from firstlight.scope.queries import process_tree, rows_of, totals
from firstlight.web.exporting import sheet_file
from firstlight.web.listing import Asked, Listed, Window, asked, narrowed, window
from firstlight.web.opening import addresses_for
from firstlight.web.pages import lists, registers, tree
from firstlight.web.showing import show
from firstlight.web.viewing import View, Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_SCOPE
from firstlight.workspace.queries import zone_of

#: Requirements that the page of a process shows; the list has all.
REQUIREMENTS = 25


@require_safe
@project_page(MAY_VIEW_SCOPE)
def scope(viewing: Viewing) -> HttpResponse:
    """The tree of processes with its totals."""
    branches = process_tree(viewing.project)
    return show(viewing, "scope.html", "Scope", nodes=tree.nodes(branches), totals=totals(viewing.project))


@require_safe
@project_page(MAY_VIEW_SCOPE)
def process(viewing: Viewing, ref: str) -> HttpResponse:
    """One process: what stands below it, and what it needs from the solution."""
    project, slug = viewing.project, viewing.project.slug
    way = tree.way_to(process_tree(project), ref)
    if not way:
        raise NotFound("There is no such process.")
    branch = way[-1]
    rows = rows_of(project, Requirement).filter(process__ref=ref)
    spec = registers.requirements(addresses_for(viewing.context, slug))
    ask = Asked(reverse("requirements", args=[slug]), {"process": ref})
    part = Window(list(rows.order_by("ref")[:REQUIREMENTS]), rows.count(), 1, 1)
    shown = lists.shown("Requirements", spec, ask, part)
    steps = [(one.title, reverse("process", args=[slug, one.ref])) for one in way[:-1]]
    return show(
        viewing,
        "process.html",
        branch.title,
        ("Scope", reverse("scope", args=[slug])),
        *steps,
        node=tree.nodes([branch])[0],
        listed=shown,
        all_url=ask.url(),
    )


@dataclass(frozen=True, slots=True)
class ScopeList:
    """A list of the scope: where it is kept, how it is shown, and what one learns from it."""

    name: str
    title: str
    model: type[ScopeRow]
    sheet: Sheet
    spec: Callable[[Callable[[str, str], str]], Listed[Any]]


LISTS = (
    ScopeList("requirements", "Requirements", Requirement, sheets.REQUIREMENTS, registers.requirements),
    ScopeList("integrations", "Integrations", Integration, sheets.INTEGRATIONS, registers.integrations),
    ScopeList("parts", "Solution parts", SolutionPart, sheets.PARTS, registers.parts),
    ScopeList("rollouts", "Rollouts", Rollout, sheets.ROLLOUTS, registers.rollouts),
)


def list_page(one: ScopeList) -> View:
    """The page of a list."""

    @require_safe
    @project_page(MAY_VIEW_SCOPE)
    def page(viewing: Viewing) -> HttpResponse:
        slug = viewing.project.slug
        spec = one.spec(addresses_for(viewing.context, slug))
        ask = asked(viewing.request, spec)
        rows: Any = narrowed(rows_of(viewing.project, one.model), spec, ask)
        here = reverse(one.name, args=[slug])
        shown = lists.shown(one.title, spec, ask, window(rows, ask), f"{here}list.")
        way = ("Scope", reverse("scope", args=[slug]))
        return show(viewing, "register.html", one.title, way, listed=shown, about=one.sheet.about)

    return page


def list_file(one: ScopeList) -> View:
    """The same rows as a file that can be edited and given back."""

    @require_safe
    @project_page(MAY_VIEW_SCOPE)
    def file(viewing: Viewing, form: str) -> HttpResponse:
        spec = one.spec(addresses_for(viewing.context, viewing.project.slug))
        ask = asked(viewing.request, spec)
        refs = set(narrowed(rows_of(viewing.project, one.model), spec, ask).values_list("ref", flat=True))
        name = f"{viewing.project.slug} {one.title.lower()}"
        return sheet_file(viewing.project, one.sheet, refs, form, zone_of(viewing.project), name)

    return file
