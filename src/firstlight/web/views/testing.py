"""Testing: cycles, result files, what fails, cases."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from firstlight.testing.order import order_of
from firstlight.testing.policies import MAY_EDIT_TESTS
from firstlight.testing.queries import (
    WITHDRAWN_WITHIN,
    case_register,
    coverage,
    cycles_with_counts,
    failing_results,
    result_files,
)
from firstlight.testing.sheets import CASES
from firstlight.web.exporting import table_file
from firstlight.web.keeping import kept
from firstlight.web.listing import SIZE, Cell, Window, asked
from firstlight.web.opening import addresses_for, settings_address
from firstlight.web.pages import lists
from firstlight.web.pages import testing as page
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.web.views.worklists import file_view, list_view
from firstlight.web.worklists import ListPage, register_list
from firstlight.workspace.policies import MAY_VIEW_TESTING
from firstlight.workspace.queries import zone_of

#: So many of the newest result files stand on the page.
FILES = 50
#: A file of failing results ends here.
MOST = 20_000


@require_safe
@project_page(MAY_VIEW_TESTING)
def testing(viewing: Viewing) -> HttpResponse:
    """Every cycle with its counts, how the requirements are covered, and the newest files."""
    return show(viewing, "testing.html", _("Testing"), **kept(viewing, "testing", lambda: _found(viewing)))


def _found(viewing: Viewing) -> dict[str, Any]:
    """All that stands on the page of testing."""
    project, may = viewing.project, MAY_EDIT_TESTS.allows(viewing.context)
    since = viewing.context.now - WITHDRAWN_WITHIN
    return {
        "ways": page.ways(project.slug),
        "cycles": page.cycle_lines(cycles_with_counts(project)),
        "out_of_order": order_of(project, viewing.context.now),
        "settings_url": settings_address(viewing),
        "coverage": coverage(project),
        "files": page.file_lines(project.slug, result_files(project, most=FILES), since if may else None),
        "import_url": reverse("results-import", args=[project.slug]) if may else "",
    }


@require_safe
@project_page(MAY_VIEW_TESTING)
def failing(viewing: Viewing) -> HttpResponse:
    """What failed or broke when it was last run."""
    project, slug = viewing.project, viewing.project.slug
    spec = page.failing(addresses_for(viewing.context, slug), _cycles(viewing))
    ask = asked(viewing.request, spec)
    found = failing_results(project, cycle=ask.kept.get("cycle", ""), page=ask.page, size=SIZE)
    pages = max(1, -(-found.total // SIZE))
    if ask.page > pages:
        found = failing_results(project, cycle=ask.kept.get("cycle", ""), page=pages, size=SIZE)
    part = Window(found.rows, found.total, min(ask.page, pages), pages)
    shown = lists.shown(_("Failing results"), spec, ask, part, reverse("failing", args=[slug]) + "list.")
    way = (_("Testing"), reverse("testing", args=[slug]))
    about = _("The latest result of each test that failed or broke, in each cycle. Significant cases stand first.")
    return show(viewing, "register.html", _("Failing results"), way, listed=shown, about=about)


@require_safe
@project_page(MAY_VIEW_TESTING)
def failing_file(viewing: Viewing, form: str) -> HttpResponse:
    """The same results as a file."""
    spec = page.failing(addresses_for(viewing.context, viewing.project.slug), ())
    ask = asked(viewing.request, spec)
    rows = failing_results(viewing.project, cycle=ask.kept.get("cycle", ""), size=MOST).rows
    heads = (*(column.title for column in spec.columns), gettext_noop("Message"))
    cells = ((*spec.cells(row), Cell(row.message)) for row in rows)
    return table_file(heads, cells, form, zone_of(viewing.project), f"{viewing.project.slug} failing results")


def _cycles(viewing: Viewing) -> list[tuple[str, str]]:
    return [(one.ref, one.title) for one in cycles_with_counts(viewing.project)]


CASE_LIST = register_list(
    ListPage(
        "cases",
        "Cases",
        CASES,
        lambda viewing: page.cases(addresses_for(viewing.context, viewing.project.slug)),
        lambda viewing: case_register(viewing.project),
        way=(gettext_noop("Testing"), "testing"),
    )
)
cases, cases_file = list_view(CASE_LIST), file_view(CASE_LIST)
