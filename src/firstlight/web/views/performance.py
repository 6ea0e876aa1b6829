"""Performance: criteria against load results, one load result, and bringing one in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from firstlight.testing.actions import import_load
from firstlight.testing.measures.performance import FACETS
from firstlight.testing.models import Cycle, LoadImport
from firstlight.testing.performance import Performance, performance_of, result_of
from firstlight.testing.policies import MAY_EDIT_TESTS
from firstlight.testing.sheets import CRITERIA
from firstlight.web.exporting import table_file
from firstlight.web.forms.answering import done_with, show_form
from firstlight.web.forms.performance import LoadForm
from firstlight.web.listing import asked, chosen, window
from firstlight.web.opening import addresses_for
from firstlight.web.pages import lists
from firstlight.web.pages import load_results as results
from firstlight.web.pages import performance as page
from firstlight.web.saying import back_to
from firstlight.web.showing import Step, show
from firstlight.web.viewing import Viewing, project_page, sent
from firstlight.web.views.worklists import file_view, list_view
from firstlight.web.worklists import ListPage, register_list
from firstlight.workspace.policies import MAY_VIEW_TESTING
from firstlight.workspace.queries import zone_of


def _standing(viewing: Viewing) -> Performance:
    """How the criteria stand, read once a page."""
    found: Performance | None = getattr(viewing.request, "performance", None)
    if found is None:
        found = performance_of(viewing.project, viewing.context.now)
        viewing.request.performance = found  # type: ignore[attr-defined]
    return found


def _beside(viewing: Viewing) -> dict[str, Any]:
    """What stands around the criteria: how many stand how, what has to be covered, the load results."""
    found, slug = _standing(viewing), viewing.project.slug
    readings = [(facet.title, facet.read(viewing.project, found)) for facet in FACETS]
    return {
        "totals": page.totals(page.rows_of(found.standings), reverse("performance", args=[slug])),
        "facets": page.facet_lines(readings) if found.standings else [],
        "results": results.result_lines(found.evidence, slug),
        "upload_url": reverse("load-upload", args=[slug]) if MAY_EDIT_TESTS.allows(viewing.context) else "",
    }


CRITERION_LIST = register_list(
    ListPage(
        "performance",
        "Performance",
        CRITERIA,
        lambda viewing: page.criteria(viewing.project.slug),
        lambda viewing: page.rows_of(_standing(viewing).standings),
        way=(gettext_noop("Testing"), "testing"),
        template="performance.html",
        also=_beside,
    )
)
performance, performance_file = list_view(CRITERION_LIST), file_view(CRITERION_LIST)


def _way(viewing: Viewing) -> tuple[Step, Step]:
    slug = viewing.project.slug
    return (_("Testing"), reverse("testing", args=[slug])), (_("Performance"), reverse("performance", args=[slug]))


@require_safe
@project_page(MAY_VIEW_TESTING)
def load_result(viewing: Viewing, cycle: str, digest: str) -> HttpResponse:
    """What one file of a load tool says: the whole, its course, its labels, and whether it counts."""
    slug = viewing.project.slug
    found = result_of(viewing.project, cycle, digest)
    spec = results.labels()
    ask = asked(viewing.request, spec)
    part = window(chosen(results.label_rows(found.evidence.run.labels), spec, ask), ask)
    address = addresses_for(viewing.context, slug)
    context = {
        "result": found.row,
        "against": found.evidence.against,
        "line": results.result_lines([found.evidence], slug)[0],
        "drawn": results.drawn(found.evidence.run),
        "stretches": results.stretches(found.evidence.run),
        "listed": lists.shown(_("Requests"), spec, ask, part, viewing.request.path + "list."),
        "cycle_url": address("cycle", found.row.cycle.ref),
        "file_url": address("load-file", digest, found.row.file),
    }
    return show(viewing, "load_result.html", page.file_name(found.row.file), *_way(viewing), **context)


@require_safe
@project_page(MAY_VIEW_TESTING)
def load_result_file(viewing: Viewing, cycle: str, digest: str, form: str) -> HttpResponse:
    """Its labels as a file."""
    found = result_of(viewing.project, cycle, digest)
    spec = results.labels()
    rows = chosen(results.label_rows(found.evidence.run.labels), spec, asked(viewing.request, spec))
    heads = [column.title for column in spec.columns]
    name = f"{viewing.project.slug} {page.file_name(found.row.file)} labels"
    return table_file(heads, map(spec.cells, rows), form, zone_of(viewing.project), name)


@require_http_methods(["GET", "HEAD", "POST"])
@project_page(MAY_EDIT_TESTS)
def load_upload(viewing: Viewing) -> HttpResponse:
    """Bring in a file of a load tool."""
    cycles = Cycle.objects.filter(project=viewing.project, kind="performance").order_by("-start", "ref")
    refs = list(cycles.values_list("ref", flat=True))
    form = LoadForm(sent(viewing), viewing.request.FILES or None, refs)

    def bring_in(given: dict[str, Any]) -> LoadImport:
        file = given["file"]
        made: LoadImport = import_load(
            viewing.context, cycle_ref=given["cycle"], file=file.name or "file", data=file.read()
        )
        return made

    made = done_with(viewing, form, bring_in, beside="file")
    if made:
        return back_to(
            viewing, "load-result", made.cycle.ref, made.digest, said=_("The file is in. This is what it says.")
        )
    lede = _("What k6, JMeter or Locust measured. It decides the criteria of performance, if it counts.")
    return show_form(
        viewing, _("Bring in load results"), form, *_way(viewing), lede=lede, verb=_("Bring in"), files=True
    )
