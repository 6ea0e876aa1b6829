"""Test coverage: process by requirement, combinations that matter, rules of others."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firstlight.testing.coverage import blocks, combination_lines, regulation_lines, requirement_lines
from firstlight.testing.policies import MAY_EDIT_TESTS
from firstlight.web.exporting import table_file
from firstlight.web.keeping import kept
from firstlight.web.listing import asked, chosen, window
from firstlight.web.opening import addresses_for
from firstlight.web.pages import coverage as page
from firstlight.web.pages import lists
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_TESTING
from firstlight.workspace.queries import zone_of


@require_safe
@project_page(MAY_VIEW_TESTING)
def coverage(viewing: Viewing) -> HttpResponse:
    """What tests cover, with the holes named."""
    project, slug = viewing.project, viewing.project.slug
    found, lines = blocks(project), requirement_lines(project)
    spec = page.requirements(addresses_for(viewing.context, slug), found)
    ask = asked(viewing.request, spec)
    part = window(chosen(lines, spec, ask), ask)
    context = {
        "blocks": kept(viewing, "coverage", lambda: page.block_lines(found, slug)),
        "listed": lists.shown(_("Requirements"), spec, ask, part, reverse("coverage", args=[slug]) + "list."),
        "covered": sum(line.mark == "met" for line in lines),
        "whole": len(lines),
        "marks": list(page.MARKS.items()),
        "combinations": page.combination_rows(combination_lines(project)),
        "regulations": page.regulation_rows(regulation_lines(project)),
        "may_edit": MAY_EDIT_TESTS.allows(viewing.context),
    }
    way = (_("Testing"), reverse("testing", args=[slug]))
    return show(viewing, "coverage.html", _("Test coverage"), way, **context)


@require_safe
@project_page(MAY_VIEW_TESTING)
def coverage_file(viewing: Viewing, form: str) -> HttpResponse:
    """The requirements with how they are covered, as a file."""
    project, slug = viewing.project, viewing.project.slug
    spec = page.requirements(addresses_for(viewing.context, slug), blocks(project))
    rows = chosen(requirement_lines(project), spec, asked(viewing.request, spec))
    heads = [column.title for column in spec.columns]
    return table_file(heads, map(spec.cells, rows), form, zone_of(project), f"{slug} test coverage")
