"""A plan to take along: as a file of MS Project, and as run sheets on paper whose codes lead back to its steps."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from firstlight.cutover.project_files import plan_as_project
from firstlight.cutover.queries import plan_named
from firstlight.cutover.run_sheets import step_called
from firstlight.cutover.stores import CUTOVER
from firstlight.reporting.run_sheets import run_sheet_of
from firstlight.reporting.speaking import language_for, speech
from firstlight.web.addresses import place
from firstlight.web.exporting import attached
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_CUTOVER


def _asked(viewing: Viewing) -> str:
    """The plan that is asked for. NotFound for one that is not there."""
    ref = viewing.request.GET.get("plan", "") or CUTOVER
    if ref != CUTOVER:
        plan_named(viewing.project, ref)
    return ref


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def project_xml(viewing: Viewing) -> HttpResponse:
    """The plan of the cutover as MS Project XML; `plan` another one. What only the file of MS Project has is in it."""
    ref = _asked(viewing)
    made = plan_as_project(viewing.project, viewing.context.now, ref)
    return attached(made.data, f"{viewing.project.slug} {ref}.xml", "xml")


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def run_sheet(viewing: Viewing) -> HttpResponse:
    """The steps on paper, those of one person with `owner` and in their language, of another plan with `plan`."""
    ref, owner = _asked(viewing), viewing.request.GET.get("owner", "").strip()[:200]
    base = viewing.request.build_absolute_uri(reverse("cutover-code", args=[viewing.project.slug, "CODE"]))
    with override(language_for(viewing.project, owner)):
        data = run_sheet_of(
            viewing.project, viewing.context.now, ref, owner=owner, speech=speech(),
            address=lambda code: base.replace("CODE", quote(code)),
        )  # fmt: skip
    return attached(data, f"{viewing.project.slug} run sheet {owner}.pdf".replace(" .", "."), "pdf")


@require_safe
@project_page(MAY_VIEW_CUTOVER)
def step_by_code(viewing: Viewing, ref: str) -> Any:
    """From the code on paper to the step. NotFound for a code that no step has."""
    found = step_called(viewing.project, ref)
    return redirect(f"{place('cutover-tasks', viewing.project.slug)}?{urlencode({'ref': found})}")
