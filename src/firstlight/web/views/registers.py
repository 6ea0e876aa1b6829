"""Actions and external dependencies."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from firstlight.assurance.models import ActionItem
from firstlight.assurance.queries import action_register
from firstlight.assurance.sheets import ACTIONS
from firstlight.dependencies.queries import RegisterRow, register
from firstlight.dependencies.sheets import DEPENDENCIES
from firstlight.web.exporting import sheet_file
from firstlight.web.listing import Listed, asked, chosen, narrowed, window
from firstlight.web.opening import addresses_for
from firstlight.web.pages import lists, registers
from firstlight.web.showing import show
from firstlight.web.viewing import Viewing, project_page
from firstlight.workspace.policies import MAY_VIEW_ACTIONS, MAY_VIEW_DEPENDENCIES
from firstlight.workspace.queries import zone_of


@require_safe
@project_page(MAY_VIEW_ACTIONS)
def actions(viewing: Viewing) -> HttpResponse:
    """What will be done about what is not met."""
    spec, ask = _actions(viewing), asked(viewing.request, _actions(viewing))
    rows = narrowed(action_register(viewing.project, _today(viewing)), spec, ask)
    files = reverse("actions", args=[viewing.project.slug]) + "list."
    shown = lists.shown("Actions", spec, ask, window(rows, ask), files)
    return show(viewing, "register.html", "Actions", listed=shown, about=ACTIONS.about)


@require_safe
@project_page(MAY_VIEW_ACTIONS)
def actions_file(viewing: Viewing, form: str) -> HttpResponse:
    """The same actions as a file that can be edited and given back."""
    spec, ask = _actions(viewing), asked(viewing.request, _actions(viewing))
    rows = narrowed(action_register(viewing.project, _today(viewing)), spec, ask)
    refs = set(rows.values_list("ref", flat=True))
    zone = zone_of(viewing.project)
    return sheet_file(viewing.project, ACTIONS, refs, form, zone, f"{viewing.project.slug} actions")


def _actions(viewing: Viewing) -> Listed[ActionItem]:
    return registers.actions(addresses_for(viewing.context, viewing.project.slug), _today(viewing))


def _today(viewing: Viewing) -> date:
    return viewing.context.now.astimezone(zone_of(viewing.project)).date()


@require_safe
@project_page(MAY_VIEW_DEPENDENCIES)
def dependencies(viewing: Viewing) -> HttpResponse:
    """What the go-live needs from others."""
    spec: Listed[RegisterRow] = registers.dependencies()
    ask = asked(viewing.request, spec)
    rows = chosen(register(viewing.project, viewing.context.now), spec, ask)
    files = reverse("dependencies", args=[viewing.project.slug]) + "list."
    shown = lists.shown("Dependencies", spec, ask, window(rows, ask), files)
    return show(viewing, "register.html", "Dependencies", listed=shown, about=DEPENDENCIES.about)


@require_safe
@project_page(MAY_VIEW_DEPENDENCIES)
def dependencies_file(viewing: Viewing, form: str) -> HttpResponse:
    """The same dependencies as a file that can be edited and given back."""
    spec = registers.dependencies()
    rows = chosen(register(viewing.project, viewing.context.now), spec, asked(viewing.request, spec))
    refs = {row.dependency.ref for row in rows}
    zone = zone_of(viewing.project)
    return sheet_file(viewing.project, DEPENDENCIES, refs, form, zone, f"{viewing.project.slug} dependencies")
