"""A plan to take along as a file of MS Project."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from firstlight.cutover.project_files import plan_as_project
from firstlight.cutover.queries import plan_named
from firstlight.cutover.stores import CUTOVER
from firstlight.web.exporting import attached
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_CUTOVER


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def project_xml(viewing: Viewing) -> HttpResponse:
    """The plan of the cutover as MS Project XML; `plan` another one. What only the file of MS Project has is in it."""
    ref = viewing.request.GET.get("plan", "") or CUTOVER
    if ref != CUTOVER:
        plan_named(viewing.project, ref)
    made = plan_as_project(viewing.project, viewing.context.now, ref)
    return attached(made.data, f"{viewing.project.slug} {ref}.xml", "xml")
