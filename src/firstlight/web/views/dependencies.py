"""The register of external dependencies, what was agreed with providers, and meetings with them, as lists."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from firstlight.dependencies.models import AgreedRequirement
from firstlight.dependencies.queries import meeting_register, register
from firstlight.dependencies.sheets import DEPENDENCIES, MEETINGS, REQUIREMENTS
from firstlight.web.listing import Listed
from firstlight.web.opening import addresses_for, may_open
from firstlight.web.pages import dependencies as page
from firstlight.web.viewing import Viewing
from firstlight.web.views.worklists import file_view, list_view
from firstlight.web.worklists import ListPage, register_list
from firstlight.workspace.queries import today_in

_WAY = ("Dependencies", "dependencies")


def _registered(viewing: Viewing) -> Listed[Any]:
    return page.dependencies(addresses_for(viewing.context, viewing.project.slug), today_in(viewing.context))


def _rows(viewing: Viewing) -> Any:
    context = viewing.context
    return register(viewing.project, context.now, DEPENDENCIES.own_names(context))


def _beside(viewing: Viewing) -> dict[str, Any]:
    """The lists that belong to the register, for whoever may see them."""
    slug = viewing.project.slug
    return {"beside": {name: reverse(name, args=[slug]) for name in _BESIDE if may_open(viewing.context, name)}}


_BESIDE = ("agreed-requirements", "provider-meetings")


def _agreed(viewing: Viewing) -> Listed[Any]:
    return page.requirements(addresses_for(viewing.context, viewing.project.slug), today_in(viewing.context))


def _agreed_rows(viewing: Viewing) -> Any:
    return AgreedRequirement.objects.filter(project=viewing.project).select_related("dependency")


def _meetings(viewing: Viewing) -> Listed[Any]:
    return page.meetings(addresses_for(viewing.context, viewing.project.slug))


def _held(viewing: Viewing) -> Any:
    return meeting_register(viewing.project, viewing.context.now)


DEPENDENCY_LIST = register_list(
    ListPage(
        "dependencies", "Dependencies", DEPENDENCIES, _registered, _rows, path="dependency.ref",
        template="dependencies.html", also=_beside,
    )
)  # fmt: skip
REQUIREMENT_LIST = register_list(
    ListPage("agreed-requirements", "Agreed requirements", REQUIREMENTS, _agreed, _agreed_rows, way=_WAY)
)
MEETING_LIST = register_list(
    ListPage("provider-meetings", "Provider meetings", MEETINGS, _meetings, _held, path="meeting.ref", way=_WAY)
)

dependencies, dependencies_file = list_view(DEPENDENCY_LIST), file_view(DEPENDENCY_LIST)
requirements, requirements_file = list_view(REQUIREMENT_LIST), file_view(REQUIREMENT_LIST)
meetings, meetings_file = list_view(MEETING_LIST), file_view(MEETING_LIST)
